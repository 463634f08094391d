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

interface LoadResult {
  readonly seconds: number;
  readonly latencies: readonly number[];
  readonly failures: Readonly<Record<string, number>>;
}

/** Loads for some seconds, and counts what the process that answers used meanwhile. */
export async function round(load: TalkingChild, measuredPid: number, plan: { readonly seconds: number; readonly rate?: number }): Promise<Round> {
  load.tell(plan);
  await load.next();
  const [before, begun] = [cpuMsOf(measuredPid), performance.now()];
  const { result } = await load.next();
  const [cpu, elapsed] = [cpuMsOf(measuredPid) - before, performance.now() - begun];
  const { seconds, latencies, failures } = result as LoadResult;
  const failed = Object.values(failures).reduce((sum, count) => sum + count, 0);
  const served = latencies.length + failed;
  return { perSecond: latencies.length / seconds, latency: latencyOf(latencies), cpuMs: served === 0 ? 0 : cpu / served, busy: cpu / elapsed, units: latencies.length, failures };
}
