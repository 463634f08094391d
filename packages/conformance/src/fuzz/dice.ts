/** Choices that a seed decides: a run that found something can be made again. */
export interface Dice {
  /** 0 to `count - 1`; 0 of nothing. */
  below(count: number): number;
  happens(probability: number): boolean;
  /** Undefined of nothing. */
  among<T>(from: readonly T[]): T | undefined;
}

/** xorshift32: a few operations a number, which is what a fuzzer needs; never for secrets. */
export const diceOf = (seed: number): Dice => {
  let state = (Math.imul(seed | 0, 0x9e3779b1) ^ 0x6d2b79f5) || 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4_294_967_296;
  };
  const below = (count: number): number => Math.floor(next() * count);
  return { below, happens: (probability) => next() < probability, among: (from) => from[below(from.length)] };
};
