import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  addDecimal, ceilDivide, compareDecimal, decimal, decimalOfCount, divideRounded, floorDivide, isInteger, isPositive,
  isZero, maxDecimal, minDecimal, multiplyDecimal, normalise, parseDecimal, subtractDecimal, type DecimalString,
} from './index.js';

/** Reference: the value as a count of millionths. */
const written = (millionths: bigint, zeros: number): DecimalString => {
  const digits = (millionths < 0n ? -millionths : millionths).toString().padStart(7, '0');
  const text = `${digits.slice(0, -6)}.${digits.slice(-6)}${'0'.repeat(zeros)}`;
  return decimal(millionths < 0n ? `-${text}` : text);
};
const millionths = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
const pair = fc.tuple(millionths, millionths, fc.nat(4), fc.nat(4));
const same = (a: DecimalString, b: DecimalString): boolean => compareDecimal(a, b) === 0;

const size = (value: DecimalString): DecimalString => (compareDecimal(value, decimal('0')) < 0 ? subtractDecimal(decimal('0'), value) : value);

describe('decimal', () => {
  it('CDA-01 keeps the text of a number exactly', () => {
    for (const text of ['1.50', '0.1', '1e-3', '1E+2', '-4', '0', '123456789012345678901234567890', '0.000']) {
      expect(parseDecimal(text)).toEqual({ ok: true, value: text });
    }
  });

  it('CDA-01 refuses what is not a plain number', () => {
    for (const text of ['', '.5', '5.', '+5', '007', '1,5', 'NaN', 'Infinity', '0x10', '1e99', ' 1', '1 ', '1_0', '1'.repeat(41), '--1', '1.2.3', '١']) {
      expect(parseDecimal(text)).toEqual({ ok: false, error: 'NCP_CDA_QUANTITY' });
    }
    expect(() => decimal('x')).toThrow('NCP_CDA_QUANTITY');
  });

  it('adds, subtracts, multiplies and compares as a reference on whole millionths does', () => {
    fc.assert(
      fc.property(pair, ([a, b, za, zb]) => {
        const x = written(a, za);
        const y = written(b, zb);
        expect(same(addDecimal(x, y), written(a + b, 0))).toBe(true);
        expect(same(subtractDecimal(x, y), written(a - b, 0))).toBe(true);
        expect(same(multiplyDecimal(multiplyDecimal(x, y), decimal('1000000000000')), decimal((a * b).toString()))).toBe(true);
        expect(compareDecimal(x, y)).toBe(a === b ? 0 : a < b ? -1 : 1);
      }),
    );
  });

  it('divides: floor and ceiling enclose, rounding is at most half a unit off', () => {
    fc.assert(
      fc.property(pair, fc.nat(6), ([a, b, za, zb], places) => {
        fc.pre(b !== 0n);
        const x = written(a, za);
        const y = written(b, zb);
        const floor = floorDivide(x, y);
        const ceiling = ceilDivide(x, y);
        expect(ceiling - floor).toBe(a % b === 0n ? 0n : 1n);
        const remainder = a - floor * b;
        expect(b > 0n ? remainder >= 0n && remainder < b : remainder <= 0n && remainder > b).toBe(true);
        const rounded = divideRounded(x, y, places);
        const error = subtractDecimal(multiplyDecimal(rounded, y), x);
        const half = multiplyDecimal(y, decimal(`5e-${String(places + 1)}`));
        expect(compareDecimal(size(error), size(half))).not.toBe(1);
      }),
    );
  });

  it('rounds half away from zero', () => {
    expect(divideRounded(decimal('1'), decimal('8'), 2)).toBe('0.13');
    expect(divideRounded(decimal('-1'), decimal('8'), 2)).toBe('-0.13');
    expect(divideRounded(decimal('2'), decimal('3'), 3)).toBe('0.667');
  });

  it('gives equal values equal normal forms', () => {
    expect(['1.50', '1.5', '15e-1', '0.15e1'].map((text) => normalise(decimal(text)))).toEqual(['1.5', '1.5', '1.5', '1.5']);
    expect(normalise(decimal('-0.00'))).toBe('0');
    expect(normalise(decimal('2e3'))).toBe('2000');
    fc.assert(fc.property(millionths, fc.nat(5), (a, zeros) => normalise(written(a, zeros)) === normalise(written(a, 0))));
  });

  it('stays exact when results are longer than what may be read', () => {
    const long = decimal('9'.repeat(40));
    const square = multiplyDecimal(long, long);
    expect(square).toBe((BigInt('9'.repeat(40)) ** 2n).toString());
    expect(subtractDecimal(square, square)).toBe('0');
  });

  it('answers the small questions', () => {
    expect([isPositive(decimal('0.001')), isPositive(decimal('0')), isPositive(decimal('-1'))]).toEqual([true, false, false]);
    expect([isInteger(decimal('2.00')), isInteger(decimal('2e1')), isInteger(decimal('2.5'))]).toEqual([true, true, false]);
    expect([isZero(decimal('0.00')), isZero(decimal('0.01'))]).toEqual([true, false]);
    expect(minDecimal(decimal('1'), decimal('0.9'))).toBe('0.9');
    expect(maxDecimal(decimal('1'), decimal('0.9'))).toBe('1');
    expect(decimalOfCount(3)).toBe('3');
    expect(() => decimalOfCount(1.5)).toThrow('NCP_CDA_QUANTITY');
    expect(() => floorDivide(decimal('1'), decimal('0'))).toThrow('NCP_CDA_QUANTITY');
  });

});
