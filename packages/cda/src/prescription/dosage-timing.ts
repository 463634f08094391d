import {
  compareDecimal, decimal, decimalOfCount, hl7Date, isPositive, ONE, scheduleOf, weekdayFrom,
  type CalendarDate, type DecimalString, type DosageStep, type Schedule, type ScheduleUnit,
} from '@ncp/domain';
import type { DosageTiming, TextReason } from './model.js';

/**
 * Timing of a dosage as a document can say it: exact or text, never nearly (cda-documents 5, decisions D36).
 * At most one frequency element is ever written: two with operator `A` would mean their intersection.
 */

/** Words of the day. No HL7 v3 event exists for them, so they stay in the text and count as one dose each. */
const DAY_WORDS: ReadonlySet<string> = new Set([
  'MORN', 'MORN.early', 'MORN.late', 'NOON', 'AFT', 'AFT.early', 'AFT.late', 'EVE', 'EVE.early', 'EVE.late', 'NIGHT',
]);
/** Events once a day that the document rules accept. `CM`, `CD`, `CV` and `WAKE` are not among them. */
const DAILY_EVENTS: ReadonlySet<string> = new Set(['ACM', 'ACD', 'ACV', 'PCM', 'PCD', 'PCV', 'ICM', 'ICD', 'ICV', 'HS']);
/** Events at every meal that the rules accept. */
const MEAL_EVENTS: ReadonlySet<string> = new Set(['AC', 'PC', 'IC']);

const SEVEN = decimal('7');
const text = (reason: TextReason): DosageTiming => ({ kind: 'text', reason });
const NOT_EXACT = text('not-exact');
const onlyDayWords = (when: readonly string[]): boolean => when.every((word) => DAY_WORDS.has(word));

const wholeHours = (timesADay: number): DecimalString | undefined =>
  timesADay > 1 && 24 % timesADay === 0 ? decimalOfCount(24 / timesADay) : undefined;

/** n equal doses a day with 24/n whole: every 24/n hours, clock time not important. */
const timesADay = (count: number): DosageTiming => {
  if (count === 1) return { kind: 'period', value: ONE, unit: 'd', institutionSpecified: true };
  const hours = wholeHours(count);
  return hours === undefined ? NOT_EXACT : { kind: 'period', value: hours, unit: 'h', institutionSpecified: true };
};

/** The rules accept at most four decimals in a period. */
const written = (value: DecimalString, unit: ScheduleUnit, institutionSpecified: boolean): DosageTiming =>
  (value.split('.')[1] ?? '').length > 4 || unit === 'a' ? NOT_EXACT : { kind: 'period', value, unit, institutionSpecified };

const timesInPeriod = ({ count, period, unit, when }: Extract<Schedule, { readonly kind: 'times' }>): DosageTiming => {
  const isADay = unit === 'd' && compareDecimal(period, ONE) === 0;
  const [moment] = when;
  if (!onlyDayWords(when)) return isADay && count === 1 && moment !== undefined && DAILY_EVENTS.has(moment) ? { kind: 'event', code: moment } : NOT_EXACT;
  if (isADay) return timesADay(count);
  return count === 1 ? written(period, unit, true) : NOT_EXACT;
};

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
const clock = (date: CalendarDate, time: string): string => `${hl7Date(date)}${time.replace(':', '')}`;

/** One clock time is every day at that time; several are exact only when they are evenly spaced. */
const atTimes = (times: readonly string[], from: CalendarDate): DosageTiming => {
  const [first] = times;
  if (first === undefined) return NOT_EXACT;
  if (times.length === 1) return { kind: 'period', value: ONE, unit: 'd', from: clock(from, first) };
  const hours = wholeHours(times.length);
  const gap = 1440 / times.length;
  const isEven = times.every((time, index) => minutesOf(time) === minutesOf(first) + index * gap);
  return hours === undefined || !isEven ? NOT_EXACT : { kind: 'period', value: hours, unit: 'h', from: clock(from, first) };
};

const onWeekday = ({ days, times, when }: Extract<Schedule, { readonly kind: 'weekdays' }>, from: CalendarDate): DosageTiming => {
  const [day, another] = days;
  const [time] = times;
  if (day === undefined || another !== undefined || times.length > 1 || when.length > 1 || !onlyDayWords(when)) return NOT_EXACT;
  const date = weekdayFrom(day, from);
  return { kind: 'period', value: SEVEN, unit: 'd', from: time === undefined ? hl7Date(date) : clock(date, time) };
};

const ofSchedule = (schedule: Schedule, from: CalendarDate): DosageTiming => {
  switch (schedule.kind) {
    case 'times': return timesInPeriod(schedule);
    case 'every': {
      const { period, unit, when, at } = schedule;
      return onlyDayWords(when) && at === undefined ? written(period, unit, false) : NOT_EXACT;
    }
    case 'clock': return atTimes(schedule.times, from);
    case 'weekdays': return onWeekday(schedule, from);
    case 'event': return MEAL_EVENTS.has(schedule.event) ? { kind: 'event', code: schedule.event } : NOT_EXACT;
    case 'once': {
      // The document can only name a day. The day of prescribing would be a guess (decisions D36).
      if (schedule.on === undefined) return text('day-unknown');
      return schedule.times.length === 0 && onlyDayWords(schedule.when) ? { kind: 'once', on: schedule.on } : NOT_EXACT;
    }
  }
};

/** Parallel steps are one schedule when each is once a day: all at clock times, all at parts of the day, or all unspecified. */
const together = (schedules: readonly Schedule[]): Schedule | undefined => {
  const times = schedules.flatMap((one) => (one.kind === 'clock' && one.times.length === 1 ? one.times : []));
  if (times.length === schedules.length) return new Set(times).size === times.length ? { kind: 'clock', times: [...times].sort() } : undefined;
  const daily = schedules.filter((one) => one.kind === 'times')
    .filter(({ count, period, unit, when }) => count === 1 && unit === 'd' && compareDecimal(period, ONE) === 0 && onlyDayWords(when));
  const words = daily.flatMap(({ when }) => when);
  if (daily.length !== schedules.length || new Set(words).size !== words.length) return undefined;
  return words.length === 0 || words.length === daily.length ? { kind: 'times', count: daily.length, period: ONE, unit: 'd', when: words } : undefined;
};

/** One way and one place: a drop in each eye is not two drops in one. */
const sameWay = (a: DosageStep, b: DosageStep): boolean =>
  a.route?.code === b.route?.code && a.route?.codeSystem === b.route?.codeSystem && a.administration === b.administration;

/** Reasons that forbid structure whatever the times are. */
const barrier = (steps: readonly DosageStep[]): TextReason | undefined => {
  const [first] = steps;
  if (first === undefined) return 'no-structure';
  if (steps.some(({ kind }) => kind === 'free-text')) return 'free-text';
  if (steps.some(({ asNeeded }) => asNeeded)) return 'as-needed';
  if (steps.some(({ sequence, subSequence }) => sequence !== first.sequence || subSequence !== first.subSequence)) return 'tapering';
  if (steps.some(({ maximum }) => maximum !== undefined)) return 'maximum';
  return steps.some(({ boundsDays }) => boundsDays !== first.boundsDays) ? 'bounds' : undefined;
};

/** Nothing is said of when, as distinct from something that cannot be said exactly. */
const isUnsaid = ({ kind, period, periodUnit, when, timeOfDay, dayOfWeek }: DosageStep): boolean =>
  kind !== 'once' && when.length + timeOfDay.length + dayOfWeek.length === 0 && (period === undefined || periodUnit === undefined || !isPositive(period));

/** `from` is the first day of the treatment; it anchors clock times and weekdays. */
export const dosageTiming = (steps: readonly DosageStep[], from: CalendarDate): DosageTiming => {
  const reason = barrier(steps);
  const [only, ...others] = steps;
  if (reason !== undefined || only === undefined) return text(reason ?? 'no-structure');
  const schedules = steps.map(scheduleOf).filter((schedule) => schedule !== undefined);
  if (schedules.length !== steps.length) return others.length === 0 && isUnsaid(only) ? text('no-structure') : NOT_EXACT;
  if (others.some((step) => !sameWay(step, only))) return NOT_EXACT;
  const [single] = schedules;
  const schedule = others.length === 0 ? single : together(schedules);
  return schedule === undefined ? NOT_EXACT : ofSchedule(schedule, from);
};
