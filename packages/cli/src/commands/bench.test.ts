import { describe, expect, it } from '@jest/globals';
import { targetsOf } from './bench.js';

const latency = { p50: 1, p95: 2, p99: 49, max: 60 };
const result = {
  what: 'retrieve' as const, ratio: 5.1, startUpMs: { first: 9_000, again: 2_500, processes: {} }, memoryMiB: { 'ncp-a': { now: 100, peak: 301 } },
  half: { rate: 10, perSecond: 10, latency, cpuMs: 1, busy: 0.1, units: 10, failures: {} },
};

describe('targetsOf', () => {
  it('tells which targets are met', () => {
    expect(targetsOf(result).map(({ name, met }) => [name, met])).toEqual([
      ['CPU in floors', false], ['p99 at half of capacity, ms', true], ['ready after install, ms', true], ['memory of ncp-a, MiB', false],
    ]);
  });

  it('has no target of cost for a whole visit', () => { expect(targetsOf({ ...result, what: 'visit' }).map(({ name }) => name)).not.toContain('CPU in floors'); });
});
