import { CODE_SYSTEMS } from '@ncp/domain';
import { describe, expect, it } from '@jest/globals';
import { catalogue, quantity } from '../../fixtures/prescriptions.js';
import { formUnits, measureOf } from './units.js';

const form = (code: string) => formUnits(catalogue, { code, codeSystem: CODE_SYSTEMS.edqm, display: '' });
const tablet = form('10219000');
const capsule = form('10210000');
const pen = form('50060200');
const inhaler = form('11109000');
const diskus = form('11111000');
const cream = form('10502000');
const injection = form('11201000');
const unknown = formUnits(catalogue, undefined);

describe('measureOf', () => {
  it.each([
    ['tablets', quantity('100', 'tablett(er)'), tablet, 'pack', '{Tablet}'],
    ['styck of tablets', quantity('100', 'styck'), tablet, 'pack', '{Tablet}'],
    ['styck of pens in a pack', quantity('5', 'styck'), pen, 'pack', '{Pen}'],
    ['styck of a pen as a dose', quantity('1', 'styck'), pen, 'dose', '1'],
    ['styck of a cream', quantity('1', 'styck'), cream, 'pack', '1'],
    ['doses of an inhaler', quantity('120', 'dos(er)'), inhaler, 'pack', '{Actuation}'],
    ['doses that are no actuations', quantity('60', 'dos(er)'), diskus, 'pack', '1'],
    ['millilitres', quantity('2.5', 'milliliter', 'mL'), injection, 'pack', 'mL'],
    ['international units', quantity('10', 'E'), pen, 'dose', '[IU]'],
    ['drops of anything', quantity('1', 'droppe'), injection, 'dose', '{Drop}'],
    ['ampoules of an injection', quantity('1', 'ampull'), injection, 'dose', '{Ampoule}'],
    ['milligrams of a tablet', quantity('5', 'mg'), tablet, 'dose', 'mg'],
    ['tablets of an unknown form', quantity('1', 'tablett'), unknown, 'dose', '{Tablet}'],
    ['a national code in braces', quantity('1', 'tablett', '{tablett}'), tablet, 'dose', '{Tablet}'],
  ] as const)('understands %s', (_what, amount, of, use, unit) => {
    expect(measureOf(catalogue, amount, of, use)).toEqual({ measure: { value: amount.value, unit, source: amount.unit.text }, gap: false });
  });

  it.each([
    ['an unknown unit', quantity('1', 'bit'), tablet],
    ['capsules of a tablet', quantity('1', 'kapsel'), tablet],
    ['tablets of a capsule', quantity('1', 'tablett'), capsule],
    ['tablets of a cream', quantity('1', 'tablett'), cream],
    ['millilitres of a tablet', quantity('5', 'ml'), tablet],
    ['doses of a tablet', quantity('1', 'dos'), tablet],
    ['drops of a tablet', quantity('5', 'droppar'), tablet],
    ['a text and a code that differ', quantity('1', 'kapsel', '{tablett}'), capsule],
  ] as const)('CDA-02 keeps %s as written and reports it', (_what, amount, of) => {
    expect(measureOf(catalogue, amount, of, 'dose')).toMatchObject({ measure: { value: amount.value, unit: '1', source: amount.unit.text }, gap: true });
  });

  it.each(['1.50', '0.1', '1e-3', '123456789012345678901234567890'])('CDA-01 never touches the number %s', (value) => {
    expect(measureOf(catalogue, quantity(value, 'tablett'), tablet, 'dose').measure.value).toBe(value);
  });
});
