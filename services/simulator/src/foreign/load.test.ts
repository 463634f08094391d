import { describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { load } from './load.js';
import type { UnitOfLoad } from './unit-of-load.js';

/** A unit that takes some time, and counts how often it was under way twice at once. */
function unit(ms: number, fails = false): UnitOfLoad & { readonly seen: { runs: number; overlaps: number } } {
  const seen = { runs: 0, overlaps: 0 };
  let running = false;
  return {
    seen,
    async run() {
      seen.runs += 1;
      if (running) seen.overlaps += 1;
      running = true;
      await pause(ms);
      running = false;
      if (fails) throw new Error('status 503');
    },
  };
}

describe('load', () => {
  it('begins each unit when its last run has ended', async () => {
    const units = [unit(20), unit(20)];
    const { latencies, failures } = await load({ seconds: 0.3, units });
    expect(failures).toEqual({});
    expect(latencies.length).toBeGreaterThanOrEqual(10);
    expect(latencies.every((ms) => ms >= 18)).toBe(true);
    expect(units.map(({ seen }) => seen.overlaps)).toEqual([0, 0]);
  });

  it('does not count what ends too late as done, but says how much it was', async () => {
    const { latencies, late } = await load({ seconds: 0.1, units: [unit(70), unit(70), unit(150)] });
    expect([latencies.length, late]).toEqual([2, 3]);
  });

  it('counts nothing while the units begin one after the other', async () => {
    const units = Array.from({ length: 4 }, () => unit(10));
    const began = performance.now();
    let counting = 0;
    const { latencies } = await load({ seconds: 0.1, units, ramp: 0.2, onBegin: () => { counting = performance.now() - began; } });
    expect(counting).toBeGreaterThanOrEqual(190);
    expect(latencies.length).toBeLessThanOrEqual(44);
    expect(units[0]?.seen.runs).toBeGreaterThan((units[3]?.seen.runs ?? 0) + 4);
  });

  it('begins as often as planned', async () => {
    const units = Array.from({ length: 4 }, () => unit(5));
    const { latencies } = await load({ seconds: 0.5, units, rate: 40 });
    expect(latencies.length).toBeGreaterThanOrEqual(15);
    expect(latencies.length).toBeLessThanOrEqual(21);
  });

  it('counts waiting for a busy unit as time, so that a slow server cannot hide it', async () => {
    const { latencies } = await load({ seconds: 0.5, units: [unit(50)], rate: 40 });
    expect(Math.max(...latencies)).toBeGreaterThan(100);
  });

  it('counts failures by reason and goes on', async () => {
    const failing = unit(5, true);
    const { latencies, failures } = await load({ seconds: 0.1, units: [failing] });
    expect(latencies).toEqual([]);
    expect(failures).toEqual({ 'status 503': failing.seen.runs });
  });
});
