import { addDays, calendarDate, daysBetween, parseDate } from '../calendar.js';
import { compareDecimal, decimal, decimalOfCount, divideRounded, isInteger, isPositive, multiplyDecimal, normalise, ONE } from '../decimal.js';
import type { CalendarDate, DecimalString } from '../primitives.js';
import type { ForeignTiming } from '../treatment/foreign-prescription.js';
import { isMeals, WEEKDAYS, type Schedule, type ScheduleUnit } from './schedule.js';

/** The way back: what the coded timing of a document means (cda-documents 5), so that one vocabulary serves both directions. */

const UNITS: Readonly<Record<string, ScheduleUnit>> = { min: 'min', h: 'h', d: 'd', wk: 'wk', mo: 'mo', a: 'a' };
const DAY_HOURS = decimal('24');
const SEVEN = decimal('7');
const FIRST_MONDAY = calendarDate('1970-01-05');
const FROM = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2}))?/;

type Period = Extract<ForeignTiming, { readonly kind: 'period' }>;

const is = (value: DecimalString, amount: DecimalString): boolean => compareDecimal(value, amount) === 0;

/** How many whole times in a day; undefined when a day is no whole number of such periods. */
const timesInADay = (period: DecimalString, unit: ScheduleUnit): number | undefined => {
  const hours = unit === 'h' ? period : unit === 'd' ? multiplyDecimal(period, DAY_HOURS) : undefined;
  if (hours === undefined || compareDecimal(hours, DAY_HOURS) > 0) return undefined;
  const times = divideRounded(DAY_HOURS, hours, 6);
  return isInteger(times) && isPositive(times) && is(multiplyDecimal(times, hours), DAY_HOURS) ? Number(normalise(times)) : undefined;
};

interface Anchor {
  readonly date?: CalendarDate;
  readonly time?: string;
}

const anchorOf = (from: string | undefined): Anchor => {
  const [, year, month, day, hour, minute] = FROM.exec(from ?? '') ?? [];
  if (year === undefined || month === undefined || day === undefined) return {};
  const date = parseDate(`${year}-${month}-${day}`);
  return { ...(date.ok ? { date: date.value } : {}), ...(hour === undefined || minute === undefined ? {} : { time: `${hour}:${minute}` }) };
};

const weekdayOf = (date: CalendarDate): (typeof WEEKDAYS)[number] => WEEKDAYS[((daysBetween(FIRST_MONDAY, date) % 7) + 7) % 7] ?? 'mon';

/** The times of a day that an hourly interval meets from its first one on. */
const clockTimes = (first: string, count: number): readonly string[] => {
  const start = Number(first.slice(0, 2)) * 60 + Number(first.slice(3));
  const minutes = Array.from({ length: count }, (_one, index) => (start + index * (1440 / count)) % 1440).sort((a, b) => a - b);
  return minutes.map((minute) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`);
};

const ofPeriod = ({ period, institutionSpecified, from }: Period): Schedule | undefined => {
  const unit = UNITS[period.unit.code ?? period.unit.text];
  const { value } = period;
  if (unit === undefined || !isPositive(value)) return undefined;
  const { date, time } = anchorOf(from);
  const times = timesInADay(value, unit);
  // Anchored at a clock time, whole parts of a day come at the same times every day; unless the clock is said not to matter.
  if (time !== undefined && institutionSpecified !== true && times !== undefined && Number.isInteger(1440 / times)) return { kind: 'clock', times: clockTimes(time, times) };
  const isWeek = (unit === 'd' && is(value, SEVEN)) || (unit === 'wk' && is(value, ONE));
  if (isWeek && date !== undefined) return { kind: 'weekdays', days: [weekdayOf(date)], times: time === undefined ? [] : [time], when: [] };
  if (institutionSpecified !== true) return { kind: 'every', period: value, unit, when: [], ...(time === undefined || unit === 'h' || unit === 'min' ? {} : { at: time }) };
  if (times !== undefined) return { kind: 'times', count: times, period: ONE, unit: 'd', when: [] };
  // "Every 7 hours" speaks of the clock, whatever is said of its importance.
  return unit === 'h' || unit === 'min' ? { kind: 'every', period: value, unit, when: [] } : { kind: 'times', count: 1, period: value, unit, when: [] };
};

/** Undefined when the timing is none of this vocabulary. */
export const scheduleOfTiming = (timing: ForeignTiming): Schedule | undefined => {
  switch (timing.kind) {
    case 'period': return ofPeriod(timing);
    case 'event': return isMeals(timing.code) ? { kind: 'event', event: timing.code } : { kind: 'times', count: 1, period: decimalOfCount(1), unit: 'd', when: [timing.code] };
    case 'once': return { kind: 'once', times: [], when: [], ...(timing.at.date === undefined ? {} : { on: timing.at.date }) };
  }
};

/** The first day not before `from` that is such a day of the week. */
export const weekdayFrom = (day: (typeof WEEKDAYS)[number], from: CalendarDate): CalendarDate =>
  addDays(from, (WEEKDAYS.indexOf(day) - WEEKDAYS.indexOf(weekdayOf(from)) + 7) % 7);
