import { describe, expect, it } from '@jest/globals';
import { floorOf, ratioOf } from './floor.js';

describe('the floor', () => {
  const parts = { transport: 0.5, verify: 0.04, verifications: 2, sign: 0.3, signatures: 2, parse: 0.25 };

  it('adds what nobody can leave out, signatures as often as they occur', () => {
    expect(floorOf(parts)).toBeCloseTo(0.5 + 0.08 + 0.6 + 0.25);
    expect(floorOf({ ...parts, verifications: 0, signatures: 0 })).toBeCloseTo(0.75);
  });

  it('tells how many floors something costs', () => {
    expect(ratioOf(5, 2)).toBe(2.5);
    expect(ratioOf(5, 0)).toBe(Number.POSITIVE_INFINITY);
  });
});
