import type { CountryCode } from '@ncp/domain';

/** Fair use per country (decisions G19): a bucket that refills; the excess gets 503 and others feel nothing. */
export interface RateLimit {
  admits(country: CountryCode): boolean;
}

interface Bucket {
  tokens: number;
  at: number;
}

/**
 * @param perSecond sustained requests a second; the burst is twice that
 * @param clockMs a monotonic clock in milliseconds
 */
export function rateLimit(perSecond: number, clockMs: () => number): RateLimit {
  const buckets = new Map<CountryCode, Bucket>();
  const burst = perSecond * 2;
  return {
    admits(country) {
      const now = clockMs();
      const bucket = buckets.get(country) ?? { tokens: burst, at: now };
      const tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
      const admitted = tokens >= 1;
      buckets.set(country, { tokens: admitted ? tokens - 1 : tokens, at: now });
      return admitted;
    },
  };
}
