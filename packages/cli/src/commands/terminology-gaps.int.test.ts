import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countryCode, instant } from '@ncp/domain';
import type { TerminologyGap } from '@ncp/exchange';
import { openStore, type Store } from '@ncp/store';
import { startTestPostgres, type TestDatabase, type TestPostgres } from '@ncp/testkit';
import type { Output } from '../output.js';
import { terminologyGapsCommand } from './terminology-gaps.js';
import { terminologyListCommand } from './terminology.js';

const NOW = instant('2026-11-01T09:00:00Z');
const gap = (change: Partial<TerminologyGap>): TerminologyGap => ({ release: 'r1', codeSystem: '1.2', code: 'X', field: 'dose-form', reason: 'unknown-code', country: countryCode('FI'), ...change });

describe('ncp terminology gaps, out of the database', () => {
  let postgres: TestPostgres;
  let database: TestDatabase;
  let store: Store;
  beforeAll(async () => {
    postgres = await startTestPostgres();
    database = await postgres.database();
    store = await openStore({ url: database.url('ncp_a'), application: 'gaps-test', keys: { current: { id: 'test', key: new Uint8Array(32) } } });
    await store.terminology.add([{ ...gap({}), count: 2 }, { ...gap({ code: '(text)', codeSystem: '', reason: 'unknown-text' }), count: 7 }, { ...gap({ release: 'r2', country: countryCode('PT') }), count: 1 }], NOW);
    await store.terminology.took({ service: 'ncp-a', release: 'r2', hash: '', at: NOW });
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
    await postgres.stop();
  });

  const asked = async (command: (output: Output) => Promise<number>): Promise<{ readonly code: number; readonly lines: readonly string[]; readonly result: unknown }> => {
    const [lines, results]: [string[], unknown[]] = [[], []];
    const code = await command({ json: true, line: (text = '') => { lines.push(text); }, progress: () => undefined, result: (value) => { results.push(value); } });
    return { code, lines, result: results[0] };
  };

  it('lists them with counts, the most frequent first; of one release or country', async () => {
    const place = { state: '/nowhere', database: database.url('ncp_a') };
    const all = await asked((output) => terminologyGapsCommand(output, [], place));
    expect(all.code).toBe(0);
    expect(all.result).toMatchObject({ ok: true, gaps: [{ code: '(text)', count: 7 }, { code: 'X', codeSystem: '1.2', field: 'dose-form', country: 'FI', count: 2 }, { country: 'PT', count: 1 }] });
    expect(all.lines[0]).toMatch(/^COUNT {2}COUNTRY {2}FIELD +CODE +CODE SYSTEM/);
    expect(all.lines.at(-1)).toBe('3 different gaps, met 10 times');
    expect((await asked((output) => terminologyGapsCommand(output, [], { ...place, country: 'PT' }))).result).toMatchObject({ gaps: [{ release: 'r2' }] });
    expect((await asked((output) => terminologyGapsCommand(output, [], { ...place, release: 'r3' }))).result).toMatchObject({ gaps: [] });
    await expect(terminologyGapsCommand({} as Output, [], { ...place, country: 'Portugal' })).rejects.toMatchObject({ code: 'NCP_CLI_USAGE' });
  });

  it('says where nothing was ever started', async () => {
    const given = process.env['DATABASE_URL'];
    delete process.env['DATABASE_URL'];
    try {
      await expect(terminologyGapsCommand({} as Output, [], { state: '/nowhere' })).rejects.toMatchObject({ code: 'NCP_CLI_NOT_RUNNING' });
    } finally {
      if (given !== undefined) process.env['DATABASE_URL'] = given;
    }
  });

  it('the list of releases tells which each service has taken', async () => {
    const { result } = await asked((output) => terminologyListCommand(output, { state: '/nowhere', database: database.url('ncp_a') }));
    expect(result).toMatchObject({ inForce: 'starter', releases: [{ name: 'starter', inForce: true }], services: [{ service: 'ncp-a', release: 'r2' }] });
  });
});
