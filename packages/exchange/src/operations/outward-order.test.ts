import { describe, expect, it } from '@jest/globals';
import { viewDelivery, type Delivery, type ExchangeId, type OrderAction, type OrderFinding } from '@ncp/domain';
import { DeliveryBench } from '../../fixtures/delivery-bench.js';
import { ANNA } from '../../fixtures/treatment-bench.js';
import { executeOrder, orderHash, releaseDelivery, type OperatorOrder, type OrderGateway } from '../index.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

class OrderBench extends DeliveryBench {
  get orders(): OrderGateway {
    const unused = (): never => { throw new Error('the national list has no part in this'); };
    const national = new Proxy({}, { get: unused }) as OrderGateway['national'];
    return { ...this.gateway, national, ledger: this.store.ledger, orders: this.store.orders };
  }

  /** An operator clicks, on a page that shows the row as it is, and the dispatcher looks. */
  async order(action: OrderAction, { found, seen, id = this.uuid() }: { readonly found?: OrderFinding; readonly seen?: string; readonly id?: string } = {}): Promise<OperatorOrder & { readonly result?: unknown }> {
    const delivery = this.store.deliveries.only();
    await this.store.orders.give({ id, action, ledger: 'outward', subject: delivery.id, seen: seen ?? delivery.state, note: 'they have answered the telephone', orderedBy: 'olle', role: 'operator', orderedAt: this.now, ...(found === undefined ? {} : { found }) });
    const after = await executeOrder(this.orders, id);
    if (after === undefined) throw new Error('no order');
    return after;
  }
  get row(): Delivery { return this.store.deliveries.only(); }
  get effects(): number { return [...this.abroad.effects.values()].reduce((sum, { changes }) => sum + changes, 0); }
}

/** Sent, the answer lost each time, until people take over. */
async function withOperators(manner: 'lost-before' | 'lost-after' | 'not-sent'): Promise<OrderBench> {
  const bench = new OrderBench();
  bench.abroad.manners = Array.from({ length: 200 }, () => manner);
  await bench.confirm();
  for (const ms of [0, 10_000, 4 * HOUR, DAY]) await bench.after(ms);
  expect(bench.row.state).toBe('OPERATOR');
  bench.abroad.manners = [];
  return bench;
}

describe('QUE-11 a dispensation whose budget is spent, in the hands of people', () => {
  it('raises its alarm, stands as such in the ledger, and takes three orders', async () => {
    const bench = await withOperators('lost-after');
    expect(bench.alarms.map(({ code }) => code)).toContain('NCP_DELIVERY_OPERATOR');
    expect((await bench.order('reconcile')).result).toEqual({ state: 'OPERATOR', reason: 'assertion-ended' });
    expect((await bench.order('retry')).result).toEqual({ state: 'PENDING' });
    await bench.after(0);
    // Nobody may be impersonated (D71): a pharmacist of the pharmacy signs in, and the same bytes go again.
    expect(bench.row.state).toBe('AWAITING_PROFESSIONAL');
    await releaseDelivery(bench.gateway, { ...ANNA, authenticatedAt: bench.now, until: bench.later(3 * DAY) }, bench.row.id);
    await bench.after(0);
    expect([bench.row.state, bench.effects, new Set(bench.abroad.seen.map(({ hash }) => hash)).size]).toEqual(['RECORDED', 1, 1]);
  });

  it.each([['recorded', 'RECORDED', 'yes'], ['not-recorded', 'REFUSED', 'no']] as const)('closed as %s it is %s, and the pharmacy is told whose word that is', async (found, state, handOver) => {
    const bench = await withOperators('lost-before');
    const sent = bench.abroad.seen.length;
    expect((await bench.order('close', { found })).status).toBe('done');
    expect(bench.row).toMatchObject({ state, closed: { found, at: bench.now } });
    expect(viewDelivery(bench.row)).toMatchObject({ handOver, text: { en: expect.stringMatching(/^Operations have found out/) } });
    await bench.after(DAY);
    expect([bench.row.state, bench.abroad.seen.length]).toEqual([state, sent]);
  });

  it('each order is in the chain with who, what and why, by its hash, in one commit with what it changes', async () => {
    const bench = await withOperators('lost-before');
    const order = await bench.order('close', { found: 'not-recorded' });
    const entry = bench.store.entries.at(-1);
    expect(entry?.leaf).toMatchObject({ kind: 'order-close', actor: 'operator/olle', exchange: bench.row.exchange, requestHash: orderHash(order), outcome: 0 });
    expect([entry?.deliveries?.length, entry?.order?.to]).toEqual([1, 'done']);
    expect(orderHash({ ...order, note: 'something else' })).not.toBe(orderHash(order));
  });
});

describe('an order about a dispensation to another country', () => {
  it('a second click does nothing more, nor does a page that is out of date', async () => {
    const bench = await withOperators('lost-before');
    const id = bench.uuid();
    await bench.order('retry', { id });
    const { version } = bench.row;
    await bench.order('retry', { id });
    expect(bench.row.version).toBe(version);
    expect((await bench.order('close', { found: 'recorded', seen: 'OPERATOR' })).status).toBe('overtaken');
    expect(bench.row).toMatchObject({ version, state: 'PENDING' });
  });

  it('what never left is neither called recorded nor sent after the pharmacy was told so', async () => {
    const bench = await withOperators('not-sent');
    for (const found of [undefined, 'recorded'] as const) {
      const order = await bench.order(found === undefined ? 'retry' : 'close', found === undefined ? {} : { found });
      expect(order).toMatchObject({ status: 'refused', result: { reason: 'not-allowed', state: 'OPERATOR' } });
    }
    expect((await bench.order('close', { found: 'not-recorded' })).status).toBe('done');
    expect([bench.row.state, bench.effects]).toEqual(['REFUSED', 0]);
  });

  it('is not sent again once the prescription was dispensed anew: it could make two of one', async () => {
    const bench = await withOperators('lost-before');
    const { row } = bench;
    bench.store.deliveries.rows.set('later', { ...row, id: 'later', idempotencyKey: 'later', turn: row.turn + 1, state: 'RECORDED', exchange: 'x' as ExchangeId });
    const id = bench.uuid();
    await bench.store.orders.give({ id, action: 'retry', ledger: 'outward', subject: row.id, seen: 'OPERATOR', note: 'why not', orderedBy: 'olle', role: 'operator', orderedAt: bench.now });
    expect(await executeOrder(bench.orders, id)).toMatchObject({ status: 'refused', result: { reason: 'later-dispensation' } });
    expect(bench.store.deliveries.rows.get(row.id)?.state).toBe('OPERATOR');
  });

  it('one that waits is sent now, the same bytes, and a day is not begun anew by it', async () => {
    const bench = new OrderBench();
    bench.abroad.manners = ['pending', 'pending', 'pending'];
    await bench.confirm();
    for (const ms of [0, 10_000, 20_000]) await bench.after(ms);
    expect((await bench.order('retry')).result).toEqual({ state: 'PENDING' });
    await bench.after(0);
    expect([bench.row.state, bench.effects, bench.row.reopenedAt]).toEqual(['RECORDED', 1, undefined]);
  });

  it('killed around its commit it is done once: what was lost is found, what was refused is tried again', async () => {
    const bench = await withOperators('lost-before');
    for (const trouble of ['refused', 'lost'] as const) {
      bench.store.trouble = () => trouble;
      await expect(bench.order('retry', { id: 'one', seen: 'OPERATOR' })).rejects.toMatchObject({ code: 'NCP_AUDIT_UNAVAILABLE' });
    }
    bench.store.trouble = () => undefined;
    expect(await bench.order('retry', { id: 'one', seen: 'OPERATOR' })).toMatchObject({ status: 'done' });
    expect([bench.row.state, bench.row.version, bench.store.entries.filter(({ order }) => order !== undefined).length]).toEqual(['PENDING', bench.row.version, 1]);
  });
});
