import { cpuMsOf } from './process-cost.js';
import { latencyOf, type Latency } from './statistics.js';
import type { TalkingChild } from './talking-child.js';

/** One measured window of load on one process. */
export interface Round {
  readonly perSecond: number;
  readonly latency: Latency;
  /** CPU milliseconds of the measured process per unit. */
  readonly cpuMs: number;
  /** Part of one processor that the measured process used. */
  readonly busy: number;
  readonly units: number;
  readonly failures: Readonly<Record<string, number>>;
}

/** What a load program tells of one plan. */
export interface LoadResult {
  readonly seconds: number;
  readonly latencies: readonly number[];
  /** Good units that ended too late to be timed: they cost too. */
  readonly late: number;
  readonly failures: Readonly<Record<string, number>>;
}

export interface RoundPlan {
  readonly seconds: number;
  /** Units begun a second; as many as can be when left out. */
  readonly rate?: number;
  /** Seconds before that, in which the units begin one after the other and nothing is counted. */
  readonly ramp?: number;
}

/** Loads for some seconds, and counts what the process that answers used meanwhile. */
export const round = async (load: TalkingChild, measuredPid: number, plan: RoundPlan): Promise<Round> => (await toldRound(load, measuredPid, plan)).round;

/** The same, with everything that the load program told. `R`: what this load program tells. */
export async function toldRound<R extends LoadResult>(load: TalkingChild, measuredPid: number, plan: RoundPlan): Promise<{ readonly round: Round; readonly told: R }> {
  load.tell(plan);
  await load.next();
  const [before, begun] = [cpuMsOf(measuredPid), performance.now()];
  const { result } = await load.next();
  const [cpu, elapsed] = [cpuMsOf(measuredPid) - before, performance.now() - begun];
  const told = result as R;
  const { seconds, latencies, late, failures } = told;
  const failed = Object.values(failures).reduce((sum, count) => sum + count, 0);
  const served = latencies.length + late + failed;
  const measured: Round = { perSecond: latencies.length / seconds, latency: latencyOf(latencies), cpuMs: served === 0 ? 0 : cpu / served, busy: cpu / elapsed, units: latencies.length, failures };
  return { round: measured, told };
}
