import { describe, expect, it } from '@jest/globals';
import { ASSERTION_LIMITS, measureAssertions } from './assertions.js';

describe('the cost of an assertion', () => {
  it('is measured fresh and seen, beside the arithmetic that a fresh one cannot do without', () => {
    const { fresh, seen, rsa, bytes } = measureAssertions(1);
    expect(seen).toBeLessThan(fresh);
    expect(rsa).toBeGreaterThan(0);
    expect(bytes).toBeGreaterThan(5000);
    expect(ASSERTION_LIMITS).toEqual({ freshMs: 1, seenMs: 0.05 });
  });
});
