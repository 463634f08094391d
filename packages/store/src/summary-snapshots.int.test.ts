import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addMs, calendarDate, type PatientSummary, type PersonalNumber } from '@ncp/domain';
import type { SummarySnapshot } from '@ncp/exchange';
import { FINLAND, SAMPLE_TIME, sampleEntry, startTestPostgres, type TestDatabase, type TestPostgres } from '@ncp/testkit';
import { withConnection } from './database.js';
import { openStore, type Store } from './store.js';

const keys = { current: { id: 'test', key: new Uint8Array(32).fill(7) } };
const MINUTES = 60_000;

const summary: PatientSummary = {
  patient: {
    nationalId: 'pat-1', personalNumber: '199008202385' as PersonalNumber, given: ['Alma'], family: 'CANARY-FAMILY', gender: 'F',
    birthDate: calendarDate('1990-08-20'), active: true, deceased: false, emigrated: false, protectedIdentity: false,
  },
  compiledAt: SAMPLE_TIME, lastUpdated: SAMPLE_TIME, medications: [], allergies: [], allergyTexts: [], alerts: [], pastIllness: [], immunizations: [],
  immunizationTexts: [], functionalStatus: [],
  problems: [{ id: randomUUID(), source: { providers: ['CANARY-PROVIDER'], unsigned: false }, problem: { text: 'CANARY-PROBLEM å', broader: false } }],
};
const snapshot = (change: Partial<SummarySnapshot> = {}): SummarySnapshot => ({
  id: randomUUID(), country: FINLAND, patientNationalId: 'CANARY-PATIENT', madeAt: SAMPLE_TIME, expiresAt: addMs(SAMPLE_TIME, 15 * MINUTES),
  sources: ['national-list', 'care-records'], closuresHash: 'hash', summary, ...change,
});

describe('snapshots of Patient Summaries', () => {
  let postgres: TestPostgres;
  let database: TestDatabase;
  let store: Store;
  let dispatcher: Store;
  const sql = (text: string) => withConnection(database.ownerUrl, (client) => client.query(text));
  const listed = async (one: SummarySnapshot): Promise<SummarySnapshot> => {
    await store.journal.commit(sampleEntry({ snapshot: one }));
    return one;
  };

  beforeAll(async () => {
    postgres = await startTestPostgres();
    database = await postgres.database();
    store = await openStore({ url: database.url('ncp_a'), application: 'snapshot-test', keys });
    dispatcher = await openStore({ url: database.url('ncp_dispatcher'), application: 'snapshot-dispatcher', keys });
  });
  afterAll(async () => {
    await Promise.all([store.close(), dispatcher.close()]);
    await database.drop();
    await postgres.stop();
  });

  it('come back as they were listed, in any process, by any spelling of their id', async () => {
    const one = await listed(snapshot());
    const replica = await openStore({ url: database.url('ncp_a'), application: 'snapshot-replica', keys });
    expect(await replica.snapshots.find(one.id)).toEqual(one);
    expect(await replica.snapshots.find(one.id.toUpperCase())).toEqual(one);
    await replica.close();
    expect(await store.snapshots.find(randomUUID())).toBeUndefined();
    expect(await store.snapshots.find('no uuid')).toBeUndefined();
  });

  it('exist only together with the entry of their list', async () => {
    const one = snapshot();
    // A second row of the same id is refused by the table, and with it the whole entry.
    await listed(one);
    const entry = sampleEntry({ snapshot: { ...one, patientNationalId: 'another' } });
    await expect(store.journal.commit(entry)).rejects.toMatchObject({ code: 'NCP_AUDIT_UNAVAILABLE' });
    expect(await store.audit.leavesOf(entry.facts.id)).toEqual([]);
    expect(await store.snapshots.find(one.id)).toEqual(one);
  });

  it('QUE-14, DAT-05 tell nothing unsealed, and open in their own row only', async () => {
    const [one, two] = [await listed(snapshot()), await listed(snapshot())];
    for (const table of ['summary_snapshot', 'exchange', 'audit_leaf', 'outbox']) {
      const { rows } = await sql(`select t::text as line from ${table} t`);
      const plain = rows.map((row: { line: string }) => row.line.replaceAll(/\\x([0-9a-f]+)/g, (_, hex: string) => Buffer.from(hex, 'hex').toString('latin1'))).join('\n');
      expect([table, rows.length > 0, plain.includes('CANARY')]).toEqual([table, true, false]);
    }
    await sql(`update summary_snapshot set sealed_content = (select sealed_content from summary_snapshot where id = '${one.id}') where id = '${two.id}'`);
    await expect(store.snapshots.find(two.id)).rejects.toMatchObject({ code: 'NCP_STORE_SEALED' });
  });

  it('go when they have ended, and no earlier', async () => {
    const [short, long] = [await listed(snapshot({ expiresAt: addMs(SAMPLE_TIME, MINUTES) })), await listed(snapshot())];
    await dispatcher.snapshots.forget(addMs(SAMPLE_TIME, MINUTES));
    expect(await store.snapshots.find(short.id)).toEqual(short);
    expect(await dispatcher.snapshots.forget(addMs(SAMPLE_TIME, MINUTES + 1))).toBe(1);
    expect([await store.snapshots.find(short.id), await store.snapshots.find(long.id)]).toEqual([undefined, long]);
  });

  it('DAT-12 are for NCP-A to write and read, for the dispatcher to remove, and for nobody else', async () => {
    const rights = async (role: 'ncp_a' | 'ncp_b' | 'ncp_dispatcher' | 'ncp_dashboard'): Promise<readonly string[]> =>
      withConnection(database.url(role), async (client) => {
        const { rows } = await client.query<{ name: string }>(
          `select name from unnest(array['select','insert','update','delete']) name where has_table_privilege('summary_snapshot', name)`);
        return rows.map(({ name }) => name);
      });
    expect([await rights('ncp_a'), await rights('ncp_dispatcher'), await rights('ncp_b'), await rights('ncp_dashboard')])
      .toEqual([['select', 'insert'], ['select', 'delete'], [], []]);
  });

  it('an exported document without a prescription is noted too', async () => {
    await store.journal.commit(sampleEntry({ exported: [{ country: FINLAND, documentId: 'ps-1', at: SAMPLE_TIME }] }));
    const { rows } = await sql(`select prescription_id, version, country from export where document_id = 'ps-1'`);
    expect(rows).toEqual([{ prescription_id: null, version: null, country: 'FI' }]);
  });
});
