import { describe, expect, it } from '@jest/globals';
import { calendarDate, decimal, scheduleOfTiming, scheduleWords, weekdayFrom, type ForeignTiming, type Schedule } from '../index.js';

const period = (value: string, unit: string, more: Partial<Extract<ForeignTiming, { readonly kind: 'period' }>> = {}): ForeignTiming =>
  ({ kind: 'period', period: { value: decimal(value), unit: { text: unit, code: unit } }, ...more });

type Row = readonly [what: string, timing: ForeignTiming, schedule: Partial<Schedule>, sv: string];

const ROWS: readonly Row[] = [
  ['every 8 hours, freely', period('8', 'h', { institutionSpecified: true }), { kind: 'times', count: 3, period: decimal('1'), unit: 'd' }, '3 gånger per dag'],
  ['half days, freely', period('0.5', 'd', { institutionSpecified: true }), { kind: 'times', count: 2 }, '2 gånger per dag'],
  ['every 8 hours', period('8', 'h', { institutionSpecified: false }), { kind: 'every', period: decimal('8'), unit: 'h' }, 'var 8:e timme'],
  ['every 7 hours, freely', period('7', 'h', { institutionSpecified: true }), { kind: 'every' }, 'var 7:e timme'],
  ['a week, freely', period('1', 'wk', { institutionSpecified: true }), { kind: 'times', count: 1, unit: 'wk' }, 'en gång per vecka'],
  ['a year', period('1', 'a'), { kind: 'every', unit: 'a' }, 'varje år'],
  ['one clock time', period('1', 'd', { from: '202603010800' }), { kind: 'clock', times: ['08:00'] }, 'varje dag kl. 08.00'],
  ['a first time whose clock is said not to matter', period('8', 'h', { institutionSpecified: true, from: '20260301000000' }), { kind: 'times', count: 3 }, '3 gånger per dag'],
  ['evenly spaced clock times from the evening on', period('8', 'h', { from: '202603012200' }), { kind: 'clock', times: ['06:00', '14:00', '22:00'] }, '3 gånger per dag kl. 06.00, 14.00 och 22.00'],
  ['every third day at a time', period('3', 'd', { from: '202603010800' }), { kind: 'every', at: '08:00' }, 'var 3:e dag kl. 08.00'],
  ['every 36 hours from a time: no time of day holds', period('36', 'h', { from: '202603010800' }), { kind: 'every', period: decimal('36') }, 'var 36:e timme'],
  ['seven days from a Monday', period('7', 'd', { from: '20260302' }), { kind: 'weekdays', days: ['mon'], times: [] }, 'varje måndag'],
  ['a week from a Sunday at a time', period('1', 'wk', { from: '202603010930' }), { kind: 'weekdays', days: ['sun'], times: ['09:30'] }, 'varje söndag kl. 09.30'],
  ['before meals', { kind: 'event', code: 'AC' }, { kind: 'event', event: 'AC' }, 'före måltid'],
  ['before breakfast', { kind: 'event', code: 'ACM' }, { kind: 'times', count: 1, when: ['ACM'] }, 'en gång per dag, före frukost'],
  ['once', { kind: 'once', at: { written: '20260310', date: calendarDate('2026-03-10') } }, { kind: 'once', on: calendarDate('2026-03-10') }, 'en enda gång den 2026-03-10'],
];

describe('scheduleOfTiming', () => {
  it.each(ROWS)('%s', (_what, timing, expected, sv) => {
    const schedule = scheduleOfTiming(timing);
    expect(schedule).toMatchObject(expected);
    expect(schedule === undefined ? undefined : scheduleWords(schedule)?.sv).toBe(sv);
  });

  it.each([period('0', 'd'), period('1', 's'), period('1', 'fortnight')])('CDA-02 makes nothing of a period without meaning', (timing) => {
    expect(scheduleOfTiming(timing)).toBeUndefined();
  });

  it('finds the first such day of the week', () => {
    expect([weekdayFrom('wed', calendarDate('2026-03-04')), weekdayFrom('tue', calendarDate('2026-03-04'))]).toEqual(['2026-03-04', '2026-03-10']);
  });
});
