import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addMs, instantFromEpoch, type Instant, type PatientSummary } from '@ncp/domain';
import { openStore, type Store } from '@ncp/store';
import { FINLAND, sampleEntry, startTestPostgres, until, type TestDatabase, type TestPostgres } from '@ncp/testkit';
import { startDispatcher, type Dispatcher } from './dispatcher.js';

const keys = { current: { id: 'test', key: new Uint8Array(32).fill(7) } };
const now = (): Instant => instantFromEpoch(Date.now());

describe('Patient Summaries that can no longer be fetched', () => {
  let postgres: TestPostgres;
  let database: TestDatabase;
  let store: Store;
  let own: Store;
  let dispatcher: Dispatcher;
  const alarms: string[] = [];

  beforeAll(async () => {
    postgres = await startTestPostgres();
    database = await postgres.database();
    store = await openStore({ url: database.url('ncp_a'), application: 'snapshots-test', keys });
    own = await openStore({ url: database.url('ncp_dispatcher'), application: 'snapshots-dispatcher', keys });
  }, 120_000);
  afterAll(async () => {
    await dispatcher.stop();
    await own.close();
    await store.close();
    await database.drop();
    await postgres.stop();
  });

  it('are removed by the dispatcher, and the others stay', async () => {
    const listed = async (expiresAt: Instant): Promise<string> => {
      const id = randomUUID();
      await store.journal.commit(sampleEntry({ snapshot: {
        id, country: FINLAND, patientNationalId: 'pat', madeAt: addMs(now(), -60_000), expiresAt,
        sources: ['national-list'], closuresHash: '', summary: {} as PatientSummary,
      } }));
      return id;
    };
    const [ended, open] = [await listed(addMs(now(), -1_000)), await listed(addMs(now(), 60_000))];
    dispatcher = await startDispatcher({
      store: own, queueUrl: database.queueUrl, now, reconcile: () => Promise.resolve(),
      pace: { sweepMs: 200 }, report: { job: () => undefined, alarm: (code) => { alarms.push(code); } },
    });
    await until('removed', async () => (await store.snapshots.find(ended)) === undefined);
    expect((await store.snapshots.find(open))?.id).toBe(open);
    expect(alarms).toEqual([]);
  });
});
