import { describe, expect, it } from '@jest/globals';
import { counterTargets } from './bench-counter.js';

const latency = (p50: number, p99: number) => ({ p50, p95: p99, p99, max: p99 });
const figures = (p50: number, p99: number) => ({ calls: 10, own: latency(p50, p99), peer: latency(1, 2), seen: latency(p50 + 1, p99 + 2) });
const result = {
  operations: { open: figures(900, 900), identify: figures(24, 149), list: figures(26, 100), read: figures(20, 151), dispense: figures(1, 2) },
  reading: [{ document: 'x.xml', kind: 'patientSummary' as const, bytes: 170_000, rounds: 9, first: 300, median: 59, p95: 80 }],
  hung: { country: 'PT', pairs: 2, healthy: figures(1, 2), hung: figures(1, 2), seen: { moved: 0.051, from: 0, to: 0.1 }, own: { moved: 0, from: 0, to: 0 }, noise: 0.2, failures: 0 },
  startUpMs: { first: 9_000, again: 2_500, processes: {} }, memoryMiB: { 'ncp-b': { now: 100, peak: 301 } },
};

describe('counterTargets', () => {
  it('tells which of its bounds are met', () => {
    expect(counterTargets(result).map(({ name, met }) => [name, met])).toEqual([
      ['own time of identify, p50, ms', true], ['own time of identify, p99, ms', true], ['own time of list, p50, ms', false], ['own time of list, p99, ms', true],
      ['own time of read, p50, ms', true], ['own time of read, p99, ms', false], ['own time of dispense, p50, ms', true], ['own time of dispense, p99, ms', true],
      ['CPU of reading a summary of 170 KB (x.xml), ms', true], ['p99 of the others while PT hangs, moved by %', false],
      ['ready after install, ms', true], ['memory of ncp-b, MiB', false],
    ]);
  });

  it('is not met by an operation that nobody called', () => {
    const { read: _none, ...operations } = result.operations;
    expect(counterTargets({ ...result, operations: { ...operations, list: { ...figures(0, 0), calls: 0 } } }).filter(({ name }) => /read,|list/.test(name)).map(({ met }) => met)).toEqual([false, false, false, false]);
  });

  it('is met when the others fare better than before', () => {
    expect(counterTargets({ ...result, hung: { ...result.hung, seen: { moved: -0.3, from: -0.4, to: -0.2 } } }).find(({ name }) => name.includes('hangs'))?.met).toBe(true);
  });
});
