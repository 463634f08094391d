import { bareParse } from '../engine.js';
import { median, percentile, spread } from '../statistics.js';
import type { DocumentOperation } from './operations.js';

/** CPU of one operation, all threads of the process together: milliseconds. */
export interface OperationCost {
  readonly name: string;
  readonly document: string;
  readonly bytes: number;
  readonly limitMs?: number;
  /** The very first, with everything still cold. */
  readonly first: number;
  /** Medians over the rounds, of the medians and 95th percentiles of each. */
  readonly median: number;
  readonly p95: number;
  /** A bare parse of the same bytes by the XML engine, measured in the same rounds. */
  readonly floor: number;
  readonly ratio: number;
  /** How far the rounds lie apart, as part of the median. */
  readonly noise: number;
}

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

async function timed(work: () => unknown): Promise<number> {
  const before = cpuMs();
  await work();
  return cpuMs() - before;
}

interface OneRound {
  readonly median: number;
  readonly p95: number;
  readonly floor: number;
}

/** Some seconds of it are enough; a slow operation is not repeated as often. */
const repetitionsFor = (roughMs: number): number => Math.min(200, Math.max(10, Math.round(600 / Math.max(1, roughMs))));

async function oneRound({ run, bytes }: DocumentOperation, repetitions: number, parse: (bytes: Uint8Array) => void): Promise<OneRound> {
  const times: number[] = [];
  const floors: number[] = [];
  for (let done = 0; done < repetitions; done += 1) {
    times.push(await timed(() => run(done)));
    floors.push(await timed(() => { parse(bytes); }));
  }
  return { median: median(times), p95: percentile(times, 95), floor: median(floors) };
}

/** Measures each operation over several rounds, one after the other so that a busy moment does not fall on one alone. */
export async function measureOperations(operations: readonly DocumentOperation[], rounds: number, progress: (text: string) => void): Promise<readonly OperationCost[]> {
  const parse = await bareParse();
  const states = [];
  for (const operation of operations) {
    const first = await timed(() => operation.run(0));
    let rough = first;
    // The compiler of the engine needs some calls before it has settled.
    for (let warm = 1; warm <= 30; warm += 1) rough = await timed(() => operation.run(warm));
    states.push({ operation, first, repetitions: repetitionsFor(rough), rounds: [] as OneRound[] });
  }
  for (let round = 1; round <= rounds; round += 1) {
    for (const state of states) state.rounds.push(await oneRound(state.operation, state.repetitions, parse));
    progress(`round ${String(round)} of ${String(rounds)}`);
  }
  return states.map(({ operation: { name, document, bytes, limitMs }, first, rounds: all }) => {
    const middle = median(all.map((one) => one.median));
    const floor = median(all.map((one) => one.floor));
    return {
      name, document, bytes: bytes.length, ...(limitMs === undefined ? {} : { limitMs }), first, median: middle, p95: median(all.map(({ p95 }) => p95)), floor,
      ratio: floor === 0 ? Number.POSITIVE_INFINITY : middle / floor, noise: spread(all.map((one) => one.median)),
    };
  });
}
