import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { instantFromEpoch } from '@ncp/domain';
import type { JournalEntry, OrderChange } from '@ncp/exchange';
import { intentEntry, sampleEntry, sampleRecord, startTestPostgres, type TestDatabase, type TestPostgres } from '@ncp/testkit';
import { deliveryEntry, sampleDelivery } from '../../exchange/fixtures/sample-delivery.js';
import { withConnection } from './database.js';
import { openOperations, type OpenOperations } from './operations.js';
import type { NewOrder } from './order-desk.js';
import { openStore, type Store } from './store.js';

const keys = { current: { id: 'test', key: new Uint8Array(32).fill(7) } };
const now = () => instantFromEpoch(Date.now());
const order = (changes: Partial<NewOrder> = {}): NewOrder => ({ id: randomUUID(), action: 'retry', ledger: 'outward', subject: randomUUID(), seen: 'OPERATOR', note: 'they answer again', orderedBy: 'olle', role: 'operator', orderedAt: now(), ...changes }) as NewOrder;
const change = (changes: OrderChange): JournalEntry => ({ ...sampleEntry(), order: changes });

describe('orders of operators', () => {
  let postgres: TestPostgres;
  let database: TestDatabase;
  let open: OpenOperations;
  let store: Store;
  const as = (url: string, text: string, values: readonly unknown[] = []) => withConnection(url, (client) => client.query(text, [...values]));
  const stateOf = async (work: Promise<unknown>): Promise<string | undefined> => work.then(() => undefined, (error: { code?: string }) => error.code);

  beforeAll(async () => {
    postgres = await startTestPostgres();
    database = await postgres.database();
    open = await openOperations({ url: database.url('ncp_dashboard'), application: 'dashboard-test' });
    store = await openStore({ url: database.url('ncp_dispatcher'), application: 'dispatcher-test', keys });
  });
  afterAll(async () => {
    await open.close();
    await store.close();
    await database.drop();
    await postgres.stop();
  });

  it('are written once; the second click and the second window find the first', async () => {
    const first = order();
    expect(await open.orders.give(first)).toBe('given');
    expect([await open.orders.give(first), await open.orders.give(order({ subject: first.subject, action: 'close' }))]).toEqual(['already', 'already']);
    expect(await open.orders.find(first.id)).toEqual({ order: { ...first, status: 'ordered' } });
    expect(await store.orders.open(10)).toEqual([{ ...first, status: 'ordered' }]);
    expect(await store.orders.find("' or 1=1")).toBeUndefined();
  });

  it('move with the commit that records it, and with nothing else', async () => {
    const given = order({ subject: 'moves' });
    await open.orders.give(given);
    expect(await store.journal.commit(change({ id: given.id, from: ['ordered'], to: 'begun' }))).toMatchObject({ ok: true });
    expect(await store.journal.commit(change({ id: given.id, from: ['ordered'], to: 'begun' }))).toEqual({ ok: false, guard: 'state-changed' });
    const { exchange } = sampleRecord();
    const leaves = async (): Promise<number> => (await store.audit.leavesOf(exchange)).length;
    const entry = change({ id: given.id, from: ['begun'], to: 'done', result: { state: 'PENDING' } });
    const refused = { ...entry, leaf: { ...entry.leaf, exchange }, ledger: [{ kind: 'sent' as const, key: sampleRecord().key }] };
    expect([await store.journal.commit(refused), await leaves()]).toEqual([{ ok: false, guard: 'state-changed' }, 0]);
    expect((await open.orders.find(given.id))?.order.status).toBe('begun');
    const { ledger: _none, ...accepted } = refused;
    expect([(await store.journal.commit(accepted)).ok, await leaves()]).toEqual([true, 1]);
    expect(await open.orders.find(given.id)).toMatchObject({ order: { status: 'done' }, result: { state: 'PENDING' }, endedAt: accepted.leaf.time });
    expect(await open.orders.give(order({ subject: 'moves' }))).toBe('given');
  });

  it('DAT-12 whoever orders cannot say what became of it, nor change or remove what was ordered; nor can whoever executes rewrite it', async () => {
    const dashboard = database.url('ncp_dashboard');
    for (const text of ["update operator_order set status = 'done'", 'delete from operator_order', "insert into operator_order (id, action, ledger, subject, seen, note, ordered_by, role, ordered_at, status) values (gen_random_uuid(), 'retry', 'outward', 'x', '', 'why', 'o', 'operator', now(), 'done')", 'select sealed_content from delivery', 'select sealed_document from conflict_record']) {
      expect([text, await stateOf(as(dashboard, text))]).toEqual([text, '42501']);
    }
    for (const text of ["update operator_order set note = 'other'", "update operator_order set ordered_by = 'x'"]) expect([text, await stateOf(as(database.url('ncp_dispatcher'), text))]).toEqual([text, '42501']);
    for (const role of ['ncp_a', 'ncp_b'] as const) expect(await stateOf(as(database.url(role), 'select * from operator_order'))).toBe('42501');
  });

  it('takes none without a reason, and none that fits no ledger', async () => {
    for (const bad of [{ note: '  ' }, { note: 'x'.repeat(501) }, { ledger: 'page' as const }, { ledger: 'all' as const, action: 'close' as const }, { subject: '' }, { role: 'Chief' }]) {
      await expect(open.orders.give(order(bad as Partial<NewOrder>))).rejects.toMatchObject({ code: 'NCP_STORE_UNAVAILABLE' });
    }
  });

  it('shows each ledger what is not settled, oldest first, with the order that is under way; and nothing sealed', async () => {
    const ncpA = await openStore({ url: database.url('ncp_a'), application: 'orders-a', keys });
    const ncpB = await openStore({ url: database.url('ncp_b'), application: 'orders-b', keys });
    const [waiting, recorded] = [sampleDelivery({ state: 'OPERATOR', everSent: true, late: { reason: 'avbrott' } }), sampleDelivery({ state: 'RECORDED' })];
    for (const delivery of [waiting, recorded]) await ncpB.journal.commit(deliveryEntry({ kind: 'confirm', delivery }));
    const record = sampleRecord();
    await ncpA.journal.commit(intentEntry(record));
    await ncpA.journal.commit({ ...sampleEntry(), ledger: [{ kind: 'settle', key: record.key, from: ['INTENT'], to: 'UNKNOWN' }] });
    const rejected = sampleRecord({ state: 'REJECTED' });
    await ncpA.journal.commit({ ...sampleEntry(), ledger: [{ kind: 'reject', record: rejected }], conflict: { key: rejected.key, prescriptionId: 'rx', code: 'NCP_DISPENSE_ALREADY', raisedAt: now() } });
    await open.orders.give(order({ subject: waiting.id }));
    try {
      const outward = await open.orders.cases('outward', 10);
      expect(outward.filter(({ subject }) => subject === waiting.id)).toMatchObject([{ of: { ledger: 'outward', state: 'OPERATOR', everSent: true, late: true }, country: 'FI', pharmacy: waiting.gln, ordered: expect.any(String) }]);
      expect(outward.some(({ subject }) => subject === recorded.id)).toBe(false);
      expect(await open.orders.case('outward', recorded.id)).toMatchObject({ of: { state: 'RECORDED' } });
      expect(await open.orders.cases('inward', 10)).toMatchObject([{ subject: record.exchange, of: { ledger: 'inward', state: 'UNKNOWN', attempts: 0 } }]);
      const [conflict] = await open.orders.cases('conflict', 10);
      expect(conflict).toMatchObject({ of: { ledger: 'conflict', state: 'OPEN', inward: true }, exchange: rejected.exchange, code: 'NCP_DISPENSE_ALREADY' });
      for (const hostile of ["' or 1=1 --", '', '9'.repeat(30), '../..']) for (const ledger of ['inward', 'outward', 'conflict'] as const) expect(await open.orders.case(ledger, hostile)).toBeUndefined();
      // Two records of one key: the order closes the one that it names.
      await ncpA.journal.commit({ ...sampleEntry(), conflict: { key: rejected.key, prescriptionId: 'rx', code: 'NCP_DISPENSE_DUPLICATE', raisedAt: now() } });
      await store.journal.commit({ ...sampleEntry(), closeConflict: { key: rejected.key, id: conflict?.subject ?? '', note: 'mended' } });
      expect([await store.orders.conflict(conflict?.subject ?? ''), (await open.orders.cases('conflict', 10)).map(({ code }) => code)]).toEqual([{ id: conflict?.subject, key: rejected.key, open: false }, ['NCP_DISPENSE_DUPLICATE']]);
      const pages = [await store.orders.dispensesAfter(undefined, 1), await store.orders.dispensesAfter(rejected.key.documentExtension < record.key.documentExtension ? rejected.key : record.key, 1)];
      expect(new Set(pages.flat().map(({ exchange }) => exchange))).toEqual(new Set([record.exchange, rejected.exchange]));
      expect((await store.orders.deliveriesAfter(undefined, 10)).map(({ id }) => id).toSorted()).toEqual([waiting.id, recorded.id].toSorted());
    } finally {
      await ncpA.close();
      await ncpB.close();
    }
  });
});
