import type { Journal, Observer } from '@ncp/exchange';
import { newExchangeId, type Clock } from '@ncp/runtime';
import { recordFetcher } from '@ncp/transport';
import { auditChange, discoveryIn, type Discovery, type TrustStore } from '@ncp/trust';
import type { NcpBConfig } from './compose.js';

export interface DiscoveryParts {
  readonly smp: NcpBConfig['directory']['smp'];
  readonly trust: TrustStore;
  readonly clock: Clock;
  readonly observer: Observer;
  /** Where changes are audited, before they are in force. */
  readonly journal: Journal;
}

/** What countries announce in the SMP of the configuration; none without one. @throws NcpError NCP_CONFIG_FILE, NCP_CONFIG_INVALID */
export async function openDiscovery({ smp, trust, clock, observer, journal }: DiscoveryParts): Promise<Discovery | undefined> {
  if (smp === undefined) return undefined;
  return discoveryIn(smp, {
    fetch: await recordFetcher(smp.ca),
    pinned: (country, fingerprint) => trust.isPinned(country, fingerprint), now: () => clock.now(),
    problem: (error) => { observer.alarm(error.code, error.details); },
    changed: async (change) => {
      if (change.kind === 'pending') observer.alarm('NCP_TRUST_PIN', { country: change.country, certificate: change.certificate });
      await auditChange(change, { journal, now: () => clock.now(), exchangeId: () => newExchangeId(clock.epochMs()) });
    },
  });
}
