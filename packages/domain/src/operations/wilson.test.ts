import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { wilsonBand } from './wilson.js';

describe('the band of a share', () => {
  it.each([
    // Roots of the score equation, found by bisection in another program.
    [8, 10, 0.4901625, 0.9433178], [2, 2, 0.3423802, 1], [0, 5, 0, 0.4344825], [95, 100, 0.8882500, 0.9784589],
  ])('%d of %d lies between %f and %f', (successes, trials, low, high) => {
    const band = wilsonBand(successes, trials);
    expect(band?.low).toBeCloseTo(low, 4);
    expect(band?.high).toBeCloseTo(high, 4);
  });

  it('says nothing of nothing, holds the share that was seen, and narrows with what is known', () => {
    expect(wilsonBand(0, 0)).toBeUndefined();
    fc.assert(fc.property(fc.integer({ min: 1, max: 1000 }), fc.double({ min: 0, max: 1, noNaN: true }), (trials, part) => {
      const successes = Math.round(trials * part);
      const [band, wider] = [wilsonBand(successes * 10, trials * 10), wilsonBand(successes, trials)];
      if (band === undefined || wider === undefined) throw new Error('no band');
      expect(wider.low <= successes / trials + 1e-9 && successes / trials <= wider.high + 1e-9).toBe(true);
      expect(band.high - band.low).toBeLessThanOrEqual(wider.high - wider.low + 1e-9);
    }));
  });
});
