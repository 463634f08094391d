/** Choices that a seed decides: a run that failed can be made again. */
export interface Chance {
  happens(probability: number): boolean;
  among<T>(from: readonly T[]): T;
  /** 1 to `most`. */
  upTo(most: number): number;
}

/** mulberry32: small, seeded, the same everywhere. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const chanceOf = (seed: number): Chance => {
  const next = random(seed);
  return {
    happens: (probability) => next() < probability,
    among: (from) => {
      const chosen = from[Math.floor(next() * from.length)];
      if (chosen === undefined) throw new RangeError('nothing to choose from');
      return chosen;
    },
    upTo: (most) => 1 + Math.floor(next() * most),
  };
};
