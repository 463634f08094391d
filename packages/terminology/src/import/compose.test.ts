import { describe, expect, it } from '@jest/globals';
import { CODE_SYSTEMS } from '@ncp/domain';
import { loadCatalogue, STARTER_RELEASE, VALUE_SETS, type CatalogueRelease } from '../index.js';
import { composeRelease, type Composed } from './compose.js';
import { readSource } from './read-source.js';

const { edqm, snomedCt } = CODE_SYSTEMS;
const compose = (...files: readonly (string | object)[]): Composed =>
  composeRelease(STARTER_RELEASE, files.map((file, index) => readSource(`file${String(index + 1)}`, typeof file === 'string' ? file : JSON.stringify(file))));
const problems = ({ problems: list }: Composed): readonly unknown[] => list.map(({ severity, problem, file, subject }) => [severity, problem, file, subject]);
const set = (oid: string, name: string, codeSystem: string, ...concepts: readonly (readonly [string, string])[]): object =>
  ({ oid, name, version: '9.0.0', codeSystem, concepts: concepts.map(([code, display]) => ({ code, display })) });
const named = (release: CatalogueRelease): CatalogueRelease => ({ ...release, id: 'test' });
const AGENTS = set(VALUE_SETS.allergen, 'eHDSIAllergenNoDrug', snomedCt, ['762952008', 'Peanut (food)'], ['1', 'New one']);

describe('files over a base', () => {
  it('a value set takes the place of the base\'s, its English text too; the rest stays', () => {
    const { release, counts, sources } = compose(AGENTS);
    const catalogue = loadCatalogue(named(release));
    expect(release.basis).toBe('MVC 9.0.0');
    expect(catalogue.transcode('allergen', { text: 'jordnöt' })).toMatchObject({ pivot: { code: '762952008', display: 'Peanut (food)' } });
    expect([catalogue.display('762952008', snomedCt, 'sv'), catalogue.contains(VALUE_SETS.allergen, '1'), catalogue.contains(VALUE_SETS.allergen, '111088007')]).toEqual(['Jordnöt', true, false]);
    expect(catalogue.transcode('dose-form', { text: 'tablett' }).status).toBe('mapped');
    expect(counts.valueSets).toBe(STARTER_RELEASE.valueSets.length);
    expect(sources).toEqual([{ file: 'file1', kind: 'mvc', valueSets: 1, concepts: 2, designations: 0, mappings: 0 }]);
  });

  it('tells every mapping of the base that leads nowhere now', () => {
    const orphans = compose(AGENTS).problems.filter(({ problem }) => problem === 'orphan-mapping');
    const lost = STARTER_RELEASE.mappings.filter(({ field, to }) => field === 'allergen' && to.codeSystem === snomedCt && to.code !== '762952008');
    expect([orphans.length, new Set(orphans.map(({ severity }) => severity))]).toEqual([lost.length, new Set(['warning'])]);
    expect(orphans[0]?.subject).toContain('allergen|text|');
  });

  it('a translation is a text to show; of a form it is also a term that is understood', () => {
    const { release } = compose(`code_system,code,language,text\n${edqm},10219000,sv,Tablett (ny)\n${snomedCt},762952008,sv,Jordnötter (ny)`);
    const catalogue = loadCatalogue(named(release));
    expect([catalogue.display('10219000', edqm, 'sv'), catalogue.display('762952008', snomedCt, 'sv')]).toEqual(['Tablett (ny)', 'Jordnötter (ny)']);
    expect(catalogue.transcode('dose-form', { text: 'tablett (ny)' }).status).toBe('mapped');
    expect(catalogue.transcode('dose-form', { text: 'tablett' }).status).toBe('mapped');
    expect(catalogue.transcode('allergen', { text: 'jordnötter (ny)' }).status).toBe('missing');
  });

  it('a mapping of a file takes the place of the base\'s', () => {
    const { release, problems: none } = compose(`field,source_text,target_code_system,target_code,relation\nallergen,jordnöt,${snomedCt},13577000,broader`);
    expect(none).toEqual([]);
    expect(loadCatalogue(named(release)).transcode('allergen', { text: 'jordnöt' })).toMatchObject({ pivot: { code: '13577000' }, relation: 'broader' });
  });

  it('a term that means something else already stays what it was, and that is told', () => {
    const composed = compose(`code_system,code,language,text\n${edqm},10220000,sv,tablett`);
    expect(problems(composed)).toEqual([['warning', 'ambiguous-text', undefined, 'dose-form|text|tablett stays 10219000, is also a term of 10220000']]);
    expect(loadCatalogue(named(composed.release)).transcode('dose-form', { text: 'tablett' })).toMatchObject({ pivot: { code: '10219000' } });
  });
});

describe('what keeps a release from being written', () => {
  const MAP = 'field,source_text,target_code_system,target_code';
  it.each([
    ['two files with one value set', [AGENTS, AGENTS], ['error', 'two-value-sets', 'file2', VALUE_SETS.allergen]],
    ['two texts for one concept', [`code_system,code,language,text\n${edqm},10219000,sv,a`, `code_system,code,language,text\n${edqm},10219000,sv,b`],
      ['error', 'two-designations', 'file2', `sv ${edqm}|10219000: "a" (file1 line 2), "b"`]],
    ['two targets for one term', [`${MAP}\nroute,x,${edqm},20053000\nroute,X,${edqm},20035000`], ['error', 'two-targets', 'file1', 'route|text|x to 20053000 and 20035000']],
    ['a target outside', [`${MAP}\nroute,x,${edqm},10219000`], ['error', 'target-outside-value-set', 'file1', `route|text|x to ${edqm}|10219000`]],
    ['a member without English', [set(VALUE_SETS.substitution, 'eHDSISubstitutionCode', '2.16.840.1.113883.5.1070', ['N', 'none'], ['G', 'generic'], ['TE', 'therapeutic'], ['QQ', ''])],
      ['error', 'no-english', undefined, '2.16.840.1.113883.5.1070|QQ']],
    ['a map to a set that no field has', [{ resourceType: 'ConceptMap', targetUri: 'http://nowhere', group: [{ source: 'urn:oid:1.2', target: `urn:oid:${edqm}`, element: [{ code: 'a', target: [{ code: '10219000', equivalence: 'equal' }] }] }] }],
      ['error', 'no-field', 'file1', 'http://nowhere']],
  ] as const)('%s', (_what, files, expected) => {
    expect(problems(compose(...files))).toContainEqual(expected);
  });

  it('one text in two sets is the catalogue\'s own, and the other is told', () => {
    const other = set('2.16.840.1.113883.1.11.1', 'Borrowed', snomedCt, ['762952008', 'peanut']);
    const composed = compose(other, AGENTS);
    expect(problems(composed)).toContainEqual(['warning', 'two-displays', 'file1', `${snomedCt}|762952008: "Peanut (food)" stays, "peanut" does not`]);
    expect(loadCatalogue(named(composed.release)).display('762952008', snomedCt, 'en')).toBe('Peanut (food)');
  });

  it('a concept map finds its field by the address of a value set', () => {
    const map = { resourceType: 'ConceptMap', targetUri: 'http://x/agents|9', group: [{ source: 'urn:oid:1.2.3', target: `urn:oid:${snomedCt}`, element: [{ code: 'a', target: [{ code: '1', equivalence: 'equal' }] }] }] };
    const composed = compose({ ...AGENTS, url: 'http://x/agents' }, map);
    expect(composed.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(loadCatalogue(named(composed.release)).transcode('allergen', { code: 'a', codeSystem: '1.2.3' })).toMatchObject({ pivot: { display: 'New one' } });
  });
});
