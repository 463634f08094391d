import { NcpError, type Delivery, type SwedishProfessional } from '@ncp/domain';
import { issuanceRecord } from '../abroad/audit-outward.js';
import { actorAt, moved } from './delivery-record.js';
import { issueHcp } from '../abroad/issue-assertions.js';
import { requireDispenser } from '../visit/professional-rules.js';
import type { TreatmentGateway } from '../treatment-gateway.js';

/**
 * The delivery of one pharmacy, and of nobody else: what is not hers does not exist for her.
 * @throws NcpError NCP_API_NOT_FOUND, NCP_STORE_UNAVAILABLE
 */
export async function deliveryOf({ deliveries }: Pick<TreatmentGateway, 'deliveries'>, { gln }: Pick<SwedishProfessional, 'gln'>, id: string): Promise<Delivery> {
  const delivery = await deliveries.find(id);
  if (delivery?.gln !== gln) throw new NcpError('NCP_API_NOT_FOUND', { what: 'dispensation' });
  return delivery;
}

/**
 * D71: an authorised pharmacist of the same pharmacy, signed in now, lets a delivery go on whose identity assertion has
 * ended. Document and id are unchanged; only the assertion is new, and it is hers.
 * @throws NcpError NCP_API_ROLE, NCP_API_NOT_FOUND, NCP_API_STATE when nothing waits for a professional, NCP_STORE_UNAVAILABLE,
 *   NCP_AUDIT_UNAVAILABLE
 */
export async function releaseDelivery(gateway: TreatmentGateway, professional: SwedishProfessional, id: string): Promise<Delivery> {
  requireDispenser(professional);
  const delivery = await deliveryOf(gateway, professional, id);
  const hcp = issueHcp(gateway, professional, delivery.purpose);
  const next = moved(gateway, delivery, { kind: 'released', professional, hcp });
  if (next === undefined) throw new NcpError('NCP_API_STATE', { needed: 'AWAITING_PROFESSIONAL', state: delivery.state });
  const { exchange, country } = delivery;
  const issued = issuanceRecord(gateway, { exchange, country, professional, assertion: hcp });
  const record = { ...issued, leaf: { ...issued.leaf, kind: 'delivery-released', actor: actorAt(professional) } };
  if ((await gateway.journal.commit({ ...record, ...next.commit })).ok) return next.delivery;
  // Somebody else was first: what is true now is the answer.
  return deliveryOf(gateway, professional, id);
}
