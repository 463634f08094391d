import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { executeOrder, reconcileDispensation, type Observer, type Probe, type SettlementGateway, type Surroundings } from '@ncp/exchange';
import { connectNationalList } from '@ncp/national';
import { boundedLabel, createLogger, createMetrics, createObserver, currentTrace, newExchangeId, noteBreaker, openTerminology, readSealingKeys, startHealthServer, startTracing, watchClockDrift, watchDrift, watchedClock, withdraw, type Config, type Logger, type Setting } from '@ncp/runtime';
import { openStore } from '@ncp/store';
import { clientTlsFrom, httpClient, ocspPoster, tlsStream } from '@ncp/transport';
import { beforeReading, OcspWatch, openCheckpointKey, openKeyring, renewEvery, type Keyring } from '@ncp/trust';
import { parseXml, serialiseXml, signDocument } from '@ncp/xml';
import { composeDelivery } from './compose-delivery.js';
import { startDispatcher, type DispatcherDeps } from './dispatcher.js';
import type { DispatchReport } from './report.js';
import { streamConnection } from './syslog-connection.js';
import { watchSignals } from './watch-signals.js';

const CONNECT_MS = 10_000;

export interface RunningDispatcher {
  readonly healthPort: number;
  readonly log: Logger;
  /** Not ready from now on, but everything that comes is answered; resolves after the notice of the configuration. */
  withdraw(): Promise<void>;
  /** Tells operators what this process works with. @throws NcpError NCP_STORE_UNAVAILABLE */
  publish(settings: readonly Setting[]): Promise<void>;
  /** Ends what is under way, then everything. */
  close(): Promise<void>;
}

/** Starts the background work as the configuration says; `pace` and `probe` are for tests. @throws NcpError of whatever is missing */
export async function startDispatcherService(config: Config, pace?: DispatcherDeps['pace'], probe?: Probe): Promise<RunningDispatcher> {
  const log = createLogger('dispatcher', config.log.level);
  const metrics = createMetrics();
  const tracing = await startTracing('dispatcher', config.tracing?.endpoint);
  const observer = createObserver(log, metrics, tracing);
  const clock = watchedClock({ ...(config.clock === undefined ? {} : { startMs: Date.parse(config.clock) }), stepped: (ms) => { observer.alarm('NCP_CLOCK_STEP', { ms }); } });
  const responders = ocspPoster();
  const dataKeyFile = await beforeReading([config.keyEncryptionKeyFile]);
  const keys = await openKeyring({
    seal: config.seal, ...(config.ncpB === undefined ? {} : { client: { role: 'ncp-b client', facing: 'countries', ...config.ncpB.tlsClient } }),
    countries: config.countries, now: () => clock.now(),
    ocsp: new OcspWatch(responders.ask, (country, reason) => { log.warn('revocation not stated', { country, codes: [reason] }); }),
  });
  const store = await openStore({ url: config.database.url, keys: readSealingKeys(config), application: 'dispatcher', trace: currentTrace });
  const drift = watchClockDrift({ clock, databaseMs: () => store.signals.clockMs(), drifted: (ms) => { observer.alarm('NCP_CLOCK_DRIFT', { ms }); } });
  await drift.check();
  const http = httpClient(config.national.tls === undefined ? {} : { tls: await clientTlsFrom(config.national.tls, 'national list client') });
  const surroundings: Surroundings = { now: () => clock.now(), exchangeId: () => newExchangeId(clock.epochMs()), uuid: randomUUID };
  const gateway: SettlementGateway = {
    national: connectNationalList(config.national, { http, clock, log, breaker: (state) => { noteBreaker(metrics, 'national', state); } }),
    journal: store.journal, ledger: store.ledger, observer, surroundings,
  };
  const terminology = await openTerminology({ service: 'dispatcher', folder: config.terminology?.folder, report: store.terminology, observer, log, now: () => clock.now() });
  const delivery = await composeDelivery({ config, keys, clock, log, metrics, observer, store, terminology, surroundings, ...(probe === undefined ? {} : { probe }) });
  const audit = await auditRepository(config, keys);
  const { auditCheckpoints } = config;
  // A key that cannot be used is told now, and not at the first head.
  if (auditCheckpoints !== undefined) await openCheckpointKey(auditCheckpoints.key, auditCheckpoints.origin);
  const dispatcher = await startDispatcher({
    store, name: `${hostname()} ${String(process.pid)}`, queueUrl: config.queue?.url ?? config.database.url, now: () => clock.now(),
    reconcile: async (key) => { await reconcileDispensation(key, gateway); },
    execute: (id) => executeOrder({ ...gateway, deliveries: store.deliveries, orders: store.orders }, id),
    report: reportTo(observer, metrics, log), tracing,
    // Assertions that say when they were issued are not made by a clock that is wrong: the delivery stays due.
    ...(delivery === undefined ? {} : { deliver: async (id: string) => (drift.trusted() ? delivery.deliver(id) : undefined) }),
    ...(audit === undefined ? {} : { audit }),
    ...(auditCheckpoints === undefined ? {} : {
      heads: { origin: auditCheckpoints.origin, everyMs: auditCheckpoints.everyMinutes * 60_000, openKey: () => openCheckpointKey(auditCheckpoints.key, auditCheckpoints.origin) },
    }),
    ...(pace === undefined ? {} : { pace }),
  });
  noteBreaker(metrics, 'national', 'closed');
  watchDrift(metrics, () => store.signals.clockMs());
  watchSignals({ config, clock, metrics, store, dispatcher, log });
  const health = await startHealthServer({ host: config.health?.host, port: config.dispatcher.healthPort }, metrics, [
    { name: 'database', check: () => store.ready() },
    { name: 'signer', check: async () => { keys.prove(); } },
    { name: 'clock', check: async () => { drift.prove(); } },
  ]);
  const renewals = renewEvery([
    ...keys.renewables, { what: 'data-key', ...dataKeyFile, renew: async () => { store.rotate(readSealingKeys(config)); } },
  ], {
    problem: (error, what) => { observer.alarm(error.code, { ...error.details, what }); },
    renewed: (what) => { log.info('renewed', { state: what }); },
  });
  log.info('ready', { service: dispatcher.backend });
  return {
    healthPort: health.port, log,
    withdraw: () => withdraw({ health }, config.shutdown.noticeMs),
    publish: (settings) => store.inForce.tookConfiguration({ service: 'dispatcher', at: clock.now(), settings }),
    close: async () => {
      renewals.stop();
      clock.close();
      drift.close();
      await dispatcher.stop();
      await health.close();
      http.close();
      delivery?.close();
      responders.close();
      await terminology.close();
      await store.close();
      await tracing.stop();
    },
  };
}

const reportTo = (observer: Observer, metrics: ReturnType<typeof createMetrics>, log: Logger): DispatchReport => ({
  job: (kind, outcome) => {
    metrics.queueJobs.inc({ kind: boundedLabel(kind), outcome });
    if (outcome !== 'nothing-to-do') log.info('job ended', { step: kind, state: outcome });
  },
  alarm: (code, details) => { observer.alarm(code, details); },
});

/** The audit repository over TLS, events signed as they leave (decisions D67); none when none is configured. */
async function auditRepository(config: Config, { seal }: Pick<Keyring, 'seal'>): Promise<DispatcherDeps['audit'] | undefined> {
  const { auditRepository: repository } = config;
  if (repository === undefined) return undefined;
  const tls = await clientTlsFrom({ ca: repository.ca, ...repository.tls }, 'audit repository client');
  return {
    host: hostname(),
    connect: async () => streamConnection(await tlsStream({ host: repository.host, port: repository.port }, tls, CONNECT_MS)),
    sign: (event) => serialiseXml(signDocument(parseXml(event.xml), { profile: 'audit', key: seal.key })),
  };
}
