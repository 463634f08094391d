import type { Code, Dose, Pack, Product } from './plan.js';

/** Products of the sample world. Names are invented; forms, containers and ATC codes are of the catalogues in force. */

const TABLET: Code = { code: '10219000', display: 'Tablet' };
const COATED: Code = { code: '10221000', display: 'Film-coated tablet' };
const BLISTER: Code = { code: '30007000', display: 'Blister' };
const BOX: Code = { code: '30009000', display: 'Box' };
const BOTTLE: Code = { code: '30008000', display: 'Bottle' };

export const ROUTES: Readonly<Record<'oral' | 'subcutaneous', Code>> = { oral: { code: '20053000', display: 'Oral use' }, subcutaneous: { code: '20066000', display: 'Subcutaneous use' } };

const bottled = (count: string, number: string, name: string): readonly Pack[] => [{ amount: count, unit: '{Tablet}', container: BOTTLE, code: { code: number, display: name }, name }];
const blisters = (each: string, count: string, number: string, name: string, unit = '{Tablet}'): readonly Pack[] => [
  { amount: each, unit, container: BLISTER },
  { amount: count, unit: '1', container: BOX, code: { code: number, display: name }, name },
];
const milligrams = (amount: string, unit = '{Tablet}'): NonNullable<Product['ingredient']> => ({ amount, unit: 'mg', perAmount: '1', perUnit: unit });

export const INSULIN: Product = {
  name: 'Glargini-insuliini Esimerkki injektioneste, liuos, esitäytetty kynä', code: { code: 'FI-800101', display: 'Glargini-insuliini Esimerkki' },
  strength: '100 yksikköä/ml', form: { code: '50060200', display: 'Solution for injection in pre-filled pen' },
  packs: [
    { amount: '3', unit: 'mL', container: { code: '30050000', display: 'Pre-filled pen' } },
    { amount: '5', unit: '1', container: BOX, code: { code: 'FI-800101-5', display: 'Glargini-insuliini Esimerkki 5 x 3 ml' }, name: 'Glargini-insuliini Esimerkki 100 yksikköä/ml, 5 x 3 ml' },
  ],
  atc: { code: 'A10AE04', display: 'insulin glargine' }, ingredient: { amount: '100', unit: '[IU]', perAmount: '1', perUnit: 'mL' }, manufacturer: 'Esimerkki Oy',
};
export const METFORMIN: Product = {
  name: 'Metformiini Esimerkki', code: { code: 'FI-800102', display: 'Metformiini Esimerkki' }, strength: '500 mg', form: COATED,
  packs: blisters('10', '10', 'FI-800102-100', 'Metformiini Esimerkki 500 mg, 100 tablettia'), atc: { code: 'A10BA02', display: 'metformin' }, ingredient: milligrams('500'), manufacturer: 'Esimerkki Oy',
};
export const AMLODIPINE: Product = {
  name: 'Amlodipiini Esimerkki', code: { code: 'FI-800103', display: 'Amlodipiini Esimerkki' }, strength: '5 mg', form: TABLET,
  packs: bottled('100', 'FI-800103-100', 'Amlodipiini Esimerkki 5 mg, 100 tablettia'), atc: { code: 'C08CA01', display: 'amlodipine' }, ingredient: milligrams('5'), manufacturer: 'Esimerkki Oy',
};
export const SIMVASTATIN: Product = {
  name: 'Simvastatin Eksempel', code: { code: 'DK-700201', display: 'Simvastatin Eksempel' }, strength: '40 mg', form: COATED,
  packs: bottled('100', 'DK-700201-100', 'Simvastatin Eksempel 40 mg, 100 stk'), atc: { code: 'C10AA01', display: 'simvastatin' }, ingredient: milligrams('40'),
};
export const ENALAPRIL: Product = {
  name: 'Enalapril Eksempel', code: { code: 'DK-700202', display: 'Enalapril Eksempel' }, strength: '20 mg', form: TABLET,
  packs: blisters('10', '10', 'DK-700202-100', 'Enalapril Eksempel 20 mg, 100 stk'), atc: { code: 'C09AA02', display: 'enalapril' }, ingredient: milligrams('20'), manufacturer: 'Eksempel A/S',
};
export const OMEPRAZOLE: Product = {
  name: 'Omeprazol Eksempel', code: { code: 'DK-700203', display: 'Omeprazol Eksempel' }, strength: '20 mg', form: { code: '10212000', display: 'Gastro-resistant capsule, hard' },
  packs: [{ amount: '100', unit: '{Capsule}', container: BOTTLE, code: { code: 'DK-700203-100', display: 'Omeprazol Eksempel 20 mg, 100 stk' }, name: 'Omeprazol Eksempel 20 mg, 100 stk' }],
  atc: { code: 'A02BC01', display: 'omeprazole' }, ingredient: milligrams('20', '{Capsule}'), manufacturer: 'Eksempel A/S',
};
export const PARACETAMOL: Product = {
  name: 'Paracetamol Exemplo', code: { code: 'PT-600301', display: 'Paracetamol Exemplo' }, strength: '500 mg', form: TABLET,
  packs: blisters('10', '2', 'PT-600301-20', 'Paracetamol Exemplo 500 mg, 20 comprimidos'), atc: { code: 'N02BE01', display: 'paracetamol' }, ingredient: milligrams('500'), manufacturer: 'Exemplo Lda',
};
/** Its form has a code that no catalogue knows: invented, of the shape that EDQM uses. */
export const UNKNOWN_FORM: Product = {
  ...PARACETAMOL, name: 'Paracetamol Exemplo Bucal', code: { code: 'PT-600302', display: 'Paracetamol Exemplo Bucal' }, form: { code: '19999000', display: 'Comprimido bucal de dissolução lenta' },
  packs: blisters('10', '2', 'PT-600302-20', 'Paracetamol Exemplo Bucal 500 mg, 20 comprimidos'),
};
export const FUROSEMIDE: Product = {
  name: 'Furosemida Exemplo', code: { code: 'PT-600303', display: 'Furosemida Exemplo' }, strength: '40 mg', form: TABLET,
  packs: blisters('10', '6', 'PT-600303-60', 'Furosemida Exemplo 40 mg, 60 comprimidos'), atc: { code: 'C03CA01', display: 'furosemide' }, ingredient: milligrams('40'), manufacturer: 'Exemplo Lda',
};
export const LEVOTHYROXINE: Product = {
  name: 'Levotiroxina Exemplo', code: { code: 'PT-600304', display: 'Levotiroxina Exemplo' }, strength: '50 µg', form: TABLET,
  packs: blisters('10', '10', 'PT-600304-100', 'Levotiroxina Exemplo 50 µg, 100 comprimidos'), atc: { code: 'H03AA01', display: 'levothyroxine sodium' }, ingredient: { amount: '50', unit: 'ug', perAmount: '1', perUnit: '{Tablet}' }, manufacturer: 'Exemplo Lda',
};
export const SIMVASTATIN_PT: Product = {
  name: 'Sinvastatina Exemplo', code: { code: 'PT-600305', display: 'Sinvastatina Exemplo' }, strength: '20 mg', form: COATED,
  packs: blisters('10', '6', 'PT-600305-60', 'Sinvastatina Exemplo 20 mg, 60 comprimidos'), atc: { code: 'C10AA01', display: 'simvastatin' }, ingredient: milligrams('20'), manufacturer: 'Exemplo Lda',
};

export const daily = (amount: string, instruction: string, times = 1, unit = '{Tablet}'): Dose => ({
  low: amount, high: amount, unit, period: times === 1 ? { value: '1', unit: 'd' } : { value: String(24 / times), unit: 'h' }, instruction,
});
