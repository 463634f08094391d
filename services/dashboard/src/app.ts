import { addMs, countryCode, isNcpError, type CountryCode } from '@ncp/domain';
import { errorFields, type Clock, type Logger } from '@ncp/runtime';
import { asSignedIn, cookieNames, paramOf, queryOf, siteApp, streamFragments, textOf, type Assets, type Exchange, type SignIn, type Site, type Step } from '@ncp/web';
import type { Express } from 'express';
import { overviewOf, type FactSources } from './facts.js';
import { operatorOf, type Operator, type OperatorSession, type OperatorSessions } from './operator.js';
import { textsOf } from './texts/index.js';
import { countryView } from './views/country.js';
import { exchangeView } from './views/exchange.js';
import type { Frame, Page } from './views/frame.js';
import { homeView, situationView } from './views/home.js';
import { layout } from './views/layout.js';
import { ledgersView } from './views/ledgers.js';
import { errorView, signedInView, signInView } from './views/other.js';
import { searchView } from './views/search.js';

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
}

type Asked = Exchange<OperatorSession>;

const DAY_MS = 86_400_000;
const FOUND = 50;
const REFUSALS = 10;
const STREAM_MS = 3_000;
const EXCHANGE = /^[0-9a-f-]{36}$/;
const CODE = /^[A-Za-z0-9_]{1,64}$/;

/** Nothing under this address. */
class NotHere extends Error {}

const frameOf = (parts: DashboardParts, { language, session, request }: Asked): Frame => ({
  t: textsOf(language), language, now: parts.clock.now(), demo: parts.demo, assets: parts.assets.addresses, idleMs: parts.sessions.limits.idleMs, path: request.path,
  ...(session === undefined ? {} : { csrf: session.csrf, who: session.who }),
});

const withoutSession = ({ session: _session, ...asked }: Asked): Asked => asked;

/** What is asked for is checked before it is looked for: an address is input like any other. */
const matching = (value: string | undefined, pattern: RegExp): string | undefined => (value !== undefined && pattern.test(value) ? value : undefined);

/** The express application: every page of the dashboard, read only. */
export function dashboardApp(parts: DashboardParts): Express {
  const { sources, log } = parts;
  const { operations, config } = sources;
  const countries: readonly CountryCode[] = config.countries.map(countryCode);
  const send = (asked: Asked, page: Page, status = 200): void => { asked.response.status(status).type('html').send(layout(frameOf(parts, asked), page).toString()); };
  const known = (text: string | undefined): CountryCode | undefined => countries.find((code) => code === text);

  const site: Site<Operator, OperatorSession> = {
    origin: parts.origin, cookies: cookieNames('dashboard'), sessions: parts.sessions, signIn: parts.signIn, assets: parts.assets, log, identify: operatorOf,
    pages: {
      signIn: (asked, why, status) => { send(asked, signInView(frameOf(parts, asked), why), status); },
      signedIn: (asked) => { send(withoutSession(asked), signedInView(frameOf(parts, withoutSession(asked)))); },
      forged: (asked) => {
        const { t } = frameOf(parts, asked);
        send(asked, errorView(frameOf(parts, asked), { text: t.error.forgery, code: 'NCP_API_INPUT' }), 403);
      },
    },
  };

  const refuse = (asked: Asked, error: unknown): void => {
    const frame = frameOf(parts, asked);
    const { t } = frame;
    if (asked.response.headersSent) {
      asked.response.destroy();
      return;
    }
    if (error instanceof NotHere) return send(asked, errorView(frame, { text: t.error.notFound, code: 'NCP_API_NOT_FOUND' }), 404);
    log.error('page failed', errorFields(error));
    if (isNcpError(error) && error.code === 'NCP_STORE_UNAVAILABLE') return send(asked, errorView(frame, { text: t.error.unavailable, hint: t.error.unavailableHint, code: error.code }), 503);
    return send(asked, errorView(frame, { text: t.error.ours, code: 'NCP_INTERNAL' }), 500);
  };

  /** A page for whoever is signed in; each role may see every page here, for nothing on them is about a person. */
  const page = (show: (frame: Frame, asked: Asked) => Promise<Page>): Step<OperatorSession> => asSignedIn(site, async (asked) => {
    try {
      send(asked, await show(frameOf(parts, asked), asked));
    } catch (error) {
      refuse(asked, error);
    }
  });

  return siteApp(site, ({ get }) => {
    get('/', page(async (frame) => homeView(frame, await overviewOf(sources))));
    get('/events', asSignedIn(site, async (asked) => {
      await streamFragments({
        response: asked.response, session: asked.session, pauseMs: () => STREAM_MS,
        read: async () => {
          try {
            return { markup: situationView(frameOf(parts, asked), await overviewOf(sources)) };
          } catch (error) {
            log.warn('overview not read', errorFields(error));
            return {};
          }
        },
      });
    }), false);
    get('/countries/:country', page(async (frame, { request }) => {
      const code = known(paramOf(request)('country'));
      if (code === undefined) throw new NotHere();
      const since = addMs(parts.clock.now(), -DAY_MS);
      const [[facts], traffic, refusals] = await Promise.all([operations.countries([code]), operations.traffic(code, since), operations.refusals(code, since, REFUSALS)]);
      return countryView(frame, { facts: facts ?? { code, services: [] }, traffic, refusals });
    }));
    get('/exchanges', page(async (frame, { request }) => {
      const query = queryOf(request);
      const [country, code, exchange] = [known(query('country')), matching(textOf(query('code')), CODE), matching(textOf(query('exchange')), EXCHANGE)];
      const trouble = query('trouble') === 'yes';
      const rows = await operations.search({ limit: FOUND, onlyTrouble: trouble, ...(country === undefined ? {} : { country }), ...(code === undefined ? {} : { code }), ...(exchange === undefined ? {} : { exchange }) });
      return searchView(frame, { trouble, ...(country === undefined ? {} : { country }), ...(code === undefined ? {} : { code }), ...(exchange === undefined ? {} : { exchange }) }, rows, countries);
    }));
    get('/exchanges/:exchange', page(async (frame, { request }) => {
      const id = matching(paramOf(request)('exchange'), EXCHANGE);
      const found = id === undefined ? undefined : await operations.exchange(id);
      if (id === undefined || found === undefined || (found.messages.length === 0 && found.steps.length === 0)) throw new NotHere();
      return exchangeView(frame, { id, ...found });
    }));
    get('/dispensations', page(async (frame) => ledgersView(frame, await operations.ledgers())));
  }, page(async () => { throw new NotHere(); }));
}
