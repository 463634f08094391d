import { SWEDEN } from '@ncp/domain';
import type { Journal, Observer } from '@ncp/exchange';
import { errorFields, newExchangeId, type Clock, type Logger } from '@ncp/runtime';
import { recordFetcher } from '@ncp/transport';
import { discoveryIn, type Discovery, type DiscoveryChange, type TrustStore } from '@ncp/trust';
import type { NcpBConfig } from './compose.js';

export interface DiscoveryParts {
  readonly smp: NcpBConfig['directory']['smp'];
  readonly trust: TrustStore;
  readonly clock: Clock;
  readonly log: Logger;
  readonly observer: Observer;
  /** Where changes are audited, once the store is open. */
  readonly journal: () => Journal;
}

/** What countries announce in the SMP of the configuration; none without one. @throws NcpError NCP_CONFIG_FILE, NCP_CONFIG_INVALID */
export async function openDiscovery({ smp, trust, clock, log, observer, journal }: DiscoveryParts): Promise<Discovery | undefined> {
  if (smp === undefined) return undefined;
  return discoveryIn(smp, {
    fetch: await recordFetcher(smp.ca),
    pinned: (country, fingerprint) => trust.isPinned(country, fingerprint), now: () => clock.now(),
    problem: (error) => { observer.alarm(error.code, error.details); },
    changed: (change) => {
      if (change.kind === 'pending') observer.alarm('NCP_TRUST_PIN', { country: change.country, certificate: change.certificate });
      audited(change, clock, journal).catch((error: unknown) => { log.error('change not audited', errorFields(error)); });
    },
  });
}

/** A change of what a country announces is a leaf of its own (RS TLS-22). */
async function audited({ country, kind, service, certificate }: DiscoveryChange, clock: Clock, journal: () => Journal): Promise<void> {
  const [id, time] = [newExchangeId(clock.epochMs()), clock.now()];
  await journal().commit({
    facts: { id, transaction: 'unknown', country, messageId: '', receivedAt: time, outcome: 0, codes: [] },
    leaf: {
      time, kind: `discovery-${kind}-${service}`, exchange: id, countryA: country, countryB: SWEDEN, actor: 'smp', eventHash: '', requestHash: certificate, responseHash: '',
      outcome: 0, codes: [],
    },
  });
}
