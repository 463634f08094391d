import type { HttpClient } from '@ncp/exchange';
import { errorFields, newExchangeId, type Clock, type Logger } from '@ncp/runtime';
import { asSignedIn, cookieNames, DOCUMENT_POLICY, formOf, paramOf, queryOf, signOut, siteApp, type Exchange, type SignedOut, type SignIn, type Site } from '@ncp/web';
import type { Express } from 'express';
import { apiClient } from './api/api-client.js';
import { ApiProblem, ApiUnreachable } from './api/problem.js';
import type { CounterAssets } from './assets.js';
import { streamState } from './events.js';
import { idOf, placeOf } from './pages/deliveries.js';
import { NotHere, type Action, type Answer, type Work } from './pages/work.js';
import { ROUTES } from './routes.js';
import { signedIn, type CounterSessions, type Session, type SignedIn } from './session.js';
import { textsOf } from './texts/index.js';
import { toldOf } from './trouble.js';
import { deliveryState } from './views/delivery.js';
import { errorView } from './views/error.js';
import type { Frame, Page } from './views/frame.js';
import { layout } from './views/layout.js';
import { signedInView, signInView } from './views/sign-in.js';

export interface CounterParts {
  /** Under which browsers know us. */
  readonly origin: string;
  readonly demo: boolean;
  readonly apiUrl: string;
  readonly http: HttpClient;
  readonly sessions: CounterSessions;
  readonly signIn: SignIn;
  readonly assets: CounterAssets;
  readonly clock: Clock;
  readonly log: Logger;
}

type Asked = Exchange<Session>;

const frameOf = (parts: CounterParts, { language, session }: Pick<Asked, 'language' | 'session'>): Frame => ({
  t: textsOf(language), language, demo: parts.demo, assets: parts.assets.addresses, idleMs: parts.sessions.limits.idleMs,
  ...(session === undefined ? {} : { csrf: session.csrf, who: session.who }),
});

function send(parts: CounterParts, asked: Asked, page: Page, status = 200): void {
  const { response, session } = asked;
  const notice = session?.notice;
  if (session !== undefined) delete session.notice;
  response.status(status).type('html').send(layout({ ...frameOf(parts, asked), ...(notice === undefined ? {} : { notice }) }, page).toString());
}

/** Whoever is not signed in is shown nothing of a session. */
const withoutSession = ({ session: _session, ...asked }: Asked): Asked => asked;

const signInPage = (parts: CounterParts, asked: Asked, why: SignedOut, status: number): void => { send(parts, asked, signInView(frameOf(parts, asked), why), status); };

function forgedPage(parts: CounterParts, asked: Asked): void {
  const frame = frameOf(parts, asked);
  const { t } = frame;
  parts.log.warn('page refused', { codes: ['NCP_API_INPUT'], outcome: 403 });
  send(parts, asked, errorView(frame, {
    code: 'NCP_API_INPUT', text: t.error.forgery, hint: t.error.forgeryHint, exchange: newExchangeId(parts.clock.epochMs()), fault: 'input',
  }), 403);
}

const siteOf = (parts: CounterParts): Site<SignedIn, Session> => ({
  origin: parts.origin, cookies: cookieNames('counter'), sessions: parts.sessions, signIn: parts.signIn, assets: parts.assets, log: parts.log,
  identify: signedIn,
  leaving: (session) => { closeVisits(parts, session); },
  pages: {
    signIn: (asked, why, status) => { signInPage(parts, asked, why, status); },
    signedIn: (asked) => { send(parts, withoutSession(asked), signedInView(frameOf(parts, withoutSession(asked)))); },
    forged: (asked) => { forgedPage(parts, asked); },
  },
});

const workOf = (parts: CounterParts, asked: Asked & { readonly session: Session }): Work => ({
  frame: frameOf(parts, asked), session: asked.session, clock: parts.clock, log: parts.log,
  api: apiClient(parts.http, parts.apiUrl, asked.session.who.accessToken),
  param: paramOf(asked.request), query: queryOf(asked.request), form: formOf(asked.request),
});

function write(parts: CounterParts, asked: Asked, answer: Answer): void {
  const { response } = asked;
  if (answer.kind === 'page') send(parts, asked, answer.page, answer.status);
  else if (answer.kind === 'redirect') response.redirect(303, answer.to);
  else {
    // A browser's viewer has no room for a warning: what names nobody is saved under a name that says so.
    const place = answer.unproven ? 'attachment; filename="OBEKRAFTAD-jamfor-namn-original.pdf"' : 'inline; filename="original.pdf"';
    response.setHeader('content-security-policy', DOCUMENT_POLICY).type('application/pdf').setHeader('content-disposition', place).send(Buffer.from(answer.bytes));
  }
}

/** Tells the API that nobody works on these visits any more; it forgets them by itself too, so that nobody waits for it. */
function closeVisits({ http, apiUrl, log }: CounterParts, session: Session): void {
  const api = apiClient(http, apiUrl, session.who.accessToken);
  for (const id of session.visits.keys()) api.closeVisit(id).catch((error: unknown) => { log.warn('visit not closed', errorFields(error)); });
}

/** The express application: every page of the counter. */
export function counterApp(parts: CounterParts): Express {
  const site = siteOf(parts);
  const refuse = (asked: Asked, work: Work, error: unknown): void => {
    const told = toldOf(work, asked.request.path, error);
    if (error instanceof ApiProblem || error instanceof ApiUnreachable) parts.log.warn('page refused', { codes: [told.trouble.code], outcome: told.status });
    else if (!(error instanceof NotHere)) parts.log.error('page failed', errorFields(error));
    if (told.signedOut !== true) return send(parts, asked, errorView(work.frame, told.trouble), told.status);
    signOut(site, asked);
    signInPage(parts, withoutSession(asked), 'over', 401);
  };
  const working = (act: (work: Work, asked: Asked & { readonly session: Session }) => Promise<void>) => asSignedIn(site, async (asked) => {
    const work = workOf(parts, asked);
    try {
      await act(work, asked);
    } catch (error) {
      refuse(asked, work, error);
    }
  });
  const page = (action: Action) => working(async (work, asked) => { write(parts, asked, await action(work)); });
  return siteApp(site, ({ get, post }) => {
    for (const { method, path, action } of ROUTES) {
      if (method === 'get') get(path, page(action));
      else post(path, page(action));
    }
    get('/dispensations/:dispensation/events', working(async (work, { response, session }) => {
      const id = idOf(work);
      const first = await work.api.dispensation(id);
      let next: typeof first | undefined = first;
      const read = async (): Promise<typeof first> => {
        const one = next ?? await work.api.dispensation(id);
        next = undefined;
        return one;
      };
      await streamState({ response, session, read, render: (one) => deliveryState(work.frame, one, placeOf(work, one)) });
    }), false);
  }, working(async () => { throw new NotHere(); }));
}
