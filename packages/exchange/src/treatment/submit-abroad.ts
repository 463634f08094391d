import { NcpError, type DeliveryAnswer, type InstanceIdentifier } from '@ncp/domain';
import type { JournalEntry } from '../ports/index.js';
import type { TreatmentAsking, TreatmentGateway } from './treatment-gateway.js';

/** One document for the other country, chosen once: every attempt gives the same. */
export interface OutwardSubmission {
  readonly kind: 'dispense' | 'discard';
  /** The eDispensation, or its discard, byte for byte what is sent. */
  readonly document: Uint8Array;
  /** Of the document: `<root>^<extension>` on the wire. */
  readonly documentId: InstanceIdentifier;
  /** Unique id of the submission set, an OID or `<root>^<extension>`; on discard this is the discard's own id. */
  readonly submissionSetId: string;
}

/**
 * What an attempt came to. `not-sent`: no byte left, so nothing can have happened. `lost`: it left, and no usable answer came;
 * it may have happened.
 */
export interface SubmitResult {
  readonly kind: 'recorded' | 'pending' | 'refused' | 'not-sent' | 'lost';
  readonly answer: DeliveryAnswer;
}

/**
 * What is committed with the record of the attempt, once its outcome is known. Asked again when a guard did not hold: the
 * row moved meanwhile (a discard was asked for), and the record of what the other country said must not be lost for it.
 */
export type WithOutcome = (result: SubmitResult) => Promise<Pick<JournalEntry, 'deliveries' | 'outbox' | 'conflict'>>;

/**
 * UC-B4 4, UC-B5: sends a dispensation or its discard (ITI-41). Whatever the other country does is a result, never an
 * exception. The record of the attempt and the outcome of the delivery are one commit.
 * @throws NcpError NCP_AUDIT_UNAVAILABLE, NCP_STORE_CONFLICT when a guard of `withOutcome` did not hold: nothing was committed
 */
export function submitAbroad(
  _gateway: TreatmentGateway, _asking: TreatmentAsking, _submission: OutwardSubmission, _withOutcome?: WithOutcome,
): Promise<SubmitResult> {
  return Promise.reject(new NcpError('NCP_INTERNAL'));
}
