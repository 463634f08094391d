import { cookieNames, siteApp } from '@ncp/web';
import type { Express } from 'express';
import { frameOf, nowhere, pagesOn, send, type Asked, type DashboardParts, type DashboardSite, type Pages } from './pages.js';
import { auditRoutes } from './routes/audit.js';
import { configurationRoutes } from './routes/configuration.js';
import { countryRoutes } from './routes/country.js';
import { dispensationRoutes } from './routes/dispensations.js';
import { exchangeRoutes } from './routes/exchanges.js';
import { fairUseRoutes } from './routes/fair-use.js';
import { homeRoutes } from './routes/home.js';
import { statisticsRoutes } from './routes/statistics.js';
import { patientLogRoutes } from './routes/patient-log.js';
import { queueRoutes } from './routes/queue.js';
import { reviewRoutes } from './routes/review.js';
import { roleRoutes } from './routes/roles.js';
import { terminologyRoutes } from './routes/terminology.js';
import { trustRoutes } from './routes/trust.js';
import { errorView, signedInView, signInView } from './views/other.js';

export type { DashboardParts } from './pages.js';

/** Each subject hangs its own pages. */
const SUBJECTS: readonly ((pages: Pages) => void)[] = [
  homeRoutes,
  countryRoutes,
  exchangeRoutes,
  dispensationRoutes,
  statisticsRoutes,
  fairUseRoutes,
  queueRoutes,
  auditRoutes,
  reviewRoutes,
  patientLogRoutes,
  trustRoutes,
  terminologyRoutes,
  configurationRoutes,
  roleRoutes,
];

const withoutSession = ({ session: _session, ...asked }: Asked): Asked => asked;

const siteOf = (parts: DashboardParts): DashboardSite => ({
  origin: parts.origin, cookies: cookieNames('dashboard'), sessions: parts.sessions, signIn: parts.signIn, assets: parts.assets, log: parts.log, identify: parts.identify,
  pages: {
    signIn: (asked, why, status) => { send(parts, asked, signInView(frameOf(parts, asked), why), status); },
    signedIn: (asked) => { send(parts, withoutSession(asked), signedInView(frameOf(parts, withoutSession(asked)))); },
    forged: (asked) => {
      const frame = frameOf(parts, asked);
      send(parts, asked, errorView(frame, { text: frame.t.error.forgery, code: 'NCP_API_INPUT' }), 403);
    },
  },
});

/** The express application: every page of the dashboard. */
export function dashboardApp(parts: DashboardParts): Express {
  const site = siteOf(parts);
  return siteApp(site, (hooks) => {
    const pages = pagesOn(hooks, parts, site);
    for (const hang of SUBJECTS) hang(pages);
  }, nowhere(parts, site));
}
