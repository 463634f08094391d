import { describe, expect, it } from '@jest/globals';
import type { OrderAction } from '@ncp/domain';
import { MemoryDeliveries } from '../../fixtures/memory-treatment.js';
import { GatewayBench } from '../../fixtures/gateway-bench.js';
import { discard, dispense, report, type Report } from '../../fixtures/reports.js';
import { EP_ROOT, RX, START } from '../../fixtures/sample.js';
import { sampleDelivery } from '../../fixtures/sample-delivery.js';
import { executeOrder, reconcileDispensation, type DispenseRecord, type OperatorOrder, type OrderGateway, type OrderResult } from '../index.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

type Ended = OperatorOrder & { readonly result?: OrderResult };

class OrderBench extends GatewayBench {
  get orders(): OrderGateway {
    return { ...this.gateway, deliveries: this.store.deliveries, orders: this.store.orders };
  }
  get row(): DispenseRecord { return this.store.only(); }

  async give(order: Pick<OperatorOrder, 'action' | 'ledger' | 'subject' | 'seen'>, id: string = this.uuid()): Promise<Ended> {
    await this.store.orders.give({ note: 'the list was mended', orderedBy: 'olle', role: 'operator', orderedAt: this.now, id, ...order } as Omit<OperatorOrder, 'status'>);
    const after = await executeOrder(this.orders, id);
    if (after === undefined) throw new Error('no order');
    return after;
  }
  order(action: OrderAction, seen: string = this.row.state, id?: string): Promise<Ended> {
    return this.give({ action, ledger: 'inward', subject: this.row.exchange, seen }, id);
  }
}

/** A hand-over of which nobody knows whether the list took it; the reconciler has looked once. */
async function unknown(effect: 'effect' | 'no effect'): Promise<{ readonly bench: OrderBench; readonly sent: Report }> {
  const bench = new OrderBench();
  await bench.retrieve([`${EP_ROOT}^${RX}.1.L3`]);
  const sent = report(bench);
  bench.national.spoil('registerDispense', effect === 'effect' ? 'lost' : 'NCP_NATIONAL_LOCKED');
  bench.national.spoil('dispensesByActorId', ...(effect === 'effect' ? ['NCP_NATIONAL_UNAVAILABLE' as const] : []));
  await dispense(bench, sent);
  bench.store.change(bench.row, { state: 'UNKNOWN', attempts: 1 });
  bench.wait(2 * HOUR);
  bench.national.calls = [];
  bench.alarms.length = 0;
  return { bench, sent };
}

describe('an order about a hand-over of unknown effect', () => {
  it('reconcile asks, confirms what stands, and registers nothing', async () => {
    const { bench } = await unknown('effect');
    expect(await bench.order('reconcile')).toMatchObject({ status: 'done', result: { state: 'CONFIRMED', stands: 'yes' } });
    expect(bench.national.asked()).toEqual(['dispensesByActorId']);
    const absent = (await unknown('no effect')).bench;
    expect(await absent.order('reconcile')).toMatchObject({ status: 'done', result: { state: 'UNKNOWN', stands: 'no' } });
    expect(absent.national.asked()).toEqual(['dispensesByActorId']);
  });

  it('retry asks first, and calls again with the same key only what is provably absent', async () => {
    for (const effect of ['effect', 'no effect'] as const) {
      const { bench } = await unknown(effect);
      bench.store.change(bench.row, { nextAttemptAt: new Date(Date.parse(bench.now) + HOUR).toISOString() as DispenseRecord['receivedAt'] });
      const { actorDispatchId } = bench.row;
      expect(await bench.order('retry')).toMatchObject({ status: 'done', result: { state: 'CONFIRMED' } });
      expect(bench.national.standing()).toMatchObject([{ actorDispatchId }]);
      expect(bench.national.asked()[0]).toBe('dispensesByActorId');
    }
  });

  it('retry leaves it open while the list cannot be asked, and calls nothing', async () => {
    const { bench } = await unknown('no effect');
    bench.national.spoil('dispensesByActorId', 'NCP_NATIONAL_UNAVAILABLE');
    expect(await bench.order('retry')).toMatchObject({ status: 'done', result: { state: 'UNKNOWN' } });
    expect(bench.national.registered).toEqual([]);
  });

  it('close keeps the fact as a conflict record, and only where the list provably holds nothing', async () => {
    const { bench, sent } = await unknown('no effect');
    expect(await bench.order('close')).toMatchObject({ status: 'done', result: { state: 'REJECTED', stands: 'no' } });
    expect(bench.store.conflicts).toMatchObject([{ code: 'NCP_DISPENSE_CLOSED', key: bench.row.key }]);
    expect((await dispense(bench, sent)).shown).toEqual(['NCP_DISPENSE_CLOSED']);
    expect(bench.national.registered).toEqual([]);
  });

  it('close of what stands confirms it; of what nobody can ask about it is refused; of what is young as well', async () => {
    const stands = (await unknown('effect')).bench;
    expect(await stands.order('close')).toMatchObject({ status: 'done', result: { state: 'CONFIRMED', stands: 'yes' } });
    const silent = (await unknown('no effect')).bench;
    silent.national.spoil('dispensesByActorId', 'NCP_NATIONAL_UNAVAILABLE');
    expect(await silent.order('close')).toMatchObject({ status: 'refused', result: { state: 'UNKNOWN', reason: 'list-silent' } });
    silent.store.change(silent.row, { receivedAt: silent.now });
    expect(await silent.order('close')).toMatchObject({ status: 'refused', result: { reason: 'young' } });
    expect([silent.row.state, silent.store.conflicts]).toEqual(['UNKNOWN', []]);
  });

  it('a second click does nothing more, and a row that moved on is left alone', async () => {
    const { bench } = await unknown('no effect');
    const id = bench.uuid();
    await bench.order('retry', 'UNKNOWN', id);
    const calls = bench.national.calls.length;
    await bench.order('retry', 'UNKNOWN', id);
    expect(await bench.order('close', 'UNKNOWN')).toMatchObject({ status: 'overtaken', result: { state: 'CONFIRMED' } });
    expect(bench.national.calls.length).toBe(calls);
    expect(await bench.order('retry', 'CONFIRMED')).toMatchObject({ status: 'refused', result: { reason: 'not-allowed' } });
  });

  it('the intent is in the chain before the list is asked; killed after it the same order ends it once', async () => {
    const { bench } = await unknown('no effect');
    bench.store.trouble = (entry) => (entry.order?.to === 'done' ? 'refused' : undefined);
    await expect(bench.order('retry', 'UNKNOWN', 'one')).rejects.toMatchObject({ code: 'NCP_AUDIT_UNAVAILABLE' });
    expect(bench.store.entries.filter(({ order }) => order !== undefined).map(({ leaf }) => [leaf.kind, leaf.actor])).toEqual([['order-retry-begun', 'operator/olle']]);
    bench.store.trouble = () => undefined;
    expect(await executeOrder(bench.orders, 'one')).toMatchObject({ status: 'done', result: { state: 'CONFIRMED' } });
    expect(bench.national.standing()).toHaveLength(1);
  });

  it('a discard of unknown effect is tried again by an order, and takes effect once', async () => {
    const bench = new OrderBench();
    await bench.retrieve([`${EP_ROOT}^${RX}.1.L3`]);
    const sent = report(bench);
    await dispense(bench, sent);
    bench.national.spoil('reverseDispense', 'lost');
    await discard(bench, sent);
    bench.store.change(bench.row, { attempts: 1 });
    expect(bench.row.state).toBe('DISCARD_UNKNOWN');
    expect(await bench.order('retry')).toMatchObject({ status: 'done', result: { state: 'DISCARDED' } });
    expect(bench.national.asked().filter((one) => one === 'reverseDispense')).toHaveLength(1);
  });
});

describe('an order about a conflict record', () => {
  it('says how it stands in the list, changes nothing, and closes it with the note; once', async () => {
    const { bench } = await unknown('no effect');
    await bench.order('close');
    const conflict = (action: OrderAction, seen = 'OPEN'): Promise<Ended> => bench.give({ action, ledger: 'conflict', subject: '1', seen });
    expect(await conflict('reconcile')).toMatchObject({ status: 'done', result: { state: 'OPEN', stands: 'no' } });
    expect(await conflict('retry')).toMatchObject({ status: 'refused', result: { reason: 'not-allowed' } });
    expect(await conflict('close')).toMatchObject({ status: 'done', result: { state: 'CLOSED' } });
    expect(bench.store.conflicts).toMatchObject([{ closed: 'the list was mended' }]);
    expect(await conflict('close')).toMatchObject({ status: 'overtaken' });
    expect(await bench.give({ action: 'close', ledger: 'conflict', subject: '77', seen: 'OPEN' })).toMatchObject({ status: 'refused', result: { reason: 'unknown-row' } });
  });
});

describe('DISP-63 the comparison of every key with the list and with what the countries said', () => {
  const compare = async (bench: OrderBench): Promise<OrderResult['compared']> => (await bench.give({ action: 'reconcile', ledger: 'all', subject: 'all', seen: '' })).result?.compared;

  it('finds no difference where there is none', async () => {
    const { bench } = await unknown('no effect');
    await bench.order('retry');
    bench.store.change(bench.row, { deliveredAt: bench.now });
    bench.store.deliveries.rows.set('a', sampleDelivery({ id: 'a', state: 'RECORDED', answer: { at: START, status: 'Success', errors: [] } }));
    expect(await compare(bench)).toEqual({ inward: 1, outward: 1, differences: [], untold: 0 });
    expect(bench.alarmed()).not.toContain('NCP_LEDGER_DIFFERENCE');
  });

  it.each<[string, (bench: OrderBench) => void, string]>([
    ['an uttag that is gone', (bench) => { bench.national.uttag = []; }, 'missing'],
    ['one that was registered twice', (bench) => { bench.national.uttag = bench.national.uttag.flatMap((one) => [one, { ...one, id: 'again' }]); }, 'double'],
    ['one that was taken back in the list', (bench) => { bench.national.uttag = bench.national.uttag.map((one) => ({ ...one, status: 'reversed' as const })); }, 'taken-back'],
    ['one that stands though we refused it', (bench) => { bench.store.change(bench.row, { state: 'REJECTED' }); }, 'unexpected'],
    ['one that is open still', (bench) => { bench.store.change(bench.row, { state: 'UNKNOWN' }); }, 'unsettled'],
    ['one that the list does not answer for', (bench) => { bench.national.spoil('dispensesByActorId', 'NCP_NATIONAL_UNAVAILABLE'); }, 'unanswered'],
  ])('lists %s', async (_what, spoil, kind) => {
    const { bench } = await unknown('no effect');
    await bench.order('retry');
    spoil(bench);
    expect((await compare(bench))?.differences).toEqual([{ ledger: 'inward', subject: bench.row.exchange, country: 'FI', state: bench.row.state, kind }]);
    expect(bench.alarmed()).toContain('NCP_LEDGER_DIFFERENCE');
  });

  it('lists what the other side does not know: an answer that never left, a delivery that nobody answered', async () => {
    const { bench } = await unknown('no effect');
    await bench.order('retry');
    const { deliveredAt: _never, ...silent } = bench.row;
    bench.store.rows.set(JSON.stringify([silent.key.country, silent.key.documentRoot, silent.key.documentExtension, silent.key.itemId]), silent);
    bench.wait(25 * HOUR);
    const rows = new MemoryDeliveries().rows;
    rows.set('b', sampleDelivery({ id: 'b', state: 'OPERATOR', everSent: true }));
    rows.set('c', sampleDelivery({ id: 'c', state: 'RECORDED' }));
    rows.set('d', sampleDelivery({ id: 'd', state: 'RECORDED', closed: { at: START, found: 'recorded' } }));
    bench.store.deliveries.rows = rows;
    expect((await compare(bench))?.differences.map(({ subject, kind }) => [subject, kind])).toEqual([[silent.exchange, 'unacknowledged'], ['b', 'unsettled'], ['c', 'unacknowledged']]);
  });

  it('what was done or tried on a page is recorded, and that is all', async () => {
    const bench = new OrderBench();
    expect(await bench.give({ action: 'denied', ledger: 'page', subject: '/countries/FI/report', seen: '' })).toMatchObject({ status: 'refused' });
    expect(bench.store.entries.map(({ leaf }) => [leaf.kind, leaf.actor, leaf.outcome])).toEqual([['order-denied', 'operator/olle', 4]]);
    expect(await reconcileDispensation({ country: 'FI' as never, documentRoot: '', documentExtension: '', itemId: '' }, bench.gateway)).toBeUndefined();
  });
});
