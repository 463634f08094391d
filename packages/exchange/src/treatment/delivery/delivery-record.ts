import { advanceDelivery, isOpenDelivery, iscoOfProfession, type Delivery, type DeliveryEvent, type NcpErrorCode, type SwedishProfessional } from '@ncp/domain';
import { documentHash } from '../../dispense/fingerprint.js';
import type { Committed, ConflictRecord, JournalEntry, OutboxItem } from '../../ports/index.js';
import type { TreatmentGateway } from '../treatment-gateway.js';

/** Who moves a delivery on when nobody asked for it. */
const DISPATCHER = 'dispatcher';
/** Role and pharmacy; a name has no place in a leaf (RS 5). */
export const actorAt = ({ professionCode, gln }: SwedishProfessional): string => `${iscoOfProfession(professionCode).code}@${gln}`;

/** A step of a delivery outside any message. */
export interface DeliveryStep {
  readonly name: string;
  readonly actor?: string;
  readonly codes?: readonly NcpErrorCode[];
}

/** Facts and leaf of such a step. */
export function stepRecord(gateway: TreatmentGateway, delivery: Delivery, { name, actor = DISPATCHER, codes = [] }: DeliveryStep): Pick<JournalEntry, 'facts' | 'leaf'> {
  const { exchange, country, confirmedAt, document } = delivery;
  const outcome = codes.length === 0 ? 0 : 8;
  return {
    facts: { id: exchange, transaction: 'ITI-41', country, messageId: '', receivedAt: confirmedAt, outcome, codes },
    leaf: {
      time: gateway.surroundings.now(), kind: name, exchange, countryA: country, countryB: gateway.country, actor,
      eventHash: '', requestHash: documentHash(document), responseHash: '', outcome, codes,
    },
  };
}

/** Unique id of the submission set of a dispensation: as lasting as its document's (wire-contract 2.7). */
export const submissionSetOf = ({ policy }: TreatmentGateway, { documentId }: Pick<Delivery, 'documentId'>): string =>
  `${policy.documentRoots.submissionSet}^${documentId.extension ?? ''}`;

/** The outbox wakes the dispatcher at the planned moment; an attempt that is on its way is found by the sweep if it dies. */
export function reminderOf({ id, state, nextAttemptAt }: Delivery): readonly OutboxItem[] {
  if (nextAttemptAt === undefined || !isOpenDelivery(state) || state === 'SENDING' || state === 'DISCARD_SENDING') return [];
  return [{ kind: 'deliver-dispensation', subject: id, notBefore: nextAttemptAt }];
}

/** A delivery as an event leaves it, with everything that is committed together with it. */
export interface MovedDelivery {
  readonly delivery: Delivery;
  readonly commit: Pick<JournalEntry, 'deliveries' | 'outbox' | 'conflict'>;
}

/** Undefined when the event means nothing any more: somebody else was first. */
export function moved(gateway: Pick<TreatmentGateway, 'surroundings'>, delivery: Delivery, event: DeliveryEvent): MovedDelivery | undefined {
  const next = advanceDelivery(delivery, event, gateway.surroundings.now());
  if (next === undefined) return undefined;
  const conflict = conflictOf(gateway, delivery, next);
  return {
    delivery: next,
    commit: { deliveries: [{ kind: 'advance', delivery: next }], outbox: reminderOf(next), ...(conflict === undefined ? {} : { conflict }) },
  };
}

/** Names the conflict record of a delivery. */
export const conflictKeyOf = ({ country, documentId, itemId }: Pick<Delivery, 'country' | 'documentId' | 'itemId'>): ConflictRecord['key'] =>
  ({ country, documentRoot: documentId.root, documentExtension: documentId.extension ?? '', itemId: itemId.extension ?? itemId.root });

/**
 * A hand-over that has happened and that the other country does not take: kept with the facts of both sides, closed by
 * nobody but people (UC-B6 2). The prescription is theirs, so that its id can never be taken for one of ours.
 */
function conflictOf({ surroundings }: Pick<TreatmentGateway, 'surroundings'>, before: Delivery, { state, late, answer, document, documentId, prescriptionId, itemId, country }: Delivery): ConflictRecord | undefined {
  // What came from people's hands has its record since it came there.
  if (late === undefined || state === before.state || before.state === 'OPERATOR' || (state !== 'REFUSED' && state !== 'OPERATOR')) return undefined;
  return {
    key: conflictKeyOf({ country, documentId, itemId }),
    prescriptionId: `${prescriptionId.root}^${prescriptionId.extension ?? ''}`,
    code: answer?.errors[0]?.code ?? 'NCP_DELIVERY_CONFLICT', raisedAt: surroundings.now(), document,
  };
}

/** Commits an event with a leaf of its own. Undefined: not applicable any more, or somebody else was first. */
export async function commitEvent(gateway: TreatmentGateway, delivery: Delivery, event: DeliveryEvent, step: DeliveryStep): Promise<Delivery | undefined> {
  const next = moved(gateway, delivery, event);
  if (next === undefined) return undefined;
  const committed: Committed = await gateway.journal.commit({ ...stepRecord(gateway, delivery, step), ...next.commit });
  return committed.ok ? next.delivery : undefined;
}
