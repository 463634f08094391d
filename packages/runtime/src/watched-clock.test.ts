import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { watchClockDrift, watchedClock, type WatchedClock } from './index.js';

const START = Date.parse('2026-06-12T12:00:00Z');
const MINUTE = 60_000;

describe('the watched clock', () => {
  let [wall, counted] = [START, 0];
  let steps: number[] = [];
  let clock: WatchedClock;
  beforeEach(() => {
    [wall, counted, steps] = [START, 5_000, []];
    clock = watchedClock({ stepped: (ms) => { steps.push(ms); }, machine: { wallMs: () => wall, monotonicMs: () => counted } });
  });
  afterEach(() => { clock.close(); });
  const pass = (ms: number, rate = 1): void => {
    wall += ms * rate;
    counted += ms;
  };

  it('SAML-49, FLT-10 set back ten minutes or an hour: told once, and what had expired stays expired', () => {
    for (const back of [10 * MINUTE, 60 * MINUTE]) {
      const before = clock.epochMs();
      steps = [];
      wall -= back;
      expect(clock.epochMs()).toBe(before);
      for (let at = 0; at < 30; at += 1) {
        pass(1_000);
        expect(clock.epochMs()).toBe(before + (at + 1) * 1_000);
      }
      expect(steps).toEqual([-back]);
      // Somebody sets it right again.
      wall += back;
      expect(clock.epochMs()).toBe(before + 30_000);
      expect(steps).toEqual([-back]);
    }
  });

  it('SAML-49, FLT-10 set forward: told, and followed, so that nothing lives longer', () => {
    for (const forward of [10 * MINUTE, 60 * MINUTE]) {
      const before = clock.epochMs();
      steps = [];
      wall += forward;
      expect([clock.epochMs(), steps]).toEqual([before + forward, [forward]]);
    }
  });

  it('FLT-10 drift of 100 ppm over a day, a leap second and summer time are no steps, and time never goes back', () => {
    let last = clock.epochMs();
    const look = (): void => {
      const now = clock.epochMs();
      expect(now).toBeGreaterThanOrEqual(last);
      last = now;
    };
    for (const rate of [1.0001, 0.9999]) for (let second = 0; second < 86_400; second += 60) {
      pass(60_000, rate);
      last = Math.max(last, clock.epochMs());
    }
    for (const leap of [-1_000, 1_000]) {
      wall += leap;
      look();
      pass(1_000);
      look();
    }
    // Summer time ends: local time repeats an hour, the clock of the machine does not.
    wall = Date.parse('2026-10-25T00:59:59Z');
    clock.epochMs();
    steps = [];
    for (let n = 0; n < 5; n += 1) {
      pass(1_000);
      clock.epochMs();
    }
    expect(new Date(clock.epochMs()).toISOString()).toBe('2026-10-25T01:00:04.000Z');
    expect(steps).toEqual([]);
  });

  it('FLT-10 a demo begins where it is told to, and steps with its machine', () => {
    const demo = watchedClock({ startMs: START + 86_400_000, stepped: (ms) => { steps.push(ms); }, machine: { wallMs: () => wall, monotonicMs: () => counted } });
    pass(1_000);
    expect([demo.epochMs(), demo.machineMs()]).toEqual([START + 86_401_000, START + 1_000]);
    demo.close();
  });

  it('FLT-10 is not trusted further than thirty seconds from the database, told once, and trusted again when they agree', async () => {
    let theirs: number | undefined = START;
    const told: number[] = [];
    const drift = watchClockDrift({ clock, databaseMs: async () => theirs ?? Promise.reject(new Error('down')), drifted: (ms) => { told.push(ms); } });
    const trustedAt = async (ms: number | undefined): Promise<boolean> => {
      theirs = ms === undefined ? undefined : START + ms;
      await drift.check();
      return drift.trusted();
    };
    expect([await trustedAt(2_000), await trustedAt(-29_000), await trustedAt(-31_000), await trustedAt(-40_000), await trustedAt(undefined), await trustedAt(31_000), await trustedAt(0)])
      .toEqual([true, true, false, false, false, false, true]);
    expect(told).toEqual([31_000]);
    drift.close();
  });
});
