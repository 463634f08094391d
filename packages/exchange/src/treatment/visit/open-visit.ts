import { addMs, compareInstants, NcpError, type CountryCode, type CountryProfile, type Purpose, type Visit } from '@ncp/domain';
import { issuanceRecord } from '../abroad/audit-outward.js';
import { issueHcp } from '../abroad/issue-assertions.js';
import type { TreatmentGateway } from '../treatment-gateway.js';
import { requireRole, type Caller } from './visit-access.js';

/** A visit lives no longer than the identity assertion that accompanies its messages (decisions G05). */
export const VISIT_LIFE_MS: number = 4 * 60 * 60_000;

/** A country that is switched off is told as such, with reason and since when (UC-B1 2.1). @throws NcpError NCP_PEER_COUNTRY, NCP_PEER_UNAVAILABLE */
export function reachableCountry({ directory }: Pick<TreatmentGateway, 'directory'>, country: CountryCode): CountryProfile {
  const profile = directory.profile(country);
  if (profile.off !== undefined) throw new NcpError('NCP_PEER_UNAVAILABLE', { country, off: true, since: profile.off.since });
  return profile;
}

/**
 * UC-B1 1-2: one patient, one professional, one country. Vouches for the professional (EHDSI-91).
 * @throws NcpError NCP_API_ROLE, NCP_PEER_COUNTRY, NCP_PEER_UNAVAILABLE, NCP_AUDIT_UNAVAILABLE, NCP_STORE_UNAVAILABLE
 */
export async function openVisit(gateway: TreatmentGateway, caller: Caller, { country, purpose }: { readonly country: CountryCode; readonly purpose: Purpose }): Promise<Visit> {
  const { professional, exchange } = caller;
  await requireRole(gateway, caller, { action: 'identify', country });
  reachableCountry(gateway, country);
  const hcp = issueHcp(gateway, professional, purpose);
  await gateway.journal.commit(issuanceRecord(gateway, { exchange, country, professional, assertion: hcp }));
  const openedAt = gateway.surroundings.now();
  const ends = addMs(openedAt, VISIT_LIFE_MS);
  const visit: Visit = {
    id: gateway.surroundings.uuid(), version: 1, state: 'OPEN', country, purpose, professional, openedAt,
    expiresAt: compareInstants(hcp.notOnOrAfter, ends) < 0 ? hcp.notOnOrAfter : ends, hcp,
  };
  await gateway.visits.open(visit);
  return visit;
}
