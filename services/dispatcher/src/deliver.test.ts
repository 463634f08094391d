import { describe, expect, it } from '@jest/globals';
import { NcpError, type Delivery, type ExchangeId } from '@ncp/domain';
import { MemoryDeliveries } from '../../../packages/exchange/fixtures/memory-treatment.js';
import { sampleDelivery } from '../../../packages/exchange/fixtures/sample-delivery.js';
import { START } from '../../../packages/exchange/fixtures/sample.js';
import { createDeliverer } from './deliver.js';

const bench = (deliver: (id: string) => Promise<Delivery | undefined>) => {
  const deliveries = new MemoryDeliveries();
  const settled: string[] = [];
  const told: string[] = [];
  const subjects = new Map<string, string>();
  const deliverer = createDeliverer({
    now: () => START, deliver,
    report: { job: (kind, outcome) => { told.push(`${kind} ${outcome}`); }, alarm: (code, { reason }) => { told.push(`${code} ${String(reason)}`); } },
    store: {
      deliveries,
      outbox: {
        takeDue: async () => [], open: async () => [], aside: async () => [], setAside: async () => undefined, lastSettled: async () => [], waitingSince: async () => undefined, backlog: async () => ({ rows: 0 }),
        settle: async (ids) => { settled.push(...ids); },
        row: async (id) => {
          const subject = subjects.get(id);
          return subject === undefined ? undefined : { id, kind: 'deliver-dispensation', subject, exchange: 'x' as ExchangeId, attempts: 1 };
        },
      },
    },
  });
  return {
    deliverer, settled, told,
    has: (delivery: Delivery, outbox?: string): Delivery => {
      deliveries.apply({ kind: 'confirm', delivery });
      if (outbox !== undefined) subjects.set(outbox, delivery.id);
      return delivery;
    },
  };
};

describe('the delivering part of the dispatcher', () => {
  it('delivers what an outbox row names and settles the row', async () => {
    const asked: string[] = [];
    const { deliverer, has, settled, told } = bench(async (id) => { asked.push(id); return sampleDelivery(); });
    const { id } = has(sampleDelivery(), '17');
    await deliverer.remind('17');
    await deliverer.close();
    expect([asked, settled, told]).toEqual([[id], ['17'], ['deliver-dispensation done']]);
  });

  it('QUE-08 a reminder of what is not there, or is settled, does nothing and is settled', async () => {
    const asked: string[] = [];
    const { deliverer, has, settled, told } = bench(async (id) => { asked.push(id); return undefined; });
    has(sampleDelivery({ state: 'RECORDED' }), '18');
    await deliverer.remind('18');
    await deliverer.remind('99');
    await deliverer.remind('00000000-0000-4000-8000-000000000000');
    expect([asked, settled, told]).toEqual([[], ['18', '99'], Array.from({ length: 3 }, () => 'deliver-dispensation nothing-to-do')]);
  });

  it('QUE-01 the sweep finds what is due, and nothing else', async () => {
    const asked: string[] = [];
    const { deliverer, has } = bench(async (id) => { asked.push(id); return undefined; });
    const due = has(sampleDelivery());
    has(sampleDelivery({ nextAttemptAt: sampleDelivery({}).hcp.notOnOrAfter }));
    await deliverer.sweep(10);
    await deliverer.close();
    expect(asked).toEqual([due.id]);
  });

  it.each([[new NcpError('NCP_STORE_UNAVAILABLE'), 'NCP_STORE_UNAVAILABLE NCP_STORE_UNAVAILABLE'], [new TypeError('content'), 'NCP_QUEUE_JOB TypeError']])(
    'one that fails with %s is alarmed by code, and holds up nobody', async (failure, alarm) => {
      const { deliverer, has, told } = bench(() => Promise.reject(failure));
      has(sampleDelivery());
      has(sampleDelivery());
      await deliverer.sweep(10);
      await deliverer.close();
      expect(told).toEqual([alarm, alarm]);
    });
});
