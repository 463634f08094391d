import { beforeEach, describe, expect, it } from '@jest/globals';
import { calendarDate, isNcpError, type Candidate, type InstanceIdentifier } from '@ncp/domain';
import { invalidBySchema, materialIn, readMaterial, readinessFor, type NamedXml, type SchemaName } from '@ncp/conformance';
import { decodeAdhocResponse, decodeRetrieveResponse, encodeRetrieveResponse } from '@ncp/ihe';
import { readMessage } from '@ncp/soap';
import { NS, attr, childrenOf, descendant, encodeBase64, parseXml, serialiseXml, text, utf8, type XmlElement } from '@ncp/xml';
import { AINO, TreatmentBench } from '../../../fixtures/treatment-bench.js';
import { identifyAbroad, listAbroad, retrieveAbroad, submitAbroad, type SubmitResult } from '../../index.js';

/**
 * Every recorded answer of other implementations, in an envelope that relates to our request, through the initiator: understood,
 * or refused for the right reason. One line for each file.
 */
const messages = readinessFor('messages');
const describeMessages = messages.ready ? describe : describe.skip;
const schemas = readinessFor('schemas', 'xmllint');
const describeSchemas = schemas.ready ? describe : describe.skip;

const EDISPENSATION = utf8('<ClinicalDocument xmlns="urn:hl7-org:v3"><effectiveTime value="20260612140000+0200"/><languageCode code="sv-SE"/><recordTarget><patientRole><patient><name><given>Aino</given><family>N</family></name><administrativeGenderCode code="F"/><birthTime value="19850315"/></patient></patientRole></recordTarget></ClinicalDocument>');
const ED_ID = { root: '1.2.752.221.3.1.1.13', extension: 'ed-1' };

const refusedAs = async (answering: Promise<unknown>): Promise<string> => answering.then(() => 'understood', (error: unknown) => {
  if (isNcpError(error)) return [error.code, error.details['theirCode'] ?? error.details['because']].filter((part) => part !== undefined).join(' ');
  throw error;
});

describeMessages(`recorded answers of others${messages.note}`, () => {
  let bench: TreatmentBench;
  beforeEach(() => { bench = new TreatmentBench(); });
  const identified = (): Promise<{ readonly candidates: readonly Candidate[] }> => identifyAbroad(bench.gateway, bench.asking(), { identifiers: [AINO] });
  const submitted = (): Promise<SubmitResult> =>
    submitAbroad(bench.gateway, bench.asking(), { kind: 'dispense', document: EDISPENSATION, documentId: ED_ID, submissionSetId: '1.2.3.4' });
  const place = (uniqueId: string): Parameters<typeof retrieveAbroad>[2] => ({ uniqueId, repositoryId: '2.16.620.1.101.10.3.29.54290', homeCommunityId: '1.2.276.0.76.4.291' });
  const message = (folder: string, file: string): XmlElement => parseXml(readMaterial('messages', folder, file));

  type Check = (body: XmlElement) => Promise<void>;
  const nobody = (told: string): Check => async () => { expect(await refusedAs(identified())).toBe(told); };
  const EXPECTED: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
    xcpd: {
      'gematik-PRPA_IN201306UV02.xml': async () => {
        expect((await identified()).candidates).toMatchObject([{ ids: [], family: 'GõdofskýTEST-ONLY', gender: 'UN', birthDate: '1967-06-30', address: { city: 'Patientstadt' } }]);
      },
      'gematik-PRPA_IN201306UV02_4.xml': nobody('NCP_PEER_NO_MATCH ERROR_PI_NO_MATCH'),
      'gematik-PRPA_IN201306UV02_42.xml': nobody('NCP_PEER_REFUSED ERROR_PI_GENERIC'),
      'gematik-PRPA_IN201306UV02_43.xml': nobody('NCP_PEER_REFUSED ERROR_PI_GENERIC'),
      'gematik-PRPA_IN201306UV02_45.xml': nobody('NCP_PEER_REFUSED ERROR_PI_GENERIC'),
      'gematik-PRPA_IN201306UV02_5.xml': nobody('NCP_PEER_REFUSED NS250'),
    },
    xca: {
      'gematik-AdhocQueryResponseEPED.xml': async (body) => {
        const patient = decodeAdhocResponse(body).entries[0]?.patient ?? AINO;
        const { pairs, unreadable, none } = await listAbroad(bench.gateway, bench.asking(patient), '57833-6');
        expect([pairs.length, pairs[0]?.coded?.uniqueId, pairs[0]?.pdf?.uniqueId, unreadable, none]).toEqual([1, '160.000.000.000.123.76^eP.XML', '160.000.000.000.123.76^eP.PDF', 0, false]);
        expect(await refusedAs(listAbroad(bench.gateway, bench.asking(), '57833-6'))).toBe('NCP_IHE_WRONG_PATIENT');
      },
      'gematik-AdhocQueryResponse_010.xml': async () => { expect(await refusedAs(listAbroad(bench.gateway, bench.asking(), '57833-6'))).toBe('NCP_PEER_REFUSED ERROR_GENERIC_DOCUMENT_MISSING'); },
      'gematik-RetrieveDocumentSetResponse.xml': async (body) => {
        const [summary] = decodeRetrieveResponse(body, new Map()).documents;
        const patient = patientIn(summary?.bytes ?? new Uint8Array());
        const { bytes } = await retrieveAbroad(bench.gateway, bench.asking(patient), place('2.16.17.710.813.1000.990.1.1^PS.XML'), 'patientSummary');
        expect(text(bytes)).toContain('<ClinicalDocument xmlns="urn:hl7-org:v3"');
        // A PDF that is not inside a CDA names nobody: it is not shown.
        expect(await refusedAs(retrieveAbroad(bench.gateway, bench.asking(patient), place('2.16.17.710.813.1000.990.1.1^PS.PDF'), 'patientSummary'))).toBe('NCP_PEER_ANSWER NCP_XML_ENCODING');
      },
      'gematik-RetrieveDocumentSetResponse_020.xml': async () => {
        expect(await refusedAs(retrieveAbroad(bench.gateway, bench.asking(), place('1.2^3'), 'ePrescription'))).toBe('NCP_IHE_NO_DOCUMENT ERROR_GENERIC_DOCUMENT_MISSING');
      },
    },
    xdr: {
      'gematik-ProvideAndRegisterDocumentSetResponse.xml': async () => { expect((await submitted()).kind).toBe('recorded'); },
    },
  };

  const isAnswer = (name: string): boolean => /20130?6|Response/.test(name);
  const files = Object.keys(EXPECTED).flatMap((folder) => materialIn('messages', folder).filter(isAnswer).map((file) => [folder, file] as const));
  it.each(files)('%s/%s', async (folder, file) => {
    const check = EXPECTED[folder]?.[file];
    if (check === undefined) throw new Error('no expectation for this answer');
    const body = message(folder, file);
    bench.replies(body);
    await check(body);
  });

  it.each(materialIn('messages', 'cda').map((file) => [file] as const))('cda/%s as a retrieved document, inline and as a part', async (file) => {
    const bytes = readMaterial('messages', 'cda', file);
    const asking = bench.asking(patientIn(bytes));
    const request = { home: '1.2.208', repositoryId: '1.2.208', documentId: '1.2^3' };
    const kind = /ps|Summary/i.test(file) ? 'patientSummary' : 'ePrescription';
    bench.replies(encodeRetrieveResponse({ status: 'Success', documents: [{ request, mimeType: 'text/xml', bytes }], errors: [] }));
    expect(Buffer.from((await retrieveAbroad(bench.gateway, asking, place('1.2^3'), kind)).bytes).equals(Buffer.from(bytes))).toBe(true);
    const part = { contentId: 'd@x', contentType: 'text/xml', bytes };
    bench.replies(encodeRetrieveResponse({ status: 'Success', documents: [{ request, mimeType: 'text/xml', contentId: 'd@x' }], errors: [] }), { parts: [part] });
    expect(Buffer.from((await retrieveAbroad(bench.gateway, asking, place('1.2^3'), kind)).bytes).equals(Buffer.from(bytes))).toBe(true);
    expect(await refusedAs(retrieveAbroad(bench.gateway, bench.asking(), place('1.2^3'), kind))).toBe('NCP_IHE_WRONG_PATIENT');
  });
});

/** The first id of the record target that can be asked about. */
function patientIn(bytes: Uint8Array): InstanceIdentifier & { readonly extension: string } {
  const role = descendant(parseXml(bytes), NS.hl7, 'recordTarget', 'patientRole');
  const ids = role === undefined ? [] : childrenOf(role, NS.hl7, 'id');
  const [id] = ids.flatMap((one) => {
    const [root, extension] = [attr(one, 'root'), attr(one, 'extension')];
    return root === undefined || extension === undefined ? [] : [{ root: root.trim(), extension: extension.trim() }];
  });
  if (id === undefined) throw new Error('a document without patient');
  return id;
}

describeSchemas(`our requests against the schemas of others${schemas.note}`, () => {
  it('all four, in their fullest and barest form, as they leave the gateway', async () => {
    const bench = new TreatmentBench();
    const made = new Map<SchemaName, NamedXml[]>();
    const ask = async (schema: SchemaName, name: string, asking: Promise<unknown>): Promise<void> => {
      await asking.catch(() => undefined);
      const { contentType, body } = bench.lastRequest();
      const found = childrenOf(readMessage(contentType, body).root, NS.soap, 'Body').flatMap((one) => childrenOf(one))[0];
      if (found === undefined) throw new Error(name);
      // A schema describes what a part stands for, not the reference to it.
      const xml = text(serialiseXml(found)).replace(/<xop:Include[^>]*\/>/, encodeBase64(EDISPENSATION));
      made.set(schema, [...made.get(schema) ?? [], { name, xml: utf8(xml) }]);
    };
    await ask('xcpd-request', 'bare', identifyAbroad(bench.gateway, bench.asking(), { identifiers: [AINO] }));
    await ask('xcpd-request', 'full', identifyAbroad(bench.gateway, bench.asking(), {
      identifiers: [AINO, { root: '1.2.3', extension: '4' }], birthDate: calendarDate('1985-03-15'), gender: 'F', family: 'Näytetty', given: 'Aino & co',
      address: { street: 'Katu 1', city: 'Helsinki', postalCode: '00100' },
    }));
    await ask('query', 'prescriptions', listAbroad(bench.gateway, bench.asking(), '57833-6'));
    await ask('query', 'summaries', listAbroad(bench.gateway, bench.asking(), '60591-5'));
    await ask('retrieve', 'one document', retrieveAbroad(bench.gateway, bench.asking(), { uniqueId: '1.2^3', repositoryId: '1.2', homeCommunityId: '1.2' }, 'ePrescription'));
    for (const kind of ['dispense', 'discard'] as const) {
      const submission = { kind, document: EDISPENSATION, documentId: ED_ID, submissionSetId: '1.2.3.4' };
      bench.quirks = [];
      await ask('provide', `${kind} as a part`, submitAbroad(bench.gateway, bench.asking(), submission));
      bench.quirks = ['inline-documents'];
      await ask('provide', `${kind} inline`, submitAbroad(bench.gateway, bench.asking(), submission));
    }
    expect([...made.values()].flat()).toHaveLength(9);
    for (const [schema, documents] of made) expect(await invalidBySchema(schema, documents)).toEqual([]);
  });
});
