import { dateOf, epochMs, stockholmDate } from '../calendar.js';
import type { Dispensation } from '../dispensation.js';
import type { Policy } from '../policy.js';
import type { CalendarDate, Instant } from '../primitives.js';

/** When the medicine was handed over, and whether that can be true (decisions D56). */

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

// A time without zone never orders events (D44). The zones of Europe are at most three hours apart.
const ASSUMED_ZONE_DOUBT_MS = 3 * HOUR_MS;

export type HandOverTiming = 'on-time' | 'late' | 'too-late' | 'impossible';

type Timed = Pick<Dispensation, 'handedOverAt' | 'handedOverPrecision' | 'zoneAssumed'>;

/** The moments it may have been: one for an exact time, a whole day for a day, more when the zone was assumed. */
const possibleMoments = (dispensation: Timed): { readonly earliest: number; readonly latest: number } => {
  const written = epochMs(dispensation.handedOverAt);
  const doubt = dispensation.zoneAssumed ? ASSUMED_ZONE_DOUBT_MS : 0;
  const length = dispensation.handedOverPrecision === 'day' ? DAY_MS - 1 : 0;
  return { earliest: written - doubt, latest: written + length + doubt };
};

/**
 * Impossible: certainly in the future, or certainly before the prescription was written. Otherwise by age at receipt.
 * Doubt is never held against a hand-over: it is judged by the kindest of its possible moments.
 */
export const handOverTiming = (
  dispensation: Timed,
  times: { readonly authoredOn: Instant; readonly receivedAt: Instant },
  policy: Pick<Policy, 'futureToleranceMinutes' | 'lateDispenseDays' | 'lateAfterHours'>,
): HandOverTiming => {
  const { earliest, latest } = possibleMoments(dispensation);
  const received = epochMs(times.receivedAt);
  if (earliest > received + policy.futureToleranceMinutes * MINUTE_MS) return 'impossible';
  if (latest < epochMs(times.authoredOn)) return 'impossible';
  const age = received - latest;
  if (age > policy.lateDispenseDays * DAY_MS) return 'too-late';
  return age > policy.lateAfterHours * HOUR_MS ? 'late' : 'on-time';
};

/** The day by which validity and interval are judged: in Sweden, or as written where only a day was written. */
export const handOverDay = (dispensation: Timed): CalendarDate =>
  dispensation.handedOverPrecision === 'day' ? dateOf(dispensation.handedOverAt) : stockholmDate(dispensation.handedOverAt);
