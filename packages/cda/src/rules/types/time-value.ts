/** What a time of HL7 says (cda-documents 1.8). */

const TIME = /^(\d{2})(\d{2})?(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(\.\d+)?)?)?)?)?)?([+-]\d{1,4})?$/;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** Minutes since the year 0 of a legal HL7 time, or undefined. Missing parts are their first value, a missing zone is UTC. */
export const minutesOf = (text: string): number | undefined => {
  const match = TIME.exec(text);
  if (match === null) return undefined;
  const [, century = '', yearOfCentury = '00', month = '01', day = '01', hour = '00', minute = '00', second = '00', , zone = '+0000'] = match;
  const year = Number(century + yearOfCentury);
  const zoneDigits = `${zone}0000`.slice(1, 5);
  const zoneMinutes = Number(zoneDigits.slice(0, 2)) * 60 + Number(zoneDigits.slice(2));
  const longest = Number(month) === 2 && isLeap(year) ? 29 : DAYS[Number(month) - 1];
  const legal = longest !== undefined && Number(day) >= 1 && Number(day) <= longest &&
    Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60 && zoneMinutes <= 14 * 60 && Number(zoneDigits.slice(2)) < 60;
  if (!legal) return undefined;
  const monthDays = DAYS.slice(0, Number(month) - 1).reduce((sum, days) => sum + days, Number(month) > 2 && isLeap(year) ? 1 : 0);
  const days = year * 365 + Math.floor((year + 3) / 4) - Math.floor((year + 99) / 100) + Math.floor((year + 399) / 400) + monthDays + Number(day);
  return days * 1440 + Number(hour) * 60 + Number(minute) + Number(second) / 60 - (zone.startsWith('-') ? -zoneMinutes : zoneMinutes);
};

/** True as well where there is none. */
export const isTime = (value: string | undefined): boolean => value === undefined || minutesOf(value) !== undefined;
