import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NcpErrorCode } from '@ncp/domain';
import { pairEntries } from '@ncp/ihe';
import { pharmacistOf, type PatientId } from '@ncp/simulator';
import {
  idIn, listBody, retrieveBody, startRefusalBench, swap, toldBy, type Edit, type ExpectedRefusal, type Message, type PeerCode, type Refusal, type RefusalBench,
  type WireAnswer,
} from '@ncp/testkit';

const PERSONNUMMER = '1.2.752.129.2.1.3.1';
const person = (extension: string): PatientId => ({ root: PERSONNUMMER, extension });
const ALMA = person('199008202385');
const KARIN = person('195411222267');
const EP_ROOT = '1.2.752.221.3.1.1.11';
const PS_ROOT = '1.2.752.221.3.1.1.12';
const RECORDED_AS_SEEN = ['replay_message', 'replay_assertion'] as const;

let bench: RefusalBench;
beforeAll(async () => { bench = await startRefusalBench({ countries: ['FI', 'DK', 'PT'] }); }, 120_000);
afterAll(async () => {
  expect(await bench.chainFault()).toBeUndefined();
  await bench.stop();
});

const list = (patient: PatientId, edit: Edit = (xml) => xml, from: PeerCode = 'FI'): Message =>
  bench.peer(from).write('ITI-38', { security: bench.peer(from).genuine(patient), body: edit(listBody(patient)) });
const retrieve = (patient: PatientId, ids: readonly string[], place: Parameters<typeof retrieveBody>[1] = {}, from: PeerCode = 'FI'): Message =>
  bench.peer(from).write('ITI-39', { security: bench.peer(from).genuine(patient), body: retrieveBody(ids, place) });
const send = (message: Message, from: PeerCode = 'FI'): Promise<WireAnswer> => bench.line(from).send(message);

/** Level 3 and level 1 of everything offered to Finland. */
const offered = async (patient: PatientId): Promise<readonly { readonly l3: string; readonly l1: string }[]> =>
  pairEntries((await bench.world.peer('FI').list(patient)).answer).map((pair) => ({ l3: pair.coded?.uniqueId ?? '', l1: pair.pdf?.uniqueId ?? '' }));
const firstOffered = async (patient: PatientId): Promise<string> => (await offered(patient))[0]?.l3 ?? '';

const masked = (answer: WireAnswer): string => answer.text.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'UUID');

const refused = (message: () => Message, expected: ExpectedRefusal, more: Partial<Refusal> = {}): Promise<readonly string[]> =>
  bench.theFive({ message, expected, changes: RECORDED_AS_SEEN, canaries: [], ...more });

describe('IHE-06 D19, every denial after identification', () => {
  const CASES: readonly (readonly [name: string, code: NcpErrorCode, number: string, from: PeerCode])[] = [
    ['S14 without consent', 'NCP_CONSENT_NONE', '200106282387', 'FI'],
    ['S15 from a country without consent', 'NCP_CONSENT_COUNTRY', '199910302398', 'DK'],
    ['S16 protected', 'NCP_PI_PROTECTED', '199306272387', 'FI'],
    ['S17 deceased', 'NCP_PI_INACTIVE', '194501103297', 'FI'],
    ['S18 a child', 'NCP_PI_MINOR', '201603212398', 'FI'],
    ['X12 emigrated', 'NCP_PI_INACTIVE', '199112132387', 'FI'],
    ['P05 with consent to the summary only', 'NCP_CONSENT_NONE', '199004232394', 'FI'],
    ['nobody', 'NCP_CONSENT', '198001012384', 'FI'],
  ];

  it.each(CASES)('%s: 4701, %s in our records', async (_name, code, number, from) => {
    for (const [form, message] of [['ITI-38', () => list(person(number), undefined, from)], ['ITI-39', () => retrieve(person(number), [`${EP_ROOT}^x.1.L3`], {}, from)]] as const) {
      expect(await refused(message, { form, code, shown: 'NCP_CONSENT', wire: '4701', outcome: 4 }, { from, nationalCalls: true, confidential: [number] })).toEqual([]);
    }
  });

  it('is told in the same bytes', async () => {
    for (const message of [(number: string, from: PeerCode) => list(person(number), undefined, from), (number: string, from: PeerCode) => retrieve(person(number), [`${EP_ROOT}^x.1.L3`], {}, from)]) {
      const answers = new Set<string>();
      for (const [, , number, from] of CASES) answers.add(masked(await send(message(number, from), from)));
      expect(answers.size).toBe(1);
    }
  });

  it('IHE-06 consent withdrawn between list and retrieve: 4701 at once', async () => {
    const tora = person('198502089884');
    const id = await firstOffered(tora);
    expect(id).not.toBe('');
    expect(toldBy(await send(retrieve(tora, [id]))).status).toBe('Success');
    bench.world.nll.control.withdrawConsents('S05');
    const expected = { code: 'NCP_CONSENT_NONE', shown: 'NCP_CONSENT', wire: '4701', outcome: 4 } as const;
    expect(await refused(() => retrieve(tora, [id]), { form: 'ITI-39', ...expected }, { nationalCalls: true, confidential: [tora.extension, 'Nedtrappning'] })).toEqual([]);
    expect(await refused(() => list(tora), { form: 'ITI-38', ...expected }, { nationalCalls: true, confidential: [tora.extension] })).toEqual([]);
  });
});

describe('UC-A2, what can be asked', () => {
  it.each<[string, Edit]>([
    ['unknown', swap('57833-6', '11111-1')],
    ['of original documents, which are out of scope', swap('57833-6', '34133-9')],
    ['missing', (xml) => xml.replace(/<rim:Slot name="\$XDSDocumentEntryClassCode">.*?<\/rim:Slot>/, '')],
    ['of two families', swap("57833-6^^2.16.840.1.113883.6.1'", "57833-6^^2.16.840.1.113883.6.1','60591-5^^2.16.840.1.113883.6.1'")],
    ['of another code system', swap('^^2.16.840.1.113883.6.1', '^^1.2.3')],
  ])('IHE-07 a class code %s: 4202', async (_name, edit) => {
    expect(await refused(() => list(ALMA, edit), { form: 'ITI-38', code: 'NCP_IHE_CLASS_CODE', wire: '4202' }, { confidential: [ALMA.extension] })).toEqual([]);
  });

  const slot = (name: string, value: string): Edit => swap('</rim:AdhocQuery>', `<rim:Slot name="${name}"><rim:ValueList><rim:Value>${value}</rim:Value></rim:ValueList></rim:Slot></rim:AdhocQuery>`);
  it.each<[string, NcpErrorCode, Edit]>([
    ['unknown filter', 'NCP_IHE_SLOT', slot('$XDSDocumentEntryServiceStartTimeFrom', '2026')],
    ['bad time', 'NCP_IHE_SLOT', slot('$XDSDocumentEntryFilterCreatedAfter', 'CANARY-yesterday')],
    ['bad size', 'NCP_IHE_SLOT', slot('$XDSDocumentEntryFilterMaximumSize', 'CANARY-many')],
    ['slot twice', 'NCP_IHE_SLOT', slot('$XDSDocumentEntryPatientId', "'1'")],
    ['unreadable patient', 'NCP_IHE_SLOT', swap('^^^&amp;', '^')],
    ['missing status', 'NCP_IHE_SLOT', (xml) => xml.replace(/<rim:Slot name="\$XDSDocumentEntryStatus">.*?<\/rim:Slot>/, '')],
    ['another stored query', 'NCP_IHE_STRUCTURE', (xml) => xml.replace(/ id="urn:uuid:[^"]*"/, ' id="urn:uuid:CANARY"')],
    ['201 slots', 'NCP_IHE_LIMIT', (xml) => Array.from({ length: 200 }).reduce<string>((so) => slot('$XDSDocumentEntryFilterMaximumSize', '1')(so), xml)],
  ])('IHE-07 %s: 4204', async (_name, code, edit) => {
    expect(await refused(() => list(ALMA, edit), { form: 'ITI-38', code, wire: '4204' }, { confidential: [ALMA.extension, 'CANARY'] })).toEqual([]);
  });

  it('4.2 another home community: 4204, on list and retrieve', async () => {
    const home = swap('<rim:AdhocQuery ', '<rim:AdhocQuery home="urn:oid:1.2.3.4" ');
    expect(await refused(() => list(ALMA, home), { form: 'ITI-38', code: 'NCP_IHE_RECEIVER', wire: '4204' })).toEqual([]);
    expect(await refused(() => retrieve(ALMA, [`${EP_ROOT}^x.1.L3`], { home: '1.2.3.4' }), { form: 'ITI-39', code: 'NCP_IHE_RECEIVER', wire: '4204' })).toEqual([]);
  });

  it('3.3 a query for another patient than the treatment relationship names: 4206', async () => {
    expect(await refused(() => bench.peer().write('ITI-38', { security: bench.peer().genuine(ALMA), body: listBody(KARIN) }),
      { form: 'ITI-38', code: 'NCP_SAML_PATIENT_MISMATCH', wire: '4206' }, { confidential: [KARIN.extension] })).toEqual([]);
  });

  it.each([
    ['S02', '197908089274', ['E15']], ['S08', '199601232391', ['E06']], ['S09', '194207294796', ['E09']], ['S10', '200009242397', ['E07', 'E08']],
    ['S11', '199010052380', ['E13']], ['S13', '198706172387', ['E12']], ['S19', '199005212387', []],
  ])('6.1 %s: Success, nothing, 1101, and the rules only in our records', async (_name, number, rules) => {
    const before = await bench.records.snapshot();
    const answer = await send(list(person(number)));
    const told = toldBy(answer);
    expect(told).toMatchObject({ status: 'Success', errors: [{ wire: '1101', severity: 'Warning', code: 'NCP_EP_NONE' }] });
    for (const rule of [...rules, 'ExtrinsicObject']) expect(answer.text).not.toContain(rule);
    const [leaf] = await bench.records.leavesAfter(before.head);
    const [row] = await bench.records.sql<{ rules: readonly string[] }>('select rules from exchange where id = $1', [leaf?.leaf.exchange]);
    expect(row?.rules.map((one) => one.split(':').at(-1)).sort()).toEqual(rules);
  });

  it('6.1 S12: the blocked one leaves no trace beside the other', async () => {
    const answer = await send(list(person('200101132389')));
    expect(answer.text).toContain('Alvedon');
    expect(answer.text).not.toContain('Sertralin');
    expect(toldBy(answer).errors).toEqual([]);
  });

  it('G21 more than 200 prescriptions are a fault, not a list', async () => {
    const { store, clock } = bench.world.nll.world;
    const [one] = bench.world.nll.control.prescriptionsOf('X13');
    if (one === undefined) throw new Error('X13 has none');
    for (let n = 0; n < 200; n += 1) store.put({ ...one, id: `many-${String(n)}` }, clock.now());
    expect(await refused(() => list(person('191212121212')), { form: 'ITI-38', code: 'NCP_EP_TOO_MANY', wire: 'ERROR_EP_GENERIC', outcome: 4 },
      { nationalCalls: true, confidential: ['191212121212', 'Tolvansson'], alarm: 'NCP_EP_TOO_MANY', withinMs: 5_000 })).toEqual([]);
  });

  it('IHE-09 and IHE-11: no hash or size that is not true, and nothing empty', async () => {
    const listed = await send(list(ALMA));
    expect(listed.text).not.toMatch(/name="(hash|size)"/);
    const documents = await send(retrieve(ALMA, [await firstOffered(ALMA)]));
    // The location of an error may be empty, and so is the node of an author (wire-contract 2.5).
    for (const { text } of [listed, documents]) {
      const [own = ''] = text.split('<ClinicalDocument');
      expect(own.replaceAll(/ (location|nodeRepresentation)=""/g, '').match(/[\w:]+=""|<[\w:]+\/>|<([\w:]+)><\/\1>/g) ?? []).toEqual([]);
    }
  });
});

describe('UC-A3, what can be fetched', () => {
  const MISSING = { form: 'ITI-39', shown: 'NCP_DOCUMENT_MISSING', wire: 'ERROR_GENERIC_DOCUMENT_MISSING', outcome: 4 } as const;
  const UUID = '00000000-0000-4000-8000-000000000000';
  const CASES: readonly (readonly [string, NcpErrorCode, PatientId, () => Promise<string>, { readonly repository?: string }])[] = [
    ['an unknown id', 'NCP_DOCUMENT_OTHER_PATIENT', ALMA, async () => `${EP_ROOT}^${UUID}.1.L3`, {}],
    ['an id that is none', 'NCP_DOCUMENT_UNKNOWN_ID', ALMA, async () => 'no id at all', {}],
    ['an id of another root', 'NCP_DOCUMENT_UNKNOWN_ID', ALMA, async () => `1.2.3^${UUID}.1.L3`, {}],
    ["another patient's id", 'NCP_DOCUMENT_OTHER_PATIENT', ALMA, () => firstOffered(KARIN), {}],
    ['another repository', 'NCP_DOCUMENT_UNKNOWN_ID', ALMA, () => firstOffered(ALMA), { repository: '1.2.3.4' }],
    ['a prescription that is not offered', 'NCP_DOCUMENT_NOT_OFFERED', person('199601232391'), async () => {
      const [one] = bench.world.nll.control.prescriptionsOf('S08');
      return `${EP_ROOT}^${String(one?.['id'])}.1.L3`;
    }, {}],
    ['an earlier version', 'NCP_DOCUMENT_SUPERSEDED', ALMA, async () => (await firstOffered(ALMA)).replace(/\.\d+\.L3$/, '.0.L3'), {}],
  ];

  it.each(CASES)('IHE-08 %s: no oracle, %s in our records', async (_name, code, patient, id, place) => {
    const documentId = await id();
    expect(await refused(() => retrieve(patient, [documentId], place), { ...MISSING, code }, { nationalCalls: true, confidential: [patient.extension] })).toEqual([]);
  });

  it('IHE-08 tells every cause in the same bytes', async () => {
    const answers = new Set<string>();
    for (const [, , patient, id, place] of CASES) answers.add(masked(await send(retrieve(patient, [await id()], place))));
    expect(answers.size).toBe(1);
  });

  it('IHE-08 the id of a summary: not for a pharmacist, and missing for a physician', async () => {
    const summary = `${PS_ROOT}^${UUID}.L3`;
    expect(await refused(() => retrieve(ALMA, [summary]), { form: 'ITI-39', code: 'NCP_SAML_ROLE', wire: '4703', event: 'EHDSI-22' }, { confidential: [ALMA.extension] })).toEqual([]);
    const physician = { who: { ...pharmacistOf('FI'), id: 'FI-HP-221-001', role: { code: '221', display: 'Medical Doctors' } } };
    const asked = (): Message => {
      const hcp = bench.peer().hcp(physician);
      return bench.peer().write('ITI-39', { security: hcp + bench.peer().trc(ALMA, idIn(hcp), physician), body: retrieveBody([summary]) });
    };
    expect(await refused(asked, { ...MISSING, code: 'NCP_DOCUMENT_UNKNOWN_ID', event: 'EHDSI-22' }, { nationalCalls: true, confidential: [ALMA.extension] })).toEqual([]);
  });

  it('IHE-08 two ids, one missing: the other comes, PartialSuccess', async () => {
    const answer = await send(retrieve(ALMA, [await firstOffered(ALMA), `${EP_ROOT}^${UUID}.1.L3`]));
    expect(toldBy(answer)).toMatchObject({ status: 'PartialSuccess', errors: [{ wire: 'ERROR_GENERIC_DOCUMENT_MISSING', severity: 'Error' }] });
    expect(answer.text.split('<ClinicalDocument').length - 1).toBe(1);
  });

  it('IHE-08 21 ids, 1 000 ids, an id of 129 characters: 4204, and nothing is asked', async () => {
    const limit = { form: 'ITI-39', code: 'NCP_IHE_LIMIT', wire: '4204' } as const;
    for (const ids of [Array.from({ length: 21 }, () => `${EP_ROOT}^${UUID}.1.L3`), Array.from({ length: 1_000 }, () => `${EP_ROOT}^${UUID}.1.L3`), [`${EP_ROOT}^${'x'.repeat(129)}`]]) {
      expect(await refused(() => retrieve(ALMA, ids), limit, { canaries: [UUID] })).toEqual([]);
    }
  });

  it('4.2 a treatment relationship for one prescription does not open another: 4207', async () => {
    const named = (id: string): Edit => swap('</saml2:AttributeStatement>',
      `<saml2:Attribute Name="urn:ehdsi:names:document:document-id:prescriptionId" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:uri"><saml2:AttributeValue>${id}</saml2:AttributeValue></saml2:Attribute></saml2:AttributeStatement>`);
    const id = await firstOffered(ALMA);
    const asking = (prescription: string): Message => {
      const peer = bench.peer();
      const hcp = peer.hcp();
      return peer.write('ITI-39', { security: hcp + peer.trc(ALMA, idIn(hcp), { edit: named(prescription) }), body: retrieveBody([id]) });
    };
    expect(await refused(() => asking('1.2.752.221.3.1.1.10^another'), { form: 'ITI-39', code: 'NCP_SAML_DOCUMENT_MISMATCH', wire: '4207' }, { confidential: [ALMA.extension] })).toEqual([]);
    expect(toldBy(await send(asking(id))).status).toBe('Success');
  });

  it('IHE-10 a prescription that changed between list and retrieve is no longer available under its old id', async () => {
    const before = await offered(KARIN);
    const [first] = before;
    const [, prescription = ''] = /\^(.*)\.\d+\.L3$/.exec(first?.l3 ?? '') ?? [];
    bench.world.nll.control.prescription(prescription, 'touch');
    expect(await refused(() => retrieve(KARIN, [first?.l3 ?? '']), { ...MISSING, code: 'NCP_DOCUMENT_SUPERSEDED' }, { nationalCalls: true, confidential: [KARIN.extension, 'Flerrecept'] })).toEqual([]);
    const after = await offered(KARIN);
    expect(after.filter(({ l3 }) => before.some((one) => one.l3 === l3))).toHaveLength(2);
    expect(toldBy(await send(retrieve(KARIN, after.flatMap(({ l3, l1 }) => [l3, l1]))))).toMatchObject({ status: 'Success', errors: [] });
    bench.world.nll.control.prescription(prescription, 'block');
    const [again] = after.filter(({ l3 }) => l3.includes(prescription));
    expect(await refused(() => retrieve(KARIN, [again?.l3 ?? '']), { ...MISSING, code: 'NCP_DOCUMENT_NOT_OFFERED' }, { nationalCalls: true })).toEqual([]);
  });
});
