import { NcpError, SWEDEN } from '@ncp/domain';
import type { Journal, Surroundings } from '@ncp/exchange';
import type { DiscoveryChange } from './discovery.js';

/**
 * Makes a change of what a country announces a leaf of its own (RS TLS-22). Every process that takes it over says so for itself.
 * @throws NcpError NCP_AUDIT_UNAVAILABLE: then it is not in force
 */
export async function auditChange({ country, kind, service, certificate }: DiscoveryChange, { journal, now, exchangeId }: Pick<Surroundings, 'now' | 'exchangeId'> & { readonly journal: Journal }): Promise<void> {
  const [id, time] = [exchangeId(), now()];
  const { ok } = await journal.commit({
    facts: { id, transaction: 'unknown', country, messageId: '', receivedAt: time, outcome: 0, codes: [] },
    leaf: {
      time, kind: `discovery-${kind}-${service}`, exchange: id, countryA: country, countryB: SWEDEN, actor: 'smp', eventHash: '', requestHash: certificate, responseHash: '',
      outcome: 0, codes: [],
    },
  });
  if (!ok) throw new NcpError('NCP_AUDIT_UNAVAILABLE');
}
