import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { CASES } from '../../fixtures/prescriptions.js';
import { encodePrescription, encodePrescriptionLevel1, prescriptionDocument } from '../index.js';

const repository = fileURLToPath(new URL('../../../..', import.meta.url));
const conformance = process.env['NCP_CONFORMANCE_DIR'] ?? join(repository, '../shared/conformance');
const judge = join(conformance, '../tools/cda-check/cda-check');
const suite = existsSync(judge) ? describe : describe.skip;

interface Verdict {
  readonly file: string;
  readonly kind: string;
  readonly xsd: { readonly valid: boolean; readonly messages: readonly string[] };
  readonly errors: readonly { readonly id: string; readonly location: string; readonly text: string }[];
  readonly warnings: readonly { readonly id: string; readonly text: string }[];
}

const PDF = new TextEncoder().encode('%PDF-1.4\n%%EOF\n');

suite('CDA-13 every produced ePrescription is valid by schema and rules (skipped without the cda-check tool)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ncp-cda-'));
  const verdicts = new Map<string, Verdict>();

  beforeAll(async () => {
    const files = CASES.flatMap(({ input }, index) => {
      const model = prescriptionDocument(input);
      const level3 = join(folder, `${String(index)}-l3.xml`);
      const level1 = join(folder, `${String(index)}-l1.xml`);
      writeFileSync(level3, encodePrescription(model));
      writeFileSync(level1, encodePrescriptionLevel1(model, PDF));
      return [level3, level1];
    });
    // The judge leaves with 1 when a document fails; its report is what counts.
    const { stdout } = await promisify(execFile)(judge, ['--json', ...files], { maxBuffer: 64 * 1024 * 1024 })
      .catch((error: unknown) => error as { stdout: string });
    const report = JSON.parse(stdout) as { readonly files: readonly Verdict[] };
    for (const verdict of report.files) verdicts.set(verdict.file.slice(verdict.file.lastIndexOf('/') + 1), verdict);
  }, 120_000);

  afterAll(() => { rmSync(folder, { recursive: true }); });

  it.each(CASES.flatMap(({ name }, index) => [[name, 'l3', index], [name, 'l1', index]] as const))('%s (%s)', (_name, level, index) => {
    const verdict = verdicts.get(`${String(index)}-${level}.xml`);
    expect(verdict?.kind).toBe(`ep-${level}`);
    expect(verdict?.xsd.messages).toEqual([]);
    expect(verdict?.errors.map(({ id, location, text }) => ({ id, location, text }))).toEqual([]);
    expect(verdict?.warnings).toEqual([]);
  });
});
