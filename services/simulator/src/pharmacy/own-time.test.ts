import { describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { peerMsOf, timedClient, type CallTime } from './own-time.js';

const answer = (timing: string) => ({ status: 200, headers: { 'server-timing': timing }, body: new Uint8Array() });
const request = { method: 'GET' as const, url: 'https://api.example/', headers: {}, connectTimeoutMs: 1, answerTimeoutMs: 1, maxAnswerBytes: 1 };

describe('peerMsOf', () => {
  it('finds their part wherever it stands', () => {
    expect(peerMsOf({ 'server-timing': 'peer;dur=12.5, own;dur=3.0' })).toBe(12.5);
    expect(peerMsOf({ 'server-timing': 'own;dur=3.0, peer;dur=7' })).toBe(7);
  });

  it('does not take silence for no time', () => {
    expect(() => peerMsOf({})).toThrow('Server-Timing');
    expect(() => peerMsOf({ 'server-timing': 'mypeer;dur=3' })).toThrow('Server-Timing');
  });
});

describe('timedClient', () => {
  it('tells what is left of a call when the other country is taken off', async () => {
    const times: CallTime[] = [];
    const http = timedClient({ request: async () => { await pause(30); return answer('peer;dur=20.0, own;dur=9.9'); } }, (time) => { times.push(time); });
    await http.request(request);
    expect(times).toHaveLength(1);
    const [{ seen, peer, own }] = times as [CallTime];
    expect(peer).toBe(20);
    expect(seen).toBeGreaterThanOrEqual(28);
    expect(own).toBeCloseTo(seen - 20);
  });

  it('never gives a negative time', async () => {
    const times: CallTime[] = [];
    await timedClient({ request: async () => answer('peer;dur=900, own;dur=1') }, (time) => { times.push(time); }).request(request);
    expect(times[0]?.own).toBe(0);
  });
});
