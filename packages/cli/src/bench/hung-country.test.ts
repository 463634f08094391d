import { describe, expect, it } from '@jest/globals';
import { movedIn, type HungPair } from './hung-country.js';

const calls = (ms: number): HungPair['healthy'] => Array.from({ length: 100 }, (_, at) => ({ seen: at < 90 ? 1 : ms, own: at < 90 ? 1 : ms / 2, peer: ms / 2 }));

describe('movedIn', () => {
  it('compares all samples of either kind, and says within which range the pairs agree', () => {
    const { seen, own, healthy } = movedIn([{ healthy: calls(100), hung: calls(110) }, { healthy: calls(100), hung: calls(110) }]);
    expect(seen.moved).toBeCloseTo(0.1);
    expect([seen.from, seen.to, own.moved]).toEqual([seen.moved, seen.moved, seen.moved]);
    expect(healthy.calls).toBe(200);
  });

  it('shows by a wide range that the pairs do not agree, and how far healthy rounds lie apart', () => {
    const { seen, noise } = movedIn([{ healthy: calls(100), hung: calls(80) }, { healthy: calls(100), hung: calls(140) }, { healthy: calls(150), hung: calls(150) }]);
    expect(seen.from).toBeLessThan(-0.1);
    expect(seen.to).toBeGreaterThan(0.3);
    expect(noise).toBeCloseTo(0.5);
  });
});
