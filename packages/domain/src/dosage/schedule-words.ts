import { compareDecimal, isInteger, normalise, ONE } from '../decimal.js';
import type { DecimalString } from '../primitives.js';
import type { BilingualText } from '../treatment/search-mask.js';
import type { Schedule, ScheduleUnit, Weekday } from './schedule.js';
import { pluralEn, pluralSv } from './unit-words.js';

/** A schedule in words, Swedish and English: what it says, all of it, and nothing more. */

const UNITS: Readonly<Record<ScheduleUnit, BilingualText>> = {
  min: { sv: 'minut', en: 'minute' }, h: { sv: 'timme', en: 'hour' }, d: { sv: 'dag', en: 'day' }, wk: { sv: 'vecka', en: 'week' }, mo: { sv: 'månad', en: 'month' },
  a: { sv: 'år', en: 'year' },
};

const MOMENTS: Readonly<Record<string, BilingualText>> = {
  'MORN': { sv: 'på morgonen', en: 'in the morning' },
  'MORN.early': { sv: 'tidigt på morgonen', en: 'early in the morning' },
  'MORN.late': { sv: 'sent på morgonen', en: 'late in the morning' },
  'NOON': { sv: 'mitt på dagen', en: 'at noon' },
  'AFT': { sv: 'på eftermiddagen', en: 'in the afternoon' },
  'AFT.early': { sv: 'tidigt på eftermiddagen', en: 'early in the afternoon' },
  'AFT.late': { sv: 'sent på eftermiddagen', en: 'late in the afternoon' },
  'EVE': { sv: 'på kvällen', en: 'in the evening' },
  'EVE.early': { sv: 'tidigt på kvällen', en: 'early in the evening' },
  'EVE.late': { sv: 'sent på kvällen', en: 'late in the evening' },
  'NIGHT': { sv: 'på natten', en: 'during the night' },
  'WAKE': { sv: 'vid uppvaknandet', en: 'on waking' },
  'HS': { sv: 'vid sänggåendet', en: 'at bedtime' },
  'C': { sv: 'i samband med måltid', en: 'with meals' },
  'CM': { sv: 'i samband med frukost', en: 'with breakfast' },
  'CD': { sv: 'i samband med lunch', en: 'with lunch' },
  'CV': { sv: 'i samband med kvällsmat', en: 'with dinner' },
  'AC': { sv: 'före måltid', en: 'before meals' },
  'ACM': { sv: 'före frukost', en: 'before breakfast' },
  'ACD': { sv: 'före lunch', en: 'before lunch' },
  'ACV': { sv: 'före kvällsmat', en: 'before dinner' },
  'PC': { sv: 'efter måltid', en: 'after meals' },
  'PCM': { sv: 'efter frukost', en: 'after breakfast' },
  'PCD': { sv: 'efter lunch', en: 'after lunch' },
  'PCV': { sv: 'efter kvällsmat', en: 'after dinner' },
  'IC': { sv: 'mellan måltider', en: 'between meals' },
  'ICM': { sv: 'mellan frukost och lunch', en: 'between breakfast and lunch' },
  'ICD': { sv: 'mellan lunch och kvällsmat', en: 'between lunch and dinner' },
  'ICV': { sv: 'mellan kvällsmat och sänggående', en: 'between dinner and bedtime' },
};

const DAYS: Readonly<Record<Weekday, BilingualText>> = {
  mon: { sv: 'måndag', en: 'Monday' }, tue: { sv: 'tisdag', en: 'Tuesday' }, wed: { sv: 'onsdag', en: 'Wednesday' }, thu: { sv: 'torsdag', en: 'Thursday' },
  fri: { sv: 'fredag', en: 'Friday' }, sat: { sv: 'lördag', en: 'Saturday' }, sun: { sv: 'söndag', en: 'Sunday' },
};

/** `a, b och c`. */
const listed = (texts: readonly string[], and: string): string =>
  texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} ${and} ${texts.at(-1) ?? ''}`;

const both = (texts: readonly BilingualText[]): BilingualText =>
  ({ sv: listed(texts.map(({ sv }) => sv), 'och'), en: listed(texts.map(({ en }) => en), 'and') });

const joined = (texts: readonly BilingualText[], separator: string): BilingualText =>
  ({ sv: texts.map(({ sv }) => sv).join(separator), en: texts.map(({ en }) => en).join(separator) });

/** Undefined when a moment has no words here. */
const momentsIn = (when: readonly string[]): readonly BilingualText[] | undefined => {
  const words = when.map((code) => MOMENTS[code]).filter((text) => text !== undefined);
  return words.length === when.length ? (words.length === 0 ? [] : [both(words)]) : undefined;
};

const clockIn = (times: readonly string[]): readonly BilingualText[] =>
  times.length === 0 ? [] : [{ sv: `kl. ${listed(times.map((time) => time.replace(':', '.')), 'och')}`, en: `at ${listed(times, 'and')}` }];

const ordinalSv = (count: string): string => (/[12]$/.test(count) && !/1[12]$/.test(count) ? `${count}:a` : `${count}:e`);

const everyPeriod = (period: DecimalString, unit: ScheduleUnit): BilingualText | undefined => {
  const { sv, en } = UNITS[unit];
  const count = normalise(period);
  if (!isInteger(period)) return undefined;
  if (compareDecimal(period, ONE) === 0) return { sv: `varje ${sv}`, en: `every ${en}` };
  return { sv: count === '2' ? `varannan ${sv}` : `var ${ordinalSv(count)} ${sv}`, en: `every ${count} ${pluralEn(en, period)}` };
};

const TIMES_EN: Readonly<Record<number, string>> = { 1: 'once', 2: 'twice' };

const timesPerPeriod = (count: number, period: DecimalString, unit: ScheduleUnit): BilingualText | undefined => {
  if (!isInteger(period)) return undefined;
  const { sv, en } = UNITS[unit];
  const often = { sv: count === 1 ? 'en gång' : `${String(count)} gånger`, en: TIMES_EN[count] ?? `${String(count)} times` };
  const long = normalise(period);
  return compareDecimal(period, ONE) === 0
    ? { sv: `${often.sv} per ${sv}`, en: `${often.en} ${en === 'hour' ? 'an' : 'a'} ${en}` }
    : { sv: `${often.sv} per ${long} ${pluralSv(sv, period)}`, en: `${often.en} in ${long} ${pluralEn(en, period)}` };
};

/** Undefined where this vocabulary has no exact words for it. */
export const scheduleWords = (schedule: Schedule): BilingualText | undefined => {
  if (schedule.kind === 'event') return MOMENTS[schedule.event];
  if (schedule.kind === 'clock') {
    const often = schedule.times.length === 1 ? everyPeriod(ONE, 'd') : timesPerPeriod(schedule.times.length, ONE, 'd');
    return often === undefined ? undefined : joined([often, ...clockIn(schedule.times)], ' ');
  }
  const moments = momentsIn(schedule.when);
  if (moments === undefined) return undefined;
  switch (schedule.kind) {
    case 'times': {
      const often = timesPerPeriod(schedule.count, schedule.period, schedule.unit);
      return often === undefined ? undefined : joined([often, ...moments], ', ');
    }
    case 'every': {
      const often = everyPeriod(schedule.period, schedule.unit);
      return often === undefined ? undefined : joined([joined([often, ...clockIn(schedule.at === undefined ? [] : [schedule.at])], ' '), ...moments], ', ');
    }
    case 'weekdays': {
      const days = both(schedule.days.map((day) => DAYS[day]));
      return joined([{ sv: `varje ${days.sv}`, en: `every ${days.en}` }, ...moments, ...clockIn(schedule.times)], ' ');
    }
    case 'once': {
      const day = schedule.on === undefined ? [] : [{ sv: `den ${schedule.on}`, en: `on ${schedule.on}` }];
      return joined([{ sv: 'en enda gång', en: 'once only' }, ...day, ...moments, ...clockIn(schedule.times)], ' ');
    }
  }
};
