import { beforeAll, describe, expect, it } from '@jest/globals';
import { CONFORMANCE_FOLDER, judgeCdaFiles, materialIn, readinessFor, type CdaVerdict } from '@ncp/conformance';
import { isNcpError } from '@ncp/domain';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { compareFailures, officialFailure, ownFailure, type Agreement, type Failure } from '../../fixtures/official-findings.js';
import { publishedValueSets } from '../../fixtures/published-value-sets.js';
import { checkDocument, decodeDispensation, decodePrescription, type DocumentFinding } from '../index.js';

/** Our rules against the official schema and Schematron, for every published document: verdicts, and each single error. */

const FOLDERS = [['cda-samples'], ['cda-samples', 'synthetic'], ['messages', 'cda']];
const documents = FOLDERS.flatMap((folder) => materialIn(...folder).filter((name) => name.endsWith('.xml')).map((name) => join(CONFORMANCE_FOLDER, ...folder, name)));
const { ready, note } = readinessFor('cda-samples', 'messages', 'cda-check', 'xmllint', 'java');
const suite = ready ? describe : describe.skip;

/** Errors that the judge has instead of those of the rules, each with what we say then. */
const REFUSALS: Readonly<Record<string, string>> = {
  'not-well-formed': 'NCP_XML_NOT_WELL_FORMED', 'unknown-template': 'document#kind', 'aborted': 'schema#xsi-prefix',
};

interface Judged {
  readonly file: string;
  readonly verdict: CdaVerdict;
  /** The code of the reader where it refuses the bytes. */
  readonly refusal?: string;
  readonly findings: readonly DocumentFinding[];
}

const isError = ({ severity }: DocumentFinding): boolean => severity === 'error';
const isOfficialPass = ({ schemaMessages, errors }: CdaVerdict): boolean => schemaMessages.length === 0 && errors.length === 0;
const isOwnPass = ({ refusal, findings }: Judged): boolean => refusal === undefined && !findings.some(isError);
const refusedWhole = ({ errors }: CdaVerdict): string | undefined => errors.find(({ location, id }) => location === '/' && REFUSALS[id] !== undefined)?.id;

const ownFailures = (findings: readonly DocumentFinding[]): readonly Failure[] => findings.filter(isError).flatMap((finding) => ownFailure(finding) ?? []);

/** The rows of the table of differences: what is not listed there is a defect here or there. */
const listedDifferences = (): readonly string[] => {
  const text = readFileSync(new URL('../../../../docs/divergences.md', import.meta.url), 'utf8');
  const [, section = ''] = text.split('## Differences over the published documents');
  return section.split('\n## ')[0]?.split('\n').filter((line) => line.startsWith('| `')).map((line) => line.split('|').slice(1, 6).map((cell) => cell.replaceAll('`', '').trim()).join(' | ')) ?? [];
};

const differenceRows = (name: string, { missed, added }: Agreement): readonly string[] => [
  ...missed.map(({ template, place, kind }) => `${name} | ${template} | ${place} | ${kind} | judge`),
  ...added.map(({ template, place, kind }) => `${name} | ${template} | ${place} | ${kind} | we`),
];

suite(`agreement with the official rules on published documents${note}`, () => {
  const judged: Judged[] = [];
  const judgedBy = (file: string): Judged => {
    const found = judged.find((one) => one.file === file);
    if (found === undefined) throw new TypeError(`not judged: ${file}`);
    return found;
  };

  beforeAll(async () => {
    const valueSets = publishedValueSets();
    const verdicts = await judgeCdaFiles(documents);
    for (const file of documents) {
      const verdict = verdicts.get(file);
      if (verdict === undefined) throw new TypeError(`no verdict on ${file}`);
      try {
        judged.push({ file, verdict, findings: checkDocument(readFileSync(file), { valueSets }) });
      } catch (error) {
        if (!isNcpError(error)) throw error;
        judged.push({ file, verdict, refusal: error.code, findings: [] });
      }
    }
  }, 180_000);

  it('finds all the documents there are', () => { expect(judged.length).toBeGreaterThanOrEqual(116); });

  it.each(documents.map((file) => [basename(file), file] as const))('gives the same verdict: %s', (_name, file) => {
    const one = judgedBy(file);
    expect(isOwnPass(one)).toBe(isOfficialPass(one.verdict));
  });

  it('gives the same verdict when it does not have the content of the value sets', () => {
    const differing = judged.filter(({ file, verdict, refusal }) =>
      refusal === undefined && !checkDocument(readFileSync(file)).some(isError) !== isOfficialPass(verdict));
    expect(differing.map(({ file }) => basename(file))).toEqual([]);
  });

  it('agrees with the schema about every one of them', () => {
    const differing = judged.filter(({ refusal, verdict, findings }) => refusal === undefined && verdict.kind !== undefined &&
      findings.some(({ template }) => template === 'schema') === (verdict.schemaMessages.length === 0));
    expect(differing.map(({ file }) => basename(file))).toEqual([]);
  });

  it('refuses as a whole what the judge refuses as a whole', () => {
    const refused = judged.flatMap(({ file, verdict, refusal, findings }) => {
      const id = refusedWhole(verdict);
      return id === undefined ? [] : [[basename(file), REFUSALS[id], refusal === REFUSALS[id] || findings.some(({ rule }) => rule === REFUSALS[id])]];
    });
    expect(refused).toEqual([
      ['ep-openncp-1-1234-W1.xml', 'schema#xsi-prefix', true], ['ps-cz-LU_1990010112385_CDA-L3-source.xml', 'document#kind', true],
      ['neg-ep-not-wellformed.xml', 'NCP_XML_NOT_WELL_FORMED', true], ['openncp-mrostore-1_FULL.xml', 'document#kind', true],
      ['openncp-orcdstore-34105-7-3-1234-W7.xml', 'document#kind', true],
    ]);
  });

  it('agrees about at least 98 % of all errors, and every difference is listed with its reason', () => {
    const compared = judged.filter(({ verdict }) => refusedWhole(verdict) === undefined)
      .map(({ file, verdict, findings }) => [basename(file), compareFailures(verdict.errors.map(officialFailure), ownFailures(findings))] as const);
    const sum = (count: (one: Agreement) => number): number => compared.reduce((total, [, one]) => total + count(one), 0);
    const [agreed, official, own] = [sum((one) => one.agreed), sum((one) => one.official), sum((one) => one.own)];
    process.stdout.write(`rules: ${String(official)} errors of the judge, ${String(own)} of ours, ${String(agreed)} the same, in ${String(compared.length)} documents\n`);
    expect(official).toBeGreaterThan(2400);
    expect(agreed / official).toBeGreaterThanOrEqual(0.98);
    expect(agreed / own).toBeGreaterThanOrEqual(0.98);
    const stopped = judged.filter(({ verdict }) => refusedWhole(verdict) === 'aborted').map(({ file }) => `${basename(file)} | * | / | aborted | judge`);
    expect([...compared.flatMap(([name, one]) => differenceRows(name, one)), ...stopped].toSorted()).toEqual(listedDifferences().toSorted());
  });

  it.each<readonly [name: string, failures: readonly string[]]>([
    ['neg-ed-no-infulfillmentof', ['eHDSIeDispensation#inFulfillmentOf.min']],
    ['neg-ed-no-prescription-item-ref', ['eHDSISupply#entryRelationship.min']],
    ['neg-ed-package-quantity-null', ['eHDSIePeDManufacturedMaterial#pharm:quantity.min', 'eHDSIePeDManufacturedMaterial#pharm:quantity.min']],
    ['neg-ep-bad-doseform-code', ['eHDSIePeDManufacturedMaterial#pharm:formCode.min']],
    ['neg-ep-effectivetime-xsi-ts', ['schema#xsi-type']],
    ['neg-ep-element-order', ['schema#element-order']],
    ['neg-ep-ingredient-strength-null', [
      'eHDSIePeDManufacturedMaterial#denominator.unit.required', 'eHDSIePeDManufacturedMaterial#denominator.value.required',
      'eHDSIePeDManufacturedMaterial#numerator.unit.required', 'eHDSIePeDManufacturedMaterial#numerator.value.required',
    ]],
    ['neg-ep-missing-displayname', ['CD.EPSOS#display-name']],
    ['neg-ep-missing-legalauth-name', ['eHDSILegalAuthenticator#name.min']],
    ['neg-ep-no-related-document', ['eHDSIePrescription#relatedDocument.min']],
    ['neg-ep-no-timezone', ['TS.EPSOS.TZ#zone']],
    ['neg-ep-null-operator', ['ANY#null-alone', 'QTY#null-mixed']],
    ['neg-ps-missing-allergy-section', ['eHDSIPatientSummary#component.min']],
    ['neg-ps-value-xsi-type-cd', ['eHDSICriticalityObservation#value.xsi-type']],
  ])('refuses %s for exactly its reason', (name, rules) => {
    const { findings } = judgedBy(join(CONFORMANCE_FOLDER, 'cda-samples/synthetic', `${name}.xml`));
    expect(findings.filter(isError).map(({ rule }) => rule).toSorted()).toEqual(rules);
  });

  it('refuses the product of the older extension for the names that the schema does not know', () => {
    const { findings } = judgedBy(join(CONFORMANCE_FOLDER, 'cda-samples/synthetic/neg-ep-old-epsos-namespace.xml'));
    const rules = new Set(findings.filter(isError).map(({ rule }) => rule));
    expect([...rules].toSorted()).toEqual(['eHDSIePeDManufacturedMaterial#pharm:asContent.min', 'eHDSIePeDManufacturedMaterial#pharm:formCode.min', 'schema#element']);
  });

  it('has nothing against the synthetic documents that are good', () => {
    const good = judged.filter(({ file }) => basename(file).startsWith('se-'));
    expect(good.map(({ file, findings }) => [basename(file), findings.filter(isError)])).toEqual(good.map(({ file }) => [basename(file), []]));
    expect(good).toHaveLength(12);
  });
});

suite(`CDA-14 published documents are read or refused with a code${note}`, () => {
  it.each(documents.map((file) => [basename(file), file] as const))('%s', (_name, file) => {
    const bytes = readFileSync(file);
    for (const read of [() => checkDocument(bytes), () => decodePrescription(bytes), () => decodeDispensation(bytes, { zone: 'UTC' })]) {
      try { read(); } catch (error) { expect(isNcpError(error)).toBe(true); }
    }
  });
});
