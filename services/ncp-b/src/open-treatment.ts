import { readFile } from 'node:fs/promises';
import { NcpError } from '@ncp/domain';
import type { Observer, TreatmentDesk } from '@ncp/exchange';
import { createLogger, createMetrics, createObserver, currentTrace, noteBreaker, openTerminology, readSealingKeys, startTracing, watchClockDrift, watchDrift, watchedClock, watchForwarding, type Clock, type Config, type DriftWatch, type Logger, type Metrics, type Terminology, type Tracing } from '@ncp/runtime';
import { openStore, type Store } from '@ncp/store';
import { ocspPoster, peerClient, type PooledPeerClient } from '@ncp/transport';
import { beforeReading, loadCountryDirectory, OcspWatch, openKeyring, type FileDirectory, type Keyring, type TlsEnd, type TrustStore, type WatchedFiles } from '@ncp/trust';
import { composeDesk, ncpBOf, type NcpBConfig } from './compose.js';
import { openDiscovery } from './discovery.js';

/** Country B with everything it stands on, before anybody listens. */
export interface OpenTreatment {
  readonly ncpB: NcpBConfig;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly tracing: Tracing;
  readonly clock: Clock;
  /** Looked at once already: whether anything may be done by this clock. */
  readonly drift: DriftWatch;
  readonly observer: Observer;
  readonly keys: Keyring;
  /** The file of the data keys, as it was before they were read. */
  readonly dataKeyFile: WatchedFiles;
  readonly server: TlsEnd;
  readonly trust: TrustStore;
  readonly directory: FileDirectory;
  readonly store: Store;
  readonly terminology: Terminology;
  readonly peers: PooledPeerClient;
  readonly desk: TreatmentDesk;
  close(): Promise<void>;
}

/**
 * Identities, trust, store, countries, in that order; whatever is missing stops here with its code.
 * @throws NcpError NCP_CONFIG_INVALID, NCP_CONFIG_FILE, NCP_TRUST_KEY, NCP_STORE_UNAVAILABLE, NCP_STORE_MIGRATION
 */
export async function openTreatment(config: Config): Promise<OpenTreatment> {
  const ncpB = ncpBOf(config);
  const log = createLogger('ncp-b', config.log.level);
  const metrics = createMetrics();
  const tracing = await startTracing('ncp-b', config.tracing?.endpoint);
  const observer = createObserver(log, metrics, tracing);
  const clock = watchedClock({ ...(config.clock === undefined ? {} : { startMs: Date.parse(config.clock) }), stepped: (ms) => { observer.alarm('NCP_CLOCK_STEP', { ms }); } });
  const responders = ocspPoster();
  const dataKeyFile = await beforeReading([config.keyEncryptionKeyFile]);
  const keys = await openKeyring({
    seal: config.seal, server: { role: 'ncp-b server', facing: 'pharmacies', ...ncpB.tls }, client: { role: 'ncp-b client', facing: 'countries', ...ncpB.tlsClient },
    countries: config.countries, now: () => clock.now(),
    ocsp: new OcspWatch(responders.ask, (country, reason) => { log.warn('revocation not stated', { country, codes: [reason] }); }),
  });
  const { seal, trust } = keys;
  const [server, client] = [proven(keys.server), proven(keys.client)];
  const store = await openStore({ url: config.database.url, keys: readSealingKeys(config), application: 'ncp-b', trace: currentTrace });
  const drift = watchClockDrift({ clock, databaseMs: () => store.signals.clockMs(), drifted: (ms) => { observer.alarm('NCP_CLOCK_DRIFT', { ms }); } });
  await drift.check();
  const discovery = await openDiscovery({ smp: ncpB.directory.smp, trust, clock, observer, journal: store.journal });
  const directory = await directoryOf(ncpB, {
    now: () => clock.now(), problem: (error) => { observer.alarm(error.code, error.details); }, ...(discovery === undefined ? {} : { discovery }),
  });
  const terminology = await openTerminology({ service: 'ncp-b', folder: config.terminology?.folder, report: store.terminology, observer, log, now: () => clock.now() });
  const peers = peerClient({
    directory, identity: client,
    authorities: () => trust.authorities, admit: (der) => trust.peer(der, clock.now(), 'server'), epochMs: () => clock.epochMs(),
    changed: (country, state) => {
      noteBreaker(metrics, country, state);
      log.warn('breaker', { country, state });
    },
  });
  for (const { code } of directory.countries()) noteBreaker(metrics, code, 'closed');
  watchDrift(metrics, () => store.signals.clockMs());
  return {
    ncpB, log, metrics, tracing, clock, drift, observer, keys, dataKeyFile, server, trust, directory, store, terminology, peers,
    desk: composeDesk({ config, clock, log, observer, store, terminology, seal, client, forwarding: watchForwarding({ config, clock, outbox: store.outbox, observer, log }), directory, peers }),
    close: async () => {
      drift.close();
      clock.close();
      peers.close();
      responders.close();
      await terminology.close();
      await store.close();
      await tracing.stop();
    },
  };
}

const proven = (end: TlsEnd | undefined): TlsEnd => {
  if (end === undefined) throw new RangeError('the keyring was asked for both ends');
  return end;
};

/** The signed records of the countries. @throws NcpError NCP_CONFIG_FILE, NCP_TRUST_KEY */
async function directoryOf({ directory: { folder, publicKey } }: NcpBConfig, told: Omit<Parameters<typeof loadCountryDirectory>[0], 'folder' | 'publicKeyPem'>): Promise<FileDirectory> {
  let publicKeyPem: string;
  try {
    publicKeyPem = await readFile(publicKey, 'utf8');
  } catch (error) {
    throw new NcpError('NCP_CONFIG_FILE', { file: publicKey }, error);
  }
  return loadCountryDirectory({ folder, publicKeyPem, ...told });
}
