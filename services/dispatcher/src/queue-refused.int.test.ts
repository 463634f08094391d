import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestPostgres, type TestDatabase, type TestPostgres } from '@ncp/testkit';
import { openQueue, type WorkQueue } from './queue.js';

describe('a queue in a database where the role may not make its tables', () => {
  let postgres: TestPostgres;
  let database: TestDatabase;
  let queue: WorkQueue;
  const errors: string[] = [];

  beforeAll(async () => {
    postgres = await startTestPostgres();
    database = await postgres.database();
    queue = await openQueue({ url: database.url('ncp_dispatcher'), handle: async () => undefined, onDead: () => undefined, onError: (error) => { errors.push(error); } });
  }, 120_000);
  afterAll(async () => {
    await queue.close();
    await database.drop();
    await postgres.stop();
  });

  it('is told of, and rests: the rest of the process goes on', async () => {
    const begun = performance.now();
    const cpu = process.cpuUsage();
    await pause(2_000);
    const { user, system } = process.cpuUsage(cpu);
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.length).toBeLessThan(20);
    // A worker that asks without a pause takes a whole processor, and this very timer with it.
    expect(performance.now() - begun).toBeLessThan(3_500);
    expect((user + system) / 1_000).toBeLessThan(1_200);
  });

  it('takes no job, and says so', async () => {
    await expect(queue.add([{ job: { kind: 'forward-audit', id: '1', trace: 't' }, id: '1' }])).rejects.toMatchObject({ code: 'NCP_QUEUE_UNAVAILABLE' });
  });
});
