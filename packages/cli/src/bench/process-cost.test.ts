import { describe, expect, it } from '@jest/globals';
import { cpuMsIn, cpuMsOf, memoryOf } from './process-cost.js';

describe('cpuMsIn', () => {
  it('adds user and system time, whatever the name of the process is', () => {
    expect(cpuMsIn('4711 (a) b (c) S 1 4711 4711 0 -1 4194304 100 0 0 0 25 17 0 0 20 0 11 0 1 2 3')).toBe(420);
  });
});

const linux = process.platform === 'linux';
(linux ? describe : describe.skip)(`cost of a process${linux ? '' : ' (no /proc here)'}`, () => {
  it('finds our own', () => {
    const begun = performance.now();
    while (performance.now() - begun < 50);
    expect(cpuMsOf(process.pid)).toBeGreaterThan(0);
    const { now, peak } = memoryOf(process.pid);
    expect(now).toBeGreaterThan(10);
    expect(peak).toBeGreaterThanOrEqual(now);
  });
});
