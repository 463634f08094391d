import type { CountryCode } from '@ncp/domain';

/** Fair use per country (decisions G19): a bucket that refills; the excess gets 503 and others feel nothing. */
export interface RateLimit {
  admits(country: CountryCode): boolean;
}

interface Bucket {
  readonly tokens: number;
  readonly at: number;
  /** When people were told last. */
  readonly toldAt: number;
}

/** People are told once, not with every request that is too many. */
const TELL_AGAIN_MS = 60_000;

export interface RateLimitOptions {
  /** Sustained requests a second; the burst is twice that. */
  readonly perSecond: number;
  /** A monotonic clock in milliseconds. */
  readonly clockMs: () => number;
  /** A country sends too much; told again after a minute at the earliest. */
  readonly exceeded: (country: CountryCode) => void;
}

export function rateLimit({ perSecond, clockMs, exceeded }: RateLimitOptions): RateLimit {
  const buckets = new Map<CountryCode, Bucket>();
  const burst = perSecond * 2;
  return {
    admits(country) {
      const now = clockMs();
      const bucket = buckets.get(country) ?? { tokens: burst, at: now, toldAt: Number.NEGATIVE_INFINITY };
      const tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
      const admitted = tokens >= 1;
      const tell = !admitted && now - bucket.toldAt >= TELL_AGAIN_MS;
      buckets.set(country, { tokens: admitted ? tokens - 1 : tokens, at: now, toldAt: tell ? now : bucket.toldAt });
      if (tell) exceeded(country);
      return admitted;
    },
  };
}
