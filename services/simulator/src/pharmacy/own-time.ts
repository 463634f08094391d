import type { HttpAnswer, HttpClient } from '@ncp/exchange';

/** How long one call took, and how much of it the API says it waited for the other country: milliseconds. */
export interface CallTime {
  /** From the first byte asked to the last byte answered, as the pharmacy sees it. */
  readonly seen: number;
  readonly peer: number;
  /** All that is not the other country's: also the way, TLS and waiting in line, which the API does not see itself. */
  readonly own: number;
}

const PEER = /(?:^|,)\s*peer;dur=(\d+(?:\.\d+)?)/;

/** The other country's part, by the `Server-Timing` of an answer. @throws Error when it says none */
export function peerMsOf(headers: HttpAnswer['headers']): number {
  const [, ms] = PEER.exec(headers['server-timing'] ?? '') ?? [];
  if (ms === undefined) throw new Error('the answer has no Server-Timing');
  return Number(ms);
}

/** Tells of every call how long it took. */
export const timedClient = (http: HttpClient, told: (time: CallTime) => void): HttpClient => ({
  async request(request) {
    const begun = performance.now();
    const answer = await http.request(request);
    const seen = performance.now() - begun;
    const peer = peerMsOf(answer.headers);
    told({ seen, peer, own: Math.max(0, seen - peer) });
    return answer;
  },
});
