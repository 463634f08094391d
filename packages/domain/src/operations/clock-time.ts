import { stockholm, stockholmDate } from '../calendar.js';
import type { Instant } from '../primitives.js';

/** Time of day in Sweden, `10:42`; with its day when that is another one than that of `now`. */
export const clockTime = (at: Instant, now: Instant = at): string => {
  const time = stockholm(at).slice(11, 16);
  return stockholmDate(at) === stockholmDate(now) ? time : `${stockholmDate(at)} ${time}`;
};
