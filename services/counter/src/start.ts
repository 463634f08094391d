import { boundedLabel, clockFrom, createLogger, createMetrics, observeHttp, startHealthServer, startTracing, systemClock, traceHttp, type Clock, type CounterConfig, type Logger } from '@ncp/runtime';
import { clientTlsFrom, httpClient, serveTls, tlsPairFrom } from '@ncp/transport';
import { SESSION_LIMITS, signIn, type SessionLimits } from '@ncp/web';
import { counterApp } from './app.js';
import { counterAssets } from './assets.js';
import { counterSessions } from './session.js';

const DRAIN_MS = 5000;
const SWEEP_MS = 30_000;
/** A pharmacy's counters may share one address, and each may hold an open stream. */
const PER_ADDRESS = { connectionsPerPeer: 1000, requestsPerPeer: 400 };

export interface RunningCounter {
  readonly port: number;
  readonly origin: string;
  readonly healthPort: number;
  readonly log: Logger;
  close(): Promise<void>;
}

const clockOf = ({ clock }: CounterConfig): Clock => (clock === undefined ? systemClock() : clockFrom(Date.parse(clock)));

/**
 * Starts the counter. The port is fixed unless it is 0 (tests); then the origin that browsers must use follows it.
 * @throws NcpError NCP_CONFIG_FILE, NCP_TRUST_KEY; the error of a socket or file that cannot be had
 */
export async function startCounter(config: CounterConfig, limits: SessionLimits = SESSION_LIMITS): Promise<RunningCounter> {
  const { counter } = config;
  const log = createLogger('counter', config.log.level);
  const metrics = createMetrics();
  const tracing = await startTracing('counter', config.tracing?.endpoint);
  const clock = clockOf(config);
  const [tls, apiTls] = await Promise.all([tlsPairFrom(counter.tls, 'counter server'), clientTlsFrom({ ca: counter.api.ca })]);
  const apiHttp = httpClient({ tls: apiTls, maxConnections: 128 });
  const issuerHttp = httpClient(counter.oauth.ca === undefined ? {} : { tls: await clientTlsFrom({ ca: counter.oauth.ca }) });
  const sessions = counterSessions(() => clock.epochMs(), limits);
  const sweeping = setInterval(() => { sessions.sweep(); }, SWEEP_MS);
  sweeping.unref();

  // The origin holds the port, which is known only once somebody listens on it.
  let app: ReturnType<typeof counterApp> | undefined;
  const server = await serveTls({
    host: counter.host, port: counter.port, tls, limits: PER_ADDRESS,
    handler: observeHttp(metrics, traceHttp(tracing, 'counter', (request, response) => { app?.(request, response); })),
    observe: (event) => {
      metrics.handshakeFailures.inc({ kind: event.kind, reason: boundedLabel(event.reason) });
      log.warn('connection refused', { state: event.kind, codes: [event.reason] });
    },
  });
  const origin = counter.origin ?? `https://${counter.host}:${String(server.port)}`;
  app = counterApp({
    origin, demo: config.mode === 'demo', apiUrl: counter.api.url, http: apiHttp, sessions, assets: counterAssets(), clock, log,
    signIn: signIn({ issuer: counter.oauth.issuer, clientId: counter.oauth.clientId, redirectUri: `${origin}/sign-in/callback`, http: issuerHttp, clock }),
  });
  const health = await startHealthServer({ host: config.health?.host, port: counter.healthPort }, metrics, []);
  log.info('ready', { port: server.port });
  return {
    port: server.port, origin, healthPort: health.port, log,
    close: async () => {
      clearInterval(sweeping);
      // Streams end with their sessions; nothing of a patient outlives the process.
      sessions.endAll();
      await server.close(DRAIN_MS);
      await health.close();
      apiHttp.close();
      issuerHttp.close();
      await tracing.stop();
    },
  };
}
