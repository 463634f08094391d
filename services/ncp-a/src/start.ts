import { constants, createSign, createVerify, X509Certificate } from 'node:crypto';
import { NcpError, instantFromEpoch } from '@ncp/domain';
import type { Probe } from '@ncp/exchange';
import { boundedLabel, clockFrom, createLogger, createMetrics, createObserver, openTerminology, readSealingKey, startHealthServer, startTracing, systemClock, watchDrift, type Config, type Logger } from '@ncp/runtime';
import { openStore } from '@ncp/store';
import { serveMutualTls, type MutualTlsServer } from '@ncp/transport';
import { loadIdentity, loadTrust, readTrustFiles, type Identity } from '@ncp/trust';
import { composeGateway } from './compose.js';
import { composeSources } from './compose-sources.js';
import { endpoints } from './endpoints.js';
import { rateLimit } from './rate-limit.js';

const DRAIN_MS = 10_000;

export interface RunningNcpA {
  readonly port: number;
  readonly healthPort: number;
  readonly log: Logger;
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
  const clock = config.clock === undefined ? systemClock() : clockFrom(Date.parse(config.clock));

  const [seal, server, trust] = await Promise.all([
    loadIdentity({ role: 'seal', certificate: config.seal.cert, key: config.seal.key }),
    loadIdentity({ role: 'ncp-a server', certificate: config.ncpA.tls.cert, key: config.ncpA.tls.key }),
    readTrustFiles(config.countries).then(loadTrust),
  ]);
  const store = await openStore({ url: config.database.url, keys: { current: readSealingKey(config) }, application: 'ncp-a' });
  const terminology = await openTerminology({ service: 'ncp-a', folder: config.terminology?.folder, report: store.terminology, observer, log, now: () => clock.now() });
  const { close: closeSources, ...sources } = await composeSources({ config, clock, log, metrics });
  watchDrift(metrics, () => store.signals.clockMs());
  const gateway = await composeGateway({ config, clock, log, observer, store, terminology, trust, seal, server, ...(probe === undefined ? {} : { probe }) }, sources);

  const rate = rateLimit({
    perSecond: config.ncpA.maxRequestsPerSecond, clockMs: () => performance.now(),
    exceeded: (country) => { observer.alarm('NCP_HTTP_BUSY', { country }); },
  });
  const listening: MutualTlsServer = await serveMutualTls({
    host: config.ncpA.host, port: config.ncpA.port,
    tls: { certificatePem: server.certificatePem, keyPem: server.keyPem, authorities: trust.authorities },
    admit: (der) => trust.peer(der, clock.now()),
    handler: endpoints({ gateway, catalogue: terminology.catalogue, log, rate }),
    observe: (event) => {
      metrics.handshakeFailures.inc({ kind: event.kind, reason: boundedLabel(event.reason) });
      log.warn('connection refused', { state: event.kind, codes: [event.reason], ...(event.country === undefined ? {} : { country: event.country }) });
    },
  });
  const health = await startHealthServer({ host: config.health?.host, port: config.ncpA.healthPort }, metrics, [
    { name: 'database', check: () => store.ready() },
    { name: 'signer', check: async () => { proveKey(seal); } },
    { name: 'trust', check: async () => { trust.signer(seal.certificateDer, instantFromEpoch(clock.epochMs())); } },
  ], () => sources.states());
  log.info('ready', { port: listening.port });
  return {
    port: listening.port, healthPort: health.port, log,
    close: async () => {
      await listening.close(DRAIN_MS);
      await health.close();
      closeSources();
      await terminology.close();
      await store.close();
      await tracing.stop();
    },
  };
}

const CHALLENGE = Buffer.from('ncp-a readiness');

/** The seal key can still sign, and fits its certificate. @throws NcpError NCP_TRUST_KEY */
function proveKey(seal: Identity): void {
  const signature = createSign('sha256').update(CHALLENGE).sign({ key: seal.key, padding: constants.RSA_PKCS1_PADDING });
  const fits = createVerify('sha256').update(CHALLENGE).verify(new X509Certificate(seal.certificateDer).publicKey, signature);
  if (!fits) throw new NcpError('NCP_TRUST_KEY', { role: 'seal' });
}
