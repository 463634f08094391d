import { calendarDate, decimal, type DosageStep } from '@ncp/domain';
import { describe, expect, it } from '@jest/globals';
import { daily, quantity, step } from '../../fixtures/prescriptions.js';
import { dosageTiming } from './dosage-timing.js';

// A Wednesday.
const from = calendarDate('2026-03-04');
const every = (value: string, unit: 'd' | 'h' | 'wk' | 'mo', changes: Partial<DosageStep> = {}): DosageStep =>
  step({ period: decimal(value), periodUnit: unit, ...changes });

type Row = readonly [what: string, steps: readonly DosageStep[], expected: object];

const EXACT: readonly Row[] = [
  ['once a day', [daily()], { kind: 'period', value: '1', unit: 'd', institutionSpecified: true }],
  ['in the morning', [daily({ when: ['MORN'] })], { kind: 'period', value: '1', unit: 'd', institutionSpecified: true }],
  ['in the evening, no frequency given', [step({ kind: 'times-of-day', when: ['EVE'] })], { kind: 'period', value: '1', unit: 'd', institutionSpecified: true }],
  ['twice a day', [daily({ frequency: 2 })], { kind: 'period', value: '12', unit: 'h', institutionSpecified: true }],
  ['three times a day', [daily({ frequency: 3 })], { kind: 'period', value: '8', unit: 'h', institutionSpecified: true }],
  ['four times in 24 hours', [every('24', 'h', { frequency: 4 })], { kind: 'period', value: '6', unit: 'h', institutionSpecified: true }],
  ['once a week', [every('1', 'wk', { frequency: 1 })], { kind: 'period', value: '1', unit: 'wk', institutionSpecified: true }],
  ['once a month', [every('1', 'mo')], { kind: 'period', value: '1', unit: 'mo', institutionSpecified: true }],
  ['every 8 hours', [every('8', 'h', { kind: 'interval' })], { kind: 'period', value: '8', unit: 'h', institutionSpecified: false }],
  ['once in 8 hours, called a frequency', [every('8', 'h')], { kind: 'period', value: '8', unit: 'h', institutionSpecified: false }],
  ['every second day', [every('2', 'd', { kind: 'interval' })], { kind: 'period', value: '2', unit: 'd', institutionSpecified: false }],
  ['every second day in the morning', [every('2', 'd', { kind: 'interval', when: ['MORN'] })], { kind: 'period', value: '2', unit: 'd', institutionSpecified: false }],
  ['at 08:00', [daily({ timeOfDay: ['08:00'] })], { kind: 'period', value: '1', unit: 'd', from: '202603040800' }],
  ['at 08:00 and 20:00', [daily({ frequency: 2, timeOfDay: ['20:00', '08:00'] })], { kind: 'period', value: '12', unit: 'h', from: '202603040800' }],
  ['at 06, 14 and 22', [step({ timeOfDay: ['06:00', '14:00', '22:00'] })], { kind: 'period', value: '8', unit: 'h', from: '202603040600' }],
  ['before breakfast', [daily({ when: ['ACM'] })], { kind: 'event', code: 'ACM' }],
  ['at bedtime', [daily({ when: ['HS'] })], { kind: 'event', code: 'HS' }],
  ['after meals, no number given', [step({ when: ['PC'] })], { kind: 'event', code: 'PC' }],
  ['every Monday', [every('1', 'wk', { dayOfWeek: ['mon'] })], { kind: 'period', value: '7', unit: 'd', from: '20260309' }],
  ['every Wednesday: that very day', [step({ dayOfWeek: ['wed'] })], { kind: 'period', value: '7', unit: 'd', from: '20260304' }],
  ['every Monday at 09:30', [every('7', 'd', { dayOfWeek: ['mon'], timeOfDay: ['09:30'] })], { kind: 'period', value: '7', unit: 'd', from: '202603090930' }],
  ['once, on a day that was named', [step({ kind: 'once', on: calendarDate('2026-03-10') })], { kind: 'once', on: '2026-03-10' }],
  ['morning and evening as two parallel steps', [daily({ when: ['MORN'] }), daily({ when: ['EVE'] })], { kind: 'period', value: '12', unit: 'h', institutionSpecified: true }],
  ['morning, noon and evening in one step', [daily({ frequency: 3, when: ['MORN', 'NOON', 'EVE'] })], { kind: 'period', value: '8', unit: 'h', institutionSpecified: true }],
  ['four parallel daily steps', [daily(), daily(), daily(), daily()], { kind: 'period', value: '6', unit: 'h', institutionSpecified: true }],
  ['parallel steps at evenly spaced times', [daily({ timeOfDay: ['09:00'] }), daily({ timeOfDay: ['21:00'] })], { kind: 'period', value: '12', unit: 'h', from: '202603040900' }],
  ['with a length', [daily({ boundsDays: 10 })], { kind: 'period', value: '1', unit: 'd', institutionSpecified: true }],
];

const TEXT: readonly Row[] = [
  ['free text', [step({ kind: 'free-text' })], { reason: 'free-text' }],
  ['no steps', [], { reason: 'no-structure' }],
  ['a step that says nothing', [step()], { reason: 'no-structure' }],
  ['as needed', [daily({ asNeeded: true })], { reason: 'as-needed' }],
  ['one step of two as needed', [daily(), daily({ asNeeded: true })], { reason: 'as-needed' }],
  ['tapering', [daily({ sequence: 1 }), daily({ sequence: 2 })], { reason: 'tapering' }],
  ['sub-steps', [daily({ subSequence: 1 }), daily({ subSequence: 2 })], { reason: 'tapering' }],
  ['a maximum', [daily({ maximum: { dose: quantity('8', 'tablett'), period: quantity('1', 'dygn', 'd') } })], { reason: 'maximum' }],
  ['different lengths', [daily({ boundsDays: 5 }), daily({ boundsDays: 7 })], { reason: 'bounds' }],
  ['a drop in each eye', [daily({ administration: 'höger öga' }), daily({ administration: 'vänster öga' })], { reason: 'not-exact' }],
  ['by two routes', [daily({ route: { code: 'a', codeSystem: 'x' } }), daily({ route: { code: 'b', codeSystem: 'x' } })], { reason: 'not-exact' }],
  ['once, every 8 hours', [every('8', 'h', { kind: 'once', on: calendarDate('2026-03-10') })], { reason: 'not-exact' }],
  ['once, for a week', [step({ kind: 'once', on: calendarDate('2026-03-10'), boundsDays: 7 })], { reason: 'not-exact' }],
  ['five times a day', [daily({ frequency: 5 })], { reason: 'not-exact' }],
  ['seven times a day', [daily({ frequency: 7 })], { reason: 'not-exact' }],
  ['twice a week', [every('1', 'wk', { frequency: 2 })], { reason: 'not-exact' }],
  ['three times in two days', [every('2', 'd', { frequency: 3 })], { reason: 'not-exact' }],
  ['uneven clock times', [daily({ frequency: 2, timeOfDay: ['08:00', '12:00'] })], { reason: 'not-exact' }],
  ['five even clock times', [step({ timeOfDay: ['00:00', '04:48', '09:36', '14:24', '19:12'] })], { reason: 'not-exact' }],
  ['an impossible clock time', [daily({ timeOfDay: ['24:30'] })], { reason: 'not-exact' }],
  ['clock times and parts of the day', [daily({ timeOfDay: ['08:00'], when: ['MORN'] })], { reason: 'not-exact' }],
  ['more doses than clock times', [daily({ frequency: 3, timeOfDay: ['08:00', '20:00'] })], { reason: 'not-exact' }],
  ['a clock time every second day', [every('2', 'd', { timeOfDay: ['08:00'] })], { reason: 'not-exact' }],
  ['with breakfast, which no accepted event says', [daily({ when: ['CM'] })], { reason: 'not-exact' }],
  ['on waking', [daily({ when: ['WAKE'] })], { reason: 'not-exact' }],
  ['three times a day before meals', [daily({ frequency: 3, when: ['AC'] })], { reason: 'not-exact' }],
  ['once a day before a meal', [daily({ when: ['AC'] })], { reason: 'not-exact' }],
  ['before breakfast every second day', [every('2', 'd', { when: ['ACM'] })], { reason: 'not-exact' }],
  ['before breakfast and before dinner', [daily({ when: ['ACM'] }), daily({ when: ['ACV'] })], { reason: 'not-exact' }],
  ['two events in one step', [daily({ when: ['ACM', 'ACV'] })], { reason: 'not-exact' }],
  ['morning and evening, frequency 3', [daily({ frequency: 3, when: ['MORN', 'EVE'] })], { reason: 'not-exact' }],
  ['two weekdays', [every('1', 'wk', { dayOfWeek: ['mon', 'thu'] })], { reason: 'not-exact' }],
  ['a weekday every second week', [every('2', 'wk', { dayOfWeek: ['mon'] })], { reason: 'not-exact' }],
  ['a weekday that is none', [every('1', 'wk', { dayOfWeek: ['måndag?'] })], { reason: 'not-exact' }],
  ['twice on Mondays', [every('1', 'wk', { frequency: 2, dayOfWeek: ['mon'] })], { reason: 'not-exact' }],
  ['once, on a day that nobody named', [step({ kind: 'once' })], { reason: 'day-unknown' }],
  ['once at a clock time', [step({ kind: 'once', on: calendarDate('2026-03-10'), timeOfDay: ['08:00'] })], { reason: 'not-exact' }],
  ['five parallel doses', [daily(), daily(), daily(), daily(), daily()], { reason: 'not-exact' }],
  ['the same clock time twice', [daily({ timeOfDay: ['08:00'] }), daily({ timeOfDay: ['08:00'] })], { reason: 'not-exact' }],
  ['the morning twice', [daily({ when: ['MORN'] }), daily({ when: ['MORN'] })], { reason: 'not-exact' }],
  ['one step with a time and one without', [daily({ timeOfDay: ['08:00'] }), daily()], { reason: 'not-exact' }],
  ['two parallel steps without any time', [step(), step()], { reason: 'not-exact' }],
  ['a parallel interval', [every('8', 'h', { kind: 'interval' }), daily()], { reason: 'not-exact' }],
  ['more decimals than the rules accept', [every('0.33333', 'd', { kind: 'interval' })], { reason: 'not-exact' }],
  ['a period of zero', [every('0', 'd')], { reason: 'no-structure' }],
];

describe('dosageTiming: exact', () => {
  it.each(EXACT)('%s', (_what, steps, expected) => {
    expect(dosageTiming(steps, from)).toEqual(expected);
  });
});

describe('CDA-07 dosageTiming: text, with the reason', () => {
  it.each(TEXT)('%s', (_what, steps, expected) => {
    expect(dosageTiming(steps, from)).toEqual({ kind: 'text', ...expected });
  });
});
