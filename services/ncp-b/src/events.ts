import type { Response } from 'express';

/** One state of something that changes: its version and what it is now. */
export interface Change {
  readonly version: number;
  readonly data: object;
  /** Nothing comes after it. */
  readonly last: boolean;
}

const PAUSE_MS = 500;
/** Proxies close what is silent. */
const KEEP_ALIVE_MS = 15_000;
/** Who still wants to know asks again. */
const LIFE_MS = 30 * 60_000;

export interface Streaming {
  /** A monotonic clock. */
  readonly clockMs: () => number;
  /** Ends the stream before its time: this process takes its leave. */
  readonly leaving: AbortSignal;
}

/**
 * Server-sent events: an event `state` now and with each change, the last one ends the stream. `look` is asked twice a second:
 * what changes is written by another process.
 */
export async function streamChanges(response: Response, look: () => Promise<Change>, { clockMs, leaving }: Streaming): Promise<void> {
  const first = await look();
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  const closed = new AbortController();
  response.once('close', () => { closed.abort(); });
  const signal = AbortSignal.any([closed.signal, leaving]);
  const begun = clockMs();
  let [written, told] = [write(response, first), begun];
  let change = first;
  while (!change.last && !signal.aborted && clockMs() - begun < LIFE_MS) {
    await pause(signal);
    change = await look();
    if (change.version !== written) [written, told] = [write(response, change), clockMs()];
    else if (clockMs() - told >= KEEP_ALIVE_MS) {
      response.write(': still the same\n\n');
      told = clockMs();
    }
  }
  response.end();
}

function write(response: Response, { version, data }: Change): number {
  response.write(`event: state\nid: ${version}\ndata: ${JSON.stringify(data)}\n\n`);
  return version;
}

const pause = (signal: AbortSignal): Promise<void> => new Promise((resolve) => {
  const end = (): void => {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
    resolve();
  };
  const timer = setTimeout(end, PAUSE_MS);
  signal.addEventListener('abort', end);
});
