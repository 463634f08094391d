import type { Response } from 'express';
import type { Html } from './html.js';
import type { BrowserSession } from './session.js';

export interface FragmentStream {
  readonly response: Response;
  readonly session: Pick<BrowserSession, 'closers'>;
  /** The fragment as it is now; undefined when it cannot be known now: the last one stays. */
  readonly read: () => Promise<Html | undefined>;
  readonly everyMs: number;
}

const HEARTBEAT_MS = 15_000;
/** A stream ends after this long; the browser opens another, and the session is looked at again. */
const LIFE_MS = 10 * 60_000;

const message = (markup: string): string => `${markup.split(/\r\n|\r|\n/).map((line) => `data: ${line}`).join('\n')}\n\n`;

const wait = (ms: number, signal: AbortSignal): Promise<void> => new Promise((resolve) => {
  const timer = setTimeout(resolve, ms);
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    resolve();
  }, { once: true });
});

/** A part of a page that shows the present: sent whenever it changes. The stream keeps no session alive, and ends with it. */
export async function streamFragments({ response, session, read, everyMs }: FragmentStream): Promise<void> {
  const ended = new AbortController();
  const end = (): void => { ended.abort(); };
  session.closers.add(end);
  response.once('close', end);
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' });
  response.write('retry: 2000\n\n');
  const began = performance.now();
  let [shown, beat] = ['', began];
  try {
    while (!ended.signal.aborted && performance.now() - began < LIFE_MS) {
      const now = (await read())?.toString() ?? shown;
      if (ended.signal.aborted) break;
      if (now !== shown) {
        shown = now;
        response.write(message(now));
      }
      if (performance.now() - beat > HEARTBEAT_MS) {
        beat = performance.now();
        response.write(': still here\n\n');
      }
      await wait(everyMs, ended.signal);
    }
  } finally {
    session.closers.delete(end);
    response.end();
  }
}
