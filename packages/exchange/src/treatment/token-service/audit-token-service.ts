import { auditEventFor } from '@ncp/audit';
import { formatCx, type ExchangeId, type InstanceIdentifier, type IssuedAssertion, type NcpErrorCode } from '@ncp/domain';
import type { HcpAssertion } from '@ncp/saml';
import { hex, sha256, utf8 } from '@ncp/xml';
import type { OutwardRecord } from '../abroad/audit-outward.js';
import type { TreatmentGateway } from '../treatment-gateway.js';

/** A treatment relationship for a system that brought its own identity assertion. */
export interface IssuedForOthers {
  readonly hcp: HcpAssertion;
  readonly assertion: IssuedAssertion;
  readonly patient: InstanceIdentifier;
}

/** EHDSI-92 of the token service: it does not know which country is to be asked, so the record names ours. */
export function issuedForOthers(gateway: TreatmentGateway, exchange: ExchangeId, { hcp, assertion, patient }: IssuedForOthers): OutwardRecord {
  const { policy, surroundings, country } = gateway;
  const now = surroundings.now();
  const event = auditEventFor({
    side: 'B', service: 'issue-trc', time: now, outcome: 0, sourceId: policy.auditSourceId, consumer: policy.consumer, provider: policy.consumer,
    pointOfCare: hcp.organisation ?? hcp.locality, patient: formatCx(patient), assertionId: assertion.id,
    professional: {
      nameId: hcp.nameId, issuer: hcp.issuer, subjectId: hcp.subjectId, ...(hcp.spProvidedId === undefined ? {} : { spProvidedId: hcp.spProvidedId }),
    },
  });
  return {
    event,
    facts: { id: exchange, transaction: 'unknown', country, messageId: '', receivedAt: now, outcome: 0, codes: [] },
    leaf: {
      time: now, kind: 'issue-trc', exchange, countryA: country, countryB: country, actor: `${hcp.role.code}@${hcp.organisationId ?? hcp.locality}`,
      eventHash: event.hash, requestHash: hex(sha256(utf8(assertion.xml))), responseHash: '', outcome: 0, codes: [],
    },
  };
}

/** A refusal of the token service: a security event, leaf only; whoever asked is not proven. */
export function refusedToOthers({ surroundings, country, policy }: TreatmentGateway, exchange: ExchangeId, code: NcpErrorCode): OutwardRecord {
  const now = surroundings.now();
  return {
    facts: { id: exchange, transaction: 'unknown', country, messageId: '', receivedAt: now, outcome: 12, codes: [code] },
    leaf: {
      time: now, kind: 'security', exchange, countryA: country, countryB: country, actor: policy.consumer.commonName,
      eventHash: '', requestHash: '', responseHash: '', outcome: 12, codes: [code],
    },
  };
}
