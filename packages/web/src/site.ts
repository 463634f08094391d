import { errorFields, type Logger } from '@ncp/runtime';
import express, { type Express, type Request, type Response } from 'express';
import type { Assets } from './assets.js';
import { cookie, cookieOf, forget, type CookieNames } from './cookies.js';
import { isLanguage, type Language } from './language.js';
import { formOf } from './request.js';
import { ownHost, ownPage, secure } from './security.js';
import { sameToken, type BrowserSession, type Identity, type Sessions } from './session.js';
import type { IssuedIdentity, SignIn } from './sign-in.js';

/** One request on its way: who asks, and in which language she is answered. */
export interface Exchange<Session> {
  readonly request: Request;
  readonly response: Response;
  readonly session?: Session;
  readonly language: Language;
}

/** Why somebody is asked to sign in. */
export type SignedOut = 'first' | 'over' | 'idle' | 'ended' | 'failed' | 'unavailable';

export interface Site<Who extends Identity, Session extends BrowserSession<Who>> {
  /** Under which browsers know us. */
  readonly origin: string;
  readonly cookies: CookieNames;
  readonly sessions: Sessions<Who, Session>;
  readonly signIn: SignIn;
  readonly assets: Assets;
  readonly log: Logger;
  /** Who it is by the issuer's word; undefined when she may not come in at all. */
  readonly identify: (issued: IssuedIdentity) => Who | undefined;
  /** Before a session that was signed out is forgotten. */
  readonly leaving?: (session: Session) => void;
  readonly pages: {
    signIn(exchange: Exchange<Session>, why: SignedOut, status: number): void;
    /** Shown for a moment: the session cookie is Strict, so the first page of ours must be asked for by a page of ours. */
    signedIn(exchange: Exchange<Session>): void;
    forged(exchange: Exchange<Session>): void;
  };
}

export type Step<Session> = (exchange: Exchange<Session>) => Promise<void> | void;

// Nothing is ever inflated (HTTP-07).
const FORM = express.urlencoded({ extended: false, limit: '32kb', parameterLimit: 64, inflate: false });
const ASSET_HEADERS = { 'cache-control': 'public, max-age=31536000, immutable' };
const LANGUAGE_SECONDS = 31_536_000;
const SIGN_IN_SECONDS = 600;

/** What the pages of a service are hung on. */
export interface Hooks<Session> {
  readonly app: Express;
  /** A page. @param touch false for what happens without the person: it keeps no session alive */
  get(path: string | RegExp, step: Step<Session>, touch?: boolean): void;
  /** A change, by a form. */
  post(path: string, step: Step<Session>): void;
}

/** Whoever is signed in, after every change was proven to come from a page of hers (WEB-03). */
export const asSignedIn = <Who extends Identity, Session extends BrowserSession<Who>>(site: Site<Who, Session>, act: (exchange: Exchange<Session> & { readonly session: Session }) => Promise<void> | void): Step<Session> => (exchange) => {
  const { session, request } = exchange;
  if (session === undefined) return site.pages.signIn(exchange, cookieOf(request, site.cookies.session) === undefined ? 'first' : 'over', 401);
  if (request.method === 'POST' && !genuine(site, exchange)) return site.pages.forged(exchange);
  return act({ ...exchange, session });
};

/** A change is taken only from a page of ours, in the same session (WEB-03). */
const genuine = <Who extends Identity, Session extends BrowserSession<Who>>({ origin }: Site<Who, Session>, { request, session }: Exchange<Session>): boolean =>
  ownPage(request, origin) && (session === undefined || sameToken(formOf(request)('_csrf'), session.csrf));

const setCookies = (response: Response, ...cookies: readonly string[]): void => { response.setHeader('set-cookie', [...cookies]); };

/** The session is over: its cookie goes, and so does it. */
export const signOut = <Who extends Identity, Session extends BrowserSession<Who>>({ sessions, cookies }: Site<Who, Session>, { request, response }: Exchange<Session>): void => {
  sessions.end(cookieOf(request, cookies.session));
  setCookies(response, forget(cookies.session));
};

/** Signing in and out, and the language: what needs no session. */
function openRoutes<Who extends Identity, Session extends BrowserSession<Who>>({ get, post }: Hooks<Session>, site: Site<Who, Session>): void {
  const { cookies, pages, log } = site;
  get('/sign-in', (exchange) => { pages.signIn(exchange, exchange.request.url.endsWith('?idle') ? 'idle' : exchange.request.url.endsWith('?ended') ? 'ended' : 'first', 200); });
  get('/sign-in/start', async (exchange) => {
    try {
      const { sealed, location } = await site.signIn.begin(exchange.language);
      setCookies(exchange.response, cookie(cookies.signIn, sealed, 'Lax', SIGN_IN_SECONDS));
      exchange.response.redirect(303, location);
    } catch (error) {
      log.error('issuer not reached', errorFields(error));
      pages.signIn(exchange, 'unavailable', 503);
    }
  });
  get('/sign-in/callback', async (exchange) => {
    const { request, response, language } = exchange;
    try {
      const issued = await site.signIn.finish(cookieOf(request, cookies.signIn), new URL(request.originalUrl, site.origin).searchParams.toString());
      const who = site.identify(issued);
      if (who === undefined) throw new TypeError('nobody who may come in');
      // Whoever was signed in here before is signed out; the new session has a new name (fixation).
      site.sessions.end(cookieOf(request, cookies.session));
      const { name } = site.sessions.open(who, language);
      setCookies(response, forget(cookies.signIn, 'Lax'), cookie(cookies.session, name));
      response.setHeader('refresh', '0;url=/');
      pages.signedIn(exchange);
    } catch (error) {
      log.warn('sign-in refused', errorFields(error));
      setCookies(response, forget(cookies.signIn, 'Lax'));
      pages.signIn(exchange, 'failed', 400);
    }
  });
  post('/sign-out', (exchange) => {
    const { response, session } = exchange;
    if (!genuine(site, exchange)) return pages.forged(exchange);
    if (session !== undefined) site.leaving?.(session);
    signOut(site, exchange);
    response.setHeader('clear-site-data', '"cache", "storage"');
    response.redirect(303, '/sign-in?ended');
  });
  post('/language', (exchange) => {
    const { request, response, session } = exchange;
    if (!genuine(site, exchange)) return pages.forged(exchange);
    const language = formOf(request)('language');
    if (isLanguage(language)) {
      if (session !== undefined) session.language = language;
      setCookies(response, cookie(cookies.language, language, 'Strict', LANGUAGE_SECONDS));
    }
    response.redirect(303, backTo(request, site.origin));
  });
  // A sign of life of the person: any key or click, at most once a minute.
  get('/session', ({ session, response }) => { response.status(session === undefined ? 401 : 204).end(); });
}

/** The page from which the language was changed; our own, and only its path. A path that begins with two slashes would name another host. */
const backTo = (request: Request, origin: string): string => {
  const from = URL.parse(request.headers.referer ?? '');
  return from?.origin === origin ? from.pathname.replace(/^\/+/, '/') : '/';
};

/**
 * The express application of a site for people: its headers, assets, signing in and out, and the pages that `hang` adds. What no
 * page takes is given to `otherwise`.
 */
export function siteApp<Who extends Identity, Session extends BrowserSession<Who>>(site: Site<Who, Session>, hang: (hooks: Hooks<Session>) => void, otherwise: Step<Session>): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false);
  app.use((request, response, next) => {
    secure(response);
    if (ownHost(request, site.origin)) next();
    else response.status(421).end();
  });
  app.get(/^\/assets\/[\w.-]+$/, (request, response) => {
    const found = site.assets.find(request.path);
    if (found === undefined) response.status(404).end();
    else response.set(ASSET_HEADERS).type(found.type).send(found.bytes);
  });
  const handle = (step: Step<Session>, touch = true) => async (request: Request, response: Response): Promise<void> => {
    const session = site.sessions.find(cookieOf(request, site.cookies.session), touch);
    const chosen = cookieOf(request, site.cookies.language);
    await step({ request, response, language: session?.language ?? (isLanguage(chosen) ? chosen : 'sv'), ...(session === undefined ? {} : { session }) });
  };
  const hooks: Hooks<Session> = {
    app, get: (path, step, touch) => { app.get(path, handle(step, touch)); }, post: (path, step) => { app.post(path, FORM, handle(step)); },
  };
  openRoutes(hooks, site);
  hang(hooks);
  app.use(handle(otherwise));
  app.use((error: unknown, request: Request, response: Response, _next: unknown) => {
    // A body that is too long or broken, or a fault of ours before any page began.
    const status = typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number' ? error.status : 500;
    if (status >= 500) site.log.error('request failed', errorFields(error));
    if (response.headersSent) response.destroy();
    else response.status(status).end();
    void request;
  });
  return app;
}
