/**
 * Time zones of the countries of MyHealth@EU, computed: pure code has no zone database (rule R1).
 * All of them that use summer time switch together at 01:00 UTC (Directive 2000/84/EC): on the last Sunday of March,
 * and on the last Sunday of October (of September before 1996). No summer time is assumed before 1980.
 */
interface ZoneRule {
  readonly standardMinutes: number;
  readonly summerTime: boolean;
}

const WESTERN: ZoneRule = { standardMinutes: 0, summerTime: true };
const CENTRAL: ZoneRule = { standardMinutes: 60, summerTime: true };
const EASTERN: ZoneRule = { standardMinutes: 120, summerTime: true };

const ZONES = {
  'UTC': { standardMinutes: 0, summerTime: false },
  'Atlantic/Reykjavik': { standardMinutes: 0, summerTime: false },
  'Europe/Dublin': WESTERN, 'Europe/Lisbon': WESTERN,
  'Europe/Amsterdam': CENTRAL, 'Europe/Berlin': CENTRAL, 'Europe/Bratislava': CENTRAL, 'Europe/Brussels': CENTRAL,
  'Europe/Budapest': CENTRAL, 'Europe/Copenhagen': CENTRAL, 'Europe/Ljubljana': CENTRAL, 'Europe/Luxembourg': CENTRAL,
  'Europe/Madrid': CENTRAL, 'Europe/Malta': CENTRAL, 'Europe/Oslo': CENTRAL, 'Europe/Paris': CENTRAL,
  'Europe/Prague': CENTRAL, 'Europe/Rome': CENTRAL, 'Europe/Stockholm': CENTRAL, 'Europe/Vienna': CENTRAL,
  'Europe/Warsaw': CENTRAL, 'Europe/Zagreb': CENTRAL,
  'Asia/Nicosia': EASTERN, 'Europe/Athens': EASTERN, 'Europe/Bucharest': EASTERN, 'Europe/Helsinki': EASTERN,
  'Europe/Riga': EASTERN, 'Europe/Sofia': EASTERN, 'Europe/Tallinn': EASTERN, 'Europe/Vilnius': EASTERN,
} as const satisfies Record<string, ZoneRule>;

/** IANA name of a zone we can compute. */
export type ZoneName = keyof typeof ZONES;

export const ZONE_NAMES: readonly ZoneName[] = Object.keys(ZONES) as ZoneName[];
export const isZoneName = (text: string): text is ZoneName => Object.hasOwn(ZONES, text);

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Days since 1970-01-01 in the proleptic Gregorian calendar. Month 1 to 12. */
export const daysFromCivil = (year: number, month: number, day: number): number => {
  // Years begin in March, so that the leap day is the last day of the year.
  const marchYear = month > 2 ? year : year - 1;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
};

/** Inverse of `daysFromCivil`. */
export const civilFromDays = (days: number): { readonly year: number; readonly month: number; readonly day: number } => {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
  };
};

/** 01:00 UTC on the last Sunday of a month with 30 or 31 days. */
const lastSundayAtOne = (year: number, month: number, length: number): number => {
  const last = daysFromCivil(year, month, length);
  const weekday = (((last + 4) % 7) + 7) % 7; // 1970-01-01 was a Thursday; Sunday is 0
  return (last - weekday) * DAY_MS + HOUR_MS;
};

const inSummerTime = (epochMs: number): boolean => {
  const { year } = civilFromDays(Math.floor(epochMs / DAY_MS));
  if (year < 1980) return false;
  const begins = lastSundayAtOne(year, 3, 31);
  const ends = year < 1996 ? lastSundayAtOne(year, 9, 30) : lastSundayAtOne(year, 10, 31);
  return begins <= epochMs && epochMs < ends;
};

/** Minutes east of UTC that are in force in a zone at an instant. */
export const offsetMinutesAt = (zone: ZoneName, epochMs: number): number => {
  const rule = ZONES[zone];
  return rule.standardMinutes + (rule.summerTime && inSummerTime(epochMs) ? 60 : 0);
};

/**
 * The offset of a local time of a zone. `localMs` counts as if the local time were UTC.
 * A time that exists twice (autumn) is read as standard time, the later of the two; one that does not exist (spring) likewise.
 */
export const offsetMinutesOfLocal = (zone: ZoneName, localMs: number): number => {
  const standard = ZONES[zone].standardMinutes;
  const asStandard = offsetMinutesAt(zone, localMs - standard * 60_000);
  if (asStandard === standard) return standard;
  return offsetMinutesAt(zone, localMs - asStandard * 60_000);
};
