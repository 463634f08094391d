import { toDiscard } from '@ncp/cda';
import { addMs, assertionOf, compareInstants, isDiscarding, isOpenDelivery, isOverdue, operatorAt, type Delivery, type DeliveryEvent } from '@ncp/domain';
import { issuanceRecord } from '../abroad/audit-outward.js';
import { commitEvent, moved, submissionSetOf } from './delivery-record.js';
import { issueTrc } from '../abroad/issue-assertions.js';
import type { OutwardSubmission } from '../abroad/submission-draft.js';
import { submitAbroad, type SubmitResult, type WithOutcome } from '../abroad/submit-abroad.js';
import type { TreatmentAsking, TreatmentGateway } from '../treatment-gateway.js';

/** An assertion that ends within the time an answer takes is not sent any more [local]. */
const ASSERTION_MARGIN_MS = 60_000;

/**
 * UC-B4 4, UC-B5: the next step of one delivery, if it has one that is due: an attempt with the same bytes and id, or the
 * hand-over to a professional (D71) or to people (24 h).
 *
 * Killed between any two lines the row says what is true: what was not committed as SENDING was not sent; what is found in
 * SENDING may have been sent, and is sent again with the same document id, which has one effect at the other country.
 * Safe to run twice and at once: one process at a time works on a row, and every change has a guard on the version it saw.
 * @returns the delivery as it is afterwards; undefined when there is none, or another process is at work on it
 * @throws NcpError NCP_STORE_UNAVAILABLE, NCP_AUDIT_UNAVAILABLE: the caller tries again later
 */
export const deliver = (gateway: TreatmentGateway, id: string): Promise<Delivery | undefined> =>
  gateway.deliveries.exclusively(id, async () => {
    const delivery = await gateway.deliveries.find(id);
    if (delivery === undefined || !isOpenDelivery(delivery.state) || !isDue(gateway, delivery)) return delivery;
    const event = whatIsDue(gateway, delivery);
    await (event.kind === 'attempt' ? attempt(gateway, delivery) : commitEvent(gateway, delivery, event, { name: `delivery-${event.kind}` }));
    const after = await gateway.deliveries.find(id);
    if (after !== undefined) warn(gateway, delivery, after);
    return after;
  });

const isDue = ({ surroundings }: TreatmentGateway, { nextAttemptAt }: Delivery): boolean =>
  nextAttemptAt === undefined || compareInstants(nextAttemptAt, surroundings.now()) <= 0;

function whatIsDue({ surroundings }: TreatmentGateway, delivery: Delivery): Extract<DeliveryEvent, { kind: 'attempt' | 'interrupted' | 'assertion-ended' | 'day-passed' }> {
  const now = surroundings.now();
  if (delivery.state === 'SENDING' || delivery.state === 'DISCARD_SENDING') return { kind: 'interrupted' };
  if (compareInstants(now, operatorAt(delivery)) >= 0) return { kind: 'day-passed' };
  const ended = compareInstants(addMs(now, ASSERTION_MARGIN_MS), assertionOf(delivery).notOnOrAfter) >= 0;
  return { kind: ended ? 'assertion-ended' : 'attempt' };
}

async function attempt(gateway: TreatmentGateway, delivery: Delivery): Promise<void> {
  const asking = askingFor(gateway, delivery);
  const sending = moved(gateway, delivery, { kind: 'attempt' });
  if (sending === undefined) return;
  const issued = issuanceRecord(gateway, { ...asking, assertion: asking.trc });
  if (!(await gateway.journal.commit({ ...issued, ...sending.commit })).ok) return;
  gateway.probe?.('deliver.sending-committed');
  await submitAbroad(watched(gateway), asking, submissionOf(gateway, delivery), (result) => outcomeOf(gateway, delivery.id, result));
  gateway.probe?.('deliver.outcome-committed');
}

/**
 * The row is read again when the outcome is known: a discard may have been asked for meanwhile (UC-B5 2). Nothing to commit
 * with the record of the attempt when somebody took it for dead and moved it on.
 */
async function outcomeOf(gateway: TreatmentGateway, id: string, { kind, answer }: SubmitResult): Promise<Awaited<ReturnType<WithOutcome>>> {
  const now = await gateway.deliveries.find(id);
  const next = now === undefined ? undefined : moved(gateway, now, { kind: 'answered', result: kind, answer });
  return next?.commit ?? {};
}

/** A new treatment relationship for each attempt, under the identity assertion of whoever answers for it (D71). */
function askingFor(gateway: TreatmentGateway, delivery: Delivery): TreatmentAsking {
  const { exchange, country, patient, purpose, relationship, discard } = delivery;
  const by = isDiscarding(delivery.state) && discard !== undefined ? discard : delivery;
  const trc = issueTrc(gateway, by.hcp, patient, { purpose, ...relationship });
  return { exchange, country, professional: by.professional, purpose, hcp: by.hcp, trc, patient };
}

function submissionOf(gateway: TreatmentGateway, { state, document, documentId, discard }: Delivery): OutwardSubmission {
  if (isDiscarding(state) && discard !== undefined) return { kind: 'discard', document: toDiscard(document), documentId, submissionSetId: discard.id };
  return { kind: 'dispense', document, documentId, submissionSetId: submissionSetOf(gateway, { documentId }) };
}

/** The gateway with its points of being killed around the call (RS 9). */
function watched(gateway: TreatmentGateway): TreatmentGateway {
  const { peers, probe } = gateway;
  if (probe === undefined) return gateway;
  return {
    ...gateway,
    peers: {
      async send(request) {
        const answering = peers.send(request);
        // Whoever is stopped at the probe does not hear the answer any more.
        answering.catch(() => undefined);
        probe('deliver.called');
        const answer = await answering;
        probe('deliver.answered');
        return answer;
      },
    },
  };
}

/** Alarms: unsettled for a quarter of an hour, handed to people, or refused after the hand-over. */
function warn({ observer, surroundings }: TreatmentGateway, before: Delivery, { exchange, country, state, late, ...after }: Delivery): void {
  const facts = { exchange, country, state };
  if (state !== before.state && late !== undefined && state === 'REFUSED') observer.alarm('NCP_DELIVERY_CONFLICT', facts);
  if (state !== before.state && (state === 'OPERATOR' || state === 'DISCARD_OPERATOR')) observer.alarm('NCP_DELIVERY_OPERATOR', facts);
  if (isOpenDelivery(state) && isOverdue({ state, ...after }, surroundings.now())) observer.alarm('NCP_DELIVERY_PENDING', facts);
}
