import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addMs, countryCode, instant } from '@ncp/domain';
import type { TerminologyGap } from '@ncp/exchange';
import { startTestPostgres, type TestDatabase, type TestPostgres } from '@ncp/testkit';
import { withConnection } from './database.js';
import { openStore, type Store } from './store.js';

const keys = { current: { id: 'test', key: new Uint8Array(32).fill(7) } };
const NOW = instant('2026-11-01T09:00:00Z');
const YEAR_MS = 365.25 * 86_400_000;

const gap = (change: Partial<TerminologyGap> = {}): TerminologyGap =>
  ({ release: 'r1', codeSystem: '1.2', code: 'X', field: 'dose-form', reason: 'unknown-code', country: countryCode('FI'), ...change });

describe('the terminology report in PostgreSQL', () => {
  let postgres: TestPostgres;
  let database: TestDatabase;
  let a: Store;
  let b: Store;
  let dispatcher: Store;
  beforeAll(async () => {
    postgres = await startTestPostgres();
    database = await postgres.database();
    const open = (role: 'ncp_a' | 'ncp_b' | 'ncp_dispatcher'): Promise<Store> => openStore({ url: database.url(role), application: `terminology-${role}`, keys });
    [a, b, dispatcher] = await Promise.all([open('ncp_a'), open('ncp_b'), open('ncp_dispatcher')]);
  });
  afterAll(async () => {
    await Promise.all([a.close(), b.close(), dispatcher.close()]);
    await database.drop();
    await postgres.stop();
  });

  it('adds counts of two processes up, and lists the most frequent first', async () => {
    await a.terminology.add([{ ...gap(), count: 2 }, { ...gap({ code: 'Y' }), count: 1 }], NOW);
    await b.terminology.add([{ ...gap(), count: 3 }, { ...gap({ reason: 'no-swedish', country: countryCode('PT') }), count: 1 }], addMs(NOW, 60_000));
    const rows = await a.terminology.gaps();
    expect(rows.map(({ code, reason, country, count }) => [code, reason, country, count])).toEqual([['X', 'unknown-code', 'FI', 5], ['X', 'no-swedish', 'PT', 1], ['Y', 'unknown-code', 'FI', 1]]);
    expect(rows[0]).toMatchObject({ firstAt: '2026-11-01T09:00:00.000Z', lastAt: '2026-11-01T09:01:00.000Z', codeSystem: '1.2', field: 'dose-form', release: 'r1' });
    expect((await a.terminology.gaps({ country: 'PT' })).length).toBe(1);
    expect(await a.terminology.gaps({ release: 'r2' })).toEqual([]);
  });

  it('many at once from both sides, in any order, lose no count and do not wait for each other', async () => {
    const many = Array.from({ length: 50 }, (_, index) => ({ ...gap({ release: 'r3', code: String(index) }), count: 1 }));
    await Promise.all(Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? a : b).terminology.add(index % 3 === 0 ? many.toReversed() : many, NOW)));
    const rows = await a.terminology.gaps({ release: 'r3' });
    expect([rows.length, new Set(rows.map(({ count }) => count))]).toEqual([50, new Set([20])]);
  });

  it('a write that the database refuses is all refused, with a code', async () => {
    await expect(a.terminology.add([{ ...gap({ release: 'r4' }), count: 1 }, { ...gap({ release: 'r4', code: '' }), count: 1 }], NOW)).rejects.toMatchObject({ code: 'NCP_STORE_UNAVAILABLE' });
    expect(await a.terminology.gaps({ release: 'r4' })).toEqual([]);
    await a.terminology.add([], NOW);
  });

  it('knows which release each process works with', async () => {
    await a.terminology.took({ service: 'ncp-a', release: 'r1', hash: 'aa', at: NOW });
    await a.terminology.took({ service: 'ncp-a', release: 'r2', hash: 'bb', at: addMs(NOW, 1000) });
    await dispatcher.terminology.took({ service: 'dispatcher', release: 'r1', hash: 'aa', at: NOW });
    expect((await b.terminology.inUse()).map(({ service, release }) => [service, release])).toEqual([['dispatcher', 'r1'], ['ncp-a', 'r2']]);
  });

  it('may be deleted by the dispatcher only, after two years', async () => {
    const mayDelete = async (role: 'ncp_a' | 'ncp_b'): Promise<boolean> =>
      withConnection(database.url(role), async (client) => (await client.query(`select has_table_privilege('terminology_gap', 'delete') as may`)).rows[0].may);
    expect([await mayDelete('ncp_a'), await mayDelete('ncp_b')]).toEqual([false, false]);
    await dispatcher.retention.purge(addMs(NOW, 1.9 * YEAR_MS));
    expect((await a.terminology.gaps({ release: 'r3' })).length).toBe(50);
    await dispatcher.retention.purge(addMs(NOW, 2.1 * YEAR_MS));
    expect(await a.terminology.gaps()).toEqual([]);
  });
});
