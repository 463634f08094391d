/** Figures over samples; nothing is averaged, for one slow sample must not hide in a mean. */

const sorted = (samples: readonly number[]): readonly number[] => samples.toSorted((a, b) => a - b);

/** Nearest-rank percentile; 0 of no samples. @param percent 0 to 100 */
export function percentile(samples: readonly number[], percent: number): number {
  const ordered = sorted(samples);
  return ordered[Math.max(0, Math.ceil((percent / 100) * ordered.length) - 1)] ?? 0;
}

/** Middle value; of an even number the mean of the two in the middle. */
export function median(samples: readonly number[]): number {
  const ordered = sorted(samples);
  const upper = ordered[ordered.length >> 1] ?? 0;
  return ordered.length % 2 === 1 ? upper : ((ordered[(ordered.length >> 1) - 1] ?? 0) + upper) / 2;
}

/** How far samples lie apart, as a part of their median: the noise of a measurement. */
export function spread(samples: readonly number[]): number {
  const middle = median(samples);
  return middle === 0 ? 0 : (Math.max(...samples) - Math.min(...samples)) / middle;
}

export interface Latency {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

export const latencyOf = (samples: readonly number[]): Latency => ({
  p50: percentile(samples, 50), p95: percentile(samples, 95), p99: percentile(samples, 99), max: percentile(samples, 100),
});
