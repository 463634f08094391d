import { beforeEach, describe, expect, it } from '@jest/globals';
import type { InstanceIdentifier } from '@ncp/domain';
import { decodeRetrieve, encodeRetrieveResponse, type RegistryError, type RetrieveAnswer, type RetrievedDocument } from '@ncp/ihe';
import { NS, element, text, utf8, walk } from '@ncp/xml';
import { AINO, SOMEBODY_ELSE, TreatmentBench, assertionsOf } from '../../../fixtures/treatment-bench.js';
import { FINNISH_HOME } from '../../../fixtures/sample.js';
import { retrieveAbroad, retrieveOriginalAbroad } from '../../index.js';

const PLACE = { uniqueId: '1.2.246.1^a.L3', repositoryId: '1.2.246.9', homeCommunityId: FINNISH_HOME };
const target = ({ root, extension }: InstanceIdentifier): string =>
  `<recordTarget><patientRole><id root="1.2.3" extension="local"/><id root="${root}" extension="${String(extension)}"/></patientRole></recordTarget>`;
const cda = (...patients: readonly InstanceIdentifier[]): string => `<ClinicalDocument xmlns="urn:hl7-org:v3">${patients.map(target).join('')}</ClinicalDocument>`;

describe('retrieveAbroad', () => {
  let bench: TreatmentBench;
  beforeEach(() => { bench = new TreatmentBench(); });

  const document = (content: string, change: Partial<RetrievedDocument['request']> = {}): RetrievedDocument => ({
    request: { home: FINNISH_HOME, repositoryId: PLACE.repositoryId, documentId: PLACE.uniqueId, ...change }, mimeType: 'text/xml', bytes: utf8(content),
  });
  const answers = (answer: Partial<RetrieveAnswer>): void => { bench.replies(encodeRetrieveResponse({ status: 'Success', documents: [], errors: [], ...answer })); };
  const retrieve = (kind: 'ePrescription' | 'patientSummary' = 'ePrescription'): ReturnType<typeof retrieveAbroad> => retrieveAbroad(bench.gateway, bench.asking(), PLACE, kind);
  const error = (wire: RegistryError['wire'], severity: RegistryError['severity'] = 'error'): RegistryError => ({ wire, severity, context: 'their text' });

  it('asks for one document, verbatim as the list named it', async () => {
    answers({ documents: [document(cda(AINO))] });
    await retrieve();
    const body = [...walk(bench.lastRequest().root)].find(({ local }) => local === 'RetrieveDocumentSetRequest');
    expect(body === undefined ? undefined : decodeRetrieve(body).requests).toEqual([{ home: FINNISH_HOME, repositoryId: '1.2.246.9', documentId: '1.2.246.1^a.L3' }]);
    expect(assertionsOf(bench.lastRequest().root)).toEqual(['urn:ehdsi:assertions:hcp', 'urn:ehdsi:assertions:trc']);
    expect(bench.lastRequest().service).toBe('retrieve');
  });

  it.each([['ePrescription', 'EHDSI-32'], ['patientSummary', 'EHDSI-22']] as const)('gives the bytes of an %s as they came, inline, and records %s', async (kind, type) => {
    answers({ documents: [document(cda(AINO))], errors: [error('WARNING_EP_GENERIC', 'warning')] });
    const { bytes, warnings } = await retrieve(kind);
    expect(text(bytes)).toBe(cda(AINO));
    expect(warnings.map(({ code }) => code)).toEqual(['WARNING_EP_GENERIC']);
    expect(bench.recorded()).toMatchObject({ type, outcome: 0, evidence: ['PORTAL_DR_REQ_RECEIVED', 'NCPB_XCA_RETRIEVE_REQ'] });
    expect(bench.recorded().event).toContain('1.2.246.1^a.L3');
  });

  it('gives the bytes of a part as they came', async () => {
    const { request, mimeType } = document('');
    const bytes = utf8(`<?xml version="1.0"?>\r\n${cda(AINO)}`);
    bench.replies(encodeRetrieveResponse({ status: 'Success', documents: [{ request, mimeType, contentId: 'document.1@fi' }], errors: [] }), {
      parts: [{ contentId: 'document.1@fi', contentType: 'text/xml', bytes }],
    });
    expect(text((await retrieve()).bytes)).toBe(text(bytes));
  });

  it.each([
    ['D73 a Success without a document', {}, 'NCP_IHE_NO_DOCUMENT', undefined],
    ['D73 a PartialSuccess without a document', { status: 'PartialSuccess', errors: [error('ERROR_GENERIC_DOCUMENT_MISSING')] }, 'NCP_IHE_NO_DOCUMENT', 'ERROR_GENERIC_DOCUMENT_MISSING'],
    ['UC-B3 1 missing', { status: 'Failure', errors: [error('1100')] }, 'NCP_IHE_NO_DOCUMENT', '1100'],
    ['no consent any more', { status: 'Failure', errors: [error('4701')] }, 'NCP_PEER_NO_CONSENT', '4701'],
    ['another reason', { status: 'Failure', errors: [error('4703')] }, 'NCP_PEER_REFUSED', '4703'],
  ] as const)('%s', async (_title, answer, code, theirCode) => {
    answers(answer);
    await expect(retrieve()).rejects.toMatchObject({ code, details: theirCode === undefined ? {} : { theirCode } });
    expect(bench.recorded()).toMatchObject({ type: 'EHDSI-32', codes: [code], outcome: 4 });
  });

  it('UC-B3 5 a document with an error beside it is withheld, with their reason', async () => {
    answers({ status: 'PartialSuccess', documents: [document(cda(AINO))], errors: [error('4703')] });
    await expect(retrieve()).rejects.toMatchObject({ code: 'NCP_DELIVERY_WITHHELD', details: { theirCode: '4703' } });
    expect(bench.alarms).toEqual([]);
  });

  it('a document that was not asked for is no answer', async () => {
    answers({ documents: [document(cda(AINO), { documentId: '1.2.246.1^other' })] });
    await expect(retrieve()).rejects.toMatchObject({ code: 'NCP_IHE_NO_DOCUMENT' });
  });

  it.each([
    ['is about somebody else', [document(cda(SOMEBODY_ELSE))]],
    ['is about two people', [document(cda(AINO, SOMEBODY_ELSE))]],
    ['names nobody', [document(cda())]],
    ['comes with one about somebody else', [document(cda(AINO)), document(cda(SOMEBODY_ELSE), { documentId: '1.2.246.1^b.L3' })]],
  ])('UC-B3 3 a document that %s: withheld, and somebody is told', async (_title, documents) => {
    answers({ documents });
    await expect(retrieve()).rejects.toMatchObject({ code: 'NCP_IHE_WRONG_PATIENT' });
    expect(bench.alarms.map(({ code }) => code)).toEqual(['NCP_IHE_WRONG_PATIENT']);
    expect(bench.recorded()).toMatchObject({ codes: ['NCP_IHE_WRONG_PATIENT'], outcome: 12 });
    expect(bench.recorded().event).not.toContain('020274-915H');
  });

  it.each([
    ['is cut', cda(AINO).slice(0, -10), 'NCP_XML_NOT_WELL_FORMED'],
    ['is no CDA', '<Bundle xmlns="http://hl7.org/fhir"/>', 'NCP_CDA_KIND'],
    ['is no XML', '%PDF-1.4', 'NCP_XML_NOT_WELL_FORMED'],
    ['has entities', '<!DOCTYPE a [<!ENTITY b "c">]><ClinicalDocument xmlns="urn:hl7-org:v3">&b;</ClinicalDocument>', 'NCP_XML_DOCTYPE'],
  ])('a document that %s: of no use, and told as theirs', async (_title, content, because) => {
    answers({ documents: [document(content)] });
    await expect(retrieve()).rejects.toMatchObject({ code: 'NCP_PEER_ANSWER', details: { because } });
  });

  it('a PDF that came along is not looked at, and not in the way', async () => {
    answers({ documents: [document(cda(AINO)), document('%PDF-1.4', { documentId: '1.2.246.1^a.PDF' })] });
    expect(text((await retrieve()).bytes)).toBe(cda(AINO));
  });

  it('an answer without its status element is of no use', async () => {
    bench.replies(element(NS.xdsb, 'RetrieveDocumentSetResponse', {}));
    await expect(retrieve()).rejects.toMatchObject({ code: 'NCP_PEER_ANSWER', details: { because: 'NCP_IHE_STRUCTURE' } });
  });

  describe('the original for people', () => {
    const original = (isCompanion: boolean): ReturnType<typeof retrieveOriginalAbroad> =>
      retrieveOriginalAbroad(bench.gateway, bench.asking(), { place: PLACE, kind: 'ePrescription', isCompanion });

    it('is a document of level 1 about the patient, as it came', async () => {
      answers({ documents: [document(cda(AINO))] });
      expect(await original(false)).toMatchObject({ isAlone: false, bytes: utf8(cda(AINO)) });
      answers({ documents: [document(cda(SOMEBODY_ELSE))] });
      await expect(original(true)).rejects.toMatchObject({ code: 'NCP_IHE_WRONG_PATIENT' });
    });

    it('a bare PDF is taken beside a document that was read, and that is on record', async () => {
      answers({ documents: [document('%PDF-1.4')] });
      expect(await original(true)).toMatchObject({ isAlone: true, bytes: utf8('%PDF-1.4') });
      expect(bench.recorded()).toMatchObject({ type: 'EHDSI-32', codes: ['NCP_CDA_PDF_ALONE'] });
    });

    it('a bare PDF that is beside nothing is of no use', async () => {
      answers({ documents: [document('%PDF-1.4')] });
      await expect(original(false)).rejects.toMatchObject({ code: 'NCP_PEER_ANSWER', details: { because: 'NCP_CDA_PDF_ALONE' } });
    });

    it('a bare PDF does not hide a document about somebody else', async () => {
      answers({ documents: [document('%PDF-1.4'), document(cda(SOMEBODY_ELSE), { documentId: '1.2.246.1^b' })] });
      await expect(original(true)).rejects.toMatchObject({ code: 'NCP_IHE_WRONG_PATIENT' });
    });

    it('what is neither is of no use', async () => {
      answers({ documents: [document('hello')] });
      await expect(original(true)).rejects.toMatchObject({ code: 'NCP_PEER_ANSWER', details: { because: 'NCP_XML_NOT_WELL_FORMED' } });
    });
  });
});
