/** A bucket for each key that refills; the burst is twice what it sustains (decisions G19). */
export interface RateLimit {
  admits(key: string): boolean;
}

interface Bucket {
  readonly tokens: number;
  readonly at: number;
}

/** Above this the memory is tidied of buckets that are full again. */
const TIDY_ABOVE = 10_000;

/** `clockMs`: a monotonic clock. */
export function rateLimit(perSecond: number, clockMs: () => number): RateLimit {
  const burst = perSecond * 2;
  const buckets = new Map<string, Bucket>();
  const filled = ({ tokens, at }: Bucket, now: number): number => Math.min(burst, tokens + ((now - at) / 1000) * perSecond);
  return {
    admits(key) {
      const now = clockMs();
      const tokens = filled(buckets.get(key) ?? { tokens: burst, at: now }, now);
      const admitted = tokens >= 1;
      buckets.set(key, { tokens: admitted ? tokens - 1 : tokens, at: now });
      if (buckets.size > TIDY_ABOVE) for (const [one, bucket] of buckets) if (filled(bucket, now) >= burst) buckets.delete(one);
      return admitted;
    },
  };
}
