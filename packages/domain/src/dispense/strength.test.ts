import { describe, expect, it } from '@jest/globals';
import { decimal, divideRounded, parseStrength, strengthRatio, type ForeignProduct, type Quantity } from '../index.js';
import { strengthAgainst, strengthOfIngredients, strengthUnstated } from './strength.js';
import { convert, countFamily, isPlainCount } from './unit.js';

/** The ratio as a number with three decimals, or undefined when it is not certain. */
const ratio = (dispensed: string, prescribed: string): string | undefined => {
  const [a, b] = [parseStrength(dispensed), parseStrength(prescribed)];
  const fraction = a === undefined || b === undefined ? undefined : strengthRatio(a, b);
  return fraction === undefined ? undefined : divideRounded(fraction.numerator, fraction.denominator, 3);
};
const product = (change: Partial<ForeignProduct>): ForeignProduct => ({ codes: [], packageCodes: [], ingredients: [], packLevels: [], ...change });
const q = (value: string, code: string): Quantity => ({ value: decimal(value), unit: { text: code, code } });

const per = (numerator: Quantity, denominator: Quantity) => ({ strength: { numerator, denominator } });

describe('strength texts', () => {
  it.each([
    ['10 mg', '5 mg', '2'],
    ['5MG', '5 mg', '1'],
    ['0,005 g', '5 mg', '1'],
    ['500 µg', '0.5 mg', '1'],
    ['50 mikrogram', '100 μg', '0.5'],
    ['20 mg', '30 mg', '0.667'],
    ['100 mg/5 ml', '20 mg/ml', '1'],
    ['10 mg/g', '5 mg/g', '2'],
    ['10 milligram(s)/millilitre', '10 mg/ml', '1'],
    ['100U/ML', '100 E/ml', '1'],
    ['100 000 IE', '50 000 IE', '2'],
    ['160 mikrogram/4,5 mikrogram', '80 mikrogram/2,25 mikrogram', '2'],
    ['160 mikrogram/4,5 mikrogram/dos', '160/4.5 microgram', '1'],
    ['3 mg + 0,03 mg', '0.03/3 mg', '1'],
    ['12,5 mikrogram/timme', '300 mikrogram/24 timmar', '1'],
    ['5 mg/tablett', '5 mg', '1'],
    ['1 %', '2 %', '0.5'],
  ])('%s against %s is %s', (dispensed, prescribed, expected) => {
    expect(ratio(dispensed, prescribed)).toBe(expected);
  });

  it('leaves open whatever could mean two things or is not understood', () => {
    for (const text of [
      '', 'stark', '5', 'mg', '1,000 mg', '1.250 mg', '5 mg 10 mg', '10 mg/1 g', '500 mg + 125 mg v tabletě', '21 µg + 50 µg na 1 dávku', '0 mg',
      '5 mg/2 doser', '5 mg/ml + 3 mg/ml', '5 ml', '5 mg/låda', '-5 mg', '5–10 mg', '5 mg/', '/5 mg/', '500 mg/125', '5 mg/1', '5 mg//ml',
    ]) {
      expect([text, parseStrength(text)]).toEqual([text, undefined]);
    }
  });

  it('leaves open strengths of different kinds', () => {
    for (const [a, b] of [['5 mg', '5 mg/ml'], ['5 mg', '5 mmol'], ['5 mg', '5 mg/5 mg'], ['10 mg/5 mg', '10 mg/10 mg'], ['1 %', '10 mg/g'], ['5 mg/ml', '5 mg/g']] as const) {
      expect([a, b, ratio(a, b)]).toEqual([a, b, undefined]);
    }
  });

  it('takes equal texts as equal even when they cannot be read', () => {
    expect(strengthAgainst(product({ strengthText: 'Stark  1.000' }), 'stark 1.000')).toEqual({ numerator: '1', denominator: '1' });
    expect(strengthAgainst(product({ strengthText: 'stark' }), 'svag')).toBeUndefined();
  });

  it('falls back on coded ingredients', () => {
    const ten = product({ strengthText: 'ten', ingredients: [per(q('10', 'mg'), q('1', '1'))] });
    expect(strengthAgainst(ten, '5 mg')).toEqual({ numerator: '10', denominator: '5' });
    expect(strengthOfIngredients([per(q('5', 'mg'), q('1', 'mL')), per(q('1', 'mg'), q('1', 'mL'))])).toMatchObject({ per: { dimension: 'volume' } });
    expect(strengthOfIngredients([per(q('5', 'mg'), q('1', 'mL')), per(q('1', 'mg'), q('2', 'mL'))])).toBeUndefined();
    expect(strengthOfIngredients([per(q('5', 'mg'), q('2', '{Tablet}'))])).toBeUndefined();
    expect(strengthOfIngredients([per(q('5', 'mg'), q('1', '1')), {}])).toBeUndefined();
    expect(strengthOfIngredients([])).toBeUndefined();
  });

  it('knows when the document is silent', () => {
    expect(strengthUnstated(product({}))).toBe(true);
    expect(strengthUnstated(product({ strengthText: ' ', ingredients: [{ name: 'amlodipin' }] }))).toBe(true);
    expect(strengthUnstated(product({ strengthText: '5 mg' }))).toBe(false);
  });
});

const unit = (text: string, code?: string): Quantity['unit'] => ({ text, ...(code === undefined ? {} : { code }) });

describe('units', () => {
  it('converts exactly, and only what measures the same', () => {
    expect(convert(q('0.5', 'L'), unit('milliliter', 'mL'))).toBe('500');
    expect(convert(q('15', 'mL'), unit('milliliter'))).toBe('15');
    expect(convert(q('1', 'g'), unit('mg'))).toBe('1000');
    expect(convert(q('1', 'g'), unit('ml'))).toBeUndefined();
    expect(convert(q('30', '{Tablet}'), unit('ml'))).toBeUndefined();
  });

  it('counts what may be counted together', () => {
    expect(convert(q('28.0', '{Tablet}'), unit('tablett(er)'))).toBe('28');
    expect(convert(q('28', '1'), unit('tablett(er)'))).toBe('28');
    expect(convert(q('28', '{Capsule}'), unit('styck'))).toBe('28');
    expect(convert(q('5', '{Pen}'), unit('tablett'))).toBeUndefined();
    expect(convert(q('120', '{Actuation}'), unit('dos(er)'))).toBe('120');
    expect(convert(q('1', '{Inhaler}'), unit('dos(er)'))).toBeUndefined();
    expect([countFamily(''), isPlainCount(unit('tablett', '1')), isPlainCount(unit('', '1'))]).toEqual(['plain', false, true]);
  });
});
