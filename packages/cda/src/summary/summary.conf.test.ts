import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as fc from 'fast-check';
import { PERSONS_1_TO_6 } from '../../../summary/fixtures/persons.js';
import { PERSONS_7_TO_12 } from '../../../summary/fixtures/persons-b.js';
import { compile } from '../../../summary/fixtures/records.js';
import { summaryInputOf } from '../../fixtures/generated-summaries.js';
import { SUMMARY_CASES, summaryInput } from '../../fixtures/swedish-summaries.js';
import { checkDocument, encodeSummary, encodeSummaryLevel1, summaryDocument, type SummaryInput } from '../index.js';

const repository = fileURLToPath(new URL('../../../..', import.meta.url));
const conformance = process.env['NCP_CONFORMANCE_DIR'] ?? join(repository, '../shared/conformance');
const judge = join(conformance, '../tools/cda-check/cda-check');
const suite = existsSync(judge) ? describe : describe.skip;

/** Over both levels; the full number is for those who ask for it, a build has half an hour. */
const DOCUMENTS = Number(process.env['NCP_GENERATED_DOCUMENTS'] ?? '60');
const SEED = Number(process.env['NCP_GENERATED_SEED'] ?? Date.now() % 1_000_000_000);
const BATCH = 200;

interface Verdict {
  readonly file: string;
  readonly kind: string;
  readonly xsd: { readonly valid: boolean; readonly messages: readonly string[] };
  readonly errors: readonly { readonly id: string; readonly location: string; readonly text: string }[];
  readonly warnings: readonly { readonly id: string; readonly text: string }[];
}

/** What the gateway gives the assembler: UUID version 5 of a name (RFC 9562, section 5.5). */
const uuidOf = (name: string): string => {
  const hash = createHash('sha1').update(name).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-5${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
};

const PDF = new TextEncoder().encode('%PDF-1.4\n%%EOF\n');

interface Written {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const written = (name: string, input: SummaryInput): readonly Written[] => {
  const model = summaryDocument(input);
  return [{ name: `${name}, level 3`, bytes: encodeSummary(model) }, { name: `${name}, level 1`, bytes: encodeSummaryLevel1(model, PDF) }];
};

const folder = mkdtempSync(join(tmpdir(), 'ncp-summaries-'));
afterAll(() => { rmSync(folder, { recursive: true }); });

/** Everything that either judge objects to, by document. */
const objections = async (documents: readonly Written[], prefix: string): Promise<{ readonly judged: number; readonly bad: readonly string[]; readonly warnings: readonly string[] }> => {
  const named = new Map(documents.map(({ name, bytes }, index) => {
    const file = join(folder, `${prefix}-${String(index)}.xml`);
    writeFileSync(file, bytes);
    return [file, name] as const;
  }));
  // The judge leaves with 1 when a document fails; its report is what counts.
  const { stdout } = await promisify(execFile)(judge, ['--json', ...named.keys()], { maxBuffer: 512 * 1024 * 1024 }).catch((error: unknown) => error as { stdout: string });
  const verdicts = (JSON.parse(stdout) as { readonly files: readonly Verdict[] }).files;
  const own = documents.flatMap(({ name, bytes }) =>
    checkDocument(bytes).filter(({ severity }) => severity === 'error').map(({ rule, at }) => `${name}: our ${rule} ${at}`));
  return {
    judged: verdicts.filter(({ kind }) => kind === 'ps-l3' || kind === 'ps-l1').length,
    bad: [...own, ...verdicts.flatMap(({ file, xsd, errors }) => [
      ...xsd.messages.map((message) => `${named.get(file) ?? file}: ${message}`),
      ...errors.map(({ id, location, text }) => `${named.get(file) ?? file}: ${id} ${location}: ${text}`),
    ])],
    warnings: verdicts.flatMap(({ file, warnings }) => warnings.map(({ id, text }) => `${named.get(file) ?? file}: ${id} ${text}`)),
  };
};

suite('every Patient Summary is valid by schema, official rules and our own (skipped without the cda-check tool)', () => {
  beforeAll(() => { process.stdout.write(`generated summaries: ${String(DOCUMENTS)} documents, seed ${String(SEED)}\n`); });

  it('cases of every section, absence and gap, without a warning', async () => {
    const documents = SUMMARY_CASES.flatMap(({ name, input }) => written(name, input));
    const { judged, bad, warnings } = await objections(documents, 'case');
    expect(bad).toEqual([]);
    expect(warnings).toEqual([]);
    expect(judged).toBe(documents.length);
  }, 300_000);

  it('the twelve persons, as the assembler compiles them', async () => {
    const persons = Object.entries({ ...PERSONS_1_TO_6, ...PERSONS_7_TO_12 });
    const documents = persons.flatMap(([number, { patient, rows, changes }]) => written(`person ${number}`, summaryInput({ summary: compile(rows, { ...changes, patient, uuidOf }).summary })));
    const { judged, bad, warnings } = await objections(documents, 'person');
    expect(bad).toEqual([]);
    expect(warnings).toEqual([]);
    expect(judged).toBe(24);
  }, 300_000);

  const batches = Array.from({ length: Math.ceil(DOCUMENTS / BATCH) }, (_one, index) => ({ index, count: Math.min(BATCH, DOCUMENTS - index * BATCH) }));

  it.each(batches)('generated, batch $index: $count documents', async ({ index, count }) => {
    const inputs = fc.sample(summaryInputOf, { numRuns: Math.ceil(count / 2), seed: SEED + index });
    const documents = inputs.flatMap((input, number) => written(`seed ${String(SEED + index)} number ${String(number)}`, input));
    const { judged, bad } = await objections(documents, `generated-${String(index)}`);
    expect(bad.slice(0, 10)).toEqual([]);
    expect(judged).toBe(documents.length);
  }, 900_000);
});
