import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { judgeCdaFiles, readinessFor, readMaterial, type CdaVerdict } from '@ncp/conformance';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dispensationBytes } from '../../fixtures/dispensations.js';
import { compareFailures, keyOf, officialFailure, ownFailure, type Failure } from '../../fixtures/official-findings.js';
import { CASES } from '../../fixtures/prescriptions.js';
import { publishedValueSets } from '../../fixtures/published-value-sets.js';
import { variantsOf } from '../../fixtures/variants.js';
import { checkDocument, encodePrescription, encodePrescriptionLevel1, prescriptionDocument, type DocumentFinding } from '../index.js';

/**
 * Our rules against the official ones for documents that differ from a good one by a single thing: the verdict, and each error.
 * A build takes some of the tens of thousands of them; `NCP_RULE_VARIANTS=500` takes about five hundred of each, `all` takes all.
 */
const WANTED = process.env['NCP_RULE_VARIANTS'] ?? '40';

const { ready, note } = readinessFor('cda-samples', 'cda-check', 'xmllint', 'java');
const suite = ready ? describe : describe.skip;

/** Listed with its reason in docs/divergences.md. */
const isListed = ({ kind }: Failure): boolean => kind === 'dtr1-7-IVL_TS';

const countOf = (bytes: Uint8Array): number => [...variantsOf(bytes)].length;
const strideFor = (bytes: Uint8Array): number => (WANTED === 'all' ? 1 : Math.max(1, Math.floor(countOf(bytes) / Number(WANTED))));

/** As the test says it, where its file is, and what was changed in it. */
interface Written {
  readonly name: string;
  readonly file: string;
  readonly change: string;
}

/** What the two say differently of one document, in words. */
const differences = ({ errors, schemaMessages }: CdaVerdict, findings: readonly DocumentFinding[]): readonly string[] => {
  const bySchema = findings.some(({ template }) => template === 'schema');
  const byRules = findings.some(({ template }) => template !== 'schema' && template !== 'se');
  const verdict = (bySchema || byRules) === (errors.length > 0 || schemaMessages.length > 0) ? [] : ['verdict'];
  // Where the rules stopped the judge says nothing else.
  if (errors.some(({ id, location }) => location === '/' && id === 'aborted')) return verdict;
  if (errors.some(({ id, location }) => location === '/' && id === 'unknown-template')) return verdict;
  const { missed, added } = compareFailures(errors.map(officialFailure), findings.flatMap((finding) => ownFailure(finding) ?? []));
  return [
    ...verdict, ...(bySchema === schemaMessages.length > 0 ? [] : ['schema']),
    ...missed.filter((one) => !isListed(one)).map((one) => `judge: ${keyOf(one)}`), ...added.map((one) => `we: ${keyOf(one)}`),
  ];
};

const [first] = CASES;
if (first === undefined) throw new TypeError('no case');
const model = prescriptionDocument(first.input);
const GOOD: readonly (readonly [name: string, bytes: () => Uint8Array])[] = [
  ['ePrescription level 3', () => encodePrescription(model)],
  ['ePrescription level 1', () => encodePrescriptionLevel1(model, new TextEncoder().encode('%PDF-1.4\n%%EOF\n'))],
  ['eDispensation', () => dispensationBytes({ substituted: true })],
  ['Patient Summary level 3', () => readMaterial('cda-samples/synthetic/se-ps-l3-full.xml')],
  ['Patient Summary level 1', () => readMaterial('cda-samples/synthetic/se-ps-l1.xml')],
];

suite(`agreement with the official rules on documents that differ by one thing${note}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'ncp-rules-'));
  const valueSets = publishedValueSets();
  const written: Written[] = [];
  let verdicts: ReadonlyMap<string, CdaVerdict> = new Map();

  beforeAll(async () => {
    for (const [name, bytes] of GOOD) {
      for (const { change, document } of variantsOf(bytes(), strideFor(bytes()))) {
        const file = join(folder, `${String(written.length)}.xml`);
        writeFileSync(file, document);
        written.push({ name, file, change });
      }
    }
    verdicts = await judgeCdaFiles(written.map(({ file }) => file));
  }, 7_200_000);
  afterAll(() => { rmSync(folder, { recursive: true }); });

  it.each(GOOD)('%s', (name) => {
    const ofKind = written.filter((one) => one.name === name);
    const differing = ofKind.flatMap(({ file, change }) => {
      const verdict = verdicts.get(file);
      if (verdict === undefined) throw new TypeError(`no verdict on ${change}`);
      const findings = checkDocument(readFileSync(file), { valueSets }).filter(({ severity }) => severity === 'error');
      return differences(verdict, findings).map((difference) => `${change}: ${difference}`);
    });
    const refused = ofKind.filter(({ file }) => (verdicts.get(file)?.errors.length ?? 0) > 0).length;
    process.stdout.write(`rules: ${String(ofKind.length)} variants of ${name}, ${String(refused)} of them against a rule\n`);
    expect(differing).toEqual([]);
    expect(refused).toBeGreaterThan(10);
  }, 600_000);
});
