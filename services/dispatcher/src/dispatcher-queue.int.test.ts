import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ExchangeId } from '@ncp/domain';
import { startLocalRedis, startSource, until } from '@ncp/testkit';
import { createPostgresBackend, Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { now, openBench, PACE, startBackends, type DispatcherBench } from '../fixtures/dispatcher-bench.js';
import { openQueue } from './queue.js';
import { reconcileExchange } from './reconcile.js';

const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));

const backends = await startBackends();
afterAll(async () => backends.stop());

if (backends.missing !== undefined) describe.skip(`the queue of the dispatcher on Redis (${backends.missing})`, () => { it('QUE-05, QUE-06, QUE-09', () => undefined); });

describe.each(backends.each)('the queue of the dispatcher on $name', (backend) => {
  let bench: DispatcherBench;
  beforeEach(async () => { bench = await openBench(backends, backend); });
  afterEach(async () => bench.stop());

  it('QUE-09 the same job a hundred times is one look', async () => {
    const record = await bench.dispensation();
    let looks = 0;
    const counting = { store: bench.store, now, reconcile: async () => { looks += 1; await pause(100); }, report: { job: (_: string, outcome: string) => { bench.jobs.push(outcome); }, alarm: () => undefined } };
    const queue = await openQueue({ url: bench.queueUrl, handle: (job) => reconcileExchange(job.id as ExchangeId, counting), onDead: () => undefined, onError: () => undefined });
    bench.atEnd(() => queue.close());
    const job = { kind: 'reconcile-dispensation', id: record.exchange, trace: record.exchange } as const;
    await queue.add(Array.from({ length: 100 }, (_, index) => ({ id: `copy-${index}`, job })));
    await queue.add(Array.from({ length: 100 }, () => ({ id: 'copy-0', job })));
    await until('all done', () => bench.jobs.length >= 100);
    expect(looks).toBe(1);
  });

  it('QUE-06 sets undecodable and unknown jobs aside alone; the others proceed', async () => {
    const record = await bench.dispensation();
    const looked: string[] = [];
    await backend.inject(bench.queueUrl, [
      { name: 'Eva Kvittersson', data: { patient: 'a number of a person' } },
      { name: 'reconcile-dispensation', data: { kind: 'reconcile-dispensation', id: 17 } },
      { name: 'from-the-future', data: { kind: 'refresh-smp', id: '17', trace: 'x' } },
    ]);
    const started = await bench.dispatcher({ reconcile: async (key) => { looked.push(key.documentExtension); await bench.settle(record); } });
    await until('set aside', async () => (await started.dead()).length === 3);
    await until('good one done', () => looked.length === 1);
    expect((await started.dead()).map((dead) => dead.reason)).toEqual(['NCP_QUEUE_JOB', 'NCP_QUEUE_JOB', 'NCP_QUEUE_JOB']);
    expect(bench.alarms.filter((alarm) => alarm.startsWith('NCP_QUEUE_JOB'))).toHaveLength(3);
    expect(bench.alarms.join('')).not.toContain('Eva');
  });

  it('QUE-08 a job for something that no longer exists completes as nothing to do', async () => {
    await backend.inject(bench.queueUrl, [
      { name: 'reconcile-dispensation', data: { kind: 'reconcile-dispensation', id: '0190b5c4-0000-7000-8000-000000000000', trace: 'x' } },
      { name: 'reconcile-dispensation', data: { kind: 'reconcile-dispensation', id: '999999', trace: 'x' } },
    ]);
    const started = await bench.dispatcher();
    await until('both done', () => bench.jobs.filter((job) => job === 'reconcile-dispensation nothing-to-do').length === 2);
    expect(await started.dead()).toEqual([]);
  });

  it('QUE-05 a worker killed in the middle of 1 000 jobs: none lost, none doubled', async () => {
    const records = await Promise.all(Array.from({ length: 1_000 }, bench.dispensation));
    const environment = { STORE_URL: bench.database.url('ncp_dispatcher'), QUEUE_URL: bench.queueUrl };
    const first = startSource(fixture('settle-all.ts'), [], { environment });
    for (let settled = 0; settled < 100; settled += 1) await first.line(/^settled/);
    await first.kill();
    const second = startSource(fixture('settle-all.ts'), [], { environment });
    await until('all settled', async () => (await bench.store.work.countByState()).get('CONFIRMED') === 1_000, 50_000);
    await second.kill();
    const leaves = new Map<string, number>();
    for await (const leaf of bench.store.audit.leaves()) {
      if (leaf.kind.startsWith('settled')) leaves.set(leaf.kind, (leaves.get(leaf.kind) ?? 0) + 1);
    }
    expect(leaves.size).toBe(records.length);
    expect(Math.max(...leaves.values())).toBe(1);
  });

  it('QUE-07 a job that kills its process every time is set aside after its budget', async () => {
    await backend.inject(bench.queueUrl, [{ name: 'forward-audit', data: { kind: 'forward-audit', id: '1', trace: 'x' } }]);
    let deaths = 0;
    for (; deaths < 8; deaths += 1) {
      const worker = startSource(fixture('die-of-job.ts'), [], { environment: { QUEUE_URL: bench.queueUrl } });
      const died = await Promise.race([worker.ended().then(() => true, () => true), worker.line(/^dead/).then(() => false, () => true)]);
      await worker.kill();
      if (!died) break;
    }
    expect(deaths).toBeGreaterThan(1);
    expect(deaths).toBeLessThan(6);
  });

  it('QUE-14, DAT-02 keeps no content in the queue, also not from errors', async () => {
    const record = await bench.dispensation();
    const started = await bench.dispatcher({ reconcile: () => Promise.reject(new RangeError('CANARY 199008202385')), pace: { ...PACE, sweepMs: 60_000 } });
    const content = () => (bench.queueUrl.startsWith('redis') ? redisContent(bench.queueUrl) : postgresContent(bench.queueUrl));
    await until('failed once', async () => (await content()).includes('RangeError'));
    const stored = await content();
    expect(stored).toContain(record.exchange);
    expect(stored).not.toMatch(/CANARY|199008202385|rx-/);
    await started.stop();
  });

  it('QUE-13 lets an active job finish when it is stopped', async () => {
    await bench.dispensation();
    const events: string[] = [];
    const started = await bench.dispatcher({ reconcile: async () => { events.push('begins'); await pause(700); events.push('ends'); } });
    await until('begun', () => events.length === 1);
    await started.stop();
    expect(events).toEqual(['begins', 'ends']);
  });

  it('P8, QUE-03 works without the queue: the sweep does it', async () => {
    const record = await bench.dispensation();
    const dead = new URL(bench.queueUrl);
    dead.port = '1';
    const looked: string[] = [];
    await bench.dispatcher({ queueUrl: dead.href, reconcile: async (key) => { looked.push(key.documentExtension); await bench.settle(record); } });
    await until('looked', () => looked.length === 1);
    expect(bench.alarms.some((alarm) => alarm.startsWith('NCP_QUEUE_UNAVAILABLE'))).toBe(true);
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
