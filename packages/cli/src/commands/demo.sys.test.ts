import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { canariesOf, CanaryScan } from '@ncp/conformance';
import { instant } from '@ncp/domain';
import { ABROAD_PERSONS, seedPersons } from '@ncp/simulator';
import { CLI, runCli, runProgram, type Ended } from '../../fixtures/run-cli.js';

interface Told {
  readonly ok: boolean;
  readonly steps: readonly { readonly name: string; readonly ok: boolean; readonly ms: number; readonly detail: string }[];
  readonly documents: readonly { readonly kind: string; readonly level: string; readonly file: string }[];
}

interface DemoResult extends Told {
  readonly b: Told;
  readonly audit: { readonly leaves: number; readonly verified: boolean };
  readonly nll: Readonly<Record<'before' | 'dispensed' | 'after', unknown>>;
}

describe('ncp demo', () => {
  const out = mkdtempSync(join(tmpdir(), 'ncp-demo-test-'));
  const temporary = join(out, 'tmp');
  const state = join(out, 'state');
  let ended: Ended;
  let result: DemoResult;
  beforeAll(async () => {
    mkdirSync(temporary);
    ended = await runProgram(process.execPath, [CLI, 'demo', '--json', '--out', join(out, 'kept'), '--state', state], { TMPDIR: temporary });
    result = JSON.parse(ended.stdout) as DemoResult;
  }, 120_000);
  afterAll(() => { rmSync(out, { recursive: true, force: true }); });

  it('makes the whole visit, verifies the chain, and ends well', () => {
    expect(result.steps.filter((step) => !step.ok)).toEqual([]);
    expect(result.steps.map(({ name }) => name)).toEqual([
      'identify', 'list', 'retrieve L3', 'retrieve L1', 'dispense', 'list after dispensing', 'discard', 'list after discard', 'verify the audit chain',
    ]);
    expect(result.ok).toBe(true);
    expect(ended.status).toBe(0);
    expect(result.audit.verified).toBe(true);
    expect(result.audit.leaves).toBeGreaterThanOrEqual(8);
  });

  it('shows the national list before, between and after', () => {
    expect(result.nll.before).toMatchObject({ prescriptions: [{ status: 'active', uttagRemaining: 1, remaining: '100' }], uttag: [] });
    expect(result.nll.dispensed).toMatchObject({ prescriptions: [{ status: 'completed', uttagRemaining: 0, remaining: '16' }], uttag: [{ status: 'completed', deducted: '84', country: 'FI' }] });
    expect(result.nll.after).toMatchObject({ prescriptions: [{ status: 'active', uttagRemaining: 1, remaining: '100' }], uttag: [{ status: 'entered-in-error', deducted: '0' }] });
  });

  it('makes three visits at a Swedish pharmacy: one taken back, one refused with its reason, one that settles by itself', () => {
    const { b } = result;
    expect(b.steps.filter((step) => !step.ok)).toEqual([]);
    expect(b.ok).toBe(true);
    const detail = (name: string): string => b.steps.find((step) => step.name === name)?.detail ?? '';
    expect(detail('FI discard')).toMatch(/^taken-back:/);
    expect(detail('DK be told')).toMatch(/^not-recorded:.*\(they said 4106\)/);
    expect(detail('PT be told')).toMatch(/^first waiting:.*\(they said 2201\); then recorded:/);
    expect(b.documents.map(({ kind, level }) => `${kind} ${level}`)).toEqual(['FI', 'DK', 'PT'].flatMap((country) => ['swedish', 'fhir', 'original'].map((form) => `${country} ePrescription ${form}`)));
    for (const { file } of b.documents) expect(existsSync(file)).toBe(true);
  });

  it('keeps every document and every message', async () => {
    expect(result.documents.map(({ kind, level }) => `${kind} ${level}`)).toEqual(['ePrescription L3', 'ePrescription L1', 'eDispensation L3']);
    for (const { file } of result.documents) expect(existsSync(file)).toBe(true);
    const messages = readdirSync(join(out, 'kept', 'messages'));
    expect(messages.filter((name) => name.includes('-request.'))).toHaveLength(8);
    expect(messages.filter((name) => name.includes('-response.'))).toHaveLength(8);
    expect(readFileSync(join(out, 'kept', 'messages', '05-ITI-41-request.mime'), 'utf8')).toMatch(/^MIME-Version: 1\.0\r\nContent-Type: multipart\/related/);
    expect((await runCli('validate', join(out, 'kept', 'documents'))).status).toBe(0);
  }, 30_000);

  describe('DAT-01, DAT-02, DAT-05: after whole visits of both ways', () => {
    const OURS = /^(ncp-a|ncp-b|dispatcher|counter|dashboard)\.log$/;
    const scan = (): CanaryScan => {
      const abroad = Object.values(ABROAD_PERSONS).flat().map(({ patient }) => ({ key: 'abroad', id: patient.id.extension, given: patient.given.join(' '), family: patient.family }));
      return new CanaryScan(canariesOf([...seedPersons({ now: () => instant('2026-06-12T12:00:00Z') }), ...abroad]));
    };

    it('DAT-01 no log of ours, at its most talkative level, names anybody; a planted name is found among the same lines', () => {
      const logs = join(state, 'logs');
      const found = scan();
      found.folder(logs, (name) => !OURS.test(name), '');
      expect(found.report).toMatchObject({ hits: [] });
      expect(found.report.files).toBeGreaterThanOrEqual(4);
      const planted = scan();
      planted.text('ncp-a.log', `${readFileSync(join(logs, 'ncp-a.log'), 'utf8')}{"level":"info","msg":"Alma Maria Testdotter"}\n`);
      expect(planted.report.hits.map(({ canary }) => canary)).toEqual(['S01 name', 'S01 family']);
    });

    it.each(existsSync('/proc') ? ['tables, indexes, jobs, write-ahead files and log'] : [])('DAT-02, DAT-05 PostgreSQL holds nobody in the clear: %s', () => {
      const cluster = join(state, 'postgres');
      // On a server of others its files are theirs.
      if (!existsSync(cluster)) return;
      const found = scan();
      found.folder(cluster, undefined, '');
      expect(found.report).toMatchObject({ hits: [] });
      expect(found.report.bytes).toBeGreaterThan(10_000_000);
    });
  });

  it('leaves nothing behind', () => { expect(readdirSync(temporary).filter((name) => !name.startsWith('ncp-postgres-'))).toEqual([]); });
});
