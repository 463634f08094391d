import { instantFromEpoch } from '@ncp/domain';
import type { Probe } from '@ncp/exchange';
import { boundedLabel, createLogger, createMetrics, createObserver, currentTrace, openTerminology, readSealingKeys, startHealthServer, startTracing, watchClockDrift, watchDrift, watchedClock, watchForwarding, withdraw, type Config, type Logger, type Setting } from '@ncp/runtime';
import { openStore } from '@ncp/store';
import { ocspPoster, serveMutualTls, type MutualTlsServer, type ServerTls } from '@ncp/transport';
import { beforeReading, OcspWatch, openKeyring, renewEvery } from '@ncp/trust';
import { composeGateway } from './compose.js';
import { composeSources } from './compose-sources.js';
import { DoorRecord } from './door-record.js';
import { endpoints } from './endpoints.js';
import { rateLimit } from './rate-limit.js';
import { renewAtTheDoor } from './renew-at-the-door.js';

const DRAIN_MS = 10_000;

export interface RunningNcpA {
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

/**
 * Starts NCP-A: identities, trust, store, national list, endpoints, health, in that order; whatever is missing stops the start
 * with its code. `probe` is the test runner's way to stop the process at a named point; a release passes none.
 * @throws NcpError NCP_CONFIG_FILE, NCP_TRUST_KEY, NCP_STORE_UNAVAILABLE, NCP_STORE_MIGRATION
 */
export async function startNcpA(config: Config, probe?: Probe): Promise<RunningNcpA> {
  const log = createLogger('ncp-a', config.log.level);
  const metrics = createMetrics();
  const tracing = await startTracing('ncp-a', config.tracing?.endpoint);
  const observer = createObserver(log, metrics, tracing);
  const clock = watchedClock({ ...(config.clock === undefined ? {} : { startMs: Date.parse(config.clock) }), stepped: (ms) => { observer.alarm('NCP_CLOCK_STEP', { ms }); } });

  const responders = ocspPoster();
  const dataKeyFile = await beforeReading([config.keyEncryptionKeyFile]);
  const keys = await openKeyring({
    seal: config.seal, server: { role: 'ncp-a server', facing: 'countries', ...config.ncpA.tls }, countries: config.countries, now: () => clock.now(),
    ocsp: new OcspWatch(responders.ask, (country, reason) => { log.warn('revocation not stated', { country, codes: [reason] }); }),
  });
  const { trust } = keys;
  const server = proven(keys.server);
  const store = await openStore({ url: config.database.url, keys: readSealingKeys(config), application: 'ncp-a', trace: currentTrace });
  const terminology = await openTerminology({ service: 'ncp-a', folder: config.terminology?.folder, report: store.terminology, observer, log, now: () => clock.now() });
  const { close: closeSources, ...sources } = await composeSources({ config, clock, log, metrics });
  watchDrift(metrics, () => store.signals.clockMs());
  const drift = watchClockDrift({ clock, databaseMs: () => store.signals.clockMs(), drifted: (ms) => { observer.alarm('NCP_CLOCK_DRIFT', { ms }); } });
  // Before anybody listens: no first message is judged by a clock that nobody has looked at.
  await drift.check();
  const forwarding = watchForwarding({ config, clock, outbox: store.outbox, observer, log });
  const gateway = await composeGateway({ config, clock, log, observer, store, terminology, trust, seal: keys.seal, server, forwarding, ...(probe === undefined ? {} : { probe }) }, sources);

  const rate = rateLimit({
    perSecond: config.ncpA.maxRequestsPerSecond, clockMs: () => performance.now(),
    exceeded: (country) => { observer.alarm('NCP_HTTP_BUSY', { country }); },
  });
  const door = new DoorRecord(gateway);
  const tls = (): ServerTls => ({ certificatePem: server.certificatePem, keyPem: server.keyPem, authorities: trust.authorities });
  const listening: MutualTlsServer = await serveMutualTls({
    host: config.ncpA.host, port: config.ncpA.port, tls: tls(),
    admit: (der) => trust.peer(der, clock.now()),
    handler: endpoints({ gateway, catalogue: terminology.catalogue, log, rate, door, tracing, clockTrusted: () => drift.trusted() }),
    observe: (event) => {
      metrics.handshakeFailures.inc({ kind: event.kind, reason: boundedLabel(event.reason) });
      door.note(event);
      log.warn('connection refused', { state: event.kind, codes: [event.reason], ...(event.country === undefined ? {} : { country: event.country }) });
    },
  });
  const health = await startHealthServer({ host: config.health?.host, port: config.ncpA.healthPort }, metrics, [
    { name: 'database', check: () => store.ready() },
    { name: 'signer', check: async () => { keys.prove(); } },
    { name: 'clock', check: async () => { drift.prove(); } },
    { name: 'trust', check: async () => { trust.signer(keys.seal.certificateDer, instantFromEpoch(clock.epochMs())); } },
  ], () => sources.states());
  const renewals = renewEvery([
    ...keys.renewables.map((one) => ({ ...one, renew: () => renewAtTheDoor(one, { listening, tls }) })),
    { what: 'data-key', ...dataKeyFile, renew: async () => { store.rotate(readSealingKeys(config)); } },
  ], {
    problem: (error, what) => { observer.alarm(error.code, { ...error.details, what }); },
    renewed: (what) => { log.info('renewed', { state: what }); },
  });
  log.info('ready', { port: listening.port });
  return {
    port: listening.port, healthPort: health.port, log, renew: () => renewals.now(),
    publish: (settings) => store.inForce.tookConfiguration({ service: 'ncp-a', at: clock.now(), settings }),
    withdraw: () => withdraw({ health, servers: [listening] }, config.shutdown.noticeMs),
    close: async () => {
      renewals.stop();
      drift.close();
      clock.close();
      await listening.close(DRAIN_MS);
      await door.close();
      await health.close();
      responders.close();
      closeSources();
      await terminology.close();
      await store.close();
      await tracing.stop();
    },
  };
}

const proven = <T>(end: T | undefined): T => {
  if (end === undefined) throw new RangeError('the keyring was asked for a server');
  return end;
};
