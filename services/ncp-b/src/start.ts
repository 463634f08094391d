import { instantFromEpoch } from '@ncp/domain';
import type { Probe } from '@ncp/exchange';
import { boundedLabel, observeHttp, readSealingKeys, startHealthServer, withdraw, type Config, type Logger, type Setting } from '@ncp/runtime';
import { probeCountries, serveTls } from '@ncp/transport';
import { renewEvery } from '@ncp/trust';
import { api, HANDLERS } from './app.js';
import { composeIssuers, composeTokens } from './compose.js';
import { longWork } from './long-work.js';
import { openTreatment } from './open-treatment.js';
import { scheduleProbes } from './probing.js';
import { rateLimit } from './rate-limit.js';
import { performing, type ServeParts } from './serve.js';

const DRAIN_MS = 10_000;
/** Pharmacy chains come from few addresses, and a counter that waits holds a stream open. */
const ADDRESS_LIMITS = { connectionsPerPeer: 2_000, requestsPerPeer: 1_000 } as const;

export interface RunningNcpB {
  readonly port: number;
  readonly healthPort: number;
  readonly log: Logger;
  /** Takes over keys, certificates and lists whose files have changed, now instead of within half a minute. */
  renew(): Promise<readonly string[]>;
  /** Not ready from now on, but everything that comes is answered; resolves after the notice of the configuration. */
  withdraw(): Promise<void>;
  /** Tells operators what this process works with. @throws NcpError NCP_STORE_UNAVAILABLE */
  publish(settings: readonly Setting[]): Promise<void>;
  /** Ends what is under way, then everything. */
  close(): Promise<void>;
}

export interface NcpBOptions {
  /** The test runner's way to stop the process at a named point; a release passes none. */
  readonly probe?: Probe;
  /** Tests shorten what they wait for. */
  readonly timeoutMs?: number;
  readonly drainMs?: number;
}

/**
 * Starts NCP-B: identities, trust, store, countries, API, health, in that order; whatever is missing stops the start with its code.
 * @throws NcpError NCP_CONFIG_INVALID, NCP_CONFIG_FILE, NCP_TRUST_KEY, NCP_STORE_UNAVAILABLE, NCP_STORE_MIGRATION
 */
export async function startNcpB(config: Config, options: NcpBOptions = {}): Promise<RunningNcpB> {
  const { drainMs = DRAIN_MS } = options;
  const open = await openTreatment(config);
  const { ncpB, log, metrics, tracing, clock, drift, keys, dataKeyFile, server, trust, directory, store, terminology, peers, observer, desk: composed } = open;
  // Not a copy: some of its members change while serving.
  const desk = Object.assign(composed, {
    ...(options.probe === undefined ? {} : { probe: options.probe }),
    ...(options.timeoutMs === undefined ? {} : { policy: { ...composed.policy, timeoutMs: sameFor(options.timeoutMs) } }),
  });
  const tokens = await composeTokens(ncpB, clock);
  const leaving = new AbortController();
  const work = longWork({
    promised: store.promised, clock, log,
    perform: (asked, professional) => performing(parts, HANDLERS).perform(asked, professional),
    problem: (error, asked, professional) => performing(parts, HANDLERS).problem(error, asked, professional),
  });
  const parts: ServeParts = {
    desk, catalogue: terminology.catalogue, work, verify: tokens.verify, clock, clockTrusted: () => drift.trusted(), log, tracing, leaving: leaving.signal,
    rate: rateLimit(ncpB.maxRequestsPerSecond, () => performance.now()),
  };
  const listening = await serveTls({
    host: ncpB.host, port: ncpB.port, tls: { certificatePem: server.certificatePem, keyPem: server.keyPem }, limits: ADDRESS_LIMITS,
    handler: observeHttp(metrics, api(parts, ncpB.sts ? composeIssuers(config, (der) => trust.signer(der, clock.now())) : undefined)),
    observe: (event) => {
      metrics.handshakeFailures.inc({ kind: event.kind, reason: boundedLabel(event.reason) });
      log.warn('connection refused', { state: event.kind, codes: [event.reason] });
    },
  });
  const health = await startHealthServer({ host: config.health?.host, port: ncpB.healthPort }, metrics, [
    { name: 'database', check: () => store.ready() },
    { name: 'signer', check: async () => { keys.prove(); } },
    { name: 'clock', check: async () => { drift.prove(); } },
    { name: 'trust', check: async () => { trust.signer(keys.seal.certificateDer, instantFromEpoch(clock.epochMs())); } },
  ]);
  const renewals = renewEvery([
    ...keys.renewables.map((one) => ({ ...one, renew: async () => {
      await one.renew();
      if (one.what === 'tls-server') listening.replaceTls({ certificatePem: server.certificatePem, keyPem: server.keyPem });
    } })),
    { what: 'data-key', ...dataKeyFile, renew: async () => { store.rotate(readSealingKeys(config)); } },
  ], {
    problem: (error, what) => { observer.alarm(error.code, { ...error.details, what }); },
    renewed: (what) => { log.info('renewed', { state: what }); },
  });
  const knocking = probeCountries({ directory, peers });
  const probing = scheduleProbes({ gateway: desk, directory, peers, store, settings: ncpB.probe, clock, log });
  log.info('ready', { port: listening.port });
  return {
    port: listening.port, healthPort: health.port, log, renew: () => renewals.now(),
    publish: (settings) => store.inForce.tookConfiguration({ service: 'ncp-b', at: clock.now(), settings }),
    withdraw: () => withdraw({ health, servers: [listening] }, config.shutdown.noticeMs),
    close: async () => {
      knocking.stop();
      await probing.stop();
      renewals.stop();
      leaving.abort();
      await Promise.all([listening.close(drainMs), work.close(drainMs)]);
      await health.close();
      tokens.http.close();
      await open.close();
    },
  };
}

const sameFor = (ms: number): { readonly identify: number; readonly query: number; readonly retrieve: number; readonly submit: number } => ({ identify: ms, query: ms, retrieve: ms, submit: ms });

