import { describe, expect, it } from '@jest/globals';
import { CODE_SYSTEMS } from '@ncp/domain';
import { readSource } from './read-source.js';
import type { CatalogueSource } from './source.js';

const { atc, edqm, isco, snomedCt } = CODE_SYSTEMS;
const PREFIX = '1.3.6.1.4.1.12559.11.10.1.3.1.42';
const read = (document: object): CatalogueSource => readSource('f.json', JSON.stringify(document));
const bundle = (...resources: readonly object[]): CatalogueSource => read({ resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })) });
const problems = (source: CatalogueSource): readonly unknown[] => source.problems.map(({ severity, problem, at, subject }) => [severity, problem, at, subject]);

const FORMS = {
  resourceType: 'ValueSet', url: 'http://x/forms', name: 'Forms', version: '8.1.0', identifier: [{ system: 'urn:ietf:rfc:3986', value: `urn:oid:${PREFIX}.2` }],
  compose: { include: [{ system: 'http://standardterms.edqm.eu', concept: [
    { code: '1', display: 'Tablet', designation: [{ language: 'sv-SE', value: 'tablett' }, { language: 'fi', value: 'tabletti' }] }, { code: '2', display: 'Gel' },
  ] }] },
};

describe('a ValueSet', () => {
  it('gives members, English texts, translations, and the release', () => {
    const source = read(FORMS);
    expect(source).toMatchObject({ kind: 'fhir', basis: '8.1.0' });
    expect(source.valueSets).toEqual([{ oid: `${PREFIX}.2`, name: 'Forms', url: 'http://x/forms', concepts: [{ code: '1', codeSystem: edqm, display: 'Tablet' }, { code: '2', codeSystem: edqm, display: 'Gel' }] }]);
    expect(source.designations).toEqual([{ code: '1', codeSystem: edqm, language: 'sv', text: 'tablett', at: 'f.json ValueSet' }]);
    expect(problems(source)).toEqual([['warning', 'other-language', undefined, 'fi']]);
  });

  it('is read from its expansion where it has one, without abstract members', () => {
    const { valueSets } = read({ ...FORMS, compose: undefined, expansion: { contains: [
      { system: 'http://snomed.info/sct', code: 'a', abstract: true, display: 'A', contains: [{ system: 'http://snomed.info/sct', code: 'b', display: 'B' }] },
    ] } });
    expect(valueSets[0]?.concepts).toEqual([{ code: 'b', codeSystem: snomedCt, display: 'B' }]);
  });

  it('may be a whole system that is in the same file; its nested concepts too', () => {
    const system = { resourceType: 'CodeSystem', url: 'http://standardterms.edqm.eu', content: 'complete', concept: [{ code: '1', display: 'Tablet', concept: [{ code: '3', display: 'Film' }] }] };
    const whole = { ...FORMS, compose: { include: [{ system: 'http://standardterms.edqm.eu' }] } };
    expect(bundle(system, whole).valueSets[0]?.concepts.map(({ code }) => code)).toEqual(['1', '3']);
    expect(problems(bundle({ ...system, content: 'fragment' }, whole))).toEqual([['error', 'not-enumerated', 'entry.1', undefined]]);
  });

  it.each([
    ['a filter', { include: [{ system: 'http://snomed.info/sct', filter: [{ property: 'concept', op: 'is-a', value: '1' }] }] }],
    ['another set', { include: [{ valueSet: ['http://y'] }] }],
    ['an exclusion', { ...FORMS.compose, exclude: [{ system: 'http://snomed.info/sct' }] }],
    ['nothing', {}],
  ])('that is told by %s is not known', (_what, compose) => {
    const source = read({ ...FORMS, compose });
    expect([source.valueSets, problems(source)]).toEqual([[], [['error', 'not-enumerated', 'ValueSet', undefined]]]);
  });

  it('needs an OID and known code systems', () => {
    expect(problems(read({ ...FORMS, identifier: undefined }))).toEqual([['error', 'no-value-set-oid', 'ValueSet', 'http://x/forms']]);
    expect(problems(read({ ...FORMS, compose: { include: [{ system: 'http://y', concept: [{ code: '1' }] }] } }))).toEqual([['error', 'unknown-code-system', 'ValueSet', 'http://y']]);
  });
});

describe('a CodeSystem', () => {
  it('gives texts in its language', () => {
    const { designations } = read({ resourceType: 'CodeSystem', url: 'http://www.whocc.no/atc', language: 'sv', content: 'supplement', concept: [{ code: 'C08CA01', display: 'amlodipin' }] });
    expect(designations).toEqual([{ code: 'C08CA01', codeSystem: atc, language: 'sv', text: 'amlodipin', at: 'f.json CodeSystem' }]);
  });
});

describe('a ConceptMap', () => {
  const map = (targets: readonly object[], more: object = { targetCanonical: 'http://x/roles' }): CatalogueSource => bundle({
    resourceType: 'ConceptMap', ...more, group: [{ source: 'urn:oid:1.2.752.116.3.1.3', target: `urn:oid:${isco}`, element: [{ code: 'LK', target: targets }] }],
  });

  it.each([
    ['R4 equal', { code: '221', equivalence: 'equivalent' }, undefined], ['R4 wider', { code: '221', equivalence: 'wider' }, 'broader'],
    ['R5 equal', { code: '221', relationship: 'equivalent' }, undefined], ['R5 broader', { code: '221', relationship: 'source-is-narrower-than-target' }, 'broader'],
  ])('%s', (_what, target, relation) => {
    expect(map([target]).mappings).toEqual([{
      at: 'f.json entry.0.group.0', valueSet: 'http://x/roles', from: { code: 'LK', codeSystem: '1.2.752.116.3.1.3' }, to: { code: '221', codeSystem: isco }, ...(relation === undefined ? {} : { relation }),
    }]);
  });

  it.each([
    ['narrower', [{ code: '221', equivalence: 'narrower' }], 'not-equivalent'], ['inexact', [{ code: '221', equivalence: 'inexact' }], 'not-equivalent'],
    ['without a word for it', [{ code: '221' }], 'not-equivalent'], ['without a target', [], 'no-target'], ['without a code', [{ equivalence: 'equal' }], 'no-target'],
  ])('%s leads nowhere, and that is told', (_what, targets, problem) => {
    const source = map(targets);
    expect([source.mappings, problems(source)]).toEqual([[], [['warning', problem, 'entry.0.group.0', 'LK']]]);
  });
});
