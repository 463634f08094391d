import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { instantFromEpoch, NcpError, type ExchangeId } from '@ncp/domain';
import type { OperatorOrder } from '@ncp/exchange';
import { openOperations, openStore, type Store } from '@ncp/store';
import { intentEntry, sampleEntry, sampleRecord, startLocalRedis, startSource, startTestPostgres, startTestRedis, type TestDatabase } from '@ncp/testkit';
import { createPostgresBackend, Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { deliveryEntry, sampleDelivery } from '../../../packages/exchange/fixtures/sample-delivery.js';
import { startDispatcher, type Dispatcher, type DispatcherDeps } from './dispatcher.js';
import { openQueue, type WorkQueue } from './queue.js';

const keys = { current: { id: 'test', key: new Uint8Array(32).fill(7) } };
const now = () => instantFromEpoch(Date.now());
const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
const PACE = { relayMs: 100, sweepMs: 300, lockMs: 2_000, stalledCheckMs: 500 };

const postgres = await startTestPostgres();
const redis = await startTestRedis();

async function until(what: string, holds: () => Promise<boolean> | boolean, limitMs = 30_000): Promise<void> {
  const end = performance.now() + limitMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`not within ${limitMs} ms: ${what}`);
    await pause(25);
  }
}

afterAll(async () => {
  await postgres.stop();
  if (!('missing' in redis)) await redis.stop();
});

interface Backend {
  readonly name: string;
  readonly url: (database: TestDatabase) => string;
  /** Puts jobs of our choice into the queue, past our own code. */
  readonly inject: (url: string, jobs: readonly { name: string; data: unknown }[]) => Promise<void>;
}

const addAll = async (queue: Pick<Queue, 'addBulk' | 'close'>, jobs: readonly { name: string; data: unknown }[]): Promise<void> => {
  await queue.addBulk(jobs.map((job) => ({ ...job, opts: { attempts: 3, backoff: 10 } })));
  await queue.close();
};

const onPostgres: Backend = {
  name: `PostgreSQL (${postgres.kind})`,
  url: (database) => database.queueUrl,
  inject: (url, jobs) => addAll(new Queue('dispatch', { connection: { connectionString: url, migrate: true } }, createPostgresBackend) as unknown as Queue, jobs),
};
const onRedis: Backend | undefined = 'missing' in redis ? undefined : {
  name: `Redis (${redis.kind})`,
  url: () => redis.url,
  async inject(url, jobs) {
    const connection = new Redis(url, { maxRetriesPerRequest: null });
    await addAll(new Queue('dispatch', { connection }), jobs);
    connection.disconnect();
  },
};

if ('missing' in redis) describe.skip(`dispatcher on Redis (${redis.missing})`, () => { it('QUE-05, QUE-06, QUE-09', () => undefined); });

describe.each([onPostgres, ...(onRedis === undefined ? [] : [onRedis])])('dispatcher on $name', ({ url, inject }) => {
  let database: TestDatabase;
  let store: Store;
  let queueUrl: string;
  const running: Dispatcher[] = [];
  const queues: WorkQueue[] = [];
  const alarms: string[] = [];
  const jobs: string[] = [];

  const dispatcher = async (deps: Partial<DispatcherDeps> = {}): Promise<Dispatcher> => {
    const started = await startDispatcher({
      store, queueUrl, now, reconcile: () => Promise.resolve(), pace: PACE,
      report: { job: (kind, outcome) => { jobs.push(`${kind} ${outcome}`); }, alarm: (code, details) => { alarms.push(`${code} ${JSON.stringify(details)}`); } }, ...deps,
    });
    running.push(started);
    return started;
  };
  const dispensation = async (): Promise<ReturnType<typeof sampleRecord>> => {
    const record = sampleRecord({ receivedAt: now(), nextAttemptAt: now() });
    const entry = intentEntry(record);
    await store.journal.commit({ ...entry, leaf: { ...entry.leaf, time: now() } });
    return record;
  };
  const settle = async (record: ReturnType<typeof sampleRecord>): Promise<void> => {
    await store.journal.commit({ ...sampleEntry(), ledger: [{ kind: 'settle', key: record.key, from: ['INTENT', 'UNKNOWN'], to: 'CONFIRMED' }] });
  };

  beforeEach(async () => {
    database = await postgres.database();
    queueUrl = url(database);
    store = await openStore({ url: database.url('ncp_dispatcher'), application: 'dispatcher-test', keys });
    if (queueUrl.startsWith('redis')) {
      const connection = new Redis(queueUrl);
      await connection.flushall();
      connection.disconnect();
    }
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((one) => one.stop()));
    await Promise.all(queues.splice(0).map((one) => one.close()));
    await store.close();
    await database.drop();
    alarms.length = 0;
    jobs.length = 0;
  });

  it('DISP-09, DISP-10 delivers what NCP-B confirmed, within a second, and what nobody was reminded of by the sweep', async () => {
    const delivered: string[] = [];
    const ncpB = await openStore({ url: database.url('ncp_b'), application: 'confirm-test', keys });
    const forgotten = sampleDelivery({ nextAttemptAt: now() });
    await ncpB.journal.commit(deliveryEntry({ kind: 'confirm', delivery: forgotten }));
    await dispatcher({
      deliver: async (id) => {
        delivered.push(id);
        const delivery = await store.deliveries.find(id);
        if (delivery === undefined) return undefined;
        const { nextAttemptAt: _done, ...rest } = delivery;
        await store.journal.commit(deliveryEntry({ kind: 'advance', delivery: { ...rest, version: delivery.version + 1, state: 'RECORDED' } }));
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
    await until('settled', async () => (await store.outbox.open('deliver-dispensation', 1)).length === 0);
    await ncpB.close();
    expect(delivered).toEqual([forgotten.id, reminded.id]);
  });

  it('executes what an operator ordered, within a second, once, and what failed again; and orders the comparison of the day', async () => {
    const desk = await openOperations({ url: database.url('ncp_dashboard'), application: 'desk-test' });
    const given = { id: randomUUID(), action: 'retry', ledger: 'outward', subject: randomUUID(), seen: 'OPERATOR', note: 'they answer again', orderedBy: 'olle', role: 'operator', orderedAt: now() } as const;
    const tried: string[] = [];
    const execute = async (id: string): Promise<OperatorOrder | undefined> => {
      tried.push(id);
      if (tried.filter((one) => one === id).length === 1) throw new NcpError('NCP_AUDIT_UNAVAILABLE');
      await store.journal.commit({ ...sampleEntry(), order: { id, from: ['ordered'], to: 'done' } });
      return store.orders.find(id);
    };
    const pace = { ...PACE, comparisonAfterMs: 0 };
    await Promise.all([dispatcher({ execute, pace }), dispatcher({ execute, pace })]);
    await until('daily', async () => (await desk.orders.lastComparison())?.order.orderedBy === 'dispatcher');
    const started = performance.now();
    await desk.orders.give(given);
    await until('executed', async () => (await desk.orders.find(given.id))?.endedAt !== undefined);
    expect(performance.now() - started).toBeLessThan(1_500);
    await desk.close();
    expect([tried.filter((one) => one === given.id).length, alarms.some((one) => one.includes('"step":"order"')), (await store.orders.open(9)).length]).toEqual([2, true, 0]);
  });

  it('reconciles what the outbox names, within a second, and settles the row', async () => {
    const looked: string[] = [];
    await dispatcher({ reconcile: (key) => { looked.push(key.documentExtension); return Promise.resolve(); }, pace: { ...PACE, sweepMs: 60_000 } });
    const record = sampleRecord({ receivedAt: now(), nextAttemptAt: now() });
    const entry = intentEntry(record);
    const started = performance.now();
    await store.journal.commit({ ...entry, leaf: { ...entry.leaf, time: now() }, outbox: [{ kind: 'reconcile-dispensation', subject: JSON.stringify(record.key) }] });
    await until('looked', () => looked.length > 0);
    expect(performance.now() - started).toBeLessThan(1_500);
    await until('settled', async () => (await store.outbox.open('reconcile-dispensation', 1)).length === 0);
    expect(looked).toEqual([record.key.documentExtension]);
  });

  it('DISP-09, QUE-01 finds what the relay and the queue lost, from the ledger alone', async () => {
    const looked = new Set<string>();
    const records = await Promise.all(Array.from({ length: 20 }, dispensation));
    await dispatcher({ reconcile: (key) => { looked.add(key.documentExtension); return Promise.resolve(); } });
    await until('all looked at', () => looked.size === 20);
    expect(looked).toEqual(new Set(records.map((record) => record.key.documentExtension)));
  });

  it('QUE-09 the same job a hundred times is one look', async () => {
    const record = await dispensation();
    let looks = 0;
    const counting = { store, now, reconcile: async () => { looks += 1; await pause(100); }, report: { job: (_: string, outcome: string) => { jobs.push(outcome); }, alarm: () => undefined } };
    const { reconcileExchange } = await import('./reconcile.js');
    const queue = await openQueue({ url: queueUrl, handle: (job) => reconcileExchange(job.id as ExchangeId, counting), onDead: () => undefined, onError: () => undefined });
    queues.push(queue);
    const job = { kind: 'reconcile-dispensation', id: record.exchange, trace: record.exchange } as const;
    await queue.add(Array.from({ length: 100 }, (_, index) => ({ id: `copy-${index}`, job })));
    await queue.add(Array.from({ length: 100 }, () => ({ id: 'copy-0', job })));
    await until('all done', () => jobs.length >= 100);
    expect(looks).toBe(1);
  });

  it('QUE-06 sets undecodable and unknown jobs aside alone; the others proceed', async () => {
    const record = await dispensation();
    const looked: string[] = [];
    await inject(queueUrl, [
      { name: 'Eva Kvittersson', data: { patient: 'a number of a person' } },
      { name: 'reconcile-dispensation', data: { kind: 'reconcile-dispensation', id: 17 } },
      { name: 'from-the-future', data: { kind: 'refresh-smp', id: '17', trace: 'x' } },
    ]);
    const started = await dispatcher({ reconcile: async (key) => { looked.push(key.documentExtension); await settle(record); } });
    await until('set aside', async () => (await started.dead()).length === 3);
    await until('good one done', () => looked.length === 1);
    expect((await started.dead()).map((dead) => dead.reason)).toEqual(['NCP_QUEUE_JOB', 'NCP_QUEUE_JOB', 'NCP_QUEUE_JOB']);
    expect(alarms.filter((alarm) => alarm.startsWith('NCP_QUEUE_JOB'))).toHaveLength(3);
    expect(alarms.join('')).not.toContain('Eva');
  });

  it('QUE-08 a job for something that no longer exists completes as nothing to do', async () => {
    await inject(queueUrl, [
      { name: 'reconcile-dispensation', data: { kind: 'reconcile-dispensation', id: '0190b5c4-0000-7000-8000-000000000000', trace: 'x' } },
      { name: 'reconcile-dispensation', data: { kind: 'reconcile-dispensation', id: '999999', trace: 'x' } },
    ]);
    const started = await dispatcher();
    await until('both done', () => jobs.filter((job) => job === 'reconcile-dispensation nothing-to-do').length === 2);
    expect(await started.dead()).toEqual([]);
  });

  it('QUE-05 a worker killed in the middle of 1 000 jobs: none lost, none doubled', async () => {
    const records = await Promise.all(Array.from({ length: 1_000 }, dispensation));
    const environment = { STORE_URL: database.url('ncp_dispatcher'), QUEUE_URL: queueUrl };
    const first = startSource(fixture('settle-all.ts'), [], { environment });
    for (let settled = 0; settled < 100; settled += 1) await first.line(/^settled/);
    await first.kill();
    const second = startSource(fixture('settle-all.ts'), [], { environment });
    await until('all settled', async () => (await store.work.countByState()).get('CONFIRMED') === 1_000, 50_000);
    await second.kill();
    const leaves = new Map<string, number>();
    for await (const leaf of store.audit.leaves()) {
      if (leaf.kind.startsWith('settled')) leaves.set(leaf.kind, (leaves.get(leaf.kind) ?? 0) + 1);
    }
    expect(leaves.size).toBe(records.length);
    expect(Math.max(...leaves.values())).toBe(1);
  });

  it('QUE-07 a job that kills its process every time is set aside after its budget', async () => {
    await inject(queueUrl, [{ name: 'forward-audit', data: { kind: 'forward-audit', id: '1', trace: 'x' } }]);
    let deaths = 0;
    for (; deaths < 8; deaths += 1) {
      const worker = startSource(fixture('die-of-job.ts'), [], { environment: { QUEUE_URL: queueUrl } });
      const died = await Promise.race([worker.ended().then(() => true, () => true), worker.line(/^dead/).then(() => false, () => true)]);
      await worker.kill();
      if (!died) break;
    }
    expect(deaths).toBeGreaterThan(1);
    expect(deaths).toBeLessThan(6);
  });

  it('QUE-14, DAT-02 keeps no content in the queue, also not from errors', async () => {
    const record = await dispensation();
    const started = await dispatcher({ reconcile: () => Promise.reject(new RangeError('CANARY 199008202385')), pace: { ...PACE, sweepMs: 60_000 } });
    const content = () => (queueUrl.startsWith('redis') ? redisContent(queueUrl) : postgresContent(queueUrl));
    await until('failed once', async () => (await content()).includes('RangeError'));
    const stored = await content();
    expect(stored).toContain(record.exchange);
    expect(stored).not.toMatch(/CANARY|199008202385|rx-/);
    await started.stop();
  });

  it('QUE-13 lets an active job finish when it is stopped', async () => {
    await dispensation();
    const events: string[] = [];
    const started = await dispatcher({ reconcile: async () => { events.push('begins'); await pause(700); events.push('ends'); } });
    await until('begun', () => events.length === 1);
    await started.stop();
    expect(events).toEqual(['begins', 'ends']);
  });

  it('forwards each event once and in order, and keeps events where no repository is configured', async () => {
    const without = await dispatcher();
    for (let index = 0; index < 30; index += 1) await store.journal.commit(sampleEntry());
    await pause(500);
    expect((await store.outbox.backlog('forward-audit')).rows).toBe(30);
    await without.stop();
    const frames: string[] = [];
    await dispatcher({
      audit: {
        host: 'ncp', sign: (event) => event.xml,
        connect: () => Promise.resolve({ isOpen: () => true, close: () => undefined, write: (frame) => { frames.push(Buffer.from(frame).toString()); return Promise.resolve(); } }),
      },
    });
    for (let index = 0; index < 30; index += 1) await store.journal.commit(sampleEntry());
    await until('forwarded', async () => (await store.outbox.backlog('forward-audit')).rows === 0);
    const order: string[] = [];
    for await (const leaf of store.audit.leaves()) order.push(leaf.exchange);
    expect(frames.map((frame) => /exchange="([^"]+)"/.exec(frame)?.[1])).toEqual(order);
  });

  it('P8, QUE-03 works without the queue: the sweep does it', async () => {
    const record = await dispensation();
    const dead = new URL(queueUrl);
    dead.port = '1';
    queueUrl = dead.href;
    const looked: string[] = [];
    await dispatcher({ reconcile: async (key) => { looked.push(key.documentExtension); await settle(record); } });
    await until('looked', () => looked.length === 1);
    expect(alarms.some((alarm) => alarm.startsWith('NCP_QUEUE_UNAVAILABLE'))).toBe(true);
  });
});

async function redisContent(url: string): Promise<string> {
  const connection = new Redis(url);
  const parts: string[] = [];
  for (const key of await connection.keys('*')) parts.push(key, (await connection.dump(key))?.toString() ?? '', JSON.stringify(await connection.hgetall(key).catch(() => ({}))));
  connection.disconnect();
  return parts.join('\n');
}

/** Every job with everything that is stored about it: data, options, reason, stack. */
async function postgresContent(url: string): Promise<string> {
  const queue = new Queue('dispatch', { connection: { connectionString: url, migrate: true } }, createPostgresBackend);
  const jobs = await queue.getJobs(['waiting', 'active', 'delayed', 'failed', 'completed']);
  await queue.close();
  return JSON.stringify(jobs.map((job) => ({ ...job.toJSON(), stacktrace: job.stacktrace })));
}

describe('Redis settings', () => {
  it('QUE-03 refuses to start on a Redis that evicts', async () => {
    const evicting = await startLocalRedis(['--maxmemory-policy', 'allkeys-lru']);
    if (evicting === undefined) return;
    const open = openQueue({ url: evicting.url, handle: () => Promise.resolve(), onDead: () => undefined, onError: () => undefined });
    await expect(open).rejects.toMatchObject({ code: 'NCP_QUEUE_UNAVAILABLE', details: { reason: 'maxmemory-policy', policy: 'allkeys-lru' } });
    await evicting.stop();
  });
});
