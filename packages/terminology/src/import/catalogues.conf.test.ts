import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { CODE_SYSTEMS } from '@ncp/domain';
import {
  composeRelease, decodeRelease, diffReleases, encodeRelease, loadCatalogue, readSource, STARTER_RELEASE, transcodeDiagnosis, VALUE_SETS, type CatalogueRelease, type Composed,
} from '../index.js';

const root = process.env['NCP_CONFORMANCE_DIR'] ?? fileURLToPath(new URL('../../../../../shared/conformance', import.meta.url));
const at = (release: string): string => `${root}/valuesets/mvc-${release}`;
const suite = existsSync(at('8.1.0')) ? describe : describe.skip;

/** A file as it is published: what is compared with, read by nothing of ours. */
interface Published {
  readonly oid: string;
  readonly name: string;
  readonly codeSystem?: string;
  readonly concepts: readonly { readonly code: string; readonly codeSystem?: string; readonly display: string }[];
  readonly exceptions?: Published['concepts'];
}

const published = (release: string): readonly Published[] => readdirSync(at(release)).map((name) => JSON.parse(readFileSync(`${at(release)}/${name}`, 'utf8')) as Published);
const imported = (release: string): Composed => composeRelease(STARTER_RELEASE, readdirSync(at(release)).map((name) => readSource(name, readFileSync(`${at(release)}/${name}`, 'utf8'))));

/** Members of each value set of a release with their texts, straight from the files; where a release lacks a set it is the starter's. */
const expectedSets = (files: readonly Published[]): ReadonlyMap<string, ReadonlyMap<string, string>> => {
  const english = new Map(STARTER_RELEASE.designations.flatMap((one) => (one.language === 'en' ? [[`${one.codeSystem}|${one.code}`, one.text]] : [])));
  const sets = new Map(STARTER_RELEASE.valueSets.map(({ oid, concepts }) => [oid, new Map(concepts.map(({ code, codeSystem }) => [`${codeSystem}|${code}`, english.get(`${codeSystem}|${code}`) ?? '']))]));
  for (const { oid, codeSystem, concepts, exceptions = [] } of files) {
    // The two releases name the system of languages differently; documents by its OID.
    const system = (name = ''): string => (/^(urn:ietf:bcp:47|1dd183a6-.*)$/.test(name) ? '2.16.840.1.113883.6.121' : name);
    sets.set(oid, new Map([...concepts, ...exceptions].map((one) => [`${system(one.codeSystem ?? codeSystem)}|${one.code}`, one.display.trim()])));
  }
  return sets;
};

const compare = (before: ReturnType<typeof expectedSets>, after: ReturnType<typeof expectedSets>) => {
  const changes = { added: [] as string[], changed: [] as string[], removed: [] as string[] };
  for (const oid of new Set([...before.keys(), ...after.keys()])) {
    const [old, now] = [before.get(oid) ?? new Map<string, string>(), after.get(oid) ?? new Map<string, string>()];
    changes.added.push(...[...now.keys()].filter((key) => !old.has(key)).map((key) => `${oid} ${key}`));
    changes.removed.push(...[...old.keys()].filter((key) => !now.has(key)).map((key) => `${oid} ${key}`));
    changes.changed.push(...[...now].filter(([key, text]) => old.has(key) && old.get(key) !== text).map(([key, text]) => `${oid} ${key} ${old.get(key) ?? ''} > ${text}`));
  }
  return changes;
};

suite('the published catalogues (skipped without NCP_CONFORMANCE_DIR)', () => {
  const [older, newer] = existsSync(at('8.1.0')) ? [imported('8.0.0'), imported('8.1.0')] : [composeRelease(STARTER_RELEASE, []), composeRelease(STARTER_RELEASE, [])];
  const release = (composed: Composed, id: string): CatalogueRelease => ({ ...composed.release, id });

  it.each([['8.0.0', older], ['8.1.0', newer]] as const)('%s imports whole: every member of every file, and no error', (name, composed) => {
    expect(composed.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    const files = published(name);
    const sets = new Map(composed.release.valueSets.map((set) => [set.oid, set]));
    for (const { oid, concepts, exceptions = [] } of files) {
      const distinct = new Set([...concepts, ...exceptions].map((one) => `${one.codeSystem ?? ''}|${one.code}`));
      expect([oid, sets.get(oid)?.concepts.length]).toEqual([oid, distinct.size]);
    }
    expect(composed.release.basis).toBe(`MVC ${name}`);
    const catalogue = loadCatalogue(release(composed, name));
    const wrong = files.flatMap((file) => file.concepts.filter((one) => !catalogue.contains(file.oid, one.code)).map(({ code }) => `${file.name} ${code}`));
    expect(wrong).toEqual([]);
  });

  it('what the starter says in Swedish is said by both', () => {
    for (const composed of [older, newer]) {
      const catalogue = loadCatalogue(release(composed, 'x'));
      expect(catalogue.transcode('dose-form', { text: 'filmdragerad tablett' })).toMatchObject({ status: 'mapped', pivot: { code: '10221000', display: 'Film-coated tablet' } });
      expect(catalogue.display('C08CA01', CODE_SYSTEMS.atc, 'sv')).toBe('amlodipin');
      expect(catalogue.contains(VALUE_SETS.problem, 'S83.5')).toBe(true);
    }
  });

  it('the defects of the files are named', () => {
    const kinds = (composed: Composed): readonly string[] => [...new Set(composed.problems.map(({ problem }) => problem))].toSorted();
    expect(kinds(older)).toEqual(['duplicate-concept', 'empty-value-set', 'spaces-in-code-system', 'two-displays']);
    expect(kinds(newer)).toEqual(['unknown-code-system', 'wrong-encoding']);
    // The package with spaces around its code system matches nothing in the official rules, so it is none here.
    expect(loadCatalogue(release(older, 'x')).transcode('package', { code: '30034000', codeSystem: CODE_SYSTEMS.edqm }).status).toBe('missing');
  });

  it('the difference report names exactly what differs between the files', () => {
    const diff = diffReleases(release(older, '8.0.0'), release(newer, '8.1.0'));
    const expected = compare(expectedSets(published('8.0.0')), expectedSets(published('8.1.0')));
    // One text of a concept holds in all its sets; files of 8.0.0 spell twelve of them in two ways, and the catalogue's own goes first.
    const ours = {
      added: diff.concepts.added.map(({ valueSet, codeSystem, code }) => `${valueSet} ${codeSystem}|${code}`),
      changed: diff.concepts.changed.map(({ valueSet, codeSystem, code, was, text }) => `${valueSet} ${codeSystem}|${code} ${was ?? ''} > ${text ?? ''}`),
      removed: diff.concepts.removed.map(({ valueSet, codeSystem, code }) => `${valueSet} ${codeSystem}|${code}`),
    };
    expect(ours.added.toSorted()).toEqual(expected.added.toSorted());
    expect(ours.removed.toSorted()).toEqual(expected.removed.toSorted());
    expect(ours.changed.toSorted()).toEqual(expected.changed.toSorted());
    expect(Math.min(expected.added.length, expected.changed.length, expected.removed.length)).toBeGreaterThan(10);
  });

  it('a release survives its file', () => {
    for (const composed of [older, newer]) {
      const text = encodeRelease(release(composed, 'x'));
      expect(encodeRelease(decodeRelease(text))).toBe(text);
    }
  });

  it('PS31 every diagnosis of the value set is its own Swedish code, and comes back exactly', () => {
    const catalogue = loadCatalogue(release(newer, 'x'));
    const { concepts = [] } = newer.release.valueSets.find(({ oid }) => oid === VALUE_SETS.problem) ?? {};
    expect(concepts.length).toBe(published('8.1.0').find(({ oid }) => oid === VALUE_SETS.problem)?.concepts.length);
    const lost = concepts.filter(({ code }) => {
      const found = transcodeDiagnosis(catalogue, code);
      return found?.pivot.code !== code || found.step !== 'exact';
    });
    expect(lost.map(({ code }) => code)).toEqual([]);
  });
});
