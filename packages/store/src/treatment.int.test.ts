import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addMs } from '@ncp/domain';
import { startTestPostgres, type TestDatabase, type TestPostgres } from '@ncp/testkit';
import { deliveryEntry, sampleDelivery, sampleVisit } from '../../exchange/fixtures/sample-delivery.js';
import { START } from '../../exchange/fixtures/sample.js';
import { describeTreatmentStore } from '../../exchange/fixtures/treatment-store-suite.js';
import { withConnection } from './database.js';
import { openStore, type Store } from './store.js';

const keys = { current: { id: 'test', key: new Uint8Array(32).fill(7) } };
const DAY_MS = 86_400_000;

let postgres: TestPostgres;
beforeAll(async () => { postgres = await startTestPostgres(); });
afterAll(async () => { await postgres.stop(); });

describeTreatmentStore('in PostgreSQL, as the role of NCP-B', async () => {
  const database = await postgres.database();
  const { journal, deliveries, visits, close } = await openStore({ url: database.url('ncp_b'), application: 'treatment-test', keys });
  return { journal, deliveries, visits, close: async () => { await close(); await database.drop(); } };
});

describe('the tables of country B', () => {
  let database: TestDatabase;
  let store: Store;
  let dispatcher: Store;
  const sql = (text: string) => withConnection(database.ownerUrl, (client) => client.query(text));

  beforeAll(async () => {
    database = await postgres.database();
    store = await openStore({ url: database.url('ncp_b'), application: 'treatment-b', keys });
    dispatcher = await openStore({ url: database.url('ncp_dispatcher'), application: 'treatment-dispatcher', keys });
  });
  afterAll(async () => {
    await Promise.all([store.close(), dispatcher.close()]);
    await database.drop();
  });

  it('QUE-14, DAT-05 keep everything that tells of a person sealed', async () => {
    const { professional } = sampleDelivery();
    const delivery = sampleDelivery({
      patient: { root: '1.2', extension: 'CANARY-PATIENT' }, professional: { ...professional, name: 'CANARY-NAME' }, hcp: { id: '_x', xml: 'CANARY-HCP', notOnOrAfter: START },
      document: Buffer.from('CANARY-DOCUMENT'), late: { reason: 'CANARY-REASON' }, relationship: { pin: 'CANARY-PIN' },
      answer: { at: START, status: 'Failure', errors: [{ code: '4106', severity: 'error', text: 'CANARY-ANSWER' }] },
      prescriptionId: { root: '1.2', extension: 'CANARY-RX' }, product: { nplPackId: '1', name: 'CANARY-PRODUCT', strengthText: '', substituted: false },
    });
    await store.journal.commit({ ...deliveryEntry({ kind: 'confirm', delivery }), outbox: [{ kind: 'deliver-dispensation', subject: delivery.id }] });
    await store.visits.open(sampleVisit({ traits: { identifiers: [], family: 'CANARY-FAMILY' } }));
    for (const table of ['delivery', 'visit', 'outbox', 'exchange', 'audit_leaf']) {
      const { rows } = await sql(`select t::text as line from ${table} t`);
      const plain = rows.map((row: { line: string }) => row.line.replaceAll(/\\x([0-9a-f]+)/g, (_, hex: string) => Buffer.from(hex, 'hex').toString('latin1'))).join('\n');
      expect([table, rows.length > 0, plain.includes('CANARY')]).toEqual([table, true, false]);
    }
    expect(await dispatcher.deliveries.find(delivery.id)).toMatchObject({ relationship: { pin: 'CANARY-PIN' }, late: { reason: 'CANARY-REASON' } });
  });

  it('the dispatcher moves on what NCP-B confirmed, and each sees the lock of the other', async () => {
    const delivery = sampleDelivery();
    await store.journal.commit(deliveryEntry({ kind: 'confirm', delivery }));
    const other = await dispatcher.deliveries.exclusively(delivery.id, async () => {
      await dispatcher.journal.commit(deliveryEntry({ kind: 'advance', delivery: { ...delivery, version: 2, state: 'PENDING' } }));
      return store.deliveries.exclusively(delivery.id, async () => 'twice');
    });
    expect(other).toBeUndefined();
    expect(await store.deliveries.find(delivery.id)).toMatchObject({ state: 'PENDING', version: 2 });
  });

  it('a value that was moved to another row does not open', async () => {
    const [one, two] = [sampleDelivery(), sampleDelivery()];
    for (const delivery of [one, two]) await store.journal.commit(deliveryEntry({ kind: 'confirm', delivery }));
    await sql(`update delivery set sealed_document = (select sealed_document from delivery where id = '${one.id}') where id = '${two.id}'`);
    await expect(store.deliveries.find(two.id)).rejects.toMatchObject({ code: 'NCP_STORE_SEALED' });
  });

  it('DAT-12 nobody else may see them, and NCP-B may not see country A', async () => {
    const may = async (role: 'ncp_a' | 'ncp_b' | 'ncp_dashboard', table: string, right: string): Promise<boolean> =>
      withConnection(database.url(role), async (client) => (await client.query(`select has_table_privilege('${table}', '${right}') as may`)).rows[0].may);
    for (const table of ['visit', 'delivery']) {
      expect([await may('ncp_a', table, 'select'), await may('ncp_dashboard', table, 'select'), await may('ncp_b', table, 'update'), await may('ncp_b', table, 'delete')]).toEqual([false, false, true, false]);
    }
    for (const table of ['dispense', 'conflict_record', 'replay_message']) expect(await may('ncp_b', table, 'select')).toBe(false);
  });

  it('retention lets go of visits after 30 days and of deliveries after 5 years, never of open ones', async () => {
    const old = sampleVisit();
    await store.visits.open(old);
    const [settled, open] = [sampleDelivery({ state: 'RECORDED' }), sampleDelivery({ state: 'PENDING' })];
    for (const delivery of [settled, open]) await store.journal.commit(deliveryEntry({ kind: 'confirm', delivery }));
    const left = async (table: string, id: string): Promise<number> => (await sql(`select 1 from ${table} where id = '${id}'`)).rowCount ?? 0;
    await dispatcher.retention.purge(addMs(START, 29 * DAY_MS));
    expect([await left('visit', old.id), await left('delivery', settled.id)]).toEqual([1, 1]);
    await dispatcher.retention.purge(addMs(START, 31 * DAY_MS));
    expect([await left('visit', old.id), await left('delivery', settled.id)]).toEqual([0, 1]);
    const purged = await dispatcher.retention.purge(addMs(START, 5.1 * 365.25 * DAY_MS));
    expect(purged.find(({ table }) => table === 'delivery')?.rows).toBeGreaterThan(0);
    expect([await left('delivery', settled.id), await left('delivery', open.id)]).toEqual([0, 1]);
  });
});
