import { describe, expect, it } from '@jest/globals';
import { decimal } from '../decimal.js';
import type { Article } from '../product.js';
import type { ForeignPrescriptionFacts } from './foreign-prescription.js';
import { isPrescribedProduct, judgeChoice, type ChoiceFacts } from './judge-choice.js';

const PATIENT = { root: '1.2.246.21', extension: '150385-9035' };
const ATC = '2.16.840.1.113883.6.73';
const tablets = (value: string) => ({ value: decimal(value), unit: { text: '{Tablet}', code: '{Tablet}' } });

const product: ForeignPrescriptionFacts['product'] = {
  codes: [{ code: '123', codeSystem: '1.2.246.537.6.55' }], packageCodes: [], atc: { code: 'C08CA01', codeSystem: ATC }, name: 'Amlodipin Krka 5 mg tabletti',
  form: { code: '10219000', codeSystem: '0.4.0.127.0.16.1.1.2.1' }, strengthText: '5 mg', ingredients: [], packLevels: [tablets('100')],
};
/** Only what a choice is judged by. */
const prescription = {
  prescriptionId: { root: '1.2.246.10', extension: 'RX' }, itemId: { root: '1.2.246.10', extension: 'RX-1' }, patient: { ids: [PATIENT] },
  packages: { value: decimal('2'), unit: '1' }, substitutionAllowed: true, product,
} as unknown as ForeignPrescriptionFacts;
const article: Article = {
  nplId: '20060518000033', nplPackId: '20060629100325', varunummer: '086625', name: 'Amlodipin Krka', formText: 'Tablett', strengthText: '5 mg',
  atc: { code: 'C08CA01', codeSystem: ATC }, kind: 'medicinal-product', authorisation: 'approved', veterinary: false, controlled: false,
  packAmount: { value: decimal('100'), unit: { text: 'tablett', code: '{tablett}' } },
};
const good: ChoiceFacts = { prescription, patientIds: [PATIENT], article, articleForm: '10219000', packages: 2, late: false };

interface Change extends Partial<Omit<ChoiceFacts, 'prescription' | 'article'>> {
  readonly prescribed?: Partial<ForeignPrescriptionFacts['product']>;
  readonly prescription?: Partial<ForeignPrescriptionFacts>;
  readonly article?: Partial<Article>;
}
const changed = ({ prescribed, prescription: rx, article: pack, ...rest }: Change): ChoiceFacts => ({
  ...good, ...rest, prescription: { ...prescription, ...rx, product: { ...product, ...prescribed } }, article: { ...article, ...pack },
});
const without = <T extends object>(from: T, ...names: (keyof T)[]): T => Object.fromEntries(Object.entries(from).filter(([name]) => !names.includes(name as keyof T))) as T;
const ids = (facts: ChoiceFacts): readonly string[] => judgeChoice(facts).map(({ id, level, code }) => `${level} ${id} ${code}`);

describe('judgement of a choice at the counter', () => {
  it('has nothing against the same product, form, strength and amount, or less of it', () => {
    expect(judgeChoice(good)).toEqual([]);
    expect(judgeChoice({ ...good, packages: 1 })).toEqual([]);
  });

  it.each<readonly [Change, string]>([
    [{ packages: 2, prescription: { packages: { value: decimal('1') } }, prescribed: { packLevels: [tablets('200')] } }, 'refuse over-offer NCP_DELIVERY_QUANTITY'],
    [{ packages: 0 }, 'refuse packages NCP_CDA_QUANTITY'],
    [{ packages: 1.5 }, 'refuse packages NCP_CDA_QUANTITY'],
    [{ packages: Number.NaN }, 'refuse packages NCP_CDA_QUANTITY'],
    [{ patientIds: [{ root: PATIENT.root, extension: '020274-915H' }] }, 'refuse other-patient NCP_IHE_WRONG_PATIENT'],
    [{ patientIds: [{ root: '1.2.3', extension: PATIENT.extension }] }, 'refuse other-patient NCP_IHE_WRONG_PATIENT'],
    [{ article: { veterinary: true } }, 'refuse product-unfit NCP_DELIVERY_PRODUCT'],
    [{ article: { kind: 'merchandise' } }, 'refuse product-unfit NCP_DELIVERY_PRODUCT'],
    [{ article: { atc: { code: 'C10AA01', codeSystem: ATC } } }, 'refuse other-substance NCP_DELIVERY_PRODUCT'],
    [{ prescription: { substitutionAllowed: false }, prescribed: { name: 'Norvasc' } }, 'refuse substitution-forbidden NCP_DELIVERY_SUBSTITUTION'],
    [{ article: { atc: { code: 'C08CA51', codeSystem: ATC } } }, 'acknowledge substance-related NCP_DELIVERY_ACKNOWLEDGE'],
    [{ articleForm: '10210000' }, 'acknowledge form-differs NCP_DELIVERY_ACKNOWLEDGE'],
    [{ article: { strengthText: '10 mg' } }, 'acknowledge strength-differs NCP_DELIVERY_ACKNOWLEDGE'],
    [{ article: { strengthText: 'stark' } }, 'acknowledge strength-unknown NCP_DELIVERY_ACKNOWLEDGE'],
    [{ prescription: { packages: { value: decimal('0.5'), unit: '1' } } }, 'acknowledge offer-unknown NCP_DELIVERY_ACKNOWLEDGE'],
    [{ prescription: { packages: { value: decimal('200'), unit: '{Tablet}' } } }, 'acknowledge offer-unknown NCP_DELIVERY_ACKNOWLEDGE'],
    [{ prescribed: { packLevels: [tablets('28')] } }, 'acknowledge amount-over NCP_DELIVERY_ACKNOWLEDGE'],
  ])('%j is met with %s', (change, expected) => {
    expect(ids(changed(change))).toEqual([expected]);
  });

  it('cannot compare what is missing, and says so', () => {
    const silent = { ...prescription, product: without(product, 'atc', 'form', 'strengthText') };
    expect(ids({ ...good, prescription: silent })).toEqual([
      'acknowledge substance-unknown NCP_DELIVERY_ACKNOWLEDGE', 'acknowledge form-unknown NCP_DELIVERY_ACKNOWLEDGE', 'acknowledge strength-unknown NCP_DELIVERY_ACKNOWLEDGE',
    ]);
    expect(ids({ ...good, prescription: without(prescription, 'packages') })).toEqual(['acknowledge offer-unknown NCP_DELIVERY_ACKNOWLEDGE']);
    expect(ids({ ...good, prescription: without(prescription, 'itemId') })).toEqual(['refuse not-identifiable NCP_DISPENSE_NOT_IDENTIFIABLE']);
    expect(ids(without(good, 'article', 'articleForm'))).toEqual(['refuse product-unknown NCP_DELIVERY_PRODUCT']);
    expect(ids({ ...good, article: without(article, 'packAmount') })).toEqual(['refuse product-unfit NCP_DELIVERY_PRODUCT']);
  });

  it('a pack a fifth larger is silent, as at the other country', () => {
    expect(ids(changed({ packages: 1, prescription: { packages: { value: decimal('1') } }, prescribed: { packLevels: [tablets('84')] } }))).toEqual([]);
    expect(ids(changed({ packages: 1, prescription: { packages: { value: decimal('1') } }, prescribed: { packLevels: [tablets('10'), { value: decimal('10'), unit: { text: '1', code: '1' } }] } }))).toEqual([]);
  });

  it('UC-B6 of a hand-over that happened it refuses only what cannot be written', () => {
    const facts = changed({ late: true, packages: 5, prescription: { substitutionAllowed: false }, prescribed: { name: 'Norvasc' }, articleForm: '10210000' });
    expect(ids(facts)).toEqual(['note over-offer NCP_DELIVERY_QUANTITY', 'note substitution-forbidden NCP_DELIVERY_SUBSTITUTION', 'note amount-over NCP_DELIVERY_ACKNOWLEDGE', 'note form-differs NCP_DELIVERY_ACKNOWLEDGE']);
    expect(ids({ ...facts, patientIds: [] })).toContain('refuse other-patient NCP_IHE_WRONG_PATIENT');
  });
});

describe('the prescribed product', () => {
  it.each<readonly [string, Change, boolean]>([
    ['its name with strength and form behind it', {}, true],
    ['its bare name', { prescribed: { name: 'AMLODIPIN KRKA' } }, true],
    ['its name with another accent', { article: { name: 'Amlodípin Krka' } }, true],
    ['the same name in another strength', { article: { strengthText: '10 mg' } }, false],
    ['the same name in another form', { articleForm: '10210000' }, false],
    ['another brand', { prescribed: { name: 'Amlodipin Orifarm' } }, false],
    ['the substance alone', { prescribed: { name: 'Amlodipine' } }, false],
    ['no name', { prescribed: { name: '' } }, false],
    ['the Swedish number under another name', { prescribed: { name: 'X', codes: [{ code: article.nplId, codeSystem: '1.2.752.129.2.1.5.1' }] } }, true],
    ['the same number of another country', { prescribed: { name: 'X', codes: [{ code: article.nplId, codeSystem: '1.2.246' }] } }, false],
  ])('%s', (_, change, expected) => {
    expect(isPrescribedProduct(changed(change))).toBe(expected);
  });
});
