import {
  addDays, calendarDate, compareDecimal, daysBetween, decimal, decimalOfCount, hl7Date, isPositive,
  type CalendarDate, type DecimalString, type DosageStep,
} from '@ncp/domain';
import type { DosageTiming, TextReason } from './model.js';

/**
 * Timing of a dosage: exact or text, never nearly (cda-documents 5, decisions D36, sweden-national 5).
 * At most one frequency element is ever written: two with operator `A` would mean their intersection.
 */

/** Words of the day. No HL7 v3 event exists for them, so they stay in the text and count as one dose each. */
const DAY_WORDS: ReadonlySet<string> = new Set([
  'MORN', 'MORN.early', 'MORN.late', 'NOON', 'AFT', 'AFT.early', 'AFT.late', 'EVE', 'EVE.early', 'EVE.late', 'NIGHT',
]);
/** Events once a day that the document rules accept. `CM`, `CD`, `CV`, `C` and `WAKE` are not among them. */
const DAILY_EVENTS: ReadonlySet<string> = new Set(['ACM', 'ACD', 'ACV', 'PCM', 'PCD', 'PCV', 'ICM', 'ICD', 'ICV', 'HS']);
/** Events at every meal: exact only when no number of times is given beside them. */
const MEAL_EVENTS: ReadonlySet<string> = new Set(['AC', 'PC', 'IC']);
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

const ONE = decimal('1');
const SEVEN = decimal('7');
const TWENTY_FOUR = decimal('24');
const FIRST_MONDAY = calendarDate('1970-01-05');
const text = (reason: TextReason): DosageTiming => ({ kind: 'text', reason });
const NOT_EXACT = text('not-exact');
const isOne = (value: DecimalString | undefined): boolean => value === undefined || compareDecimal(value, ONE) === 0;
const wholeHours = (timesADay: number): DecimalString | undefined =>
  Number.isSafeInteger(timesADay) && timesADay > 1 && 24 % timesADay === 0 ? decimalOfCount(24 / timesADay) : undefined;

/** n equal doses a day with 24/n whole: every 24/n hours, clock time not important. */
const timesADay = (count: number): DosageTiming => {
  if (count === 1) return { kind: 'period', value: ONE, unit: 'd', institutionSpecified: true };
  const hours = wholeHours(count);
  return hours === undefined ? NOT_EXACT : { kind: 'period', value: hours, unit: 'h', institutionSpecified: true };
};

const minutesOf = (time: string): number | undefined => {
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)(?::00)?$/.exec(time) ?? [];
  return hour === undefined || minute === undefined ? undefined : Number(hour) * 60 + Number(minute);
};

const clock = (date: CalendarDate, minutes: number): string =>
  `${hl7Date(date)}${String(Math.floor(minutes / 60)).padStart(2, '0')}${String(minutes % 60).padStart(2, '0')}`;

/** One clock time is every day at that time; several are exact only when they are evenly spaced. */
const atTimes = (times: readonly string[], from: CalendarDate): DosageTiming => {
  const minutes = times.map(minutesOf).filter((value) => value !== undefined).sort((a, b) => a - b);
  const [first] = minutes;
  if (first === undefined || minutes.length !== times.length) return NOT_EXACT;
  if (minutes.length === 1) return { kind: 'period', value: ONE, unit: 'd', from: clock(from, first) };
  const hours = wholeHours(minutes.length);
  const gap = 1440 / minutes.length;
  const even = minutes.every((value, index) => value === first + index * gap);
  return hours === undefined || !even ? NOT_EXACT : { kind: 'period', value: hours, unit: 'h', from: clock(from, first) };
};

/** The first such day of the week, not before `from`. */
const weekday = (name: string, from: CalendarDate): CalendarDate | undefined => {
  const wanted = WEEKDAYS.indexOf(name.toLowerCase().slice(0, 3));
  if (wanted < 0) return undefined;
  const today = ((daysBetween(FIRST_MONDAY, from) % 7) + 7) % 7;
  return addDays(from, (wanted - today + 7) % 7);
};

const onWeekday = (step: DosageStep, from: CalendarDate): DosageTiming => {
  const [name, another] = step.dayOfWeek;
  const [time, anotherTime] = step.timeOfDay;
  const weekly = isOne(step.period) || (step.periodUnit === 'd' && step.period !== undefined && compareDecimal(step.period, SEVEN) === 0);
  const day = name === undefined ? undefined : weekday(name, from);
  const unit = step.periodUnit ?? 'wk';
  if (day === undefined || another !== undefined || anotherTime !== undefined || !weekly || (unit !== 'd' && unit !== 'wk')) return NOT_EXACT;
  if ((step.frequency ?? 1) !== 1 || step.when.some((word) => !DAY_WORDS.has(word)) || step.when.length > 1) return NOT_EXACT;
  const minutes = time === undefined ? undefined : minutesOf(time);
  if (time !== undefined && (minutes === undefined || step.when.length > 0)) return NOT_EXACT;
  return { kind: 'period', value: SEVEN, unit: 'd', from: minutes === undefined ? hl7Date(day) : clock(day, minutes) };
};

const atEvent = (event: string, step: DosageStep): DosageTiming => {
  if (MEAL_EVENTS.has(event)) return step.frequency === undefined && step.period === undefined ? { kind: 'event', code: event } : NOT_EXACT;
  return DAILY_EVENTS.has(event) && isOnceADay(step) ? { kind: 'event', code: event } : NOT_EXACT;
};

const isDaily = ({ period, periodUnit }: DosageStep): boolean =>
  (isOne(period) && (periodUnit === undefined || periodUnit === 'd')) ||
  (periodUnit === 'h' && period !== undefined && compareDecimal(period, TWENTY_FOUR) === 0);

const isOnceADay = (step: DosageStep): boolean => (step.frequency ?? 1) === 1 && isDaily(step);

/** `frequency` times in every `period`. */
const periodic = (step: DosageStep): DosageTiming => {
  const { frequency = 1, period, periodUnit, kind } = step;
  if (period === undefined || periodUnit === undefined || !isPositive(period) || !Number.isSafeInteger(frequency)) return text('no-structure');
  if (kind !== 'interval' && isDaily(step)) return timesADay(frequency);
  if (frequency !== 1) return NOT_EXACT;
  // "Every 8 hours" is a statement about the clock, whatever the type says; "once a week" is not.
  const clockMatters = kind === 'interval' || periodUnit === 'h' || periodUnit === 'min';
  return { kind: 'period', value: period, unit: periodUnit, institutionSpecified: !clockMatters };
};

const singleStep = (step: DosageStep, from: CalendarDate): DosageTiming => {
  const { kind, when, timeOfDay, dayOfWeek } = step;
  const [event, anotherEvent] = when;
  const onlyWords = when.every((word) => DAY_WORDS.has(word));
  if (kind === 'once') {
    return onlyWords && when.length <= 1 && timeOfDay.length === 0 && dayOfWeek.length === 0 && (step.frequency ?? 1) === 1
      ? { kind: 'once', on: from } : NOT_EXACT;
  }
  if (dayOfWeek.length > 0) return onWeekday(step, from);
  if (timeOfDay.length > 0) {
    const count = step.frequency ?? timeOfDay.length;
    return when.length === 0 && isDaily(step) && (count === timeOfDay.length || count === 1 && timeOfDay.length === 1)
      ? atTimes(timeOfDay, from) : NOT_EXACT;
  }
  if (event === undefined) return periodic(step);
  if (!onlyWords) return anotherEvent === undefined ? atEvent(event, step) : NOT_EXACT;
  if (anotherEvent === undefined && step.periodUnit !== undefined && !isDaily(step)) return periodic(step);
  // One dose at each named part of the day. A frequency beside them must say the same number.
  return isDaily(step) && (step.frequency ?? when.length) === when.length ? timesADay(when.length) : NOT_EXACT;
};

/** Parallel steps, each once a day: either all at clock times, or all at parts of the day, or all unspecified. */
const parallelSteps = (steps: readonly DosageStep[], from: CalendarDate): DosageTiming => {
  const simple = steps.every((step) =>
    isOnceADay(step) && step.kind !== 'interval' && step.kind !== 'once' && step.dayOfWeek.length === 0 &&
    step.when.every((word) => DAY_WORDS.has(word)) && step.when.length + step.timeOfDay.length <= 1 &&
    (step.when.length + step.timeOfDay.length === 1 || step.period !== undefined));
  if (!simple) return NOT_EXACT;
  const times = steps.flatMap(({ timeOfDay }) => timeOfDay);
  const words = steps.flatMap(({ when }) => when);
  if (times.length === steps.length) return new Set(times).size === times.length ? atTimes(times, from) : NOT_EXACT;
  if (times.length > 0 || (words.length > 0 && words.length !== steps.length)) return NOT_EXACT;
  return new Set(words).size === words.length ? timesADay(steps.length) : NOT_EXACT;
};

/** Reasons that forbid structure whatever the times are. */
const barrier = (steps: readonly DosageStep[]): TextReason | undefined => {
  const [first] = steps;
  if (first === undefined) return 'no-structure';
  if (steps.some(({ kind }) => kind === 'free-text')) return 'free-text';
  if (steps.some(({ asNeeded }) => asNeeded)) return 'as-needed';
  if (steps.some(({ sequence, subSequence }) => sequence !== first.sequence || subSequence !== first.subSequence)) return 'tapering';
  if (steps.some(({ maxDosePerPeriod }) => maxDosePerPeriod !== undefined)) return 'maximum';
  return steps.some(({ boundsDays }) => boundsDays !== first.boundsDays) ? 'bounds' : undefined;
};

/** `from` is the first day of the treatment; it anchors clock times, weekdays and the single dose. */
export const dosageTiming = (steps: readonly DosageStep[], from: CalendarDate): DosageTiming => {
  const reason = barrier(steps);
  const [only, ...others] = steps;
  if (reason !== undefined || only === undefined) return text(reason ?? 'no-structure');
  return others.length === 0 ? singleStep(only, from) : parallelSteps(steps, from);
};
