import { setTimeout as pause } from 'node:timers/promises';
import type { UnitOfLoad } from './unit-of-load.js';

export interface LoadPlan {
  readonly seconds: number;
  /** One of them is under way per unit; a unit never overlaps with itself. */
  readonly units: readonly UnitOfLoad[];
  /** Units begun a second, whether earlier ones have ended or not; without it each begins when the last one ends. */
  readonly rate?: number;
  /** So many seconds before it counts the units begin, one after the other: then they are at different points of what they do. */
  readonly ramp?: number;
  /** Called when it begins to count. */
  readonly onBegin?: () => void;
}

export interface LoadResult {
  readonly seconds: number;
  /** Milliseconds of each good unit; with a rate, from when it should have begun. */
  readonly latencies: readonly number[];
  /** Good units that ended when the time was over. */
  readonly late: number;
  /** Reason to how often. */
  readonly failures: Readonly<Record<string, number>>;
}

/** Runs units for some seconds and times each. Those under way at the end are waited for, and only counted as late. */
export async function load({ seconds, units, rate, ramp = 0, onBegin }: LoadPlan): Promise<LoadResult> {
  const latencies: number[] = [];
  const failures: Record<string, number> = {};
  let late = 0;
  const begun = performance.now() + ramp * 1000;
  const counting = pause(ramp * 1000).then(onBegin);
  const end = begun + seconds * 1000;
  const timed = async (unit: UnitOfLoad, from: number): Promise<void> => {
    try {
      await unit.run();
      const now = performance.now();
      if (now > end) late += 1;
      else if (now >= begun) latencies.push(now - from);
    } catch (error) {
      if (performance.now() < begun) return;
      const reason = error instanceof Error ? error.message : String(error);
      failures[reason] = (failures[reason] ?? 0) + 1;
    }
  };
  await (rate === undefined ? asFastAsTheyEnd(units, { end, rampMs: ramp * 1000 }, timed) : asPlanned(units, { begun, end, rate }, timed));
  await counting;
  return { seconds, latencies, late, failures };
}

type Timed = (unit: UnitOfLoad, from: number) => Promise<void>;

const asFastAsTheyEnd = async (units: readonly UnitOfLoad[], { end, rampMs }: { readonly end: number; readonly rampMs: number }, timed: Timed): Promise<void> => {
  await Promise.all(units.map(async (unit, at) => {
    if (rampMs > 0) await pause((at / units.length) * rampMs);
    while (performance.now() < end) await timed(unit, performance.now());
  }));
};

/** A unit that is late waits for a free one; its time counts from its plan, so that waiting shows (no coordinated omission). */
async function asPlanned(units: readonly UnitOfLoad[], { begun, end, rate }: { readonly begun: number; readonly end: number; readonly rate: number }, timed: Timed): Promise<void> {
  let next = 0;
  const plannedAt = (): number => begun + (next++ * 1000) / rate;
  await Promise.all(units.map(async (unit) => {
    for (let at = plannedAt(); at < end; at = plannedAt()) {
      const early = at - performance.now();
      if (early > 0) await pause(early);
      await timed(unit, at);
    }
  }));
}
