import type { LoadResult } from './rounds.js';
import { latencyOf, type Latency } from './statistics.js';

/** What a call of the API took, as the load program of the counter tells it: milliseconds. */
export interface CallTime {
  readonly seen: number;
  readonly peer: number;
  readonly own: number;
}

/** A result of the counter's load program. */
export interface CounterLoadResult extends LoadResult {
  readonly operations: Readonly<Record<string, readonly CallTime[]>>;
}

export interface OperationFigures {
  readonly calls: number;
  /** All that the pharmacy waits for and the other country does not answer for. */
  readonly own: Latency;
  /** By the gateway's `Server-Timing`. */
  readonly peer: Latency;
  readonly seen: Latency;
}

export type Figures = Readonly<Record<string, OperationFigures>>;

export function figuresOf(times: readonly CallTime[]): OperationFigures {
  const of = (pick: (one: CallTime) => number): Latency => latencyOf(times.map(pick));
  return { calls: times.length, own: of(({ own }) => own), peer: of(({ peer }) => peer), seen: of(({ seen }) => seen) };
}

/** Every operation over all results: samples are put together, nothing is averaged. */
export function operationsOf(results: readonly Pick<CounterLoadResult, 'operations'>[]): Figures {
  const names = new Set(results.flatMap(({ operations }) => Object.keys(operations)));
  return Object.fromEntries([...names].map((name) => [name, figuresOf(results.flatMap(({ operations }) => operations[name] ?? []))]));
}

/** What the pharmacist waits for in one result, whichever the operation. */
export const allCalls = ({ operations }: Pick<CounterLoadResult, 'operations'>): readonly CallTime[] => Object.values(operations).flat();
