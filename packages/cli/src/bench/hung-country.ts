import type { RunManifest } from '../deployment/manifest.js';
import { NcpError } from '@ncp/domain';
import { movementOf, type Movement, type SamplePair } from './movement.js';
import { allCalls, figuresOf, type CallTime, type CounterLoadResult, type OperationFigures } from './operations.js';
import { toldRound } from './rounds.js';
import { spread } from './statistics.js';
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

/** Of what one looks at in each call. */
const samplesOf = (pairs: readonly HungPair[], pick: (call: CallTime) => number): readonly SamplePair[] =>
  pairs.map(({ healthy, hung }) => ({ without: healthy.map(pick), with: hung.map(pick) }));

export const movedIn = (pairs: readonly HungPair[]): Omit<HungResult, 'country' | 'failures'> => ({
  pairs: pairs.length,
  healthy: figuresOf(pairs.flatMap(({ healthy }) => healthy)), hung: figuresOf(pairs.flatMap(({ hung }) => hung)),
  seen: movementOf(samplesOf(pairs, ({ seen }) => seen)), own: movementOf(samplesOf(pairs, ({ own }) => own)),
  noise: spread(pairs.map(({ healthy }) => figuresOf(healthy).seen.p99)),
});
