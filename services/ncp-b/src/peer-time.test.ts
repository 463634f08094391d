import { describe, expect, it } from '@jest/globals';
import type { PeerAnswer, PeerClient, PeerRequest } from '@ncp/exchange';
import { serverTiming, timedPeers } from './peer-time.js';

const request = {} as PeerRequest;
const answer = {} as PeerAnswer;

/** A country whose answers come when they are told to, and a clock that stands still. */
function stage() {
  const clock = { ms: 0 };
  const open: PromiseWithResolvers<PeerAnswer>[] = [];
  const peers: PeerClient = {
    send: () => {
      const one = Promise.withResolvers<PeerAnswer>();
      open.push(one);
      return one.promise;
    },
  };
  return { clock, open, timed: timedPeers(peers, () => clock.ms) };
}

describe('timedPeers', () => {
  it('counts the time of one call after the other, and none between', async () => {
    const { clock, open, timed } = stage();
    for (const ms of [30, 12]) {
      const sent = timed.peers.send(request);
      clock.ms += ms;
      open.shift()?.resolve(answer);
      expect(await sent).toBe(answer);
      clock.ms += 100;
    }
    expect(timed.waitedMs()).toBe(42);
  });

  it('counts calls at the same time once', async () => {
    const { clock, open, timed } = stage();
    const both = [timed.peers.send(request)];
    clock.ms = 10;
    both.push(timed.peers.send(request));
    clock.ms = 25;
    expect(timed.waitedMs()).toBe(25);
    open[0]?.resolve(answer);
    await both[0];
    clock.ms = 40;
    open[1]?.resolve(answer);
    await both[1];
    clock.ms = 90;
    expect(timed.waitedMs()).toBe(40);
  });

  it('counts a call that failed, and passes the failure on', async () => {
    const { clock, open, timed } = stage();
    const sent = timed.peers.send(request);
    clock.ms = 7;
    open[0]?.reject(new Error('silence'));
    await expect(sent).rejects.toThrow('silence');
    expect(timed.waitedMs()).toBe(7);
  });
});

describe('serverTiming', () => {
  it('divides the time between them and us', () => {
    expect(serverTiming(132.46, 120)).toBe('peer;dur=120.0, own;dur=12.5');
    expect(serverTiming(5, 5.01)).toBe('peer;dur=5.0, own;dur=0.0');
  });
});
