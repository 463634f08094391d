import { describe, expect, it } from '@jest/globals';
import { NcpError, type SwedishProfessional } from '@ncp/domain';
import type { Clock } from '@ncp/runtime';
import { systemClock } from '@ncp/runtime';
import { operation } from './api/problems.js';
import { longWork } from './long-work.js';
import type { Problem } from './problem-of.js';
import { rateLimit } from './rate-limit.js';

const anna = { subject: 'anna', gln: '7350045511119' } as SwedishProfessional;
const asa = { subject: 'anna', gln: '7350045511126' } as SwedishProfessional;
const visit = '3f0d7a52-9a4c-4d0e-8a2b-1c5d6e7f8091';
const failed: Problem = { status: 500, code: 'NCP_INTERNAL', text: { sv: '-', en: '-' }, hint: { sv: '-', en: '-' }, exchange: visit, theirs: false, retryable: false };
const wish = (work: () => Promise<unknown>, professional = anna): Parameters<ReturnType<typeof longWork>['begin']>[0] =>
  ({ kind: 'identify', visit, professional, work, problem: async () => failed });
const moved = (): Clock & { ms: number } => ({ ms: 0, now: () => systemClock().now(), epochMs() { return this.ms; } });
const settled = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });

describe('long work', () => {
  it('is running, then done with its result', async () => {
    const all = longWork(moved());
    const begun = all.begin(wish(async () => ({ answer: 42 })));
    expect(operation.safeParse(begun).success).toBe(true);
    expect(all.find(anna, begun.id)).toMatchObject({ version: 1, last: false, data: { state: 'running' } });
    await settled();
    const ended = all.find(anna, begun.id);
    expect(ended).toMatchObject({ version: 2, last: true, data: { state: 'done', result: { answer: 42 } } });
    expect(operation.safeParse(ended.data).success).toBe(true);
  });

  it('fails with the problem that the request would have had', async () => {
    const all = longWork(moved());
    const { id } = all.begin(wish(async () => { throw new NcpError('NCP_PEER_TIMEOUT'); }));
    await settled();
    expect(all.find(anna, id).data).toMatchObject({ state: 'failed', problem: { code: 'NCP_INTERNAL' } });
  });

  it('does not exist for anybody else, and not for ever', async () => {
    const clock = moved();
    const all = longWork(clock);
    const { id } = all.begin(wish(async () => ({})));
    await settled();
    expect(() => all.find(asa, id)).toThrow('NCP_API_NOT_FOUND');
    clock.ms = 15 * 60_000;
    expect(() => all.find(anna, id)).toThrow('NCP_API_NOT_FOUND');
  });

  it('is bounded for one pharmacy, and free for the next', () => {
    const all = longWork(moved());
    const never = (): Promise<unknown> => new Promise(() => undefined);
    for (let index = 0; index < 32; index += 1) all.begin(wish(never));
    expect(() => all.begin(wish(never))).toThrow('NCP_HTTP_BUSY');
    expect(all.begin(wish(never, asa)).state).toBe('running');
  });
});

describe('the rate of a pharmacy', () => {
  it('bursts to twice what it sustains, refills, and is its own', () => {
    let now = 0;
    const rate = rateLimit(2, () => now);
    const admitted = (key: string, times: number): number => Array.from({ length: times }, () => rate.admits(key)).filter(Boolean).length;
    expect(admitted('a', 10)).toBe(4);
    expect(admitted('b', 1)).toBe(1);
    now = 500;
    expect(admitted('a', 10)).toBe(1);
  });
});
