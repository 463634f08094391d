import type { ForeignPrescription } from '@ncp/cda';
import { NcpError, type Delivery, type Instant, type SwedishProfessional, type Visit } from '@ncp/domain';
import { pendingRecord } from '../abroad/audit-outward.js';
import { reminderOf, submissionSetOf } from './delivery-record.js';
import { judgeDispensing, patientOf, requireReady, type DispenseChoice, type DispenseReport, type JudgedChoice } from './dispense-choice.js';
import { patientHashOf, prescriptionHashOf, requestHashOf } from './fingerprint-request.js';
import { requireDispenser } from '../visit/professional-rules.js';
import type { TreatmentGateway } from '../treatment-gateway.js';
import { writeDispensation } from './write-dispensation.js';

/**
 * UC-B4 1-2: what confirming would do, or why it would not; with `late` what recording a hand-over that has happened would. No effect.
 * @throws NcpError NCP_API_ROLE, NCP_API_STATE, NCP_API_VISIT_ENDED, NCP_STORE_UNAVAILABLE
 */
export async function prepareDispensation(gateway: TreatmentGateway, visit: Visit, prescription: ForeignPrescription, { late = false, ...choice }: DispenseChoice & { readonly late?: boolean }): Promise<DispenseReport> {
  requireDispenser(visit.professional);
  const { article: _article, ...report } = await judgeDispensing(gateway, { visit, prescription, choice, late });
  return report;
}

/** What was asked for under one idempotency key. */
export interface Confirmation {
  readonly visit: Visit;
  readonly prescription: ForeignPrescription;
  readonly choice: DispenseChoice;
  readonly idempotencyKey: string;
  /** Key of the prescription in the visit, as the caller names it. */
  readonly document: string;
  /** The hand-over has happened already (UC-B6). */
  readonly late?: { readonly handedOverAt: Instant; readonly reason: string };
}

/**
 * UC-B4 3: fixes document and id, and queues the dispensation: row, audit record and reminder in one commit. Asked again
 * with the same key it is the same dispensation, whatever became of it; so the caller repeats until it has an answer.
 * @throws NcpError NCP_API_ROLE, NCP_API_IDEMPOTENCY, NCP_API_STATE, NCP_API_VISIT_ENDED, those of the rule that refuses
 *   (details.checks), NCP_DELIVERY_ACKNOWLEDGE, NCP_CDA_RULE, NCP_STORE_UNAVAILABLE, NCP_AUDIT_UNAVAILABLE
 */
export const confirmDispensation = (gateway: TreatmentGateway, visit: Visit, prescription: ForeignPrescription, asked: Pick<Confirmation, 'choice' | 'idempotencyKey' | 'document'>): Promise<Delivery> =>
  confirm(gateway, { visit, prescription, ...asked });

/** A request as it came, before anything of the other country is at hand. */
export interface Repetition extends Pick<Confirmation, 'choice' | 'idempotencyKey' | 'document' | 'late'> {
  readonly visit: string;
}

/**
 * The dispensation that this very request, word for word, has made before: it is found without reading the prescription
 * again, for the country may be down and this process a new one (UC-B4 3.1). Undefined: `confirmDispensation` decides.
 * @throws NcpError NCP_STORE_UNAVAILABLE
 */
export async function repeatedDispensation({ deliveries }: Pick<TreatmentGateway, 'deliveries'>, { gln }: Pick<SwedishProfessional, 'gln'>, asked: Repetition): Promise<Delivery | undefined> {
  const earlier = await deliveries.findByKey(gln, asked.idempotencyKey);
  return earlier?.wordingHash === wordingOf(asked) ? earlier : undefined;
}

const choiceText = ({ article, packages, lotNumber, acknowledged = [] }: DispenseChoice, late: Confirmation['late']): readonly unknown[] =>
  [article, packages, lotNumber, acknowledged.toSorted(), late?.handedOverAt, late?.reason];

const wordingOf = ({ visit, document, choice, late }: Repetition): string => requestHashOf([visit, document, ...choiceText(choice, late)]);

/** As `confirmDispensation`, also for what has happened already. */
export async function confirm(gateway: TreatmentGateway, asked: Confirmation): Promise<Delivery> {
  requireDispenser(asked.visit.professional);
  const requestHash = hashOf(asked);
  const earlier = await sameRequest(gateway, asked, requestHash);
  if (earlier !== undefined) return earlier;
  for (let tries = 1; ; tries += 1) {
    const delivery = await tryToQueue(gateway, asked, requestHash);
    if (delivery !== undefined) return delivery;
    if (tries === TRIES) throw new NcpError('NCP_STORE_CONFLICT', { guard: 'prescription-busy' });
  }
}

/** How often a choice is judged anew because another dispensation of the prescription came between. */
const TRIES = 3;

/** Undefined: another dispensation of the prescription was confirmed meanwhile, and the choice must be judged again. */
async function tryToQueue(gateway: TreatmentGateway, asked: Confirmation, requestHash: string): Promise<Delivery | undefined> {
  const { visit, prescription, choice, late } = asked;
  // Read before judging: what is confirmed after this takes the turn, and is judged with the next try.
  const turn = await nextTurn(gateway, asked);
  const judged = await judgeDispensing(gateway, { visit, prescription, choice, late: late !== undefined });
  if (!judged.ready) {
    // What stands in the way may be this very dispensation: the same key, come twice at the same moment.
    const overtaken = await sameRequest(gateway, asked, requestHash);
    if (overtaken !== undefined) return overtaken;
  }
  requireReady(judged);
  gateway.probe?.('confirm.checked');
  const delivery = queued(gateway, { asked, judged, requestHash, turn });
  const record = pendingRecord(gateway, { ...delivery, received: { at: delivery.confirmedAt, hash: requestHash } }, {
    kind: 'dispense', documentId: delivery.documentId, submissionSetId: submissionSetOf(gateway, delivery),
  });
  const committed = await gateway.journal.commit({ ...record, deliveries: [{ kind: 'confirm', delivery }], outbox: reminderOf(delivery) });
  gateway.probe?.('confirm.committed');
  if (committed.ok) return delivery;
  // The same key arrived twice at the same moment: the other one is the dispensation, if it asked for the same.
  const winner = await sameRequest(gateway, asked, requestHash);
  if (winner === undefined && committed.guard === 'prescription-busy') return undefined;
  if (winner === undefined) throw new NcpError('NCP_STORE_CONFLICT', { guard: committed.guard });
  return winner;
}

async function nextTurn({ deliveries }: TreatmentGateway, { visit: { country }, prescription: { prescriptionId } }: Confirmation): Promise<number> {
  return prescriptionId === undefined ? 1 : 1 + (await deliveries.lastTurnOf(country, prescriptionHashOf(prescriptionId)));
}

/** Of the prescription its identity, of the choice everything: a repetition may come from a new visit. */
function hashOf({ prescription: { documentId, prescriptionId, itemId, patient }, choice, late, visit }: Confirmation): string {
  return requestHashOf([visit.country, documentId, prescriptionId, itemId, patient.ids[0], ...choiceText(choice, late)]);
}

async function sameRequest({ deliveries }: TreatmentGateway, { visit, idempotencyKey }: Confirmation, requestHash: string): Promise<Delivery | undefined> {
  const earlier = await deliveries.findByKey(visit.professional.gln, idempotencyKey);
  if (earlier !== undefined && earlier.requestHash !== requestHash) throw new NcpError('NCP_API_IDEMPOTENCY', { dispensation: earlier.id });
  return earlier;
}

function queued(gateway: TreatmentGateway, { asked, judged, requestHash, turn }: { readonly asked: Confirmation; readonly judged: JudgedChoice } & Pick<Delivery, 'requestHash' | 'turn'>): Delivery {
  const { visit, prescription, choice, idempotencyKey, late } = asked;
  const { prescriptionId, itemId } = prescription;
  const { article, product, packages } = judged;
  if (article === undefined || product === undefined) throw new NcpError('NCP_DELIVERY_PRODUCT');
  if (prescriptionId === undefined || itemId === undefined) throw new NcpError('NCP_DISPENSE_NOT_IDENTIFIABLE');
  const now = gateway.surroundings.now();
  const handedOverAt = late?.handedOverAt ?? now;
  const { id: documentId, document } = writeDispensation(gateway, {
    visit, prescription, article, packages, substituted: product.substituted, confirmedAt: now, handedOverAt,
    ...(choice.lotNumber === undefined ? {} : { lotNumber: choice.lotNumber }),
  });
  const patient = patientOf(gateway, visit);
  const { professional, purpose, hcp, country, traits } = visit;
  const relationship = {
    ...(traits?.pin === undefined ? {} : { pin: traits.pin }),
    ...(traits?.prescriptionId === undefined ? {} : { prescriptionId: traits.prescriptionId }),
  };
  return {
    id: gateway.surroundings.uuid(), exchange: gateway.surroundings.exchangeId(), version: 1, state: 'QUEUED', changedAt: now, country,
    idempotencyKey, requestHash, wordingHash: wordingOf({ ...asked, visit: visit.id }), visitId: visit.id, gln: professional.gln, documentId, prescriptionId, itemId,
    prescriptionHash: prescriptionHashOf(prescriptionId), turn, patientHash: patientHashOf(patient), patient, professional, purpose, hcp, product, document, packages, handedOverAt,
    confirmedAt: now, attempts: 0, everSent: false, nextAttemptAt: now,
    ...(Object.keys(relationship).length === 0 ? {} : { relationship }),
    ...(late === undefined ? {} : { late: { reason: late.reason } }),
  };
}
