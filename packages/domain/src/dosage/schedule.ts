import { compareDecimal, decimal, isPositive, ONE } from '../decimal.js';
import type { CalendarDate, DecimalString } from '../primitives.js';
import type { DosageStep, PeriodUnit } from './step.js';

/**
 * What the timing of one step means, decided in one place: documents and sentences are both made of it, so they cannot
 * tell two different things (sweden-national 5, decisions D36). `when` holds EventTiming codes.
 */
export type Schedule =
  /** So many times in every period; the clock is not important. `when` is empty, or names a moment for each time. */
  | { readonly kind: 'times'; readonly count: number; readonly period: DecimalString; readonly unit: ScheduleUnit; readonly when: readonly string[] }
  /** Exactly this long between doses; `at` is the clock time, `HH:MM`, where the period is days or longer. */
  | { readonly kind: 'every'; readonly period: DecimalString; readonly unit: ScheduleUnit; readonly when: readonly string[]; readonly at?: string }
  /** Every day at these times, `HH:MM`, ascending. */
  | { readonly kind: 'clock'; readonly times: readonly string[] }
  /** On these days of every week, Monday first; at these times or moments, else once. */
  | { readonly kind: 'weekdays'; readonly days: readonly Weekday[]; readonly times: readonly string[]; readonly when: readonly string[] }
  /** At every occurrence of the event, however many there are: before meals. */
  | { readonly kind: 'event'; readonly event: string }
  | { readonly kind: 'once'; readonly on?: CalendarDate; readonly times: readonly string[]; readonly when: readonly string[] };

/** Years occur in documents of other countries only. */
export type ScheduleUnit = PeriodUnit | 'a';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Moments without a number of their own: there are as many as there are meals. */
const MEALS: ReadonlySet<string> = new Set(['AC', 'PC', 'IC', 'C']);

export const isMeals = (event: string): boolean => MEALS.has(event);

const SEVEN = decimal('7');
const TWENTY_FOUR = decimal('24');

const isOne = (value: DecimalString | undefined): boolean => value === undefined || compareDecimal(value, ONE) === 0;
const isAmount = (value: DecimalString | undefined, amount: DecimalString): boolean => value !== undefined && compareDecimal(value, amount) === 0;
const areDistinct = (texts: readonly string[]): boolean => new Set(texts).size === texts.length;

/** One day long, or nothing said of a period. */
const isDaily = ({ period, periodUnit }: DosageStep): boolean =>
  (isOne(period) && (periodUnit === undefined || periodUnit === 'd')) || (periodUnit === 'h' && isAmount(period, TWENTY_FOUR));

const isWeekly = ({ period, periodUnit }: DosageStep): boolean =>
  (isOne(period) && (periodUnit === undefined || periodUnit === 'wk')) || (periodUnit === 'd' && isAmount(period, SEVEN));

const CLOCK = /^([01]\d|2[0-3]):([0-5]\d)(?::00)?$/;

/** Ascending `HH:MM`; undefined when one is no time or stands there twice. */
const clockTimes = (written: readonly string[]): readonly string[] | undefined => {
  const times = written.filter((time) => CLOCK.test(time)).map((time) => time.slice(0, 5)).sort();
  return times.length === written.length && areDistinct(times) ? times : undefined;
};

const weekdaysOf = (written: readonly string[]): readonly Weekday[] | undefined => {
  const days = WEEKDAYS.filter((day) => written.some((name) => name.toLowerCase() === day));
  return days.length === written.length ? days : undefined;
};

const onWeekdays = (step: DosageStep): Schedule | undefined => {
  const days = weekdaysOf(step.dayOfWeek);
  const times = clockTimes(step.timeOfDay);
  const { when, frequency } = step;
  if (days === undefined || times === undefined || (times.length > 0 && when.length > 0) || !areDistinct(when) || when.some((code) => MEALS.has(code))) return undefined;
  const aDay = Math.max(1, times.length, when.length);
  // "On Mondays, once a day" and "once a week, on Mondays" are the same; once a week on two days is a contradiction.
  const perDay = step.periodUnit === 'd' && isOne(step.period);
  if (!perDay && !isWeekly(step)) return undefined;
  return frequency === undefined || frequency === aDay * (perDay ? 1 : days.length) ? { kind: 'weekdays', days, times, when } : undefined;
};

const atClockTimes = (step: DosageStep): Schedule | undefined => {
  const times = clockTimes(step.timeOfDay);
  const isSameNumber = times !== undefined && (step.frequency ?? times.length) === times.length;
  return isSameNumber && step.when.length === 0 && step.kind !== 'interval' && isDaily(step) ? { kind: 'clock', times } : undefined;
};

const DAY = { period: ONE, unit: 'd' } as const;

/** `frequency` times in every `period`. */
const periodic = (step: DosageStep): Schedule | undefined => {
  const { frequency = 1, period, periodUnit, kind, when } = step;
  if (period === undefined || periodUnit === undefined || !isPositive(period) || !Number.isSafeInteger(frequency) || frequency < 1) return undefined;
  if (kind !== 'interval' && isDaily(step)) return { kind: 'times', count: frequency, ...DAY, when };
  // "Once in 8 hours" is a statement about the clock, whatever the type calls it; "once a week" is not.
  const isInterval = kind === 'interval' || periodUnit === 'h' || periodUnit === 'min';
  if (!isInterval) return { kind: 'times', count: frequency, period, unit: periodUnit, when };
  return frequency === 1 ? { kind: 'every', period, unit: periodUnit, when } : undefined;
};

const atMoments = (step: DosageStep): Schedule | undefined => {
  const { when, frequency, period } = step;
  const [moment, another] = when;
  if (moment === undefined || !areDistinct(when)) return undefined;
  const ofMeals = when.some((code) => MEALS.has(code));
  if (ofMeals && another !== undefined) return undefined;
  if (ofMeals) return frequency === undefined && period === undefined ? { kind: 'event', event: moment } : periodic(step);
  if (isDaily(step) && step.kind !== 'interval') {
    // One dose at each moment. A frequency beside them must say the same number.
    return (frequency ?? when.length) === when.length ? { kind: 'times', count: when.length, ...DAY, when } : undefined;
  }
  return another === undefined && (frequency ?? 1) === 1 ? periodic(step) : undefined;
};

const singleDose = (step: DosageStep): Schedule | undefined => {
  const times = clockTimes(step.timeOfDay);
  if (times === undefined || times.length + step.when.length > 1 || step.dayOfWeek.length > 0 || (step.frequency ?? 1) !== 1) return undefined;
  // Once, and every 8 hours, or for a week: a contradiction.
  if ((step.period !== undefined && !isDaily(step)) || (step.boundsDays ?? 1) > 1) return undefined;
  return { kind: 'once', ...(step.on === undefined ? {} : { on: step.on }), times, when: step.when };
};

/** Undefined where the structure has no single exact meaning, or none at all: then only the text counts. */
export const scheduleOf = (step: DosageStep): Schedule | undefined => {
  if (step.kind === 'free-text') return undefined;
  if (step.kind === 'once') return singleDose(step);
  if (step.on !== undefined) return undefined;
  if (step.dayOfWeek.length > 0) return step.kind === 'interval' ? undefined : onWeekdays(step);
  if (step.timeOfDay.length > 0) return atClockTimes(step);
  return step.when.length > 0 ? atMoments(step) : periodic(step);
};
