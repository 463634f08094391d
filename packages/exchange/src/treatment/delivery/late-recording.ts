import type { ForeignPrescription } from '@ncp/cda';
import { addMs, compareInstants, LATE_CLOCK_MS, LATE_RECORDING_MS, NcpError, type Delivery, type Visit } from '@ncp/domain';
import { confirm } from './confirm-dispensation.js';
import type { LateChoice } from './dispense-choice.js';
import type { TreatmentGateway } from '../treatment-gateway.js';

/**
 * UC-B6: records a hand-over that happened without confirmation, with its actual time and the reason. What a rule says
 * against it is told, and does not stop it: the medicine is with the patient. Only where the prescription was already dispensed
 * from here somebody must say that this is another hand-over. If the other country refuses it, a conflict record is kept and alarmed.
 * @throws NcpError NCP_DELIVERY_LATE older than 7 days, NCP_CDA_DATE in the future, NCP_API_INPUT without a reason, and those of
 *   `confirmDispensation`
 */
export async function lateRecording(gateway: TreatmentGateway, visit: Visit, prescription: ForeignPrescription, asked: { readonly choice: LateChoice; readonly idempotencyKey: string; readonly document: string }): Promise<Delivery> {
  const { choice: { handedOverAt, reason, ...choice }, idempotencyKey, document } = asked;
  const now = gateway.surroundings.now();
  if (reason.trim() === '') throw new NcpError('NCP_API_INPUT', { field: 'reason' });
  if (compareInstants(handedOverAt, addMs(now, LATE_CLOCK_MS)) > 0) throw new NcpError('NCP_CDA_DATE', { field: 'handedOverAt' });
  if (compareInstants(handedOverAt, addMs(now, -LATE_RECORDING_MS)) < 0) throw new NcpError('NCP_DELIVERY_LATE', { days: 7 });
  return confirm(gateway, { visit, prescription, choice, idempotencyKey, document, late: { handedOverAt, reason } });
}
