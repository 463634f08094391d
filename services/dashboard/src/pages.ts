import { randomUUID } from 'node:crypto';
import { countryCode, holdsPersonalNumber, isNcpError, stockholmDate, type CountryCode, type Instant } from '@ncp/domain';
import { errorFields, type Clock, type Logger } from '@ncp/runtime';
import type { OperatorAct } from '@ncp/store';
import { asSignedIn, paramOf, queryOf, streamFragments, textOf, type Assets, type Exchange, type Hooks, type Html, type SignIn, type Site, type Step } from '@ncp/web';
import type { FactSources } from './facts.js';
import { mayAct, type Operator, type OperatorSession, type OperatorSessions, type Role } from './operator.js';
import { textsOf } from './texts/index.js';
import type { Frame, Page } from './views/frame.js';
import { layout } from './views/layout.js';
import { errorView } from './views/other.js';

export interface DashboardParts {
  /** Under which browsers know us. */
  readonly origin: string;
  readonly demo: boolean;
  readonly sessions: OperatorSessions;
  readonly signIn: SignIn;
  readonly assets: Assets<'css' | 'own' | 'js' | 'icon' | 'htmx' | 'sse'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly sources: FactSources;
  /** Who it is by the issuer's word. */
  readonly identify: DashboardSite['identify'];
}

/** One request on its way. */
export type Asked = Exchange<OperatorSession>;
/** The same of somebody who is signed in. */
export type AskedBy = Asked & { readonly session: OperatorSession };
export type DashboardSite = Site<Operator, OperatorSession>;

/** Nothing under this address. */
export class NotHere extends Error {}

/** What the routes of each subject are hung on. Whoever lacks the role that is needed gets 403 and nothing else. */
export interface Pages {
  readonly parts: DashboardParts;
  readonly sources: FactSources;
  /** In the order in which they are shown. */
  readonly countries: readonly CountryCode[];
  /** A country that we know; an address is input like any other. */
  readonly known: (text: string | undefined) => CountryCode | undefined;
  /** A page for whoever has this role or a wider one; anybody who is signed in when left out. */
  page(path: string, show: (frame: Frame, asked: AskedBy) => Promise<Page>, needed?: Role): void;
  /** A part of a page that shows the present, streamed whenever it changes. */
  live(path: string, view: (frame: Frame, asked: AskedBy) => Promise<Html>, needed?: Role): void;
  /** Anything but a page, such as a file: `give` writes the response itself. */
  answer(path: string, give: (frame: Frame, asked: AskedBy) => Promise<void>, needed?: Role): void;
  /** A change by a form of a page of ours; the browser is sent to the page that `act` names. */
  change(path: string, act: (frame: Frame, asked: AskedBy) => Promise<string>, needed: Role): void;
}

const STREAM_MS = 3_000;

export const frameOf = (parts: DashboardParts, { language, session, request }: Asked): Frame => ({
  t: textsOf(language), language, now: parts.clock.now(), demo: parts.demo, assets: parts.assets.addresses, idleMs: parts.sessions.limits.idleMs, path: request.path,
  ...(session === undefined ? {} : { csrf: session.csrf, who: session.who }),
});

/** The whole page; what the last change led to is said once. */
export function send(parts: DashboardParts, asked: Asked, page: Page, status = 200): void {
  const { response, session } = asked;
  const notice = session?.notice;
  if (session !== undefined) delete session.notice;
  response.status(status).type('html').send(layout({ ...frameOf(parts, asked), ...(notice === undefined ? {} : { notice }) }, page).toString());
}

/** What is asked for is checked before it is looked for: an address is input like any other. */
export const matching = (value: string | undefined, pattern: RegExp): string | undefined => (value !== undefined && pattern.test(value) ? value : undefined);

/** A field of the query that has this form; undefined for everything else. */
export const askedFor = ({ request }: Asked, name: string, pattern: RegExp): string | undefined => matching(textOf(queryOf(request)(name)), pattern);
/** A name in the address that has this form. @throws NotHere */
export function named({ request }: Asked, name: string, pattern: RegExp): string {
  const value = matching(paramOf(request)(name), pattern);
  if (value === undefined) throw new NotHere();
  return value;
}

function refuse(parts: DashboardParts, ask: Asked, error: unknown): void {
  const frame = frameOf(parts, ask);
  const { t } = frame;
  if (ask.response.headersSent) {
    ask.response.destroy();
    return;
  }
  if (error instanceof NotHere) return send(parts, ask, errorView(frame, { text: t.error.notFound, code: 'NCP_API_NOT_FOUND' }), 404);
  parts.log.error('page failed', errorFields(error));
  if (isNcpError(error) && error.code === 'NCP_STORE_UNAVAILABLE') return send(parts, ask, errorView(frame, { text: t.error.unavailable, hint: t.error.unavailableHint, code: error.code }), 503);
  return send(parts, ask, errorView(frame, { text: t.error.ours, code: 'NCP_INTERNAL' }), 500);
}

export type ActWish = Pick<OperatorAct, 'kind'> & Partial<Pick<OperatorAct, 'detail' | 'reason' | 'reference'>>;
/** What an operator does, for the dispatcher to put into the audit chain and to carry out. */
export const actOf = ({ session: { who } }: AskedBy, now: Instant, { kind, detail = '', reason = '', reference = '' }: ActWish): OperatorAct =>
  ({ id: randomUUID(), kind, by: { subject: who.subject, role: who.role }, detail, reason, reference, askedAt: now });

const PATH_LENGTH = 128;

/** A page that her role does not open is on record as tried (WEB-04); the refusal itself waits for nothing. */
function noteDenied(parts: DashboardParts, { session: { who }, request }: AskedBy): void {
  const orderedAt = parts.clock.now();
  // An address that was typed may hold anything, a patient too.
  const subject = holdsPersonalNumber(request.path, stockholmDate(orderedAt)) ? 'an address with a personal number' : request.path.slice(0, PATH_LENGTH);
  parts.sources.orders.give({
    id: randomUUID(), action: 'denied', ledger: 'page', subject, seen: '', note: '', orderedBy: who.subject.slice(0, PATH_LENGTH), role: who.role, orderedAt,
  }).catch((error: unknown) => { parts.log.error('refusal not recorded', errorFields(error)); });
}

function roleLacks(parts: DashboardParts, ask: AskedBy, needed: Role): void {
  const frame = frameOf(parts, ask);
  const { t } = frame;
  parts.log.warn('page refused', { codes: ['NCP_API_ROLE'], outcome: 403 });
  noteDenied(parts, ask);
  send(parts, ask, errorView(frame, { text: t.error.role, hint: t.error.roleHint(t.app.role[needed]), code: 'NCP_API_ROLE' }), 403);
}

/** Every step is for somebody who is signed in, with the role that it needs; what it throws becomes a page. */
const guardedBy = (parts: DashboardParts, site: DashboardSite) => (needed: Role, act: (frame: Frame, ask: AskedBy) => Promise<void>): Step<OperatorSession> => asSignedIn(site, async (ask) => {
  if (!mayAct(ask.session.who.role, needed)) return roleLacks(parts, ask, needed);
  try {
    await act(frameOf(parts, ask), ask);
  } catch (error) {
    refuse(parts, ask, error);
  }
});

/** Every address that is nobody's, for whoever is signed in. */
export const nowhere = (parts: DashboardParts, site: DashboardSite): Step<OperatorSession> => guardedBy(parts, site)('viewer', async () => { throw new NotHere(); });

export function pagesOn({ get, post }: Hooks<OperatorSession>, parts: DashboardParts, site: DashboardSite): Pages {
  const countries: readonly CountryCode[] = parts.sources.config.countries.map(countryCode);
  const guarded = guardedBy(parts, site);
  return {
    parts, sources: parts.sources, countries,
    known: (text) => countries.find((code) => code === text),
    page: (path, show, needed = 'viewer') => { get(path, guarded(needed, async (frame, ask) => { send(parts, ask, await show(frame, ask)); })); },
    answer: (path, give, needed = 'viewer') => { get(path, guarded(needed, give)); },
    change: (path, act, needed) => { post(path, guarded(needed, async (frame, ask) => { ask.response.redirect(303, await act(frame, ask)); })); },
    live: (path, view, needed = 'viewer') => {
      get(path, guarded(needed, (_frame, ask) => streamFragments({
        response: ask.response, session: ask.session, pauseMs: () => STREAM_MS,
        read: async () => {
          try {
            return { markup: await view(frameOf(parts, ask), ask) };
          } catch (error) {
            parts.log.warn('present not read', errorFields(error));
            return {};
          }
        },
      })), false);
    },
  };
}
