import { addMs, compareInstants, DISCARD_WINDOW_MS, NcpError, type Delivery, type SwedishProfessional } from '@ncp/domain';
import { issuanceRecord, pendingRecord } from '../abroad/audit-outward.js';
import { moved } from './delivery-record.js';
import { requestHashOf } from './fingerprint-request.js';
import { issueHcp } from '../abroad/issue-assertions.js';
import { requireDispenser } from '../visit/professional-rules.js';
import { deliveryOf } from './release-delivery.js';
import type { TreatmentGateway } from '../treatment-gateway.js';

/** How often a discard is decided anew because the delivery moved meanwhile. */
const TRIES = 5;

/**
 * UC-B5: takes a dispensation back, within 24 h of its confirmation. What never left is withdrawn at once; what is recorded
 * is discarded there, with the same document id; while the outcome is unknown the discard waits for it. Asked twice, it is
 * the same discard.
 * @throws NcpError NCP_API_ROLE, NCP_API_NOT_FOUND, NCP_DISCARD_WINDOW (too late), NCP_API_STATE (refused there, or with operations),
 *   NCP_STORE_UNAVAILABLE, NCP_AUDIT_UNAVAILABLE
 */
export async function discardDelivery(gateway: TreatmentGateway, professional: SwedishProfessional, asked: { readonly id: string; readonly reason: string }): Promise<Delivery> {
  requireDispenser(professional);
  for (let tried = 0; tried < TRIES; tried += 1) {
    const delivery = await deliveryOf(gateway, professional, asked.id);
    if (delivery.discard !== undefined || delivery.state === 'DISCARDED') return delivery;
    const taken = await ask(gateway, professional, { delivery, reason: asked.reason });
    if (taken !== undefined) return taken;
  }
  throw new NcpError('NCP_STORE_CONFLICT', { tries: TRIES });
}

async function ask(gateway: TreatmentGateway, professional: SwedishProfessional, { delivery, reason }: { readonly delivery: Delivery; readonly reason: string }): Promise<Delivery | undefined> {
  const now = gateway.surroundings.now();
  if (compareInstants(now, addMs(delivery.confirmedAt, DISCARD_WINDOW_MS)) > 0) throw new NcpError('NCP_DISCARD_WINDOW', { confirmedAt: delivery.confirmedAt });
  const hcp = issueHcp(gateway, professional, delivery.purpose);
  const discard = {
    id: `${gateway.policy.documentRoots.submissionSet}^${gateway.surroundings.uuid()}`,
    reason, askedAt: now, professional, hcp, everSent: false,
  };
  const next = moved(gateway, delivery, { kind: 'discard-asked', discard });
  if (next === undefined) throw new NcpError('NCP_API_STATE', { state: delivery.state });
  const { exchange, country, purpose, patient, documentId } = delivery;
  await gateway.journal.commit(issuanceRecord(gateway, { exchange, country, professional, assertion: hcp }));
  const received = { at: now, hash: requestHashOf([delivery.id, reason]) };
  const record = pendingRecord(gateway, { exchange, country, professional, purpose, hcp, patient, received }, { kind: 'discard', documentId, submissionSetId: discard.id });
  return (await gateway.journal.commit({ ...record, ...next.commit })).ok ? next.delivery : undefined;
}
