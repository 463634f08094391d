import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CLI, runCli, runProgram, type Ended } from '../../fixtures/run-cli.js';

interface Told {
  readonly ok: boolean;
  readonly steps: readonly { readonly name: string; readonly ok: boolean; readonly detail: string }[];
  readonly documents: readonly { readonly kind: string; readonly level: string; readonly file: string }[];
}
interface DemoResult extends Told {
  readonly b: Told;
  readonly audit: { readonly leaves: number; readonly verified: boolean };
  readonly summaries: readonly { readonly person: string; readonly sections: readonly { readonly code: string; readonly entries: readonly string[]; readonly absence?: string }[] }[];
}

const REQUIRED = ['10160-0', '48765-2', '47519-4', '11450-4', '46264-8'];

describe('ncp demo --summary', () => {
  const out = mkdtempSync(join(tmpdir(), 'ncp-demo-summary-'));
  let ended: Ended;
  let result: DemoResult;
  beforeAll(async () => {
    ended = await runProgram(process.execPath, [CLI, 'demo', '--summary', '--json', '--out', out], {});
    result = JSON.parse(ended.stdout) as DemoResult;
  }, 120_000);
  afterAll(() => { rmSync(out, { recursive: true, force: true }); });

  const sectionsOf = (person: string) => result.summaries.find((one) => one.person === person)?.sections ?? [];
  const told = (person: string, code: string): readonly string[] => sectionsOf(person).find((section) => section.code === code)?.entries ?? [];

  it('works both ways, verifies the chain, and ends well', () => {
    expect([...result.steps, ...result.b.steps].filter((step) => !step.ok)).toEqual([]);
    expect([ended.status, result.ok, result.b.ok, result.audit.verified]).toEqual([0, true, true, true]);
  });

  it('reads Swedish summaries abroad: entries, blocks that leave no trace, nothing known, and somebody who is not found', () => {
    expect(result.summaries.map(({ person }) => person)).toEqual(['P01', 'P04', 'P05', 'P06', 'P09', 'P10', 'S01']);
    for (const { person, sections } of result.summaries) expect([person, REQUIRED.every((code) => sections.some((section) => section.code === code))]).toEqual([person, true]);
    expect(told('P01', '48765-2')).toHaveLength(2);
    expect(told('P09', '11450-4')).toEqual([expect.stringMatching(/\(J45\.9\)$/)]);
    expect(sectionsOf('P10').map(({ absence }) => absence)).toEqual(Array.from({ length: 5 }, () => expect.stringMatching(/^no-[a-z]+-info$/)));
    expect(told('S01', '10160-0')).toEqual([expect.stringMatching(/^Amlodipin Krka/)]);
    expect(result.steps.find(({ name }) => name === 'S16 identify')?.detail).toMatch(/nobody is found.*ERROR_PI_NO_MATCH/);
  });

  it('reads a foreign summary in Sweden: in Swedish, as a FHIR document, as the original; a pharmacy is refused', () => {
    const detail = (name: string): string => result.b.steps.find((step) => step.name === name)?.detail ?? '';
    expect(detail('DK read in Swedish')).toMatch(/Läkemedel \d+, .*coded elements/);
    expect(detail('DK read as FHIR and PDF')).toMatch(/document Bundle of 1 Composition, 1 Patient/);
    expect(detail('DK refuse a pharmacy')).toMatch(/^NCP_API_ROLE/);
    expect(result.b.documents.map(({ level }) => level)).toEqual(['swedish', 'fhir', 'original']);
  });

  it('keeps every document, and none breaks a rule', async () => {
    expect(result.documents).toHaveLength(14);
    for (const { file } of [...result.documents, ...result.b.documents]) expect(existsSync(file)).toBe(true);
    expect((await runCli('validate', join(out, 'documents'))).status).toBe(0);
  }, 30_000);
});
