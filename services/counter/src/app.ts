import type { HttpClient } from '@ncp/exchange';
import { errorFields, newExchangeId, type Clock, type Logger } from '@ncp/runtime';
import express, { type Express, type Request, type Response } from 'express';
import { apiClient } from './api/api-client.js';
import { ApiProblem, ApiUnreachable } from './api/problem.js';
import type { Assets } from './assets.js';
import { cookie, cookieOf, forget, LANGUAGE_COOKIE, SESSION_COOKIE, SIGN_IN_COOKIE } from './cookies.js';
import { streamState } from './events.js';
import { idOf, placeOf } from './pages/deliveries.js';
import { NotHere, type Action, type Answer, type Work } from './pages/work.js';
import { ROUTES } from './routes.js';
import { DOCUMENT_POLICY, ownHost, ownPage, secure } from './security.js';
import { sameToken, type Session, type Sessions } from './session.js';
import type { SignIn } from './sign-in.js';
import { isLanguage, textsOf } from './texts/index.js';
import { toldOf } from './trouble.js';
import { deliveryState } from './views/delivery.js';
import { errorView } from './views/error.js';
import type { Frame, Page } from './views/frame.js';
import { layout } from './views/layout.js';
import { signedInView, signInView, type SignedOut } from './views/sign-in.js';

export interface CounterParts {
  /** Under which browsers know us. */
  readonly origin: string;
  readonly demo: boolean;
  readonly apiUrl: string;
  readonly http: HttpClient;
  readonly sessions: Sessions;
  readonly signIn: SignIn;
  readonly assets: Assets;
  readonly clock: Clock;
  readonly log: Logger;
}

/** One request on its way: who asks, and what answers are made with. */
interface Exchange {
  readonly request: Request;
  readonly response: Response;
  readonly session?: Session;
  readonly frame: Frame;
}

const FORM = express.urlencoded({ extended: false, limit: '32kb', parameterLimit: 64 });
const ASSET_HEADERS = { 'cache-control': 'public, max-age=31536000, immutable' };

function frameOf(parts: CounterParts, request: Request, session: Session | undefined): Frame {
  const chosen = cookieOf(request, LANGUAGE_COOKIE);
  const language = session?.language ?? (isLanguage(chosen) ? chosen : 'sv');
  return {
    t: textsOf(language), language, demo: parts.demo, assets: parts.assets.addresses, idleMs: parts.sessions.limits.idleMs,
    ...(session === undefined ? {} : { csrf: session.csrf, who: session.who }),
  };
}

const send = ({ response, frame, session }: Exchange, page: Page, status = 200): void => {
  const notice = session?.notice;
  if (session !== undefined) delete session.notice;
  response.status(status).type('html').send(layout({ ...frame, ...(notice === undefined ? {} : { notice }) }, page).toString());
};

const signInPage = (exchange: Exchange, why: SignedOut, status = 200): void => { send(exchange, signInView(exchange.frame, why), status); };

const text = (value: unknown): string | undefined => {
  const trimmed = typeof value === 'string' ? value.trim() : '';
  return trimmed === '' ? undefined : trimmed;
};

const formOf = (request: Request) => (name: string): string | undefined => {
  const body: unknown = request.body;
  return typeof body === 'object' && body !== null && Object.hasOwn(body, name) ? text(Reflect.get(body, name)) : undefined;
};

const workOf = (parts: CounterParts, { request, frame }: Exchange, session: Session): Work => ({
  frame, session, sessions: parts.sessions, clock: parts.clock, log: parts.log,
  api: apiClient(parts.http, parts.apiUrl, session.who.accessToken),
  param: (name) => text(Reflect.get(request.params, name)) ?? '',
  query: (name) => (request.url.includes('?') ? new URL(request.originalUrl, parts.origin).searchParams.get(name) ?? undefined : undefined),
  form: formOf(request),
});

function write(exchange: Exchange, answer: Answer): void {
  const { response } = exchange;
  if (answer.kind === 'page') send(exchange, answer.page, answer.status);
  else if (answer.kind === 'redirect') response.redirect(303, answer.to);
  else response.setHeader('content-security-policy', DOCUMENT_POLICY).type('application/pdf').setHeader('content-disposition', 'inline; filename="original.pdf"').send(Buffer.from(answer.bytes));
}

function refuse(parts: CounterParts, exchange: Exchange, work: Work, error: unknown): void {
  const { request, response } = exchange;
  const told = toldOf(work, request.path, error);
  if (error instanceof ApiProblem || error instanceof ApiUnreachable) parts.log.warn('page refused', { codes: [told.trouble.code], outcome: told.status });
  else if (!(error instanceof NotHere)) parts.log.error('page failed', errorFields(error));
  if (told.signedOut === true) {
    parts.sessions.end(cookieOf(request, SESSION_COOKIE));
    response.setHeader('set-cookie', forget(SESSION_COOKIE));
    return signInPage({ ...exchange, frame: frameOf(parts, request, undefined) }, 'over', 401);
  }
  send(exchange, errorView(exchange.frame, told.trouble), told.status);
}

/** A change is taken only from a page of ours, in the same session (WEB-03). */
const genuine = (parts: CounterParts, request: Request, session: Session | undefined): boolean =>
  ownPage(request, parts.origin) && (session === undefined || sameToken(formOf(request)('_csrf'), session.csrf));

function forged(parts: CounterParts, exchange: Exchange): void {
  const { t } = exchange.frame;
  parts.log.warn('page refused', { codes: ['NCP_API_INPUT'], outcome: 403 });
  send(exchange, errorView(exchange.frame, {
    code: 'NCP_API_INPUT', text: t.error.forgery, hint: t.error.forgeryHint, exchange: newExchangeId(parts.clock.epochMs()), fault: 'input',
  }), 403);
}

type Step = (exchange: Exchange) => Promise<void> | void;

/** Express hands over here; whatever fails on the way is told, never shown. */
const handle = (parts: CounterParts, step: Step, touch = true) => async (request: Request, response: Response): Promise<void> => {
  const session = parts.sessions.find(cookieOf(request, SESSION_COOKIE), touch);
  await step({ request, response, frame: frameOf(parts, request, session), ...(session === undefined ? {} : { session }) });
};

const asSignedIn = (parts: CounterParts, act: (work: Work, exchange: Exchange) => Promise<void>): Step => async (exchange) => {
  const { session, request } = exchange;
  if (session === undefined) return signInPage(exchange, cookieOf(request, SESSION_COOKIE) === undefined ? 'first' : 'over', 401);
  if (request.method === 'POST' && !genuine(parts, request, session)) return forged(parts, exchange);
  const work = workOf(parts, exchange, session);
  try {
    await act(work, exchange);
  } catch (error) {
    refuse(parts, exchange, work, error);
  }
};

const page = (parts: CounterParts, action: Action): Step => asSignedIn(parts, async (work, exchange) => { write(exchange, await action(work)); });

/** Signing in and out, and the language: what needs no session. */
function openRoutes(app: Express, parts: CounterParts): void {
  const secureCookies = (response: Response, ...cookies: readonly string[]): void => { response.setHeader('set-cookie', [...cookies]); };
  app.get('/sign-in', handle(parts, (exchange) => { signInPage(exchange, exchange.request.url.endsWith('?idle') ? 'idle' : exchange.request.url.endsWith('?ended') ? 'ended' : 'first'); }));
  app.get('/sign-in/start', handle(parts, async (exchange) => {
    try {
      const { name, location } = await parts.signIn.begin(exchange.frame.language);
      secureCookies(exchange.response, cookie(SIGN_IN_COOKIE, name, 'Lax', 600));
      exchange.response.redirect(303, location);
    } catch (error) {
      parts.log.error('issuer not reached', errorFields(error));
      signInPage(exchange, 'unavailable', 503);
    }
  }));
  app.get('/sign-in/callback', handle(parts, async (exchange) => {
    const { request, response, frame } = exchange;
    try {
      const who = await parts.signIn.finish(cookieOf(request, SIGN_IN_COOKIE), new URL(request.originalUrl, parts.origin).searchParams.toString());
      // Whoever was signed in here before is signed out; the new session has a new name (fixation).
      parts.sessions.end(cookieOf(request, SESSION_COOKIE));
      const { name } = parts.sessions.open(who, frame.language);
      secureCookies(response, forget(SIGN_IN_COOKIE, 'Lax'), cookie(SESSION_COOKIE, name));
      response.setHeader('refresh', '0;url=/');
      send({ ...exchange, frame: frameOf(parts, request, undefined) }, signedInView(frame));
    } catch (error) {
      parts.log.warn('sign-in refused', errorFields(error));
      secureCookies(response, forget(SIGN_IN_COOKIE, 'Lax'));
      signInPage(exchange, 'failed', 400);
    }
  }));
  app.post('/sign-out', FORM, handle(parts, (exchange) => {
    const { request, response, session } = exchange;
    if (!genuine(parts, request, session)) return forged(parts, exchange);
    if (session !== undefined) closeVisits(parts, session);
    parts.sessions.end(cookieOf(request, SESSION_COOKIE));
    secureCookies(response, forget(SESSION_COOKIE));
    response.setHeader('clear-site-data', '"cache", "storage"');
    response.redirect(303, '/sign-in?ended');
  }));
  app.post('/language', FORM, handle(parts, (exchange) => {
    const { request, response, session } = exchange;
    if (!genuine(parts, request, session)) return forged(parts, exchange);
    const language = formOf(request)('language');
    if (isLanguage(language)) {
      if (session !== undefined) session.language = language;
      secureCookies(response, cookie(LANGUAGE_COOKIE, language, 'Strict', 31_536_000));
    }
    response.redirect(303, backTo(request, parts.origin));
  }));
}

/** Tells the API that nobody works on these visits any more; it forgets them by itself too, so that nobody waits for it. */
function closeVisits({ http, apiUrl, log }: CounterParts, session: Session): void {
  const api = apiClient(http, apiUrl, session.who.accessToken);
  for (const id of session.visits.keys()) api.closeVisit(id).catch((error: unknown) => { log.warn('visit not closed', errorFields(error)); });
}

/** The page from which the language was changed; our own, and only its path. */
const backTo = (request: Request, origin: string): string => {
  const from = URL.parse(request.headers.referer ?? '');
  return from?.origin === origin ? from.pathname : '/';
};

/** The express application: every page of the counter. */
export function counterApp(parts: CounterParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false);
  app.use((request, response, next) => {
    secure(response);
    if (!ownHost(request, parts.origin)) {
      response.status(421).end();
      return;
    }
    next();
  });
  app.get(/^\/assets\/[\w.-]+$/, (request, response) => {
    const found = parts.assets.find(request.path);
    if (found === undefined) response.status(404).end();
    else response.set(ASSET_HEADERS).type(found.type).send(found.bytes);
  });
  openRoutes(app, parts);
  for (const { method, path, action } of ROUTES) {
    if (method === 'get') app.get(path, handle(parts, page(parts, action)));
    else app.post(path, FORM, handle(parts, page(parts, action)));
  }
  // A sign of life of the person at the counter: any key or click, at most once a minute.
  app.get('/session', handle(parts, ({ session, response }) => { response.status(session === undefined ? 401 : 204).end(); }));
  app.get('/dispensations/:dispensation/events', handle(parts, asSignedIn(parts, async (work, { response, session }) => {
    if (session === undefined) return;
    const id = idOf(work);
    const first = await work.api.dispensation(id);
    let next: typeof first | undefined = first;
    const read = async (): Promise<typeof first> => {
      const one = next ?? await work.api.dispensation(id);
      next = undefined;
      return one;
    };
    await streamState({ response, session, read, render: (one) => deliveryState(work.frame, one, placeOf(work, one)) });
  }), false));
  app.use(handle(parts, asSignedIn(parts, async () => { throw new NotHere(); })));
  app.use((error: unknown, request: Request, response: Response, _next: unknown) => {
    // A body that is too long or broken, or a fault of ours before any page began.
    const status = typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number' ? error.status : 500;
    if (status >= 500) parts.log.error('request failed', errorFields(error));
    if (response.headersSent) response.destroy();
    else response.status(status).end();
    void request;
  });
  return app;
}
