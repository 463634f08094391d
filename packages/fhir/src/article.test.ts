import { describe, expect, it } from '@jest/globals';
import { decodeArticle } from './article.js';
import { parseFhirJson } from './json.js';

const NLL = 'http://electronichealth.se/fhir/StructureDefinition/';
const concept = (url: string, code: string): object => ({ url, valueCodeableConcept: { coding: [{ code }] } });
interface Choice { readonly productClass?: string; readonly regulations?: readonly object[]; readonly changes?: object }
const read = ({ productClass = 'LAKEMEDEL', regulations = [], changes = {} }: Choice = {}): ReturnType<typeof decodeArticle> =>
  decodeArticle(parseFhirJson(JSON.stringify({
    resourceType: 'Medication', id: 'm-1',
    extension: [
      {
        url: `${NLL}NLLArticleInfo`,
        extension: [
          { url: 'medicinalProduct', valueBoolean: true },
          concept('productType', productClass),
          { url: 'productName', extension: [{ url: 'currentProductName', valueString: 'Symbicort Turbuhaler' }] },
          { url: 'package', extension: [{ url: 'packageContainer', valueString: 'Inhalator' }] },
          { url: 'strength', extension: [{ url: 'text', valueString: '160 mikrogram/4,5 mikrogram' }] },
          { url: 'substanceDescription', valueString: 'budesonid, formoterol' },
        ],
      },
      { url: `${NLL}NLLArticleRegulations`, extension: regulations },
    ],
    identifier: [
      { system: 'http://electronichealth.se/fhir/NamingSystem/nplpackid', value: '20020130100047' },
      { system: 'http://electronichealth.se/fhir/NamingSystem/varunr', use: 'old', value: '000001' },
      { system: 'http://electronichealth.se/fhir/NamingSystem/varunr', use: 'official', value: '009586' },
    ],
    code: { coding: [{ system: 'http://www.whocc.no/atc', code: 'R03AK07' }, { system: 'http://electronichealth.se/fhir/NamingSystem/nplid', code: '20020208000385' }] },
    status: 'active', manufacturer: { display: 'Orifarm AB' }, form: { text: 'inhalationspulver' },
    amount: { extension: [{ url: `${NLL}NLLAmountDescription`, valueString: '120 dos(er)' }], numerator: { value: 120, unit: 'dos(er)' }, denominator: { value: 1 } },
    ...changes,
  })));

describe('NLLMedication', () => {
  it('reads an article', () => {
    expect(read()).toEqual({
      unknown: [],
      article: {
        nplId: '20020208000385', nplPackId: '20020130100047', varunummer: '009586', name: 'Symbicort Turbuhaler', formText: 'inhalationspulver',
        strengthText: '160 mikrogram/4,5 mikrogram', substanceText: 'budesonid, formoterol', atc: { code: 'R03AK07', codeSystem: '2.16.840.1.113883.6.73' },
        kind: 'medicinal-product', authorisation: 'approved', veterinary: false, controlled: false, packAmount: { value: '120', unit: { text: 'dos(er)' } },
        packText: '120 dos(er)', containerText: 'Inhalator', manufacturer: 'Orifarm AB',
      },
    });
  });

  it.each([
    ['HANDELSVARA', { kind: 'merchandise' }], ['LIVSMEDEL', { kind: 'food' }], ['TEKNISK_SPRIT', { kind: 'technical-spirit' }],
    ['LICENS', { authorisation: 'licence' }], ['EXTEMPORE', { authorisation: 'extempore' }], ['VETERINAR', { veterinary: true }],
    ['NYTT', { kind: 'medicinal-product', authorisation: 'unknown' }],
  ])('reads the product class %s', (productClass, expected) => {
    expect(read({ productClass }).article).toMatchObject(expected);
  });

  it('reads narcotic class, control and restriction; a class it does not know is still one', () => {
    expect(read({ regulations: [concept('narcoticClassification', '2')] }).article.narcoticClass).toBe('II');
    expect(read({ regulations: [concept('narcoticClassification', 'XX')] }).article.narcoticClass).toBe('XX');
    expect(read({ regulations: [concept('narcoticClassification', '0')] }).article.narcoticClass).toBeUndefined();
    expect(read({ regulations: [{ url: 'controlledMedicinalProduct', valueBoolean: true }] }).article.controlled).toBe(true);
    expect(read({ regulations: [concept('dispensingRestriction', 'SJUKHUS')] }).article.dispensingRestriction).toBe('SJUKHUS');
  });

  it('takes an inactive article for deregistered', () => {
    expect(read({ changes: { status: 'inactive' } }).article.authorisation).toBe('deregistered');
  });

  it('CDA-05 knows nothing of an article with a modifier it does not know', () => {
    expect(read({ changes: { modifierExtension: [{ url: 'http://example.org/not' }] } }).article).toMatchObject({ kind: 'unknown', authorisation: 'unknown' });
  });
});
