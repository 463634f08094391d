import { calendarDate, compareDates, parseDate, type CalendarDate } from '@ncp/domain';

const LONGEST_MONTH = 31;
const two = (value: number): string => String(value).padStart(2, '0');

/** The same day of the month `months` earlier; the last day of a shorter month where there is no such day. */
export const monthsBefore = (date: CalendarDate, months: number): CalendarDate => {
  const count = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 - months;
  const month = `${String(Math.floor(count / 12)).padStart(4, '0')}-${two((count % 12) + 1)}`;
  for (let day = Number(date.slice(8, 10)); day > LONGEST_MONTH - 4; day -= 1) {
    const there = parseDate(`${month}-${two(day)}`);
    if (there.ok) return there.value;
  }
  return calendarDate(`${month}-${date.slice(8, 10)}`);
};

/** Recorded within the months that end today, both ends included. */
export const isWithin = (day: CalendarDate, today: CalendarDate, months: number): boolean =>
  compareDates(day, monthsBefore(today, months)) >= 0;
