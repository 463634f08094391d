import { describe, expect, it } from '@jest/globals';
import { addMs } from '@ncp/domain';
import { GatewayBench } from '../../fixtures/gateway-bench.js';
import { START } from '../../fixtures/sample.js';
import { fairUse } from './fair-use.js';

const MINUTE = 60_000;

describe('fair use (decisions G19)', () => {
  it('warns at the thirty-first message about a patient in ten minutes, once', () => {
    const use = fairUse();
    const seen = Array.from({ length: 40 }, (_, at) => use.exceeded('patient', 'alma', addMs(START, at * 1_000)));
    expect(seen.flatMap((told, at) => (told ? [at + 1] : []))).toEqual([31]);
    expect(use.exceeded('patient', 'other', START)).toBe(false);
  });

  it('forgets what is older than ten minutes, and warns again in the next', () => {
    const use = fairUse();
    const many = (from: number, count: number): number => Array.from({ length: count }, (_, at) => use.exceeded('patient', 'alma', addMs(START, from + at))).filter(Boolean).length;
    expect(many(0, 30)).toBe(0);
    expect(many(10 * MINUTE, 30)).toBe(0);
    expect(many(20 * MINUTE - 1_000, 1)).toBe(1);
    expect(many(20 * MINUTE + 1_000, 31)).toBe(0);
    expect(many(30 * MINUTE, 31)).toBe(1);
  });

  it('lets a point of care ask three hundred times', () => {
    const use = fairUse();
    const seen = Array.from({ length: 301 }, () => use.exceeded('point-of-care', 'apteekki', START));
    expect(seen.indexOf(true)).toBe(300);
  });

  it('is an alarm that names nobody, and stops nothing', async () => {
    const bench = new GatewayBench();
    for (let sent = 0; sent < 31; sent += 1) expect((await bench.list()).status).toBe('Success');
    expect(bench.alarms).toMatchObject([{ code: 'NCP_IHE_FAIR_USE', details: { country: 'FI', counted: 'patient' } }]);
    expect(JSON.stringify(bench.alarms)).not.toContain('199008202385');
  });
});
