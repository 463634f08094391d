import { describe, expect, it } from '@jest/globals';
import { CODE_SYSTEMS } from '@ncp/domain';
import { loadCatalogue, STARTER_RELEASE, storableConcept, storableTerm, type CodedField, type MissingTerm, type NationalTerm } from './index.js';

const catalogue = loadCatalogue(STARTER_RELEASE);
const missing = (field: CodedField, national: NationalTerm): MissingTerm => {
  const found = catalogue.transcode(field, national);
  if (found.status !== 'missing') throw new Error('not missing');
  return found;
};

describe('what the terminology report keeps of a term', () => {
  it.each([
    ['dose-form', { text: 'depotplåster, lösning' }, 'depotplåster, lösning'],
    ['dose-form', { text: 'kräm till Anna Andersson' }, '(text)'],
    ['unit', { text: 'Anna' }, '(text)'],
    ['unit', { text: '19900820-2386' }, '(text)'],
    ['dose-form', {}, '(absent)'],
    ['dose-form', { text: '  ' }, '(absent)'],
    ['unit', { code: '{kopp}', text: 'Annas kopp' }, '{kopp}'],
    ['active-ingredient', { code: 'Z99ZZ99', codeSystem: CODE_SYSTEMS.atc, text: 'Anna' }, 'Z99ZZ99'],
    ['unit', { code: 'en kopp åt Anna' }, '(code)'],
    ['unit', { code: '199008202386' }, '(code)'],
  ] as const)('%s %j: %s', (field, national, code) => {
    expect(storableTerm(catalogue, missing(field, national)).code).toBe(code);
  });

  it.each([
    ['a SNOMED CT code', { code: '386661006', codeSystem: CODE_SYSTEMS.snomedCt }, { code: '386661006', codeSystem: CODE_SYSTEMS.snomedCt }],
    ['a code of no known system', { code: 'A12', codeSystem: '1.2.3.4' }, { code: 'A12', codeSystem: '1.2.3.4' }],
    ['a long number of no known system', { code: '150385-9035', codeSystem: '1.2.246.21' }, { code: '(code)', codeSystem: '1.2.246.21' }],
    ['a name in the place of a system', { code: 'A', codeSystem: 'Anna Andersson' }, { code: 'A', codeSystem: '' }],
    ['a very long code', { code: 'x'.repeat(41), codeSystem: '1.2' }, { code: '(code)', codeSystem: '1.2' }],
    ['a unit', { code: "10*3.[arb'U]/L", codeSystem: CODE_SYSTEMS.ucum }, { code: "10*3.[arb'U]/L", codeSystem: CODE_SYSTEMS.ucum }],
    ['nothing', { code: '', codeSystem: '1.2' }, { code: '(absent)', codeSystem: '1.2' }],
  ])('%s', (_what, concept, kept) => {
    expect(storableConcept(catalogue, concept)).toEqual(kept);
  });
});
