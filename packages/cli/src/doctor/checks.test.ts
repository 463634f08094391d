import { describe, expect, it } from '@jest/globals';
import { judgeDrift } from './deployment-checks.js';
import { isNodeInRange } from './machine-checks.js';

describe('isNodeInRange', () => {
  const RANGE = '>=24.21 <27';
  it.each([['v24.21.0', true], ['v24.22.1', true], ['v25.0.0', true], ['v26.9.9', true], ['v24.20.9', false], ['v20.20.2', false], ['v27.0.0', false]] as const)('%s: %s', (version, inRange) => {
    expect(isNodeInRange(version, RANGE)).toBe(inRange);
  });

  it('accepts nothing when it does not understand the range', () => { expect(isNodeInRange('v24.21.0', '^24')).toBe(false); });
});

describe('judgeDrift', () => {
  it.each([[0, 'ok'], [1_900, 'ok'], [-2_100, 'warning'], [29_000, 'warning'], [31_000, 'fault'], [-31_000, 'fault']] as const)('%i ms: %s', (drift, state) => {
    expect(judgeDrift(drift).state).toBe(state);
  });
});
