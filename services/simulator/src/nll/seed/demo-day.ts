import { addDays, instant, instantFromEpoch, epochMs, offsetMinutes, stockholm, stockholmDate, type CalendarDate, type Instant } from '@ncp/domain';

/** The demo clock's day D: all seed dates are relative to it, so nothing expires by itself (decisions G26). */
export interface DemoDay {
  readonly today: CalendarDate;
  /** The day so many days after D (before it when negative). */
  day(offset: number): CalendarDate;
  /** That day at a Swedish clock time `HH:MM:SS`. */
  at(offset: number, time: string): Instant;
}

export function demoDay(now: Instant): DemoDay {
  const today = stockholmDate(now);
  const day = (offset: number): CalendarDate => addDays(today, offset);
  return {
    today,
    day,
    at(offset, time) {
      const asUtc = instant(`${day(offset)}T${time}Z`);
      const zone = offsetMinutes(stockholm(asUtc));
      return instantFromEpoch(epochMs(asUtc) - zone * 60_000, zone);
    },
  };
}
