import type { Response } from 'express';
import type { Html } from './html.js';
import type { BrowserSession } from './session.js';

/** What a part of a page shows now. */
export interface Present {
  /** Undefined when it cannot be known now: what was shown last stays. */
  readonly markup?: Html;
  /** Nothing comes after it by itself. */
  readonly last?: boolean;
}

export interface FragmentStream {
  readonly response: Response;
  readonly session: Pick<BrowserSession, 'closers'>;
  /** Undefined: the page says why when it is loaded again. */
  readonly read: () => Promise<Present | undefined>;
  /** Pause before the next look, milliseconds, by how long the stream has been open. */
  readonly pauseMs: (openMs: number) => number;
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

/**
 * A part of a page that shows the present, as server-sent events: sent whenever it changes, `settled` when nothing more comes by
 * itself. The stream keeps no session alive, and ends with it.
 */
export async function streamFragments({ response, session, read, pauseMs }: FragmentStream): Promise<void> {
  const ended = new AbortController();
  const end = (): void => { ended.abort(); };
  session.closers.add(end);
  response.once('close', end);
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' });
  response.write('retry: 1000\n\n');
  const began = performance.now();
  let [shown, beat] = ['', began];
  try {
    while (!ended.signal.aborted && performance.now() - began < LIFE_MS) {
      const present = await read();
      if (ended.signal.aborted || present === undefined) break;
      const markup = present.markup?.toString() ?? shown;
      if (markup !== shown) {
        shown = markup;
        response.write(message(markup));
      }
      if (present.last === true) {
        response.write('event: settled\ndata: settled\n\n');
        break;
      }
      if (performance.now() - beat > HEARTBEAT_MS) {
        beat = performance.now();
        response.write(': still here\n\n');
      }
      await wait(pauseMs(performance.now() - began), ended.signal);
    }
  } finally {
    session.closers.delete(end);
    response.end();
  }
}
