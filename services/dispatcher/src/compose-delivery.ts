import { LOCAL_DOCUMENT_ROOTS, LOCAL_WORKPLACE_ROOT, NcpError, productIndex, SWEDEN, type Delivery } from '@ncp/domain';
import { deliver, treatmentPolicy, type Observer, type Probe, type Surroundings, type TreatmentGateway } from '@ncp/exchange';
import { keepTraces, noteBreaker, watchForwarding, type Clock, type Config, type Logger, type Metrics, type Terminology } from '@ncp/runtime';
import type { Store } from '@ncp/store';
import { peerClient, recordFetcher } from '@ncp/transport';
import { auditChange, discoveryIn, loadCountryDirectory, type Keyring } from '@ncp/trust';
import { DEFAULT_LIMITS } from '@ncp/xml';
import { readFile } from 'node:fs/promises';

export interface DeliveryParts {
  readonly config: Config;
  readonly keys: Keyring;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly observer: Observer;
  readonly store: Store;
  readonly terminology: Terminology;
  readonly surroundings: Surroundings;
  readonly probe?: Probe;
}

/** What sends dispensations to other countries; nothing where the configuration has no country B. */
export interface ComposedDelivery {
  readonly deliver: (id: string) => Promise<Delivery | undefined>;
  close(): void;
}

const readKey = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new NcpError('NCP_CONFIG_FILE', { file }, error);
  }
};

/** @throws NcpError NCP_CONFIG_FILE, NCP_TRUST_KEY */
export async function composeDelivery({ config, keys, clock, log, metrics, observer, store, terminology, surroundings, probe }: DeliveryParts): Promise<ComposedDelivery | undefined> {
  const { ncpB } = config;
  const { seal, client, trust } = keys;
  if (ncpB === undefined || client === undefined) return undefined;
  const publicKeyPem = await readKey(ncpB.directory.publicKey);
  const { smp } = ncpB.directory;
  const problem = (error: NcpError): void => { observer.alarm(error.code, error.details); };
  const discovery = smp === undefined ? undefined : await discoveryIn(smp, {
    fetch: await recordFetcher(smp.ca), pinned: (country, fingerprint) => trust.isPinned(country, fingerprint), now: () => clock.now(), problem,
    changed: async (change) => {
      await auditChange(change, { ...surroundings, journal: store.journal });
      log.info('record changed', { country: change.country, state: change.kind });
    },
  });
  const directory = await loadCountryDirectory({
    folder: ncpB.directory.folder, publicKeyPem, now: () => clock.now(), problem, ...(discovery === undefined ? {} : { discovery }),
  });
  const peers = peerClient({
    directory, identity: client,
    authorities: () => trust.authorities, admit: (der) => trust.peer(der, clock.now(), 'server'), epochMs: () => clock.epochMs(),
    changed: (country, state) => {
      noteBreaker(metrics, country, state);
      log.warn('breaker', { country, state });
    },
  });
  for (const { code } of directory.countries()) noteBreaker(metrics, code, 'closed');
  const gateway: TreatmentGateway = {
    policy: treatmentPolicy({ commonName: client.commonName, address: ncpB.host }),
    homeCommunityId: config.homeCommunityId, country: SWEDEN,
    seal, get clientCertificateDer() { return client.certificateDer; },
    directory, peers, journal: store.journal, forwarding: watchForwarding({ config, clock, outbox: store.outbox, observer, log }), visits: store.visits, deliveries: store.deliveries,
    // Products were chosen and written at the counter; here only the finished document travels.
    register: productIndex([]), catalogue: terminology.catalogue(), gaps: terminology.gaps,
    cda: {
      roots: LOCAL_DOCUMENT_ROOTS, workplaceRoot: LOCAL_WORKPLACE_ROOT, offerLevel1: false, dataSource: 'NCPeH',
      custodian: { id: { root: '2.5.4.97', extension: config.custodian.organisationNumber }, name: config.custodian.name, address: { country: 'SE' } },
    },
    traces: keepTraces({ traces: store.traces, terminology, clock, log }),
    observer, surroundings, limits: DEFAULT_LIMITS, ...(probe === undefined ? {} : { probe }),
  };
  return {
    async deliver(id) {
      // A record that was changed, or a country that was switched off, counts for the next attempt.
      await directory.refresh();
      return deliver(gateway, id);
    },
    close: () => { peers.close(); },
  };
}
