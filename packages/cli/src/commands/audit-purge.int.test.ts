import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { instantFromEpoch, isNcpError, type Instant } from '@ncp/domain';
import { openStore, type Store } from '@ncp/store';
import { sampleEntry, startTestPostgres, type TestDatabase, type TestPostgres } from '@ncp/testkit';
import { auditPurgeCommand } from './audit-purge.js';

const YEAR_MS = 365.25 * 86_400_000;

describe('ncp audit purge', () => {
  let postgres: TestPostgres;
  let database: TestDatabase;
  let store: Store;
  const results: unknown[] = [];
  const output = { json: true, line: () => undefined, progress: () => undefined, result: (value: unknown) => { results.push(value); } };
  const ago = (years: number): Instant => instantFromEpoch(Date.now() - years * YEAR_MS);
  const day = (years: number): string => ago(years).slice(0, 10);
  const purge = (before: string, url = database.ownerUrl): Promise<unknown> => auditPurgeCommand(output, { database: url, before }).catch((error: unknown) => (isNcpError(error) ? error.code : error));
  beforeAll(async () => {
    postgres = await startTestPostgres();
    database = await postgres.database();
    store = await openStore({ url: database.url('ncp_dispatcher'), application: 'purge-test', keys: { current: { id: 'test', key: new Uint8Array(32).fill(7) } } });
    for (const years of [12, 11, 1]) {
      const entry = sampleEntry();
      await store.journal.commit({ ...entry, leaf: { ...entry.leaf, time: ago(years) } });
    }
  }, 120_000);
  afterAll(async () => {
    await store.close();
    await database.drop();
    await postgres.stop();
  });
  const bodies = async (): Promise<readonly boolean[]> => Promise.all([1n, 2n, 3n].map(async (sequence) => (await store.audit.event(sequence)) !== undefined));

  it.each([['a day that is younger', day(9.9)], ['today', day(0)], ['no day', '2016-13-41'], ['something else', 'everything']])('DAT-09 refuses %s', async (_, before) => {
    expect([await purge(before), await bodies()]).toEqual(['NCP_CLI_USAGE', [true, true, true]]);
  });

  it('AUD-22 is refused by the database to whoever is not its owner', async () => {
    expect([await purge(day(11.5), database.url('ncp_dispatcher')), await bodies()]).toEqual(['NCP_STORE_UNAVAILABLE', [true, true, true]]);
  });

  it('DAT-09 deletes what is older than the day, keeps every leaf, and leaves the counts for the chain', async () => {
    expect(await purge(day(11.5))).toBe(0);
    expect([await bodies(), (await store.audit.head()).sequence]).toEqual([[false, true, true], 3n]);
    expect(results.at(-1)).toMatchObject({ ok: true, deleted: expect.arrayContaining([{ table: 'audit_event', rows: 1 }]) });
    expect((await store.outbox.open('record-retention', 10)).map(({ subject }) => subject)).toContain('audit_event:1');
  });
});
