import { newExchangeId } from '@ncp/runtime';
import { ApiProblem, ApiUnreachable, inLanguage } from './api/problem.js';
import { NotHere, stripOf, type Work } from './pages/work.js';
import type { Trouble } from './views/error.js';

/** What went wrong, as the pharmacist is told it, with the status of the answer. */
export interface Told {
  readonly status: number;
  readonly trouble: Trouble;
  /** The access token is not taken any more: sign in again. */
  readonly signedOut?: true;
}

const NEXT_STEPS: readonly (readonly [RegExp, number])[] = [
  [/\/(send|dispense|late|dispensations)/, 8], [/\/products/, 7], [/\/prescriptions\/[^/]+/, 6], [/\/prescriptions/, 5], [/\/confirm/, 4], [/\/identify/, 3],
];

/**
 * Every error becomes a page with a code, a text, what to do, whose fault it is and an id (house rule 13). What is not known to
 * us is told as ours, without a word of what it said.
 */
export function toldOf(work: Work, path: string, error: unknown): Told {
  const { frame, session, clock } = work;
  const { t } = frame;
  const exchange = newExchangeId(clock.epochMs());
  const visit = session.visits.get(/^\/visits\/([^/]+)/.exec(path)?.[1] ?? '');
  const place = visit === undefined ? {} : {
    visit: stripOf(work, visit), country: visit.country.name[frame.language], step: NEXT_STEPS.find(([pattern]) => pattern.test(path))?.[1] ?? 2,
  };
  if (error instanceof NotHere) {
    return { status: 404, trouble: { code: 'NCP_API_NOT_FOUND', text: t.error.notFound, hint: t.error.notFoundHint, exchange, fault: 'input' } };
  }
  if (error instanceof ApiProblem) {
    const { problem } = error;
    const again = problem.retryable || error.fault === 'input' ? againOf(path) : undefined;
    return {
      status: problem.status,
      trouble: {
        code: problem.code, text: inLanguage(problem.text, frame.language), hint: inLanguage(problem.hint, frame.language), exchange: problem.exchange, fault: error.fault, problem,
        ...place, ...(again === undefined ? {} : { again }),
      },
      ...(problem.status === 401 ? { signedOut: true } : {}),
    };
  }
  if (error instanceof ApiUnreachable) {
    return { status: 503, trouble: { code: 'NCP_API_UNREACHABLE', text: t.error.unreachable, hint: t.error.unreachableHint, exchange, fault: error.kind === 'answer' ? 'us' : 'network', again: againOf(path), ...place } };
  }
  return { status: 500, trouble: { code: 'NCP_INTERNAL', text: t.error.ours, hint: t.error.oursHint, exchange, fault: 'us', ...place } };
}

/** The page from which the failed act was begun. */
const againOf = (path: string): string => path.replace(/\/(send|products\/search)$/, (_, act: string) => (act === 'send' ? '/dispense' : '/products')).replace(/^\/visits$/, '/').replace(/\/release$/, '');
