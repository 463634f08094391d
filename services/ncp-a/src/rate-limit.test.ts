import { describe, expect, it } from '@jest/globals';
import { countryCode } from '@ncp/domain';
import { rateLimit } from './rate-limit.js';

const [FI, DK] = [countryCode('FI'), countryCode('DK')];

describe('fair use of a country (decisions G19)', () => {
  it('HTTP-12 lets a burst of two seconds through, then as many as the rate gives back', () => {
    let now = 0;
    const rate = rateLimit({ perSecond: 2, clockMs: () => now, exceeded: () => undefined });
    expect(Array.from({ length: 5 }, () => rate.admits(FI))).toEqual([true, true, true, true, false]);
    now = 499;
    expect(rate.admits(FI)).toBe(false);
    now = 500;
    expect([rate.admits(FI), rate.admits(FI)]).toEqual([true, false]);
  });

  it('HTTP-12 tells people once a minute, and other countries feel nothing', () => {
    let now = 0;
    const told: string[] = [];
    const rate = rateLimit({ perSecond: 1, clockMs: () => now, exceeded: (country) => { told.push(country); } });
    for (let sent = 0; sent < 10; sent += 1) rate.admits(FI);
    expect([told, rate.admits(DK)]).toEqual([['FI'], true]);
    now = 59_999;
    for (let sent = 0; sent < 10; sent += 1) rate.admits(FI);
    expect(told).toEqual(['FI']);
    now = 60_000;
    for (let sent = 0; sent < 10; sent += 1) rate.admits(FI);
    expect(told).toEqual(['FI', 'FI']);
  });
});
