import type { Response } from 'express';
import type { Dispensation } from './api/answers.js';
import { ApiProblem } from './api/problem.js';
import type { Session } from './session.js';
import type { Html } from '@ncp/web';

/** First often, since most countries answer at once; then seldom, since attempts are minutes apart. */
const POLL_MS = { early: 700, later: 5000 };
const EARLY_MS = 60_000;
const HEARTBEAT_MS = 15_000;
/** A stream ends after this long; the browser opens another, and the session is looked at again. */
const LIFE_MS = 10 * 60_000;

export interface StateStream {
  readonly response: Response;
  readonly session: Session;
  readonly read: () => Promise<Dispensation>;
  readonly render: (one: Dispensation) => Html;
}

const message = (markup: Html): string => `${markup.toString().split(/\r\n|\r|\n/).map((line) => `data: ${line}`).join('\n')}\n\n`;

const wait = (ms: number, signal: AbortSignal): Promise<void> => new Promise((resolve) => {
  const timer = setTimeout(resolve, ms);
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    resolve();
  }, { once: true });
});

/**
 * The state of one dispensation as server-sent events: a fragment whenever it changes, `settled` when nothing more comes by
 * itself. The API is asked on this side; the browser holds one open answer. The stream keeps no session alive, and ends with it.
 */
export async function streamState({ response, session, read, render }: StateStream): Promise<void> {
  const ended = new AbortController();
  const end = (): void => { ended.abort(); };
  session.closers.add(end);
  response.once('close', end);
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' });
  response.write('retry: 1000\n\n');
  const began = performance.now();
  let [version, beat] = [-1, began];
  try {
    while (!ended.signal.aborted && performance.now() - began < LIFE_MS) {
      const one = await readOnce(read);
      if (ended.signal.aborted || one === 'over') break;
      if (one !== undefined && one.version !== version) {
        version = one.version;
        response.write(message(render(one)));
        if (one.settled) {
          response.write('event: settled\ndata: settled\n\n');
          break;
        }
      }
      if (performance.now() - beat > HEARTBEAT_MS) {
        beat = performance.now();
        response.write(': still here\n\n');
      }
      await wait(performance.now() - began < EARLY_MS ? POLL_MS.early : POLL_MS.later, ended.signal);
    }
  } finally {
    session.closers.delete(end);
    response.end();
  }
}

/** `over` when the API says no: the page says so when it is loaded again. Nothing when it cannot be reached: it is asked again. */
async function readOnce(read: () => Promise<Dispensation>): Promise<Dispensation | 'over' | undefined> {
  try {
    return await read();
  } catch (error) {
    return error instanceof ApiProblem && !error.problem.retryable ? 'over' : undefined;
  }
}
