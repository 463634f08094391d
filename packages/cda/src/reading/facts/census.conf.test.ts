import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { CONFORMANCE_FOLDER, materialIn, readinessFor, readMaterial } from '@ncp/conformance';
import { parseXml } from '@ncp/xml';
import * as fc from 'fast-check';
import { lostItems } from '../../../fixtures/account-facts.js';
import { change, mutated } from '../../../fixtures/mutations.js';
import { sourceItems, type SourceItem } from '../../index.js';

const ENUMERATOR = fileURLToPath(new URL('../../../fixtures/enumerate_source.py', import.meta.url));
const NOT_XML = 'neg-ep-not-wellformed.xml';
const samples = [['cda-samples'], ['cda-samples', 'synthetic']].flatMap((folder) => materialIn(...folder).filter((name) => name.endsWith('.xml') && name !== NOT_XML).map((name) => [...folder, name]));
const titled = (samples.length === 0 ? [['-']] : samples).map((path) => [path.at(-1) ?? '', path] as const);

const data = readinessFor('cda-samples');
const python = readinessFor('cda-samples', 'python3');
const RUNS = Number(process.env['NCP_MUTATIONS'] ?? 150);

type Thing = readonly [kind: string, at: string, a: string, b: string, c: string];

const thingOf = (item: SourceItem): Thing => {
  switch (item.kind) {
    case 'code': return [item.kind, item.at, item.code, item.codeSystem, item.display];
    case 'name': return [item.kind, item.at, item.display, '', ''];
    case 'null': return [item.kind, item.at, item.nullFlavor, '', ''];
    case 'value': return [item.kind, item.at, item.value, item.unit, ''];
    case 'identifier': return [item.kind, item.at, item.root, item.extension, ''];
    case 'text': case 'narrative': return [item.kind, item.at, item.text, '', ''];
    case 'negation': return [item.kind, item.at, '', '', ''];
  }
};

/** White space that only one of two languages takes for white space. */
const plain = (text: string): string => text.replaceAll(/[\s\p{Cc}\ufeff]+/gu, ' ').trim();

const sorted = (things: readonly Thing[]): readonly string[] => things.map((thing) => JSON.stringify(thing.map(plain))).toSorted();

(python.ready ? describe : describe.skip)(`the census counts what another parser counts${python.note}`, () => {
  it('in every sample', () => {
    const output = execFileSync('python3', [ENUMERATOR, ...samples.map((path) => join(CONFORMANCE_FOLDER, ...path))], { encoding: 'utf8', maxBuffer: 512 * 1024 * 1024 });
    const theirs = output.trimEnd().split('\n').map((line) => JSON.parse(line) as readonly Thing[]);
    expect(theirs).toHaveLength(samples.length);
    let things = 0;
    samples.forEach((path, index) => {
      const ours = sourceItems(parseXml(readMaterial(...path))).map(thingOf);
      things += ours.length;
      expect([path.at(-1), sorted(ours)]).toEqual([path.at(-1), sorted(theirs[index] ?? [])]);
    });
    expect(things).toBeGreaterThan(10_000);
  });
});

(data.ready ? describe : describe.skip)(`the reader has everything that a sample says${data.note}`, () => {
  it.each(titled)('%s', (_name, path) => { expect(lostItems(parseXml(readMaterial(...path)))).toEqual([]); });

  it('also when something is wrong with it', () => {
    const roots = samples.map((path) => parseXml(readMaterial(...path)));
    fc.assert(fc.property(fc.nat(roots.length - 1), fc.array(change, { minLength: 1, maxLength: 20 }), (number, changes) => {
      const root = roots[number];
      expect(root === undefined ? [] : lostItems(parseXml(mutated(root, changes)))).toEqual([]);
    }), { numRuns: RUNS });
  });
});
