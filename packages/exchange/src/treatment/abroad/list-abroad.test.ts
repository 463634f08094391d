import { beforeEach, describe, expect, it } from '@jest/globals';
import { instant, type InstanceIdentifier } from '@ncp/domain';
import { decodeAdhocQuery, encodeAdhocResponse, type AdhocAnswer, type DocumentEntry, type QueryClassCode, type RegistryError } from '@ncp/ihe';
import { walk, type XmlElement } from '@ncp/xml';
import { AINO, SOMEBODY_ELSE, TreatmentBench, assertionsOf } from '../../../fixtures/treatment-bench.js';
import { FINLAND, FINNISH_HOME } from '../../../fixtures/sample.js';
import { listAbroad, placeOf } from '../../index.js';

const cx = ({ root, extension }: InstanceIdentifier): string => `${String(extension)}^^^&${root}&ISO`;
const entry = (uniqueId: string, level: 'L3' | 'L1', change: Partial<DocumentEntry> = {}): DocumentEntry => ({
  uniqueId, patientCx: cx(AINO), classCode: '57833-6', formatCode: level === 'L3' ? 'urn:epsos:ep:pre:2010' : 'urn:ihe:iti:xds-sd:pdf:2008',
  description: 'Amlodipiini 5 mg', creationTime: instant('2026-06-01T00:00:00Z'), languageCode: 'fi-FI', repositoryId: FINNISH_HOME, home: FINNISH_HOME, country: FINLAND,
  prescription: { open: true }, ...change,
});
const PAIR = [entry('1.2.246.1^a.L3', 'L3'), entry('1.2.246.1^a.L1', 'L1')];

describe('listAbroad', () => {
  let bench: TreatmentBench;
  let uuid: () => string;
  beforeEach(() => {
    bench = new TreatmentBench();
    uuid = () => bench.uuid();
  });
  const answers = (answer: Partial<AdhocAnswer>, change: (body: XmlElement) => XmlElement = (body) => body): void => {
    bench.replies(change(encodeAdhocResponse({ status: 'Success', entries: [], associations: [], errors: [], ...answer }, uuid)));
  };
  const list = (classCode: QueryClassCode = '57833-6'): ReturnType<typeof listAbroad> => listAbroad(bench.gateway, bench.asking(), classCode);
  const error = (wire: RegistryError['wire'], severity: RegistryError['severity'] = 'error'): RegistryError => ({ wire, severity, context: 'their text' });

  it('asks for one class of one patient, with both assertions', async () => {
    answers({ entries: PAIR });
    await list();
    const body = [...walk(bench.lastRequest().root)].find(({ local }) => local === 'AdhocQueryRequest');
    expect(body === undefined ? undefined : decodeAdhocQuery(body)).toMatchObject({ patient: AINO, classCodes: ['57833-6'] });
    expect(assertionsOf(bench.lastRequest().root)).toEqual(['urn:ehdsi:assertions:hcp', 'urn:ehdsi:assertions:trc']);
    expect([bench.lastRequest().service, bench.lastRequest().text.includes('CrossGatewayQuery')]).toEqual(['query', true]);
  });

  it.each([['57833-6', 'EHDSI-31'], ['60591-5', 'EHDSI-21']] as const)('gives what %s lists in pairs, and records the documents as %s', async (classCode, type) => {
    answers({ entries: PAIR.map((one) => ({ ...one, classCode })) });
    const { pairs, unreadable, none, warnings } = await list(classCode);
    expect([pairs.length, unreadable, none, warnings]).toEqual([1, 0, false, []]);
    expect(pairs[0]?.coded === undefined ? undefined : placeOf(pairs[0].coded, bench.profile)).toEqual({ uniqueId: '1.2.246.1^a.L3', repositoryId: FINNISH_HOME, homeCommunityId: FINNISH_HOME });
    expect(pairs[0]?.pdf?.uniqueId).toBe('1.2.246.1^a.L1');
    expect(bench.recorded()).toMatchObject({ type, outcome: 0, evidence: ['PORTAL_DQ_REQ_RECEIVED', 'NCPB_XCA_LIST_REQ'] });
    expect(bench.recorded().event).toContain('1.2.246.1^a.L3');
    expect(bench.recorded().event).toContain('ihe:homeCommunityID');
  });

  it.each([
    ['1101 as a warning in a Success', { errors: [error('1101', 'warning')] }, '57833-6', 'NCP_EP_NONE'],
    ['1101 as an error in a Failure', { status: 'Failure', errors: [error('1101')] }, '57833-6', 'NCP_EP_NONE'],
    ['1101 as a warning in a Failure', { status: 'Failure', errors: [error('1101', 'warning')] }, '57833-6', 'NCP_EP_NONE'],
    ['1102 for a summary', { errors: [error('1102', 'warning')] }, '60591-5', 'NCP_PS_NONE'],
    ['an empty list without a word', {}, '57833-6', 'NCP_EP_NONE'],
  ] as const)('UC-B2 1 %s: nothing is registered', async (_title, answer, classCode, code) => {
    answers(answer);
    expect(await list(classCode)).toEqual({ pairs: [], unreadable: 0, warnings: [], none: true });
    expect(bench.recorded()).toMatchObject({ codes: [code], outcome: 0 });
  });

  it.each([
    ['UC-B2 2 no consent', { status: 'Failure', errors: [error('4701')] }, 'NCP_PEER_NO_CONSENT', '4701'],
    ['no consent beside documents, as OpenNCP sends it', { entries: PAIR, errors: [error('4701')] }, 'NCP_PEER_NO_CONSENT', '4701'],
    ['their registry is away', { status: 'Failure', errors: [error('4103', 'warning')] }, 'NCP_PEER_REFUSED', '4103'],
    ['an assertion that they reject', { status: 'Failure', errors: [error('4703')] }, 'NCP_PEER_REFUSED', '4703'],
  ] as const)('%s', async (_title, answer, code, theirCode) => {
    answers(answer);
    await expect(list()).rejects.toMatchObject({ code, details: { theirCode } });
    expect(bench.recorded()).toMatchObject({ type: 'EHDSI-31', codes: [code], outcome: 4 });
    expect(bench.recorded().event).toContain('ParticipantObjectID="57833-6"');
    expect(bench.recorded().event).not.toContain('their text');
  });

  it('a Failure without a word is a refusal', async () => {
    answers({ status: 'Failure' });
    await expect(list()).rejects.toMatchObject({ code: 'NCP_PEER_REFUSED', details: {} });
  });

  it('UC-B2 3 one entry about somebody else: nothing is shown, and somebody is told', async () => {
    answers({ entries: [...PAIR, entry('1.2.246.1^b.L3', 'L3', { patientCx: cx(SOMEBODY_ELSE) })] });
    await expect(list()).rejects.toMatchObject({ code: 'NCP_IHE_WRONG_PATIENT' });
    expect(bench.alarms.map(({ code }) => code)).toEqual(['NCP_IHE_WRONG_PATIENT']);
    expect(bench.recorded()).toMatchObject({ codes: ['NCP_IHE_WRONG_PATIENT'], outcome: 12 });
    expect(bench.recorded().event).not.toContain('020274-915H');
    expect(bench.recorded().event).not.toContain('1.2.246.1^a.L3');
  });

  it('UC-B2 3 somebody else beside "nothing registered" is still somebody else', async () => {
    answers({ entries: [entry('1.2.246.1^b.L3', 'L3', { patientCx: cx(SOMEBODY_ELSE) })], errors: [error('1101', 'warning')] });
    await expect(list()).rejects.toMatchObject({ code: 'NCP_IHE_WRONG_PATIENT' });
  });

  it('UC-B2 4 what cannot be fetched, names nobody or is of another class is counted; the rest is usable', async () => {
    const other = entry('1.2.246.1^s.L3', 'L3', { classCode: '60591-5' });
    const nameless = entry('1.2.246.1^n.L3', 'L3', { patientCx: 'not readable' });
    answers({ entries: [...PAIR, other, nameless] });
    const { pairs, unreadable } = await list();
    expect([pairs.length, unreadable]).toEqual([1, 2]);
  });

  it('warnings beside a list are told', async () => {
    answers({ entries: PAIR, errors: [error('WARNING_EP_GENERIC', 'warning')] });
    expect((await list()).warnings).toMatchObject([{ code: 'WARNING_EP_GENERIC', severity: 'warning', context: 'their text' }]);
  });

  it('a patient who has no CX form cannot be asked about, and nothing is sent', async () => {
    await expect(listAbroad(bench.gateway, { ...bench.asking(), patient: { root: AINO.root } }, '57833-6')).rejects.toMatchObject({ code: 'NCP_IHE_SLOT' });
    expect(bench.requests).toEqual([]);
  });
});
