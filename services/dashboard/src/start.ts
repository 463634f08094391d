import { boundedLabel, clockFrom, createLogger, createMetrics, observeHttp, startHealthServer, systemClock, watchDrift, type DashboardConfig, type Logger, type Setting } from '@ncp/runtime';
import { openOperations } from '@ncp/store';
import { clientTlsFrom, httpClient, serveTls, tlsPairFrom } from '@ncp/transport';
import { loadAssets, signIn } from '@ncp/web';
import { dashboardApp } from './app.js';
import { watchHealth } from './health-watch.js';
import { identifyIn, operatorSessions } from './operator.js';

const DRAIN_MS = 5000;
const SWEEP_MS = 30_000;
const PER_ADDRESS = { connectionsPerPeer: 500, requestsPerPeer: 200 };

export interface RunningDashboard {
  readonly port: number;
  readonly origin: string;
  readonly healthPort: number;
  readonly log: Logger;
  close(): Promise<void>;
}

const own = (name: string): URL => new URL(`../assets/${name}`, import.meta.url);

/**
 * Starts the dashboard. The port is fixed unless it is 0 (tests); then the origin that browsers must use follows it.
 * @throws NcpError NCP_CONFIG_FILE, NCP_TRUST_KEY, NCP_STORE_UNAVAILABLE, NCP_STORE_MIGRATION; the error of a socket or file that cannot be had
 */
export async function startDashboard(config: DashboardConfig, settings: readonly Setting[] = []): Promise<RunningDashboard> {
  const { dashboard } = config;
  const log = createLogger('dashboard', config.log.level);
  const metrics = createMetrics();
  const clock = config.clock === undefined ? systemClock() : clockFrom(Date.parse(config.clock));
  const tls = await tlsPairFrom(dashboard.tls, 'dashboard server');
  const issuerHttp = httpClient(dashboard.oauth.ca === undefined ? {} : { tls: await clientTlsFrom({ ca: dashboard.oauth.ca }) });
  const store = await openOperations({ url: dashboard.database.url, application: 'dashboard' });
  watchDrift(metrics, () => store.clockMs());
  const health = await watchHealth(dashboard.parts, clock);
  const sessions = operatorSessions(() => clock.epochMs());
  const sweeping = setInterval(() => { sessions.sweep(); }, SWEEP_MS);
  sweeping.unref();

  // The origin holds the port, which is known only once somebody listens on it.
  let app: ReturnType<typeof dashboardApp> | undefined;
  const server = await serveTls({
    host: dashboard.host, port: dashboard.port, tls, limits: PER_ADDRESS,
    handler: observeHttp(metrics, (request, response) => { app?.(request, response); }),
    observe: (event) => {
      metrics.handshakeFailures.inc({ kind: event.kind, reason: boundedLabel(event.reason) });
      log.warn('connection refused', { state: event.kind, codes: [event.reason] });
    },
  });
  const origin = dashboard.origin ?? `https://${dashboard.host}:${String(server.port)}`;
  app = dashboardApp({
    identify: identifyIn(config.mode), origin, demo: config.mode === 'demo', sessions, clock, log,
    assets: loadAssets({ css: 'site-css', own: own('dashboard.css'), js: 'site-js', icon: own('icon.svg'), htmx: 'htmx', sse: 'htmx-sse' }),
    signIn: signIn({ issuer: dashboard.oauth.issuer, clientId: dashboard.oauth.clientId, redirectUri: `${origin}/sign-in/callback`, http: issuerHttp, clock }),
    sources: { operations: store.operations, orders: store.orders, statistics: store.statistics, fairUse: store.fairUse, desk: store.desk, health, clock, config: dashboard, own: { since: clock.now(), settings } },
  });
  const healthServer = await startHealthServer({ host: config.health?.host, port: dashboard.healthPort }, metrics, [{ name: 'database', check: () => store.ready() }]);
  log.info('ready', { port: server.port });
  return {
    port: server.port, origin, healthPort: healthServer.port, log,
    close: async () => {
      clearInterval(sweeping);
      health.stop();
      sessions.endAll();
      await server.close(DRAIN_MS);
      await healthServer.close();
      issuerHttp.close();
      await store.close();
    },
  };
}
