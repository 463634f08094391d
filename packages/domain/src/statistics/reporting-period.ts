import { addMs, epochMs, instant, instantFromEpoch } from '../calendar.js';
import type { Instant } from '../primitives.js';

/** A quarter or a month of statistics, in UTC [local]: all countries of a report then speak of the same days. */
export interface ReportingPeriod {
  /** `2026-Q3` or `2026-09`. */
  readonly name: string;
  readonly from: Instant;
  /** The first instant that is no longer in it. */
  readonly until: Instant;
}

/** A message takes minutes at most (wire-contract 1.2: 180 s); an hour later every row of the period is there [local]. */
const CLOSES_AFTER_MS = 3_600_000;
/** Rows are kept for ten years (decisions 3.3): an older period is no longer whole. Counted in the shortest ten years. */
const KEPT_MS = 3_652 * 86_400_000;

const PERIOD = /^(20\d{2})-(?:Q([1-4])|(0[1-9]|1[0-2]))$/;
const MONTHS_OF_QUARTER = 3;

const monthStart = (year: number, month: number): Instant => {
  const [ofYear, ofMonth] = month > 12 ? [year + 1, month - 12] : [year, month];
  return instant(`${String(ofYear)}-${String(ofMonth).padStart(2, '0')}-01T00:00:00Z`);
};

/** Undefined for everything but `YYYY-Qn` and `YYYY-MM`. */
export function reportingPeriod(name: string): ReportingPeriod | undefined {
  const [, year, quarter, month] = PERIOD.exec(name) ?? [];
  if (year === undefined) return undefined;
  const first = quarter === undefined ? Number(month) : (Number(quarter) - 1) * MONTHS_OF_QUARTER + 1;
  const months = quarter === undefined ? 1 : MONTHS_OF_QUARTER;
  return { name, from: monthStart(Number(year), first), until: monthStart(Number(year), first + months) };
}

/** `open`: rows may still come. `gone`: rows have been removed by retention. Only a closed period gives the same bytes each time. */
export type PeriodState = 'closed' | 'open' | 'gone';

export function periodState({ from, until }: ReportingPeriod, now: Instant): PeriodState {
  if (epochMs(now) < epochMs(addMs(until, CLOSES_AFTER_MS))) return 'open';
  return epochMs(now) - epochMs(from) > KEPT_MS ? 'gone' : 'closed';
}

/** `2026` and 3, in UTC. */
export const quarterOf = (at: Instant): { readonly year: number; readonly quarter: number } => {
  const utc = instantFromEpoch(epochMs(at));
  return { year: Number(utc.slice(0, 4)), quarter: Math.ceil(Number(utc.slice(5, 7)) / MONTHS_OF_QUARTER) };
};

/** The quarter that `now` is in, and the ones before it, newest first. */
export function quartersBefore(now: Instant, count: number): readonly ReportingPeriod[] {
  const { year, quarter } = quarterOf(now);
  return Array.from({ length: count }, (_, back) => {
    const index = year * 4 + quarter - 1 - back;
    return reportingPeriod(`${String(Math.floor(index / 4))}-Q${String((index % 4) + 1)}`);
  }).flatMap((period) => period ?? []);
}
