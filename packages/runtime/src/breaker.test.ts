import { beforeEach, describe, expect, it } from '@jest/globals';
import { circuitBreaker, type Breaker } from './breaker.js';

let now = 0;
let states: string[] = [];
let breaker: Breaker;
const fail = (times: number): void => { for (let done = 0; done < times; done += 1) breaker.failed(); };

beforeEach(() => {
  now = 1_000_000;
  states = [];
  breaker = circuitBreaker({ failures: 5, ms: 30_000, epochMs: () => now, changed: (state) => states.push(state) });
});

describe('circuit breaker', () => {
  it('opens at the fifth failure in a row, and stays open 30 s', () => {
    fail(4);
    expect(breaker.admit()).toBe(true);
    fail(1);
    expect(breaker.admit()).toBe(false);
    now += 29_999;
    expect(breaker.admit()).toBe(false);
    now += 1;
    expect(breaker.admit()).toBe(true);
    expect(states).toEqual(['open', 'half-open']);
  });

  it('lets one probe through, whose success closes it', () => {
    fail(5);
    now += 30_000;
    expect([breaker.admit(), breaker.admit(), breaker.admit()]).toEqual([true, false, false]);
    breaker.succeeded();
    expect(breaker.admit()).toBe(true);
    fail(4);
    expect(breaker.admit()).toBe(true);
  });

  it('opens again when the probe fails', () => {
    fail(5);
    now += 30_000;
    breaker.admit();
    fail(1);
    expect(breaker.admit()).toBe(false);
    now += 30_000;
    expect(breaker.admit()).toBe(true);
  });

  it('forgets failures after a success, and failures long apart', () => {
    fail(4);
    breaker.succeeded();
    fail(4);
    now += 30_001;
    fail(1);
    expect(breaker.admit()).toBe(true);
  });

  it('is not closed by a call that was under way when it opened', () => {
    fail(5);
    breaker.succeeded();
    expect(breaker.admit()).toBe(false);
  });
});
