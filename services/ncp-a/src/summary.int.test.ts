import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { checkDocument, decodeSummary, documentFacts } from '@ncp/cda';
import { addMs } from '@ncp/domain';
import { pairEntries, type ReceivedDocuments } from '@ncp/ihe';
import { doctorOf, type ForeignNcp, type PatientId } from '@ncp/simulator';
import { openRecords, sampleEntry, startGatewayWorld, type GatewayWorld, type Records } from '@ncp/testkit';
import { parseXml } from '@ncp/xml';

const person = (extension: string): PatientId => ({ root: '1.2.752.129.2.1.3.1', extension });
const [ANDERS, GERD, HUGO, INGRID, FREJA, SIV] = ['196801249290', '199702112385', '200403152390', '194608188886', '201805142385', '199306272387'].map(person) as
  [PatientId, PatientId, PatientId, PatientId, PatientId, PatientId];
const ALMA = person('199008202385');
const PS_ROOT = '1.2.752.221.3.1.1.12';
const MISSING = ['ERROR_GENERIC_DOCUMENT_MISSING'];

let world: GatewayWorld;
let records: Records;
let finland: ForeignNcp;
let denmark: ForeignNcp;
beforeAll(async () => {
  world = await startGatewayWorld({ gateway: 'inline' });
  records = await openRecords(world);
  finland = world.peer('FI', { professional: doctorOf('FI') });
  denmark = world.peer('DK', { professional: doctorOf('DK') });
}, 120_000);
afterAll(async () => {
  await records.close();
  await world.stop();
});
beforeEach(() => {
  world.nll.control.clearFaults();
});

type RecordedLeaf = Awaited<ReturnType<Records['leavesAfter']>>[number];

interface Heard<T> {
  readonly answer: T;
  readonly leaf: RecordedLeaf;
}

/** What was answered, and what was committed with it. */
async function heard<T>(work: () => Promise<{ readonly answer: T }>): Promise<Heard<T>> {
  const { head } = await records.snapshot();
  const { answer } = await work();
  const [leaf, another] = await records.leavesAfter(head);
  if (leaf === undefined || another !== undefined) throw new Error('one exchange leaves one leaf');
  return { answer, leaf };
}
const list = (patient: PatientId, from = finland) => heard(() => from.list(patient, '60591-5'));
const retrieve = (patient: PatientId, ids: readonly string[], from = finland) => heard(() => from.retrieve(patient, ids));
const idsOf = async (patient: PatientId): Promise<readonly [string, string]> => {
  const [{ coded, pdf } = {}] = pairEntries((await list(patient)).answer);
  return [coded?.uniqueId ?? '', pdf?.uniqueId ?? ''];
};
const codes = ({ answer }: Heard<{ readonly errors: readonly { readonly code?: string }[] }>): readonly (string | undefined)[] => answer.errors.map(({ code }) => code);
const textOf = ({ documents }: ReceivedDocuments): string => documents.map(({ bytes }) => new TextDecoder().decode(bytes)).join('\n');
const entriesOf = (bytes: Uint8Array): Readonly<Record<string, number>> =>
  Object.fromEntries(documentFacts(parseXml(bytes), { zone: 'Europe/Stockholm' }).sections.map(({ key, entries }) => [key, entries.length]));
const level3 = async (patient: PatientId): Promise<Uint8Array> => {
  const [id] = await idsOf(patient);
  return (await retrieve(patient, [id])).answer.documents[0]?.bytes ?? new Uint8Array();
};

describe('a Patient Summary over the wire (UC-A6)', () => {
  it('is found, listed as a pair, fetched in both levels, and leaves event and evidence each time', async () => {
    const { answer: found } = await finland.identify(ANDERS, '19680124');
    expect(found.candidates).toHaveLength(1);
    const listed = await list(ANDERS);
    expect([listed.answer.status, listed.answer.errors]).toEqual(['Success', []]);
    expect(listed.answer.entries.map(({ formatCode, classCode, title }) => [formatCode, classCode, title])).toEqual([
      ['urn:epSOS:ps:ps:2010', '60591-5', 'Patient Summary'], ['urn:ihe:iti:xds-sd:pdf:2008', '60591-5', 'Patient Summary'],
    ]);
    expect(listed.leaf.event?.type).toBe('EHDSI-21');
    const [l3, l1] = listed.answer.entries.map(({ uniqueId }) => uniqueId ?? '');
    for (const id of [l3, l1]) expect(listed.leaf.event?.text).toContain(`ParticipantObjectID="${id ?? ''}"`);
    expect(listed.leaf.evidence).toHaveLength(3);

    const fetched = await retrieve(ANDERS, [l3 ?? '', l1 ?? '']);
    expect([fetched.answer.status, fetched.answer.documents.length]).toEqual(['Success', 2]);
    expect([fetched.leaf.event?.type, fetched.leaf.evidence.length, fetched.leaf.leaf.outcome]).toEqual(['EHDSI-22', 3, 0]);
    for (const { bytes } of fetched.answer.documents) expect(checkDocument(parseXml(bytes)).filter(({ severity }) => severity === 'error')).toEqual([]);
    const [{ bytes } = { bytes: new Uint8Array() }] = fetched.answer.documents;
    expect(decodeSummary(bytes).documentId).toEqual({ root: PS_ROOT, extension: (l3 ?? '').split('^')[1] });
    expect(textOf(fetched.answer)).toContain('J01CE02');
    const exported = await records.sql<{ document_id: string; prescription_id: string | null }>(`select document_id, prescription_id from export where document_id like '${PS_ROOT}%' order by id`);
    expect(exported).toEqual([{ document_id: l3, prescription_id: null }, { document_id: l1, prescription_id: null }]);
  });

  it('any process can hand it over: the gateway starts anew in between', async () => {
    const [l3] = await idsOf(ANDERS);
    const before = (await retrieve(ANDERS, [l3])).answer.documents[0]?.bytes;
    await world.restart();
    expect((await retrieve(ANDERS, [l3])).answer.documents[0]?.bytes).toEqual(before);
  }, 60_000);

  it('C9 with blocks: what is closed is nowhere on the wire, only in the sealed event', async () => {
    const listed = await list(GERD);
    const [{ coded } = {}] = pairEntries(listed.answer);
    const fetched = await retrieve(GERD, [coded?.uniqueId ?? '']);
    const wire = textOf(fetched.answer);
    expect(wire).toContain('J45.9');
    for (const closed of ['F32', 'latex', 'Latex', 'sertralin', 'Sertralin', 'spärr']) expect(wire).not.toContain(closed);
    const details = listed.leaf.event?.details ?? '';
    expect(details.match(/PS0[2-5]/g)?.length).toBeGreaterThanOrEqual(4);
    // The clear columns of our own records do not tell it either.
    expect(listed.leaf.rows).toContain('diagnoses:');
    expect(listed.leaf.rows).not.toMatch(/withheld|PS0[2-5]/);
  });

  it('C10 with nothing: five sections without information, no claim of absence, no warning', async () => {
    const bytes = await level3(HUGO);
    const text = new TextDecoder().decode(bytes);
    expect(Object.keys(entriesOf(bytes))).toHaveLength(5);
    for (const code of ['no-medication-info', 'no-allergy-info', 'no-problem-info', 'no-procedure-info', 'no-device-info']) expect(text).toContain(`"${code}"`);
    expect(text).not.toMatch(/no-known-/);
  });

  it('C11 one region failed: the others are told, an alarm is raised, the wire says nothing', async () => {
    const listed = await list(INGRID);
    expect([listed.answer.status, listed.answer.errors]).toEqual(['Success', []]);
    const text = new TextDecoder().decode(await level3(INGRID));
    for (const code of ['I48.9', 'Z95.0', 'B18.1']) expect(text).toContain(code);
    expect(listed.leaf.rows).toContain('diagnoses@SE0000000000-SYS2:failed:PS08');
  });

  it('of the national list alone, where the patient has no care records', async () => {
    const text = new TextDecoder().decode(await level3(ALMA));
    expect(text).toContain('C08CA01');
    expect(text).toContain('no-problem-info');
  });

  it('of a child whose guardian consented', async () => {
    expect(new TextDecoder().decode(await level3(FREJA))).toContain('J07CA09');
  });
});

describe('who may not have one', () => {
  it.each<[string, PatientId, string]>([
    ['consent for prescriptions only', person('197908089274'), 'NCP_CONSENT_NONE'],
    ['protected identity, full records, both consents', SIV, 'NCP_PI_PROTECTED'],
    ['a child without a guardian', person('201603212398'), 'NCP_PI_MINOR'],
    ['deceased', person('194501103297'), 'NCP_PI_INACTIVE'],
    ['nobody', person('198001012384'), 'NCP_CONSENT'],
  ])('%s: 4701 on list and retrieve, the reason in our records', async (_what, patient, code) => {
    for (const told of [await list(patient), await retrieve(patient, [`${PS_ROOT}^00000000-0000-4000-8000-000000000000.L3`])]) {
      expect([told.answer.status, codes(told), told.leaf.leaf.codes, told.leaf.leaf.outcome]).toEqual(['Failure', ['4701'], [code], 4]);
      expect(told.leaf.event?.type).toMatch(/^EHDSI-2[12]$/);
    }
  });

  it('a pharmacist: 4703, before anything national is asked', async () => {
    const before = world.nll.control.requests().length;
    const told = await heard(() => world.peer('FI').list(ANDERS, '60591-5'));
    expect([told.answer.status, codes(told)]).toEqual(['Failure', ['4703']]);
    expect(world.nll.control.requests()).toHaveLength(before);
  });

  it('consent withdrawn between list and retrieve: 4701 at once', async () => {
    const [l3] = await idsOf(person('199707262391'));
    world.nll.control.withdrawConsents('P12');
    expect(codes(await retrieve(person('199707262391'), [l3]))).toEqual(['4701']);
  });
});

/** The same summary, as if its list had been made twenty minutes ago. */
async function listedLongAgo(level3Id: string): Promise<string> {
  const store = await world.store('ncp_a');
  const snapshot = await store.snapshots.find(level3Id.replace(`${PS_ROOT}^`, '').replace(/\.L3$/, ''));
  if (snapshot === undefined) throw new Error('not listed');
  const [madeAt, expiresAt] = [addMs(snapshot.madeAt, -20 * 60_000), addMs(snapshot.expiresAt, -20 * 60_000)];
  const old = { ...snapshot, id: randomUUID(), madeAt, expiresAt };
  await store.journal.commit(sampleEntry({ snapshot: old }));
  return `${PS_ROOT}^${old.id}.L3`;
}

describe('a summary that is not there, D25', () => {
  it('never was, is another patient\'s, another country\'s, too old, or closed since: one answer, told apart in our records', async () => {
    const [l3] = await idsOf(ANDERS);
    const expired = await listedLongAgo(l3);
    const [closing] = await idsOf(INGRID);
    world.nll.world.care.addBlock(INGRID.extension, { kind: 'outer', hsaId: 'SE0000000000-VG09', since: '2026-01-01' });
    const cases: readonly (readonly [string, Heard<ReceivedDocuments>])[] = [
      ['NCP_DOCUMENT_UNKNOWN_ID', await retrieve(ANDERS, [`${PS_ROOT}^00000000-0000-4000-8000-000000000000.L3`])],
      ['NCP_DOCUMENT_EXPIRED', await retrieve(ANDERS, [expired])],
      ['NCP_DOCUMENT_OTHER_PATIENT', await retrieve(HUGO, [l3])],
      ['NCP_DOCUMENT_OTHER_COUNTRY', await retrieve(ANDERS, [l3], denmark)],
      ['NCP_DOCUMENT_SUPERSEDED', await retrieve(INGRID, [closing])],
    ];
    for (const [code, told] of cases) {
      expect([code, told.answer.status, codes(told), told.leaf.leaf.codes, told.answer.documents.length]).toEqual([code, 'Failure', MISSING, [code], 0]);
    }
    expect(new Set(cases.map(([, { answer }]) => answer.errors.map(({ context }) => context?.replace(/exchange=.*/, '')).join())).size).toBe(1);
    expect((await retrieve(ANDERS, [l3])).answer.status).toBe('Success');
  });
});

describe('sources that are down', () => {
  it('care records: sections without information, Success; the alarm is ours', async () => {
    world.nll.control.addFault({ kind: 'error', resource: 'care', times: 0 });
    const listed = await list(ANDERS);
    expect([listed.answer.status, listed.answer.errors, listed.answer.entries.length]).toEqual(['Success', [], 2]);
    expect(listed.leaf.rows).toMatch(/:failed:PS0[28]|unused:PS08/);
    world.nll.control.clearFaults();
  });

  it('everything but the person: ERROR_PS_GENERIC, outcome 8, nothing is kept', async () => {
    world.nll.control.addFault({ kind: 'error', resource: 'care', times: 0 });
    world.nll.control.addFault({ kind: 'error', resource: 'MedicationRequest', times: 0 });
    const [{ n: before } = { n: '' }] = await records.sql<{ n: string }>('select count(*) as n from summary_snapshot');
    const listed = await list(ANDERS);
    expect([listed.answer.status, codes(listed), listed.leaf.leaf.codes, listed.leaf.leaf.outcome]).toEqual(['Failure', ['ERROR_PS_GENERIC'], ['NCP_PS_UNAVAILABLE'], 8]);
    expect(await records.sql('select count(*) as n from summary_snapshot')).toEqual([{ n: before }]);
  }, 60_000);

  it('everything: ERROR_PS_GENERIC', async () => {
    world.nll.control.addFault({ kind: 'error', times: 0 });
    const listed = await list(ANDERS);
    expect([listed.answer.status, codes(listed)]).toEqual(['Failure', ['ERROR_PS_GENERIC']]);
  }, 60_000);
});
