import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as fc from 'fast-check';
import { dispensation } from '../../fixtures/generated-dispensations.js';
import { prescriptionInput } from '../../fixtures/generated-prescriptions.js';
import { checkDocument, encodeDispensation, encodePrescription, encodePrescriptionLevel1, prescriptionDocument } from '../index.js';

const repository = fileURLToPath(new URL('../../../..', import.meta.url));
const conformance = process.env['NCP_CONFORMANCE_DIR'] ?? join(repository, '../shared/conformance');
const judge = join(conformance, '../tools/cda-check/cda-check');
const suite = existsSync(judge) ? describe : describe.skip;

/** Over all three kinds; the full number is for those who ask for it, a build has half an hour. */
const DOCUMENTS = Number(process.env['NCP_GENERATED_DOCUMENTS'] ?? '150');
const SEED = Number(process.env['NCP_GENERATED_SEED'] ?? Date.now() % 1_000_000_000);
const BATCH = 300;

interface Verdict {
  readonly file: string;
  readonly kind: string;
  readonly xsd: { readonly valid: boolean; readonly messages: readonly string[] };
  readonly errors: readonly { readonly id: string; readonly location: string; readonly text: string }[];
}

const PDF = new TextEncoder().encode('%PDF-1.4\n%%EOF\n');

/** The generated data is lawful, so every model of it may be released; a refusal would be a finding of its own. */
const documentsOf = (count: number, seed: number): readonly Uint8Array[] => {
  const each = Math.ceil(count / 3);
  const prescriptions = fc.sample(prescriptionInput, { numRuns: each, seed }).map((input) => prescriptionDocument(input));
  return [
    ...prescriptions.map((model) => encodePrescription(model)),
    ...prescriptions.map((model) => encodePrescriptionLevel1(model, PDF)),
    ...fc.sample(dispensation, { numRuns: each, seed: seed + 1 }).map((model) => encodeDispensation(model)),
  ].slice(0, count);
};

suite('CDA-13 every generated document is valid by schema and rules (skipped without the cda-check tool)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ncp-generated-'));
  afterAll(() => { rmSync(folder, { recursive: true }); });
  beforeAll(() => { process.stdout.write(`generated documents: ${String(DOCUMENTS)}, seed ${String(SEED)}\n`); });

  const batches = Array.from({ length: Math.ceil(DOCUMENTS / BATCH) }, (_one, index) => ({ index, count: Math.min(BATCH, DOCUMENTS - index * BATCH) }));

  it.each(batches)('batch $index: $count documents', async ({ index, count }) => {
    const files = documentsOf(count, SEED + index * 2).map((bytes, number) => {
      const file = join(folder, `${String(index)}-${String(number)}.xml`);
      writeFileSync(file, bytes);
      return { file, own: checkDocument(bytes).filter(({ severity }) => severity === 'error') };
    });
    // The judge leaves with 1 when a document fails; its report is what counts.
    const { stdout } = await promisify(execFile)(judge, ['--json', ...files.map(({ file }) => file)], { maxBuffer: 512 * 1024 * 1024 })
      .catch((error: unknown) => error as { stdout: string });
    const verdicts = (JSON.parse(stdout) as { readonly files: readonly Verdict[] }).files;
    expect(verdicts.length).toBe(count);
    const bad = verdicts.flatMap(({ file, kind, xsd, errors }) => [
      ...xsd.messages.map((message) => `${kind} ${file}: ${message}`), ...errors.map(({ id, location, text }) => `${kind} ${file}: ${id} ${location}: ${text}`),
    ]);
    expect(bad.slice(0, 10)).toEqual([]);
    expect(files.flatMap(({ own }) => own).slice(0, 3)).toEqual([]);
    expect(new Set(verdicts.map(({ kind }) => kind))).toEqual(new Set(['ep-l3', 'ep-l1', 'ed-l3']));
  }, 600_000);
});
