import type { RunManifest } from '../deployment/manifest.js';
import { NcpError } from '@ncp/domain';
import { allCalls, figuresOf, type CounterLoadResult, type OperationFigures } from './operations.js';
import { toldRound } from './rounds.js';
import { median, spread } from './statistics.js';
import type { TalkingChild } from './talking-child.js';

export interface HungPlan {
  readonly seconds: number;
  /** Seconds until all visits are at different points. */
  readonly ramp: number;
  readonly pairs: number;
}

/** One round each, the same traffic: everything answers, and one country does not. */
export interface HungPair {
  readonly healthy: OperationFigures;
  readonly hung: OperationFigures;
  /** p99 of what pharmacies saw of the others while one hung, over that while none did. */
  readonly ratio: number;
  /** The same of our own time. */
  readonly ownRatio: number;
}

export interface HungResult {
  readonly country: string;
  readonly pairs: readonly HungPair[];
  /** Medians over the pairs, less one. */
  readonly moved: number;
  readonly ownMoved: number;
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

/** Both kinds of traffic at once. Whoever hangs is let go when the others are done: the country is itself again for the next round. */
async function bothAtOnce({ others, hanging, pid }: Crowd, { seconds, ramp }: HungPlan, letGo: () => Promise<void>): Promise<CounterLoadResult> {
  const [{ told }] = await Promise.all([
    toldRound<CounterLoadResult>(others, pid, { seconds, ramp }).finally(letGo),
    toldRound(hanging, pid, { seconds, ramp }),
  ]);
  return told;
}

/**
 * Pairs of rounds, by turns which comes first, so that a machine that grows slower does not speak for either.
 * @param others load program of the other countries @param hanging that of the country that hangs
 */
export async function measureHung(manifest: RunManifest, country: string, crowd: Crowd, plan: HungPlan): Promise<HungResult> {
  const healthy = (): Promise<CounterLoadResult> => bothAtOnce(crowd, plan, async () => undefined);
  const hung = async (): Promise<CounterLoadResult> => {
    await behave(manifest, country, 'hang');
    return bothAtOnce(crowd, plan, () => behave(manifest, country, 'prompt'));
  };
  const pairs: HungPair[] = [];
  let failures = 0;
  for (let at = 0; at < plan.pairs; at += 1) {
    const results = at % 2 === 0 ? { healthy: await healthy(), hung: await hung() } : { hung: await hung(), healthy: await healthy() };
    failures += failed(results.healthy) + failed(results.hung);
    pairs.push(pairOf(figuresOf(allCalls(results.healthy)), figuresOf(allCalls(results.hung))));
  }
  return { country, failures, ...movedIn(pairs) };
}

export const pairOf = (healthy: OperationFigures, hung: OperationFigures): HungPair =>
  ({ healthy, hung, ratio: hung.seen.p99 / healthy.seen.p99, ownRatio: hung.own.p99 / healthy.own.p99 });

export const movedIn = (pairs: readonly HungPair[]): Omit<HungResult, 'country' | 'failures'> => ({
  pairs, moved: median(pairs.map(({ ratio }) => ratio)) - 1, ownMoved: median(pairs.map(({ ownRatio }) => ownRatio)) - 1,
  noise: spread(pairs.map(({ healthy }) => healthy.seen.p99)),
});
