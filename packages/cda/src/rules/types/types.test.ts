import { describe, expect, it } from '@jest/globals';
import { minutesOf } from './time-value.js';
import { isUnit } from './unit.js';

describe('isUnit', () => {
  it.each([
    '1', 'mg', 'ug', 'mL', 'g', 'kg', '[IU]', 'k[IU]', 'm[IU]/mL', 'mg/mL', 'mm[Hg]', 'cm[H2O]', '%', 'h', 'd', 'wk', 'mmol/L', '10*9/L', 'g/(24.h)',
    'ng/mL/h', 'mL/min/{1.73_m2}', 'U/L', '{Tablet}', '{Prefilled syringe}', 'mg/m2', 'kg.m/s', '10*-3', undefined,
  ])('knows %s', (unit) => { expect(isUnit(unit)).toBe(true); });

  it.each(['tablet', 'units', 'IU', 'ml', 'mcg', 'dosis', 'stk.', '', 'm g', 'mg/', '{open', 'x'.repeat(100)])('does not know "%s"', (unit) => {
    expect(isUnit(unit)).toBe(false);
  });
});

describe('minutesOf', () => {
  it('orders times of different zones', () => {
    expect(minutesOf('20260612141500+0200')).toBe(minutesOf('20260612121500+0000'));
    expect(minutesOf('202606121415')).toBe(minutesOf('20260612141500+0000'));
  });

  it('counts days over leap years', () => {
    expect((minutesOf('20240301') ?? 0) - (minutesOf('20240228') ?? 0)).toBe(2 * 1440);
    expect((minutesOf('21000301') ?? 0) - (minutesOf('21000228') ?? 0)).toBe(1440);
    expect((minutesOf('20250101') ?? 0) - (minutesOf('20240101') ?? 0)).toBe(366 * 1440);
  });

  it.each(['', '2026-06-12', '20261301', '20260230', '2026061224', '20260612141500+9900', '20260612T1415', 'now'])('does not know %s', (text) => {
    expect(minutesOf(text)).toBeUndefined();
  });

  it.each(['20', '2026', '202606', '20260612', '2026061214', '202606121415+0200', '20260612141500.123+0200', '20240229'])('knows %s', (text) => {
    expect(minutesOf(text)).toBeDefined();
  });
});
