import { dateOf, epochMs, instantFromEpoch, isCalendarDay, offsetMinutes } from './calendar.js';
import type { NcpErrorCode } from './errors/registry.js';
import { ok, refused, type CalendarDate, type Instant, type Result } from './primitives.js';
import { daysFromCivil, offsetMinutesOfLocal, type ZoneName } from './zone.js';

/** HL7 version 3 point in time (TS): `YYYYMMDDHHMMSS.UUUU[+|-ZZZZ]`, cut anywhere after the year. */

export type Hl7Precision = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second';

export interface Hl7Time {
  /** What was written; everything finer is the first moment of it. */
  readonly precision: Hl7Precision;
  readonly instant: Instant;
  /** The day as written, in the place that wrote it; present from day precision on. */
  readonly date?: CalendarDate;
  /** True when the text has no zone and `assumeZone` was used. It must then never order events (decisions D44). */
  readonly zoneAssumed: boolean;
}

const TIME = /^(\d{4})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:\.(\d{1,4}))?)?)?)?)?)?([+-]\d{4})?$/;
const LARGEST_OFFSET_MINUTES = 14 * 60;

const precisionOf = (month?: string, day?: string, hour?: string, minute?: string, second?: string): Hl7Precision => {
  if (second !== undefined) return 'second';
  if (minute !== undefined) return 'minute';
  if (hour !== undefined) return 'hour';
  if (day !== undefined) return 'day';
  return month === undefined ? 'year' : 'month';
};

/**
 * Reads an HL7 time of any precision. A time without zone is read in `assumeZone`, the sending country's zone.
 * Error NCP_CDA_DATE: not a time, a day that does not exist, or no zone and none to assume.
 */
export const parseHl7Time = (text: string, assumeZone?: ZoneName): Result<Hl7Time, NcpErrorCode> => {
  const match = TIME.exec(text);
  if (match === null) return refused('NCP_CDA_DATE');
  const [, year = '', month, day, hour, minute, second, fraction = '', zone] = match;
  const legal =
    isCalendarDay(Number(year), Number(month ?? '1'), Number(day ?? '1')) &&
    Number(hour ?? '0') < 24 && Number(minute ?? '0') < 60 && Number(second ?? '0') < 60;
  if (!legal) return refused('NCP_CDA_DATE');

  const days = daysFromCivil(Number(year), Number(month ?? '1'), Number(day ?? '1'));
  const localMs =
    days * 86_400_000 + Number(hour ?? '0') * 3_600_000 + Number(minute ?? '0') * 60_000 + Number(second ?? '0') * 1000 +
    Number(fraction.padEnd(3, '0').slice(0, 3));
  const offset = zone === undefined ? assumedOffset(localMs, assumeZone) : writtenOffset(zone);
  if (offset === undefined) return refused('NCP_CDA_DATE');
  const instant = instantFromEpoch(localMs - offset * 60_000, offset);
  return ok({
    precision: precisionOf(month, day, hour, minute, second),
    instant,
    ...(day === undefined ? {} : { date: dateOf(instant) }),
    zoneAssumed: zone === undefined,
  });
};

const assumedOffset = (localMs: number, zone: ZoneName | undefined): number | undefined =>
  zone === undefined ? undefined : offsetMinutesOfLocal(zone, localMs);

const writtenOffset = (zone: string): number | undefined => {
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3, 5));
  if (minutes > LARGEST_OFFSET_MINUTES || Number(zone.slice(3, 5)) > 59) return undefined;
  return zone.startsWith('-') ? -minutes : minutes;
};

const digits = (value: Instant): string => value.slice(0, 19).replace(/[^0-9]/g, '');

/** `yyyyMMddHHmmss+ZZZZ` in the instant's own offset, as CDA times are written (decisions D44). */
export const hl7Time = (value: Instant): string => {
  const offset = offsetMinutes(value);
  const size = Math.abs(offset);
  const zone = `${offset < 0 ? '-' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}${String(size % 60).padStart(2, '0')}`;
  return `${digits(instantFromEpoch(epochMs(value), offset))}${zone}`;
};

/** `yyyyMMddHHmmss` in UTC without zone, as XDS slots are written (decisions D44). */
export const hl7Utc = (value: Instant): string => digits(instantFromEpoch(epochMs(value)));

/** `yyyyMMdd`: a day stays a day. */
export const hl7Date = (date: CalendarDate): string => date.replaceAll('-', '');
