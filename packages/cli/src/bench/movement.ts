import { percentile } from './statistics.js';

/** Samples of one round each of the same work, without and with what is asked about; milliseconds. */
export interface SamplePair {
  readonly without: readonly number[];
  readonly with: readonly number[];
}

/** How far the p99 moved, as a part of what it was: over all samples, and the range that contains 95 of 100 redrawings of the pairs. */
export interface Movement {
  readonly moved: number;
  readonly from: number;
  readonly to: number;
}

const REDRAWN = 400;
const TAIL = 0.025;

/** Where the next redrawing begins is a plain sequence: the same samples give the same range. */
function redrawn(pairs: readonly SamplePair[], seed: number): readonly SamplePair[] {
  let state = seed;
  return pairs.flatMap(() => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const pair = pairs[Math.floor((state / 2 ** 32) * pairs.length)];
    return pair === undefined ? [] : [pair];
  });
}

const moved = (pairs: readonly SamplePair[]): number => percentile(pairs.flatMap((pair) => pair.with), 99) / percentile(pairs.flatMap(({ without }) => without), 99) - 1;

/** Samples are put together: the p99 of one round rests on few of them, and a median of such figures on no more. */
export function movementOf(pairs: readonly SamplePair[]): Movement {
  const drawn = Array.from({ length: REDRAWN }, (_, at) => moved(redrawn(pairs, at + 1)));
  return { moved: moved(pairs), from: percentile(drawn, 100 * TAIL), to: percentile(drawn, 100 * (1 - TAIL)) };
}
