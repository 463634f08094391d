import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { CODE_SYSTEMS } from '@ncp/domain';
import { composeRelease, loadCatalogue, readSource, STARTER_RELEASE, VALUE_SETS } from './index.js';

const root = process.env['NCP_CONFORMANCE_DIR'] ?? fileURLToPath(new URL('../../../../shared/conformance', import.meta.url));
const folder = `${root}/valuesets/mvc-8.1.0`;
const suite = existsSync(folder) ? describe : describe.skip;

const BATCHES = 201;
const BATCH = 2_000;
/** What one look-up may cost, nanoseconds. */
const BOUND_NS = 1_000;

/** Median over batches of the time of one call, nanoseconds: other work on the machine falls into few of them. */
const medianOf = (call: (index: number) => unknown): number => {
  const times: number[] = [];
  let kept = 0;
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const begun = process.hrtime.bigint();
    for (let index = 0; index < BATCH; index += 1) if (call(index) !== undefined) kept += 1;
    times.push(Number(process.hrtime.bigint() - begun) / BATCH);
  }
  expect(kept).toBeGreaterThan(0);
  return times.toSorted((a, b) => a - b)[BATCHES >> 1] ?? Infinity;
};

suite('a look-up in the whole catalogue of 8.1.0 (skipped without NCP_CONFORMANCE_DIR)', () => {
  const { release } = composeRelease(STARTER_RELEASE, existsSync(folder) ? readdirSync(folder).map((name) => readSource(name, readFileSync(`${folder}/${name}`, 'utf8'))) : []);
  const catalogue = loadCatalogue({ ...release, id: 'speed' });
  const codes = (release.valueSets.find(({ oid }) => oid === VALUE_SETS.activeIngredient)?.concepts ?? []).map(({ code }) => code);
  const code = (index: number): string => codes[index % codes.length] ?? '';
  const floor = new Map(codes.map((one) => [`${CODE_SYSTEMS.atc}|${one}`, one]));
  const keys = [...floor.keys()];
  const floorNs = medianOf((index) => floor.get(keys[index % keys.length] ?? ''));
  const forms = ['filmdragerad tablett', 'Inj-vätska, lösn i förf spruta', 'depotkapsel, hård', 'ögondr, lösn'];

  it.each([
    ['transcode a code', (index: number) => catalogue.transcode('active-ingredient', { code: code(index), codeSystem: CODE_SYSTEMS.atc })],
    ['transcode a code that is not there', (index: number) => catalogue.transcode('problem', { code: code(index), codeSystem: CODE_SYSTEMS.atc })],
    ['transcode a term in normal form', () => catalogue.transcode('dose-form', { text: 'filmdragerad tablett' })],
    ['display', (index: number) => catalogue.display(code(index), CODE_SYSTEMS.atc, 'en')],
    ['read', (index: number) => catalogue.read(code(index % 200), CODE_SYSTEMS.atc) ?? index],
    ['contains', (index: number) => catalogue.contains(VALUE_SETS.activeIngredient, code(index), CODE_SYSTEMS.atc)],
    ['way back', (index: number) => catalogue.nationalTerms('active-ingredient', code(index), CODE_SYSTEMS.atc)],
  ])('%s takes under a microsecond', (what, call) => {
    medianOf(call);
    const ns = medianOf(call);
    process.stderr.write(`${what}: ${ns.toFixed(0)} ns, ${(ns / floorNs).toFixed(1)} times a bare Map.get (${floorNs.toFixed(0)} ns)\n`);
    expect(ns).toBeLessThan(BOUND_NS);
  });

  it('a term that is abbreviated is brought to normal form first, and stays within ten times that', () => {
    const ns = medianOf((index) => catalogue.transcode('dose-form', { text: forms[index % forms.length] ?? '' }));
    process.stderr.write(`transcode an abbreviated term: ${ns.toFixed(0)} ns\n`);
    expect(ns).toBeLessThan(10 * BOUND_NS);
  });
});
