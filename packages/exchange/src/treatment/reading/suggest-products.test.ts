import { describe, expect, it } from '@jest/globals';
import { productIndex, type Suggestion } from '@ncp/domain';
import { loadCatalogue, SAMPLE_ARTICLES, STARTER_RELEASE } from '@ncp/terminology';
import { atc, finland, foreignPrescription, pack, PENS, type ForeignPrescriptionParts } from '../../../fixtures/foreign-documents.js';
import { readPrescription } from './read-prescription.js';
import { suggestProducts } from './suggest-products.js';

const catalogue = loadCatalogue(STARTER_RELEASE);
const register = productIndex(SAMPLE_ARTICLES);
const suggested = (parts: ForeignPrescriptionParts): readonly Suggestion[] => suggestProducts(readPrescription(foreignPrescription(parts), { catalogue, profile: finland() }).prescription, register, catalogue);
const shown = (parts: ForeignPrescriptionParts): readonly string[] => suggested(parts).map(({ tier, packs, article }) => `${tier} ${packs ?? '-'} x ${article.name} ${article.strengthText} ${article.packText ?? ''}`);

const EDQM = '0.4.0.127.0.16.1.1.2.1';
const form = (code: string): string => `<pharm:formCode code="${code}" codeSystem="${EDQM}" displayName="-"/>`;

describe('suggestProducts', () => {
  it('F1-like: 5 pens of 3 mL are one box of 15, half a box of 30, and a stronger insulin with its arithmetic', () => {
    const insulin = { form: form('50060200'), packs: PENS, atc: atc('A10AE04', 'insulin glargine'), strength: '100 E/ml' };
    expect(shown(insulin)).toEqual([
      'same 1 x Insulin glargin Test 100 E/ml 5 x 3 milliliter',
      'same-other-size 1 x Insulin glargin Test 100 E/ml 10 x 3 milliliter',
      'other-strength 1 x Insulin glargin Stark Test 300 E/ml 3 x 1,5 milliliter',
    ]);
    const [first, second, third] = suggested(insulin);
    expect(first?.arithmetic.sv).toBe('1 × 15 milliliter = 15 milliliter, lika med förskrivna 15 milliliter');
    expect(second?.arithmetic.en).toBe('1 × 30 milliliter = 30 milliliter, more than the prescribed 15 milliliter');
    expect(third?.arithmetic.sv).toBe('Annan styrka: 300 E/ml är 3 gånger förskrivna 100 E/ml; dosen måste räknas om. 1 × 4,5 milliliter = 4,5 milliliter, mindre än förskrivna 5 milliliter');
  });

  it('compares by coded ingredient where the strength is in words of another language', () => {
    const ingredient = '<pharm:ingredient classCode="ACTI"><pharm:quantity><numerator xsi:type="PQ" value="100" unit="[IU]"/><denominator xsi:type="PQ" value="1" unit="mL"/></pharm:quantity><pharm:ingredientSubstance classCode="MMAT" determinerCode="KIND"><pharm:code code="A10AE04" codeSystem="2.16.840.1.113883.6.73" displayName="insulin glargine"/></pharm:ingredientSubstance></pharm:ingredient>';
    const parts = { form: form('50060200'), packs: PENS, strength: '100 yksikköä/ml', ingredient };
    expect(shown({ ...parts, atc: atc('A10AE04', 'insulin glargine') })[0]).toBe('same 1 x Insulin glargin Test 100 E/ml 5 x 3 milliliter');
    expect(shown({ ...parts, atc: '' })[0]).toBe('same 1 x Insulin glargin Test 100 E/ml 5 x 3 milliliter');
  });

  it('proposes the packs that give the amount, then other sizes, then other strengths', () => {
    expect(shown({})).toEqual([
      'same 1 x Amlodipin Krka 5 mg 100 tablett(er)', 'same-other-size 3 x Amlodipin Test 5 mg 30 tablett(er)', 'other-strength 1 x Amlodipin Test 10 mg 100 tablett(er)',
    ]);
    expect(suggested({})[1]?.arithmetic.sv).toBe('3 × 30 tablett(er) = 90 tablett(er), mindre än förskrivna 100 tablett(er)');
    expect(shown({ supply: '<quantity value="3" unit="1"/>' }).slice(0, 2)).toEqual(['same 3 x Amlodipin Krka 5 mg 100 tablett(er)', 'same 10 x Amlodipin Test 5 mg 30 tablett(er)']);
  });

  it('says that an amount cannot be computed instead of guessing it', () => {
    const [first] = suggested({ packs: pack('1', '1') });
    expect(first).toMatchObject({ tier: 'same-other-size', arithmetic: { en: expect.stringContaining('cannot be computed') } });
    expect(first?.packs).toBeUndefined();
  });

  it.each<readonly [string, ForeignPrescriptionParts]>([
    ['D78 a narcotic', { atc: atc('N02AA05', 'oxycodone'), form: form('10226000') }],
    ['no ATC code', { atc: '' }],
    ['an ATC code that nobody sells', { atc: atc('C08CA99', '-') }],
    ['a form without a Swedish term', { form: form('19999000') }],
    ['another form', { form: form('10502000') }],
    ['a strength that cannot be compared', { strength: 'vahva' }],
  ])('proposes nothing for %s', (_what, parts) => {
    expect(shown(parts)).toEqual([]);
  });
});
