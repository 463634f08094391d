import { compareDates, parseDate } from './calendar.js';
import type { NcpErrorCode } from './errors/registry.js';
import { ok, refused, type CalendarDate, type PersonalNumber, type Result } from './primitives.js';

/** Swedish personal identity numbers (sweden-national 3.1). */

export type PersonalNumberKind = 'personnummer' | 'samordningsnummer';

export interface ParsedPersonalNumber {
  readonly kind: PersonalNumberKind;
  readonly number: PersonalNumber;
}

const TYPED = /^(\d{6}|\d{8})([-+]?)(\d{4})$/;
const COORDINATION_DAYS = 60;

/** Luhn over the ten-digit form: every second digit, from the first, counts twice (its digits added). */
const checkDigitHolds = (tenDigits: string): boolean => {
  let sum = 0;
  for (const [index, digit] of [...tenDigits].entries()) {
    const weighted = Number(digit) * (index % 2 === 0 ? 2 : 1);
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
};

/** The calendar day in the first eight digits; a coordination number has 60 added to its day. */
const dayIn = (eightDigits: string): { readonly kind: PersonalNumberKind; readonly date: CalendarDate } | undefined => {
  const written = Number(eightDigits.slice(6));
  const kind = written > COORDINATION_DAYS ? 'samordningsnummer' : 'personnummer';
  const day = String(kind === 'samordningsnummer' ? written - COORDINATION_DAYS : written).padStart(2, '0');
  const date = parseDate(`${eightDigits.slice(0, 4)}-${eightDigits.slice(4, 6)}-${day}`);
  return date.ok ? { kind, date: date.value } : undefined;
};

const inCentury = (century: number, sixDigits: string): string => `${String(century).padStart(2, '0')}${sixDigits}`;

/**
 * The century of a ten-digit number. `+` is written from the year a person turns 100, so it means the latest year that
 * is at least 100 back; otherwise it is the latest century whose day has come.
 */
const withCentury = (sixDigits: string, plus: boolean, today: CalendarDate): string => {
  const thisYear = Number(today.slice(0, 4));
  const thisCentury = Math.floor(thisYear / 100);
  const candidate = inCentury(thisCentury, sixDigits);
  if (plus) return Number(candidate.slice(0, 4)) <= thisYear - 100 ? candidate : olderBy(candidate, thisYear);
  const day = dayIn(candidate);
  const hasCome = day !== undefined ? compareDates(day.date, today) <= 0 : Number(candidate.slice(0, 4)) <= thisYear;
  return hasCome ? candidate : inCentury(thisCentury - 1, sixDigits);
};

const olderBy = (eightDigits: string, thisYear: number): string => {
  const century = Number(eightDigits.slice(0, 2));
  const previous = inCentury(century - 1, eightDigits.slice(2));
  return Number(previous.slice(0, 4)) <= thisYear - 100 ? previous : inCentury(century - 2, eightDigits.slice(2));
};

/**
 * Reads a number as people type it: 10 or 12 digits, spaces, `-` or `+` before the last four.
 * Result is the 12-digit form. Error NCP_PI_FORMAT: shape, calendar, check digit, a birth day that has not come, or a
 * century before 1800.
 */
export const parsePersonalNumber = (text: string, today: CalendarDate): Result<ParsedPersonalNumber, NcpErrorCode> => {
  const [, day = '', separator = '', serial = ''] = TYPED.exec(text.replace(/[ \u00a0]/g, '')) ?? [];
  if (day === '') return refused('NCP_PI_FORMAT');
  const birth = day.length === 8 ? day : withCentury(day, separator === '+', today);
  const parsed = dayIn(birth);
  const valid =
    parsed !== undefined && birth >= '18' && compareDates(parsed.date, today) <= 0 &&
    checkDigitHolds(`${birth.slice(2)}${serial}`);
  return valid ? ok({ kind: parsed.kind, number: `${birth}${serial}` as PersonalNumber }) : refused('NCP_PI_FORMAT');
};

/** Runs of digits, whatever stands between two of them in a case number. */
const DIGITS = /\d(?:[ \u00a0.,/:_+-]*\d)*/g;
const LENGTHS = [10, 12];

/** Whether somewhere in a text stands a number that can be somebody's: where no person may be named, however it is spelt. */
export const holdsPersonalNumber = (text: string, today: CalendarDate): boolean =>
  [...text.matchAll(DIGITS)].map(([run]) => run.replaceAll(/\D/g, ''))
    .some((digits) => LENGTHS.some((length) => Array.from({ length: Math.max(0, digits.length - length + 1) }, (_, at) => digits.slice(at, at + length)).some((part) => parsePersonalNumber(part, today).ok)));

/** Which of the two kinds a proven number is. */
export const kindOf = (number: PersonalNumber): PersonalNumberKind =>
  Number(number.slice(6, 8)) > COORDINATION_DAYS ? 'samordningsnummer' : 'personnummer';

/** Sex from the eleventh digit; undefined for a coordination number, which proves nothing about the person. */
export const genderOf = (number: PersonalNumber): 'F' | 'M' | undefined => {
  if (kindOf(number) === 'samordningsnummer') return undefined;
  return Number(number.charAt(10)) % 2 === 0 ? 'F' : 'M';
};

/** Birth date; undefined for a coordination number. */
export const birthDateOf = (number: PersonalNumber): CalendarDate | undefined =>
  kindOf(number) === 'samordningsnummer' ? undefined : dayIn(number.slice(0, 8))?.date;
