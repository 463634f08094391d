import { NcpError, type Candidate, type PatientTraits } from '@ncp/domain';
import type { Asking, TreatmentGateway } from './treatment-gateway.js';

/**
 * UC-B1 4-5: asks a country who a person is (ITI-55). The answer is on record before it is returned.
 * @throws NcpError NCP_PEER_NO_MATCH, NCP_PEER_REFUSED and NCP_PEER_NO_CONSENT (details.theirCode, details.theirReason),
 *   NCP_PEER_COUNTRY, NCP_PEER_UNAVAILABLE, NCP_PEER_TIMEOUT, NCP_PEER_ANSWER, NCP_SOAP_RELATES_TO, NCP_TRUST_*, NCP_AUDIT_UNAVAILABLE
 */
export function identifyAbroad(_gateway: TreatmentGateway, _asking: Asking, _traits: PatientTraits): Promise<{ readonly candidates: readonly Candidate[] }> {
  return Promise.reject(new NcpError('NCP_INTERNAL'));
}
