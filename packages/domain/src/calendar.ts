import type { NcpErrorCode } from './errors/registry.js';
import { NcpError } from './errors/ncp-error.js';
import { ok, refused, type CalendarDate, type Instant, type Result } from './primitives.js';
import { civilFromDays, daysFromCivil, offsetMinutesAt, offsetMinutesOfLocal } from './zone.js';

/**
 * Instants with zone and calendar days, without `Date` (house rule 8).
 * An instant keeps the offset it was written with; a day is a day in the place that wrote it (decisions D44).
 */

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const LARGEST_OFFSET_MINUTES = 14 * 60;

const INSTANT = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:\d{2})$/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

const two = (value: number): string => String(value).padStart(2, '0');
const four = (value: number): string => String(value).padStart(4, '0');

/** True for a day that exists: `2026-02-30` does not. */
export const isCalendarDay = (year: number, month: number, day: number): boolean => {
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  const back = civilFromDays(daysFromCivil(year, month, day));
  return back.month === month && back.day === day;
};

interface InstantParts {
  readonly localMs: number;
  readonly offsetMinutes: number;
}

const offsetOf = (text: string): number => {
  if (text === 'Z') return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(4, 6));
  return text.startsWith('-') ? -minutes : minutes;
};

const partsOf = (text: string): InstantParts | undefined => {
  const match = INSTANT.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second = '0', fraction = '', zone = 'Z'] = match;
  const offsetMinutes = offsetOf(zone);
  const legal =
    isCalendarDay(Number(year), Number(month), Number(day)) &&
    Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60 &&
    Number(zone === 'Z' ? 0 : zone.slice(4, 6)) < 60 && Math.abs(offsetMinutes) <= LARGEST_OFFSET_MINUTES;
  if (!legal) return undefined;
  const days = daysFromCivil(Number(year), Number(month), Number(day));
  const ms = Number(fraction.padEnd(3, '0').slice(0, 3));
  return {
    localMs: days * DAY_MS + (Number(hour) * 60 + Number(minute)) * MINUTE_MS + Number(second) * 1000 + ms,
    offsetMinutes,
  };
};

const requireParts = (instant: Instant): InstantParts => {
  const parts = partsOf(instant);
  if (parts === undefined) throw new NcpError('NCP_CDA_DATE');
  return parts;
};

/** Reads an ISO 8601 date and time **with zone**; seconds may be absent, `24:00` and leap seconds are refused. Error NCP_CDA_DATE. */
export const parseInstant = (text: string): Result<Instant, NcpErrorCode> =>
  partsOf(text) === undefined ? refused('NCP_CDA_DATE') : ok(text as Instant);

/** As `parseInstant`. @throws NcpError NCP_CDA_DATE */
export const instant = (text: string): Instant => {
  const parsed = parseInstant(text);
  if (!parsed.ok) throw new NcpError(parsed.error);
  return parsed.value;
};

/** Milliseconds since 1970-01-01T00:00Z; finer fractions are cut. */
export const epochMs = (value: Instant): number => {
  const { localMs, offsetMinutes } = requireParts(value);
  return localMs - offsetMinutes * MINUTE_MS;
};

/** The offset an instant was written with, in minutes east of UTC. */
export const offsetMinutes = (value: Instant): number => requireParts(value).offsetMinutes;

/** Writes an instant in an offset: `Z` when the offset is 0, milliseconds only when there are any. */
export const instantFromEpoch = (ms: number, inOffsetMinutes = 0): Instant => {
  const local = Math.trunc(ms) + inOffsetMinutes * MINUTE_MS;
  const days = Math.floor(local / DAY_MS);
  const { year, month, day } = civilFromDays(days);
  const inDay = local - days * DAY_MS;
  const fraction = inDay % 1000 === 0 ? '' : `.${String(inDay % 1000).padStart(3, '0')}`;
  const time = `${two(Math.floor(inDay / 3_600_000))}:${two(Math.floor(inDay / 60_000) % 60)}:${two(Math.floor(inDay / 1000) % 60)}`;
  const size = Math.abs(inOffsetMinutes);
  const zone = size === 0 ? 'Z' : `${inOffsetMinutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
  return `${four(year)}-${two(month)}-${two(day)}T${time}${fraction}${zone}` as Instant;
};

/** The same instant written in UTC. */
export const utc = (value: Instant): Instant => instantFromEpoch(epochMs(value));

/** The same instant as Swedish clocks show it. */
export const stockholm = (value: Instant): Instant => {
  const ms = epochMs(value);
  return instantFromEpoch(ms, offsetMinutesAt('Europe/Stockholm', ms));
};

/**
 * The instant at which Swedish clocks show this date and time, `2026-06-12T14:00` or with seconds; undefined for what is no such
 * time. Of a time that exists twice it is the later one.
 */
export const fromStockholm = (local: string): Instant | undefined => {
  const parts = partsOf(`${local}Z`);
  if (parts === undefined) return undefined;
  const offset = offsetMinutesOfLocal('Europe/Stockholm', parts.localMs);
  return instantFromEpoch(parts.localMs - offset * MINUTE_MS, offset);
};

/** -1 when a is earlier. Compares instants, not texts: `10:00+02:00` equals `08:00Z`. */
export const compareInstants = (a: Instant, b: Instant): -1 | 0 | 1 => {
  const left = epochMs(a);
  const right = epochMs(b);
  if (left === right) return 0;
  return left < right ? -1 : 1;
};

/** The instant `ms` later (earlier when negative), in the same offset. */
export const addMs = (value: Instant, ms: number): Instant => instantFromEpoch(epochMs(value) + ms, offsetMinutes(value));

/** The calendar day in the instant's own offset. */
export const dateOf = (value: Instant): CalendarDate => value.slice(0, 10) as CalendarDate;

/** The calendar day in Sweden at that instant: the day that validity and intervals are judged by. */
export const stockholmDate = (value: Instant): CalendarDate => dateOf(stockholm(value));

/** Reads `YYYY-MM-DD`; the day must exist. Error NCP_CDA_DATE. */
export const parseDate = (text: string): Result<CalendarDate, NcpErrorCode> => {
  const [, year, month, day] = DATE.exec(text) ?? [];
  return isCalendarDay(Number(year), Number(month), Number(day)) ? ok(text as CalendarDate) : refused('NCP_CDA_DATE');
};

/** As `parseDate`. @throws NcpError NCP_CDA_DATE */
export const calendarDate = (text: string): CalendarDate => {
  const parsed = parseDate(text);
  if (!parsed.ok) throw new NcpError(parsed.error);
  return parsed.value;
};

const dayNumber = (date: CalendarDate): number =>
  daysFromCivil(Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10)));

export const addDays = (date: CalendarDate, days: number): CalendarDate => {
  const { year, month, day } = civilFromDays(dayNumber(date) + days);
  return `${four(year)}-${two(month)}-${two(day)}` as CalendarDate;
};

/** The same day `years` later; 29 February becomes 28 February in a common year. */
export const addYears = (date: CalendarDate, years: number): CalendarDate => {
  const year = Number(date.slice(0, 4)) + years;
  const sameDay = date.endsWith('-02-29') && !isCalendarDay(year, 2, 29) ? '-02-28' : date.slice(4);
  return `${four(year)}${sameDay}` as CalendarDate;
};

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: CalendarDate, to: CalendarDate): number => dayNumber(to) - dayNumber(from);

export const compareDates = (a: CalendarDate, b: CalendarDate): -1 | 0 | 1 => {
  if (a === b) return 0;
  return a < b ? -1 : 1;
};

/** Age in whole years. A person born on 29 February turns a year older on 1 March in common years. */
export const ageAt = (birth: CalendarDate, day: CalendarDate): number => {
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4));
  return day.slice(5) < birth.slice(5) ? years - 1 : years;
};
