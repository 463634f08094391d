import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canariesOf, CanaryScan, findsPlanted, type Canary, type CanaryReport, type SamplePerson } from '@ncp/conformance';
import type { Output } from '../output.js';
import type { PhaseResult } from './report.js';

/** What every process of a run let out, gathered by the testkit: logs, metrics, health, tables, queue. */
export interface Captured {
  readonly folder: string;
  remove(): void;
}

/** From here on test runs gather what they let out. */
export function beginCapture(): Captured {
  const folder = mkdtempSync(join(tmpdir(), 'ncp-canary-'));
  process.env['NCP_CAPTURE_DIR'] = folder;
  return {
    folder,
    remove: () => {
      delete process.env['NCP_CAPTURE_DIR'];
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const isPerson = (value: unknown): value is SamplePerson =>
  typeof value === 'object' && value !== null && ['key', 'id', 'given', 'family'].every((name) => typeof Reflect.get(value, name) === 'string');

/** The canaries of everybody that took part in the run. */
function canariesIn(folder: string): readonly Canary[] {
  const persons = globSync('persons-*.json', { cwd: folder }).flatMap((file): unknown[] => {
    const read: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    return Array.isArray(read) ? read : [];
  }).filter(isPerson);
  return canariesOf([...new Map(persons.map((one) => [`${one.key} ${one.id}`, one])).values()]);
}

export interface CanaryVerdict extends CanaryReport {
  readonly ok: boolean;
  /** A canary that was planted among the same bytes was found. */
  readonly planted: boolean;
}

/** Looks for every sample person in everything that was gathered (RS DAT-01, -02, -03). */
export function scanCaptured(folder: string): CanaryVerdict {
  const canaries = canariesIn(folder);
  const scan = new CanaryScan(canaries);
  for (const kind of ['logs', 'health', 'database', 'redis']) {
    for (const found of globSync(kind, { cwd: folder })) scan.folder(join(folder, found), undefined, found);
  }
  const { report } = scan;
  const planted = canaries.length > 0 && findsPlanted(canaries, 'x'.repeat(64));
  return { ...report, planted, ok: planted && report.files > 0 && report.hits.length === 0 };
}

/** The verdict as one test of the run. Places and names of canaries are told, never what was found. */
export function canaryPhase(output: Output, folder: string): PhaseResult {
  const begun = performance.now();
  const { ok, hits, files, bytes, canaries, planted } = scanCaptured(folder);
  output.progress(`  ${ok ? 'passed' : 'FAILED'}  ${String(hits.length)} hits of ${String(canaries)} texts in ${String(files)} files, ${(bytes / 1e6).toFixed(1)} MB; planted ones ${planted ? 'are found' : 'are NOT found'}`);
  for (const { place, canary, offset } of hits) output.progress(`          ${canary} in ${place} at ${String(offset)}`);
  return { name: 'canary', passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: [], seconds: (performance.now() - begun) / 1000 };
}
