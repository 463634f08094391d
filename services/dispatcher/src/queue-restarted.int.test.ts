import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { startLocalRedis, until, type TestRedis } from '@ncp/testkit';
import type { Job } from './job.js';
import { openQueue, type WorkQueue } from './queue.js';

/** 3 s unless more is asked for (QUE-02: also 60 s). */
const OUTAGE_MS = Number(process.env['NCP_OUTAGE_SECONDS'] ?? '3') * 1_000;
/** An outbox row's: digits. */
const job = (id: string): Job => ({ kind: 'reconcile-dispensation', id, trace: id });
const redis: TestRedis | undefined = await startLocalRedis();

/** Between us and Redis: what is open when it falls silent passes nothing any more, and nobody is told. What is opened later is well. */
async function silencing(to: number): Promise<{ readonly url: string; fallSilent(): void; close(): void }> {
  const open = new Set<Socket>();
  let silent: ReadonlySet<Socket> = new Set();
  const server = createServer((client) => {
    const onward = createConnection(to, '127.0.0.1');
    for (const [from, other] of [[client, onward], [onward, client]] as const) {
      open.add(from);
      from.on('data', (bytes) => { if (!silent.has(from)) other.write(bytes); });
      from.on('error', () => undefined).once('close', () => { if (!silent.has(from)) other.destroy(); });
    }
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `redis://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    fallSilent: () => { silent = new Set(open); },
    close: () => {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

if (redis === undefined) describe.skip('a queue that is restarted (no redis-server)', () => { it('QUE-02', () => undefined); });
else describe('a queue that is restarted under its workers', () => {
  const queues: WorkQueue[] = [];
  const begun: string[] = [];
  const errors: string[] = [];
  let hold: Promise<unknown> = Promise.resolve();
  afterEach(async () => {
    await Promise.all(queues.splice(0).map((one) => one.close()));
    begun.length = 0;
    errors.length = 0;
    hold = Promise.resolve();
  });
  afterAll(async () => { await redis.stop(); });
  const open = async (url: string = redis.url): Promise<WorkQueue> => {
    const queue = await openQueue({
      url, onDead: () => undefined, onError: (name) => { errors.push(name); }, lockMs: 2_000, stalledCheckMs: 500, watchMs: 400,
      handle: async ({ id }) => {
        begun.push(id);
        await hold;
      },
    });
    queues.push(queue);
    return queue;
  };
  const outage = async (): Promise<void> => {
    redis.outage?.begin();
    await pause(OUTAGE_MS);
    await redis.outage?.end();
  };
  /** As the relay does: until the queue takes it. */
  const addWhenBack = async (queue: WorkQueue, id: string): Promise<void> => {
    await until('the queue takes jobs', () => queue.add([{ id: `hint-${id}`, job: job(id) }]).then(() => true, () => false));
  };

  it('QUE-02 an idle worker goes on by itself', async () => {
    const queue = await open();
    await addWhenBack(queue, '1');
    await until('first', () => begun.includes('1'));
    await outage();
    await addWhenBack(queue, '2');
    await until('second', () => begun.includes('2'));
  }, 120_000);

  it('QUE-02 a busy worker ends what it has, and goes on with what waits', async () => {
    const queue = await open();
    const release = Promise.withResolvers<undefined>();
    hold = release.promise;
    // Eight at once; the rest waits in the queue, on disk.
    await queue.add(Array.from({ length: 12 }, (_, at) => ({ id: `hint-${String(at)}`, job: job(String(at)) })));
    await until('eight are under way', () => begun.length === 8);
    await pause(1_200);
    await outage();
    hold = Promise.resolve();
    release.resolve(undefined);
    await until('all were done', () => new Set(begun).size === 12);
    await addWhenBack(queue, '99');
    await until('what came later', () => begun.includes('99'));
    expect(await queue.dead()).toEqual([]);
  }, 120_000);

  it('QUE-02 a worker that waits on a connection of which nobody said that it is dead gets another one', async () => {
    const between = await silencing(Number(new URL(redis.url).port));
    const queue = await open(between.url);
    await addWhenBack(queue, '3');
    await until('first', () => begun.includes('3'));
    between.fallSilent();
    await addWhenBack(queue, '4');
    await until('second', () => begun.includes('4'));
    expect(errors).toContain('StuckWorker');
    await queue.close();
    between.close();
  }, 120_000);
});
