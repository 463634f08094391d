import { streamFragments, type Html } from '@ncp/web';
import type { Response } from 'express';
import type { Dispensation } from './api/answers.js';
import { ApiProblem } from './api/problem.js';
import type { Session } from './session.js';

/** First often, since most countries answer at once; then seldom, since attempts are minutes apart. */
const POLL_MS = { early: 700, later: 5000 };
const EARLY_MS = 60_000;

export interface StateStream {
  readonly response: Response;
  readonly session: Session;
  readonly read: () => Promise<Dispensation>;
  readonly render: (one: Dispensation) => Html;
}

/** The state of one dispensation as it changes. The API is asked on this side; the browser holds one open answer. */
export const streamState = ({ response, session, read, render }: StateStream): Promise<void> => streamFragments({
  response, session,
  pauseMs: (openMs) => (openMs < EARLY_MS ? POLL_MS.early : POLL_MS.later),
  read: async () => {
    try {
      const one = await read();
      return { markup: render(one), last: one.settled };
    } catch (error) {
      // The API says no: the page says so when it is loaded again. Cannot be reached: it is asked again.
      return error instanceof ApiProblem && !error.problem.retryable ? undefined : {};
    }
  },
});
