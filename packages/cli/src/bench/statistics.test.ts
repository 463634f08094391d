import { describe, expect, it } from '@jest/globals';
import { latencyOf, median, percentile, spread } from './statistics.js';

describe('statistics', () => {
  it('gives the nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(latencyOf(hundred)).toEqual({ p50: 50, p95: 95, p99: 99, max: 100 });
    expect(percentile([7], 99)).toBe(7);
    expect(percentile([1, 2], 50)).toBe(1);
    expect(percentile([], 50)).toBe(0);
  });

  it('sorts by value, not by text', () => { expect(median([10, 9, 100])).toBe(10); });

  it('takes the middle', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([])).toBe(0);
  });

  it('gives the spread as part of the middle', () => {
    expect(spread([9, 10, 12])).toBeCloseTo(0.3);
    expect(spread([0, 0])).toBe(0);
  });
});
