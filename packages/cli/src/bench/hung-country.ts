import type { RunManifest } from '../deployment/manifest.js';
import { NcpError } from '@ncp/domain';
import { allCalls, figuresOf, type CallTime, type CounterLoadResult, type OperationFigures } from './operations.js';
import { toldRound } from './rounds.js';
import { percentile, spread } from './statistics.js';
import type { TalkingChild } from './talking-child.js';

export interface HungPlan {
  readonly seconds: number;
  /** Seconds until all visits are at different points. */
  readonly ramp: number;
  readonly pairs: number;
}

/** One round each of the same traffic of the others: alone, and beside visits to a country that does not answer. */
export interface HungPair {
  readonly healthy: readonly CallTime[];
  readonly hung: readonly CallTime[];
}

/** How far a figure moved, as a part of what it was: over all samples, and the range that contains 95 of 100 redrawings of the pairs. */
export interface Movement {
  readonly moved: number;
  readonly from: number;
  readonly to: number;
}

export interface HungResult {
  readonly country: string;
  readonly pairs: number;
  readonly healthy: OperationFigures;
  readonly hung: OperationFigures;
  /** p99 of what pharmacies saw of the others. */
  readonly seen: Movement;
  /** The same of our own time. */
  readonly own: Movement;
  /** How far the p99 of healthy rounds lie apart, as a part of their median: what this machine does by itself. */
  readonly noise: number;
  /** Visits of the others that failed, in any round. */
  readonly failures: number;
}

interface Crowd {
  readonly others: TalkingChild;
  readonly hanging: TalkingChild;
  readonly pid: number;
}

async function behave(manifest: RunManifest, country: string, kind: 'prompt' | 'hang'): Promise<void> {
  const control = manifest.countries[country]?.ncpA?.control ?? '';
  const answer = await fetch(`${control}/personality`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ kind }) });
  if (!answer.ok) throw new NcpError('NCP_CLI_PROCESS', { process: 'abroad', status: answer.status });
}

const failed = ({ failures }: CounterLoadResult): number => Object.values(failures).reduce((sum, count) => sum + count, 0);

/**
 * Pairs of rounds, by turns which comes first, so that a machine that grows slower does not speak for either. In the one the
 * others are alone: visits to a healthy country would be work that the same visits do not make while it hangs.
 * A round is shorter than the time limit of a call, so whoever asks the country that hangs hangs until it is let go.
 * @param others load program of the other countries @param hanging that of the country that hangs
 */
export async function measureHung(manifest: RunManifest, country: string, { others, hanging, pid }: Crowd, { seconds, ramp, pairs: count }: HungPlan, told: (pair: number) => void): Promise<HungResult> {
  const ask = async (): Promise<CounterLoadResult> => (await toldRound<CounterLoadResult>(others, pid, { seconds, ramp })).told;
  const besideHung = async (): Promise<CounterLoadResult> => {
    await behave(manifest, country, 'hang');
    const [asked] = await Promise.all([ask().finally(() => behave(manifest, country, 'prompt')), toldRound(hanging, pid, { seconds, ramp })]);
    return asked;
  };
  const pairs: HungPair[] = [];
  let failures = 0;
  for (let at = 0; at < count; at += 1) {
    const results = at % 2 === 0 ? { healthy: await ask(), hung: await besideHung() } : { hung: await besideHung(), healthy: await ask() };
    failures += failed(results.healthy) + failed(results.hung);
    pairs.push({ healthy: allCalls(results.healthy), hung: allCalls(results.hung) });
    told(at + 1);
  }
  return { country, failures, ...movedIn(pairs) };
}

const REDRAWN = 400;
const TAIL = 0.025;

/** Where the next redrawing begins is a plain sequence: the same samples give the same range. */
function redrawn(pairs: readonly HungPair[], seed: number): readonly HungPair[] {
  let state = seed;
  return pairs.flatMap(() => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const pair = pairs[Math.floor((state / 2 ** 32) * pairs.length)];
    return pair === undefined ? [] : [pair];
  });
}

function movementOf(pairs: readonly HungPair[], pick: (call: CallTime) => number): Movement {
  const moved = (of: readonly HungPair[]): number => percentile(of.flatMap(({ hung }) => hung.map(pick)), 99) / percentile(of.flatMap(({ healthy }) => healthy.map(pick)), 99) - 1;
  const drawn = Array.from({ length: REDRAWN }, (_, at) => moved(redrawn(pairs, at + 1)));
  return { moved: moved(pairs), from: percentile(drawn, 100 * TAIL), to: percentile(drawn, 100 * (1 - TAIL)) };
}

/** Samples are put together: the p99 of one round rests on few calls, and a median of such figures on no more. */
export const movedIn = (pairs: readonly HungPair[]): Omit<HungResult, 'country' | 'failures'> => ({
  pairs: pairs.length,
  healthy: figuresOf(pairs.flatMap(({ healthy }) => healthy)), hung: figuresOf(pairs.flatMap(({ hung }) => hung)),
  seen: movementOf(pairs, ({ seen }) => seen), own: movementOf(pairs, ({ own }) => own),
  noise: spread(pairs.map(({ healthy }) => figuresOf(healthy).seen.p99)),
});
