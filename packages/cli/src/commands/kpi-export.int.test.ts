import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addMs, countryCode, instant } from '@ncp/domain';
import { openStore } from '@ncp/store';
import { sampleEntry, startTestPostgres, type TestDatabase, type TestPostgres } from '@ncp/testkit';
import { exitCodeOf } from '../exit-code.js';
import type { Output } from '../output.js';
import { kpiExportCommand, type KpiOptions } from './kpi-export.js';

describe('ncp kpi export', () => {
  let postgres: TestPostgres;
  let database: TestDatabase;
  let folder = '';
  const results: unknown[] = [];
  const output: Output = { json: true, line: () => undefined, progress: () => undefined, result: (value) => { results.push(value); } };
  const at = (name: string): string => join(folder, name);
  const run = (changes: Partial<KpiOptions> = {}): Promise<number> =>
    kpiExportCommand(output, { state: at('nothing'), database: database.url('ncp_dashboard'), period: '2026-Q1', format: 'xlsx', ...changes }).then((code) => code, exitCodeOf);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ncp-kpi-'));
    postgres = await startTestPostgres();
    database = await postgres.database();
    const store = await openStore({ url: database.url('ncp_a'), application: 'kpi-test', keys: { current: { id: 'test', key: new Uint8Array(32).fill(7) } }, connections: 1 });
    for (let day = 0; day < 10; day += 1) {
      const entry = sampleEntry();
      const receivedAt = addMs(instant('2026-01-31T23:30:00Z'), day * 86_400_000);
      await store.journal.commit({
        ...entry, leaf: { ...entry.leaf, kind: 'identify' },
        facts: { ...entry.facts, messageId: '=cmd', country: countryCode(day % 2 === 0 ? 'FI' : 'DK'), receivedAt, timing: { direction: 'inbound', endedAt: addMs(receivedAt, 1_800_000), totalMs: 1, peerMs: 0, nationalMs: 0, steps: [] } },
      });
    }
    await store.close();
  }, 60_000);
  afterAll(async () => {
    await database.drop();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('writes a closed quarter twice in the same bytes', async () => {
    expect([await run({ out: at('a.xlsx') }), await run({ out: at('b.xlsx') })]).toEqual([0, 0]);
    expect(readFileSync(at('a.xlsx')).equals(readFileSync(at('b.xlsx')))).toBe(true);
    expect(results.at(-1)).toMatchObject({ ok: true, state: 'closed', definitions: '1.4-SE1', tables: [{ name: 'KPI-1.2', rows: 10 }, { rows: 0 }, { rows: 0 }, { rows: 0 }, { rows: 0 }, { name: 'eTransaction', rows: 10 }] });
  });

  it('says whether the figures are of a demonstration, by what the services say of themselves, and what in it is a reading of ours', async () => {
    const sources = async (): Promise<readonly boolean[]> => {
      await run({ out: at('about.xlsx') });
      const text = readFileSync(at('about.xlsx')).toString('latin1');
      return ['Demonstration gateway', 'National Contact Point for eHealth, Sweden', 'A reading of ours [inferred]'].map((part) => text.includes(part));
    };
    const store = await openStore({ url: database.url('ncp_a'), application: 'kpi-test', keys: { current: { id: 'test', key: new Uint8Array(32).fill(7) } }, connections: 1 });
    const took = (service: string, mode: string): Promise<void> => store.inForce.tookConfiguration({ service, at: instant('2026-06-12T12:00:00Z'), settings: [{ path: 'mode', value: mode, origin: 'file' }] });
    expect(await sources()).toEqual([true, false, true]);
    await took('ncp-a', 'production');
    expect(await sources()).toEqual([false, true, true]);
    await took('ncp-b', 'demo');
    expect(await sources()).toEqual([true, false, true]);
    await store.close();
  });

  it('writes a table each as CSV, of one country where asked, and only of the month', async () => {
    expect(await run({ format: 'csv', period: '2026-01', country: 'FI', out: at('csv') })).toBe(0);
    expect(readdirSync(at('csv')).toSorted()).toEqual(['KPI-1.2.csv', 'KPI-1.3.csv', 'KPI-1.4.csv', 'KPI-1.5.csv', 'KPI-1.6.csv', 'eTransaction.csv']);
    expect(readFileSync(at('csv/KPI-1.2.csv'), 'utf8').split('\r\n')).toEqual([
      'Home ISO,Year,Quarter,Sender ISO,Receiver ISO,Start,End,Service type,Result,Error', 'SE,2026,1,FI,SE,2026-01-31T23:30:00Z,2026-02-01T00:00:00Z,PATIENT_IDENTIFICATION_RESPONSE,SUCCESS,', '',
    ]);
    expect(readFileSync(at('csv/eTransaction.csv'), 'utf8')).toContain(",'=cmd,");
  });

  it('refuses what has not ended, unless it is asked for as open, and what is no period', async () => {
    expect([await run({ period: '2098-Q1' }), await run({ period: '2098-Q1', open: true, out: at('open.xlsx') })]).toEqual([1, 0]);
    expect(readFileSync(at('open.xlsx')).toString('latin1')).toContain('OPEN as of');
    expect([await run({ period: '2026' }), await run({ country: 'Finland' }), await run({ period: '2010-Q1' }), await run({ period: '2009-01' })]).toEqual([64, 64, 1, 1]);
  });
});
