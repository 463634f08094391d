import { describe, expect, it } from '@jest/globals';
import { VerdictCache } from './verdict-cache.js';

describe('kept verdicts', () => {
  const put = (cache: VerdictCache<string>, key: string, nowMs = 1_000, holdsUntilMs = 1_000_000): void => { cache.put(key, key, { nowMs, holdsUntilMs }); };

  it('hold from the moment they were given, for their life, and not as long as the certificate if that ends before', () => {
    const cache = new VerdictCache<string>(500, 10);
    put(cache, 'a');
    expect([999, 1_000, 1_499, 1_500].map((at) => cache.get('a', at))).toEqual([undefined, 'a', 'a', undefined]);
    put(cache, 'b', 1_000, 1_200);
    expect([1_199, 1_200].map((at) => cache.get('b', at))).toEqual(['b', undefined]);
    expect(cache.get('c', 1_000)).toBeUndefined();
  });

  it('are no more than allowed: the one given first goes', () => {
    const cache = new VerdictCache<string>(500, 2);
    for (const key of ['a', 'b', 'a', 'c']) put(cache, key);
    expect(['a', 'b', 'c'].map((key) => cache.get(key, 1_100))).toEqual(['a', undefined, 'c']);
  });

  it('are of one purpose and of the exact bytes', () => {
    const cache = new VerdictCache<string>(500, 2);
    const keys = [cache.keyOf('signer', Uint8Array.of(1)), cache.keyOf('client', Uint8Array.of(1)), cache.keyOf('signer', Uint8Array.of(2))];
    expect(new Set(keys).size).toBe(3);
    expect(cache.keyOf('signer', Uint8Array.of(1))).toBe(keys[0]);
  });
});
