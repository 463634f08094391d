import { describe, expect, it } from '@jest/globals';
import type { ScaleOutResult, Throughput } from '../bench/scale-out.js';
import { isGood, meaningOf } from './bench-scale-out.js';

const figures = (cpuMs: number): Throughput => ({ perSecond: 10, p50: 1, p99: 2, cpuMs });
const result = (more: Partial<Pick<ScaleOutResult, 'failures' | 'rolling' | 'killed'>> = {}): Pick<ScaleOutResult, 'failures' | 'rolling' | 'killed'> => ({
  failures: {}, rolling: { good: 10, seconds: 20, failures: {}, restarted: [{ name: 'ncp-a', left: true, endedMs: 1, readyMs: 2 }] },
  killed: { good: 10, seconds: 5, failures: { ECONNRESET: 2 }, replicas: ['ncp-a'], connections: 2 }, ...more,
});

describe('what scaling out is judged by', () => {
  it('is good when nothing failed but what a killed process had under way', () => {
    expect(isGood(result())).toBe(true);
    expect(isGood(result({ failures: { 'status 503': 1 } }))).toBe(false);
    expect(isGood(result({ killed: { ...result().killed, connections: 1 } }))).toBe(false);
    expect(isGood(result({ rolling: { ...result().rolling, restarted: [{ name: 'ncp-a', left: false, endedMs: 1, readyMs: 2 }] } }))).toBe(false);
  });

  it('says what the figures cannot tell, and what a processor of its own could do at most', () => {
    const text = meaningOf({ machine: { processors: 2, loadBefore: 0 }, one: { abroad: figures(20), counter: figures(40) }, two: { abroad: figures(25), counter: figures(30) } }).join(' ');
    expect(text).toContain('2 processors here are shared');
    expect(text).toContain('NCP-A 40, NCP-B 25');
  });
});
