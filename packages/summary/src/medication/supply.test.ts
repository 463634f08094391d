import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { addDays, decimal, type Dosage, type DosageStep } from '@ncp/domain';
import { day, tablets, TODAY } from '../../fixtures/records.js';
import { connected } from './connected.js';
import { mayStillLast } from './supply.js';

const step = (more: Partial<DosageStep>): DosageStep =>
  ({ sequence: 1, kind: 'frequency', when: [], timeOfDay: [], dayOfWeek: [], asNeeded: false, observandum: false, dose: tablets('1'), ...more });
const daily = step({ frequency: 1, period: decimal('1'), periodUnit: 'd' });
const dosage = (...steps: readonly DosageStep[]): Dosage => ({ text: 'x', steps });
const ago = (days: number, quantity: string): { readonly on: typeof TODAY; readonly quantity: ReturnType<typeof tablets> } => ({ on: addDays(TODAY, -days), quantity: tablets(quantity) });

describe('PS51 a supply', () => {
  it.each<readonly [string, DosageStep, number, boolean]>([
    ['one a day, 100 tablets, twice their time', daily, 200, true], ['one a day more than that', daily, 201, false],
    ['twice a day', step({ frequency: 2, period: decimal('1'), periodUnit: 'd' }), 101, false],
    ['two at a time', { ...daily, dose: tablets('2') }, 100, true],
    ['a range counts by its lower end', (({ dose: _none, ...rest }) => ({ ...rest, doseRange: { low: tablets('1'), high: tablets('4') } }))(daily), 200, true],
    ['every eight hours', step({ kind: 'interval', frequency: 1, period: decimal('8'), periodUnit: 'h' }), 67, true],
    ['every eight hours, longer', step({ kind: 'interval', frequency: 1, period: decimal('8'), periodUnit: 'h' }), 68, false],
    ['once a week', step({ frequency: 1, period: decimal('1'), periodUnit: 'wk' }), 400, true],
    ['at set times', step({ kind: 'times-of-day', timeOfDay: ['08:00', '20:00'] }), 101, false],
    ['on Mondays', step({ frequency: 1, period: decimal('1'), periodUnit: 'wk', dayOfWeek: ['mon'] }), 400, true],
    ['every second day', step({ kind: 'interval', frequency: 1, period: decimal('2'), periodUnit: 'd' }), 400, true],
    ['every second day, longer', step({ kind: 'interval', frequency: 1, period: decimal('2'), periodUnit: 'd' }), 401, false],
    ['three times in two days, longer', step({ frequency: 3, period: decimal('2'), periodUnit: 'd' }), 135, false],
    ['as needed, nobody can tell', { ...daily, asNeeded: true }, 440, true],
    ['in free text, nobody can tell', step({ kind: 'free-text' }), 440, true],
    ['in another unit, nobody can tell', { ...daily, dose: { value: decimal('5'), unit: { text: 'ml', code: 'mL' } } }, 440, true],
    ['of no dose, nobody can tell', { ...daily, dose: tablets('0') }, 440, true],
  ])('%s', (_what, one, days, lasts) => {
    expect(mayStillLast([ago(days, '100')], dosage(one), TODAY)).toBe(lasts);
  });

  it('of several steps cannot be told', () => {
    expect(mayStillLast([ago(440, '10')], dosage(daily, { ...daily, sequence: 2 }), TODAY)).toBe(true);
    expect(mayStillLast([ago(440, '10')], dosage(), TODAY)).toBe(true);
  });

  it('fetched early adds to what was left', () => {
    expect(mayStillLast([ago(300, '100'), ago(290, '60')], dosage(daily), TODAY)).toBe(true);
    expect(mayStillLast([ago(300, '100')], dosage(daily), TODAY)).toBe(false);
    expect(mayStillLast([ago(290, '60'), ago(300, '100')], dosage(daily), TODAY)).toBe(true);
    expect(mayStillLast([ago(300, '10'), ago(100, '40')], dosage(daily), TODAY)).toBe(false);
  });

  it('of nothing does not last', () => {
    expect(mayStillLast([], dosage(daily), TODAY)).toBe(false);
    expect(mayStillLast([{ on: day('2026-10-31'), quantity: tablets('0') }], dosage(daily), TODAY)).toBe(false);
  });
});

describe('connected', () => {
  it('joins what shares a key through others, whatever the order', () => {
    const rows = fc.array(fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 3 }), { maxLength: 8 });
    fc.assert(fc.property(rows, (keys) => {
      const numbered = keys.map((own, index) => ({ own, index }));
      const partition = (order: typeof numbered): readonly string[] =>
        connected(order, ({ own }) => own).map((group) => group.map(({ index }) => index).toSorted((a, b) => a - b).join(',')).toSorted();
      expect(partition(numbered.toReversed())).toEqual(partition(numbered));
      const groupOf = new Map(partition(numbered).flatMap((group) => group.split(',').filter((n) => n !== '').map((n) => [Number(n), group])));
      for (const a of numbered) for (const b of numbered) if (a.own.some((key) => b.own.includes(key))) expect(groupOf.get(a.index)).toBe(groupOf.get(b.index));
    }));
  });

  it('keeps strangers apart', () => {
    expect(connected([['a'], ['b'], [], []], (keys) => keys)).toHaveLength(4);
    expect(connected([['a'], ['b'], ['a', 'b']], (keys) => keys)).toHaveLength(1);
  });
});
