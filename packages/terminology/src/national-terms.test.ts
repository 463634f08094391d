import { describe, expect, it } from '@jest/globals';
import { CODE_SYSTEMS, IDENTIFIER_ROOTS } from '@ncp/domain';
import { FIELD_BINDINGS, loadCatalogue, STARTER_RELEASE, type CodedField } from './index.js';

const catalogue = loadCatalogue(STARTER_RELEASE);
const { edqm, isco, ucum, atc } = CODE_SYSTEMS;
const { occupation } = IDENTIFIER_ROOTS;

describe('from a pivot back to what Sweden writes', () => {
  it.each([
    ['dose-form', '10219000', edqm, { status: 'one', term: { code: '10219000', codeSystem: edqm, text: 'tablett' } }],
    ['package', '30007000', edqm, { status: 'one', term: { text: 'blister' } }],
    ['unit', 'mL', ucum, { status: 'one', term: { text: 'milliliter' } }],
    ['active-ingredient', 'C08CA01', atc, { status: 'one', term: { code: 'C08CA01', text: 'amlodipin' } }],
    ['professional-role', '221', isco, { status: 'one', term: { code: 'LK', codeSystem: occupation } }],
    ['professional-role', '2262', isco, { status: 'many', terms: [{ code: 'AP', codeSystem: occupation }, { code: 'RC', codeSystem: occupation }] }],
    ['vaccine', 'J07BN', atc, { status: 'one', term: { code: 'J07BN' } }],
    ['dose-form', '99999999', edqm, { status: 'none' }],
    ['route', '10219000', edqm, { status: 'none' }],
  ] as const)('%s %s', (field, code, system, expected) => {
    expect(catalogue.nationalTerms(field, code, system)).toMatchObject(expected);
  });

  it('many-to-one is named on the way out too', () => {
    expect(catalogue.transcode('professional-role', { code: 'RC', codeSystem: occupation })).toMatchObject({ pivot: { code: '2262' }, manyToOne: true });
    expect(catalogue.transcode('professional-role', { code: 'LK', codeSystem: occupation })).not.toHaveProperty('manyToOne');
    expect(catalogue.transcode('allergen', { text: 'björkpollen' })).toMatchObject({ pivot: { code: '256260009' }, relation: 'broader' });
  });

  const members = (Object.keys(FIELD_BINDINGS) as CodedField[]).flatMap((field) => FIELD_BINDINGS[field].flatMap((oid) =>
    (STARTER_RELEASE.valueSets.find((set) => set.oid === oid)?.concepts ?? []).map((concept) => [field, concept] as const)));

  it('there and back again: each national term leads to the pivot it came from', () => {
    expect(members.length).toBeGreaterThan(900);
    const wrong = members.filter(([field, { code, codeSystem }]) => {
      const back = catalogue.nationalTerms(field, code, codeSystem);
      const terms = back.status === 'one' ? [back.term] : back.status === 'many' ? back.terms : [];
      return terms.length === 0 || terms.some((term) => {
        const out = catalogue.transcode(field, term);
        return out.status !== 'mapped' || out.pivot.code !== code || out.pivot.codeSystem !== codeSystem;
      });
    });
    expect(wrong).toEqual([]);
  });
});
