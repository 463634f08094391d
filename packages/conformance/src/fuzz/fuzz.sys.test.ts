import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { FuzzPlan, FuzzReport } from './fuzz.js';

/** The watching thread, as built: it outlives what it watches. */

const folder = mkdtempSync(join(tmpdir(), 'ncp-fuzz-'));
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

const ENTRY = new URL('../../dist/fuzz/fuzz.js', import.meta.url).href;
const BAD = new URL('../../fixtures/bad-targets.mjs', import.meta.url).href;
const MAIN = new URL('../../../cli/dist/main.js', import.meta.url).pathname;

const report = (target: string, seconds: number, patience: Partial<FuzzPlan> = {}): FuzzReport => {
  const plan = JSON.stringify({ target, seconds, seed: 1, folder: join(folder, target), module: BAD, ...patience });
  const program = `const { fuzz } = await import('${ENTRY}'); process.stdout.write(JSON.stringify(await fuzz(${plan})));`;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } })) as FuzzReport;
};

describe('FUZZ-08 a finding becomes a file', () => {
  it.each([['crashes', 'crash'], ['keeps', 'growth']] as const)('FUZZ-08 a reader that %s: %s', (target, kind) => {
    const { findings, executions, perSecond, growthMiB } = report(target, 5);
    expect({ executions, growthMiB, findings }).toMatchObject({ findings: [{ kind }] });
    expect([executions > 0, perSecond > 0]).toEqual([true, true]);
    const [found] = findings;
    expect(existsSync(found?.file ?? '')).toBe(true);
    if (kind === 'crash') expect(readFileSync(found?.file ?? '', 'utf8')).toContain('{');
  });

  it('FUZZ-08 a reader that hangs: hang', () => {
    // Impatient, so that it does not take twenty seconds. A thread that hangs has told nothing yet: no executions, no growth.
    const { findings: [found, ...more], growthMiB } = report('hangs', 5, { suspiciousMs: 500, provenMs: 1000 });
    expect({ kind: found?.kind, more, growthMiB }).toEqual({ kind: 'hang', more: [], growthMiB: undefined });
    expect(readFileSync(found?.file ?? '', 'utf8')).toContain('{');
  });
});

describe('ncp fuzz', () => {
  const ncp = (...args: readonly string[]): { readonly status: number | null; readonly stdout: string } => {
    const { status, stdout } = spawnSync(process.execPath, [MAIN, 'fuzz', ...args], { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } });
    return { status, stdout };
  };

  it('names its readers, fuzzes one, and knows no other', () => {
    expect(ncp('--list').stdout).toContain('saml');
    const { status, stdout } = ncp('soap', '--seconds', '1', '--seed', '5', '--json', '--out', join(folder, 'soap'));
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, target: 'soap', seed: 5, findings: [], slowest: { file: join(folder, 'soap', 'slowest') } });
    expect(ncp('nobody').status).toBe(64);
  });
});
