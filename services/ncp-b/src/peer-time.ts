import type { PeerClient } from '@ncp/exchange';

/** How long one request of ours waits for other countries. */
export interface PeerTime {
  /** Counts what it sends. */
  readonly peers: PeerClient;
  /** Milliseconds in which at least one call was under way, until now. */
  waitedMs(): number;
}

/** For one request: calls at the same time count once, a failed one as long as it took. `clockMs`: a monotonic clock. */
export function timedPeers(peers: PeerClient, clockMs: () => number): PeerTime {
  let [running, since, waited] = [0, 0, 0];
  return {
    peers: {
      async send(request) {
        if (running === 0) since = clockMs();
        running += 1;
        try {
          return await peers.send(request);
        } finally {
          running -= 1;
          if (running === 0) waited += clockMs() - since;
        }
      },
    },
    waitedMs: () => waited + (running === 0 ? 0 : clockMs() - since),
  };
}

/** `Server-Timing` (W3C): is it us or them? `own` is all that is not waiting for the other country. */
export const serverTiming = (wholeMs: number, peerMs: number): string => `peer;dur=${peerMs.toFixed(1)}, own;dur=${Math.max(0, wholeMs - peerMs).toFixed(1)}`;
