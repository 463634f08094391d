import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { NcpError } from '@ncp/domain';
import type { OperatorOrder } from '@ncp/exchange';
import { openOperations, openStore } from '@ncp/store';
import { intentEntry, sampleEntry, sampleRecord, until } from '@ncp/testkit';
import { deliveryEntry, sampleDelivery } from '../../../packages/exchange/fixtures/sample-delivery.js';
import { now, openBench, PACE, startBackends, TEST_KEYS, type DispatcherBench } from '../fixtures/dispatcher-bench.js';

const backends = await startBackends();
afterAll(async () => backends.stop());

if (backends.missing !== undefined) describe.skip(`dispatcher on Redis (${backends.missing})`, () => { it('DISP-09, DISP-10', () => undefined); });

describe.each(backends.each)('dispatcher on $name', (backend) => {
  let bench: DispatcherBench;
  beforeEach(async () => { bench = await openBench(backends, backend); });
  afterEach(async () => bench.stop());

  it('DISP-09, DISP-10 delivers what NCP-B confirmed, within a second, and what nobody was reminded of by the sweep', async () => {
    const delivered: string[] = [];
    const ncpB = await openStore({ url: bench.database.url('ncp_b'), application: 'confirm-test', keys: TEST_KEYS });
    const forgotten = sampleDelivery({ nextAttemptAt: now() });
    await ncpB.journal.commit(deliveryEntry({ kind: 'confirm', delivery: forgotten }));
    await bench.dispatcher({
      deliver: async (id) => {
        delivered.push(id);
        const delivery = await bench.store.deliveries.find(id);
        if (delivery === undefined) return undefined;
        const { nextAttemptAt: _done, ...rest } = delivery;
        await bench.store.journal.commit(deliveryEntry({ kind: 'advance', delivery: { ...rest, version: delivery.version + 1, state: 'RECORDED' } }));
        return delivery;
      },
      pace: { ...PACE, sweepMs: 60_000 },
    });
    await until('swept', () => delivered.includes(forgotten.id));
    const reminded = sampleDelivery({ nextAttemptAt: now() });
    const started = performance.now();
    await ncpB.journal.commit({ ...deliveryEntry({ kind: 'confirm', delivery: reminded }), outbox: [{ kind: 'deliver-dispensation', subject: reminded.id }] });
    await until('delivered', () => delivered.includes(reminded.id));
    expect(performance.now() - started).toBeLessThan(1_500);
    await until('settled', async () => (await bench.store.outbox.open('deliver-dispensation', 1)).length === 0);
    await ncpB.close();
    expect(delivered).toEqual([forgotten.id, reminded.id]);
  });

  it('executes what an operator ordered, within a second, once, and what failed again; and orders the comparison of the day', async () => {
    const desk = await openOperations({ url: bench.database.url('ncp_dashboard'), application: 'desk-test' });
    const given = { id: randomUUID(), action: 'retry', ledger: 'outward', subject: randomUUID(), seen: 'OPERATOR', note: 'they answer again', orderedBy: 'olle', role: 'operator', orderedAt: now() } as const;
    const tried: string[] = [];
    const execute = async (id: string): Promise<OperatorOrder | undefined> => {
      tried.push(id);
      if (tried.filter((one) => one === id).length === 1) throw new NcpError('NCP_AUDIT_UNAVAILABLE');
      await bench.store.journal.commit({ ...sampleEntry(), order: { id, from: ['ordered'], to: 'done' } });
      return bench.store.orders.find(id);
    };
    const pace = { ...PACE, comparisonAfterMs: 0 };
    await Promise.all([bench.dispatcher({ execute, pace }), bench.dispatcher({ execute, pace })]);
    await until('daily', async () => (await desk.orders.lastComparison())?.order.orderedBy === 'dispatcher');
    const started = performance.now();
    await desk.orders.give(given);
    await until('executed', async () => (await desk.orders.find(given.id))?.endedAt !== undefined);
    expect(performance.now() - started).toBeLessThan(1_500);
    await desk.close();
    expect([tried.filter((one) => one === given.id).length, bench.alarms.some((one) => one.includes('"step":"order"')), (await bench.store.orders.open(9)).length]).toEqual([2, true, 0]);
  });

  it('reconciles what the outbox names, within a second, and settles the row', async () => {
    const looked: string[] = [];
    await bench.dispatcher({ reconcile: (key) => { looked.push(key.documentExtension); return Promise.resolve(); }, pace: { ...PACE, sweepMs: 60_000 } });
    const record = sampleRecord({ receivedAt: now(), nextAttemptAt: now() });
    const entry = intentEntry(record);
    const started = performance.now();
    await bench.store.journal.commit({ ...entry, leaf: { ...entry.leaf, time: now() }, outbox: [{ kind: 'reconcile-dispensation', subject: JSON.stringify(record.key) }] });
    await until('looked', () => looked.length > 0);
    expect(performance.now() - started).toBeLessThan(1_500);
    await until('settled', async () => (await bench.store.outbox.open('reconcile-dispensation', 1)).length === 0);
    expect(looked).toEqual([record.key.documentExtension]);
  });

  it('DISP-09, QUE-01 finds what the relay and the queue lost, from the ledger alone', async () => {
    const looked = new Set<string>();
    const records = await Promise.all(Array.from({ length: 20 }, bench.dispensation));
    await bench.dispatcher({ reconcile: (key) => { looked.add(key.documentExtension); return Promise.resolve(); } });
    await until('all looked at', () => looked.size === 20);
    expect(looked).toEqual(new Set(records.map((record) => record.key.documentExtension)));
  });

  it('forwards each event once and in order, and keeps events where no repository is configured', async () => {
    const without = await bench.dispatcher();
    for (let index = 0; index < 30; index += 1) await bench.store.journal.commit(sampleEntry());
    await pause(500);
    expect((await bench.store.outbox.backlog('forward-audit')).rows).toBe(30);
    await without.stop();
    const frames: string[] = [];
    await bench.dispatcher({
      audit: {
        host: 'ncp', sign: (event) => event.xml,
        connect: () => Promise.resolve({ isOpen: () => true, endedByThem: () => false, close: () => undefined, write: (frame) => { frames.push(Buffer.from(frame).toString()); return Promise.resolve(); } }),
      },
    });
    for (let index = 0; index < 30; index += 1) await bench.store.journal.commit(sampleEntry());
    await until('forwarded', async () => (await bench.store.outbox.backlog('forward-audit')).rows === 0);
    const order: string[] = [];
    for await (const leaf of bench.store.audit.leaves()) order.push(leaf.exchange);
    expect(frames.map((frame) => /exchange="([^"]+)"/.exec(frame)?.[1])).toEqual(order);
  });
});
