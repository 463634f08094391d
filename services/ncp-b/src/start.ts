import { readFile } from 'node:fs/promises';
import { constants, createSign, createVerify, X509Certificate } from 'node:crypto';
import { instantFromEpoch, NcpError } from '@ncp/domain';
import type { Probe } from '@ncp/exchange';
import { clockFrom, createLogger, createMetrics, createObserver, openTerminology, readSealingKey, startHealthServer, startTracing, systemClock, type Config, type Logger } from '@ncp/runtime';
import { openStore } from '@ncp/store';
import { peerClient, probeCountries, serveTls } from '@ncp/transport';
import { loadCountryDirectory, loadIdentity, loadTrust, readTrustFiles, type FileDirectory, type Identity } from '@ncp/trust';
import { api } from './app.js';
import { composeDesk, composeIssuers, composeTokens, ncpBOf, type NcpBConfig } from './compose.js';
import { longWork } from './long-work.js';
import { rateLimit } from './rate-limit.js';

const DRAIN_MS = 10_000;
/** Pharmacy chains come from few addresses, and a counter that waits holds a stream open. */
const ADDRESS_LIMITS = { connectionsPerPeer: 2_000, requestsPerPeer: 1_000 } as const;

export interface RunningNcpB {
  readonly port: number;
  readonly healthPort: number;
  readonly log: Logger;
  close(): Promise<void>;
}

export interface NcpBOptions {
  /** The test runner's way to stop the process at a named point; a release passes none. */
  readonly probe?: Probe;
  /** Tests shorten what they wait for. */
  readonly timeoutMs?: number;
}

/**
 * Starts NCP-B: identities, trust, store, countries, API, health, in that order; whatever is missing stops the start with its code.
 * @throws NcpError NCP_CONFIG_INVALID, NCP_CONFIG_FILE, NCP_TRUST_KEY, NCP_STORE_UNAVAILABLE, NCP_STORE_MIGRATION
 */
export async function startNcpB(config: Config, options: NcpBOptions = {}): Promise<RunningNcpB> {
  const ncpB = ncpBOf(config);
  const log = createLogger('ncp-b', config.log.level);
  const metrics = createMetrics();
  const tracing = await startTracing('ncp-b', config.tracing?.endpoint);
  const observer = createObserver(log, metrics, tracing);
  const clock = config.clock === undefined ? systemClock() : clockFrom(Date.parse(config.clock));

  const [seal, server, client, trust, directory] = await Promise.all([
    loadIdentity({ role: 'seal', certificate: config.seal.cert, key: config.seal.key }),
    loadIdentity({ role: 'ncp-b server', certificate: ncpB.tls.cert, key: ncpB.tls.key }),
    loadIdentity({ role: 'ncp-b client', certificate: ncpB.tlsClient.cert, key: ncpB.tlsClient.key }),
    readTrustFiles(config.countries).then(loadTrust),
    directoryOf(ncpB, { now: () => clock.now(), problem: (error) => { observer.alarm(error.code, error.details); } }),
  ]);
  const store = await openStore({ url: config.database.url, keys: { current: readSealingKey(config) }, application: 'ncp-b' });
  const terminology = await openTerminology({ service: 'ncp-b', folder: config.terminology?.folder, report: store.terminology, observer, log, now: () => clock.now() });
  const peers = peerClient({
    directory, identity: { certificatePem: client.certificatePem, keyPem: client.keyPem },
    authorities: () => trust.authorities, admit: (der) => trust.peer(der, clock.now(), 'server'), epochMs: () => clock.epochMs(),
    changed: (country, state) => { log.warn('breaker', { country, state }); },
  });
  const composed = composeDesk({ config, clock, log, observer, store, terminology, seal, client, directory, peers });
  const desk = {
    ...composed, ...(options.probe === undefined ? {} : { probe: options.probe }),
    ...(options.timeoutMs === undefined ? {} : { policy: { ...composed.policy, timeoutMs: sameFor(options.timeoutMs) } }),
  };
  const tokens = await composeTokens(ncpB, clock);
  const listening = await serveTls({
    host: ncpB.host, port: ncpB.port, tls: { certificatePem: server.certificatePem, keyPem: server.keyPem }, limits: ADDRESS_LIMITS,
    handler: api({
      desk, catalogue: terminology.catalogue, work: longWork(clock), verify: tokens.verify, clock, log,
      rate: rateLimit(ncpB.maxRequestsPerSecond, () => performance.now()),
    }, ncpB.sts ? composeIssuers(config, (der) => trust.signer(der, clock.now())) : undefined),
    observe: (event) => {
      metrics.handshakeFailures.inc({ reason: event.reason });
      log.warn('connection refused', { state: event.kind, codes: [event.reason] });
    },
  });
  const health = await startHealthServer(ncpB.healthPort, metrics, [
    { name: 'database', check: () => store.ready() },
    { name: 'signer', check: async () => { proveKey(seal); } },
    { name: 'trust', check: async () => { trust.signer(seal.certificateDer, instantFromEpoch(clock.epochMs())); } },
  ]);
  const probing = probeCountries({ directory, peers });
  log.info('ready', { port: listening.port });
  return {
    port: listening.port, healthPort: health.port, log,
    close: async () => {
      probing.stop();
      await listening.close(DRAIN_MS);
      await health.close();
      peers.close();
      tokens.http.close();
      await terminology.close();
      await store.close();
      await tracing.stop();
    },
  };
}

const sameFor = (ms: number): { readonly identify: number; readonly query: number; readonly retrieve: number; readonly submit: number } => ({ identify: ms, query: ms, retrieve: ms, submit: ms });

/** The signed records of the countries. @throws NcpError NCP_CONFIG_FILE, NCP_TRUST_KEY */
async function directoryOf({ directory: { folder, publicKey } }: NcpBConfig, told: Pick<Parameters<typeof loadCountryDirectory>[0], 'now' | 'problem'>): Promise<FileDirectory> {
  let publicKeyPem: string;
  try {
    publicKeyPem = await readFile(publicKey, 'utf8');
  } catch (error) {
    throw new NcpError('NCP_CONFIG_FILE', { file: publicKey }, error);
  }
  return loadCountryDirectory({ folder, publicKeyPem, ...told });
}

const CHALLENGE = Buffer.from('ncp-b readiness');

/** The seal key can still sign, and fits its certificate. @throws NcpError NCP_TRUST_KEY */
function proveKey(seal: Identity): void {
  const signature = createSign('sha256').update(CHALLENGE).sign({ key: seal.key, padding: constants.RSA_PKCS1_PADDING });
  const fits = createVerify('sha256').update(CHALLENGE).verify(new X509Certificate(seal.certificateDer).publicKey, signature);
  if (!fits) throw new NcpError('NCP_TRUST_KEY', { role: 'seal' });
}
