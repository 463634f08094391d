import type { CountryCode, DecimalString, ExchangeId, InstanceIdentifier, Instant } from '../primitives.js';
import type { BilingualText } from './search-mask.js';
import type { IssuedAssertion, Purpose, SwedishProfessional } from './visit.js';

/**
 * One dispensation on its way to the country that pays for it (RS 4.2, decisions D71-D75). The document and its id were
 * chosen once, at confirmation; every attempt sends the same bytes.
 */
export type DeliveryState =
  /** Confirmed by the pharmacist; no byte of it has left yet. */
  | 'QUEUED'
  /** An attempt is being written: what it led to is not known until its outcome is committed. */
  | 'SENDING'
  /** Sent, and no final answer: 2201, or the connection was lost. Sent again, the same bytes. */
  | 'PENDING'
  /** The identity assertion ended first: any authorised pharmacist of the pharmacy releases it (D71). */
  | 'AWAITING_PROFESSIONAL'
  /** The other country said Success. Hand over. */
  | 'RECORDED'
  /** The other country refused for good. Do not hand over. */
  | 'REFUSED'
  /** A day has passed, or nobody can tell what became of an earlier attempt: people take over; the pharmacy is told (UC-B4 4.5). */
  | 'OPERATOR'
  /** The dispensation is recorded there, and is on its way to be taken back. */
  | 'DISCARD_QUEUED' | 'DISCARD_SENDING' | 'DISCARD_PENDING'
  | 'DISCARD_AWAITING_PROFESSIONAL' | 'DISCARD_OPERATOR'
  /** Taken back; or withdrawn before a byte of it had left. */
  | 'DISCARDED'
  /** The other country refused to take it back: the dispensation stands. */
  | 'DISCARD_REFUSED';

/** What the other country said, kept for the pharmacist and for the operator. */
export interface DeliveryAnswer {
  readonly at: Instant;
  readonly status: 'Success' | 'Failure' | 'none';
  readonly errors: readonly { readonly code: string; readonly severity: 'error' | 'warning'; readonly text?: string }[];
}

/** One row of the outward ledger. `document`, `patient`, `hcp` and `professional` are sealed by the store. */
export interface Delivery {
  /** UUID; names it in the API. */
  readonly id: string;
  /** Names confirmation, attempts and discard in journal, log and trace. */
  readonly exchange: ExchangeId;
  readonly version: number;
  readonly state: DeliveryState;
  /** When it came to be in this state. */
  readonly changedAt: Instant;
  readonly country: CountryCode;
  /** Idempotency-Key of the caller; unique per pharmacy. */
  readonly idempotencyKey: string;
  /** SHA-256, hex, of what was asked with that key. */
  readonly requestHash: string;
  /** SHA-256, hex, of the words it was asked in: a repetition is known by them when the prescription is no longer at hand. */
  readonly wordingHash: string;
  readonly visitId: string;
  readonly gln: string;
  readonly documentId: InstanceIdentifier;
  readonly prescriptionId: InstanceIdentifier;
  readonly itemId: InstanceIdentifier;
  /** SHA-256, hex, of prescription id. */
  readonly prescriptionHash: string;
  /**
   * The how-manieth dispensation of this prescription from here, as it was when this one was judged. One row holds each
   * turn, so that of two that were judged side by side only one is taken.
   */
  readonly turn: number;
  /** SHA-256, hex, of patient id: finds earlier dispensations of one patient without naming her. */
  readonly patientHash: string;
  readonly patient: InstanceIdentifier;
  /** For whom `hcp` was issued: who confirmed, or who released it since (D71). The document names who confirmed. */
  readonly professional: SwedishProfessional;
  readonly purpose: Purpose;
  readonly hcp: IssuedAssertion;
  /** What the mask of the country asked for the treatment relationship: each attempt issues a new one (decisions G20). */
  readonly relationship?: { readonly pin?: string; readonly prescriptionId?: string };
  /** The Swedish pack that was handed over, for people. */
  readonly product: DispensedPack;
  /** The eDispensation, byte for byte what is sent. */
  readonly document: Uint8Array;
  readonly packages: number;
  readonly handedOverAt: Instant;
  /** A hand-over that had happened before it was confirmed (UC-B6). */
  readonly late?: { readonly reason: string };
  readonly confirmedAt: Instant;
  readonly attempts: number;
  /** Was a byte of it ever written to the other country? */
  readonly everSent: boolean;
  readonly nextAttemptAt?: Instant;
  readonly recordedAt?: Instant;
  readonly answer?: DeliveryAnswer;
  /** When people last gave it back to the dispatcher: the day after which they take over begins anew. */
  readonly reopenedAt?: Instant;
  /** What people found out with the other country; no message of theirs says it. */
  readonly closed?: { readonly at: Instant; readonly found: 'recorded' | 'not-recorded' };
  readonly discard?: {
    /** Its own id: unique id of the submission set (wire-contract 2.7). */
    readonly id: string;
    readonly reason: string;
    readonly askedAt: Instant;
    readonly professional: SwedishProfessional;
    readonly hcp: IssuedAssertion;
    /** Was a byte of the discard ever written to the other country? */
    readonly everSent: boolean;
  };
}

/** What was chosen at the counter. */
export interface DispensedPack {
  readonly nplPackId: string;
  readonly varunummer?: string;
  readonly name: string;
  readonly strengthText: string;
  readonly packText?: string;
  readonly lotNumber?: string;
  readonly substituted: boolean;
}

/** The three honest states of the counter, and what a discard adds to them. */
export type CounterState = 'recorded' | 'waiting' | 'not-recorded' | 'taken-back';

/** What the pharmacist is told: true, with the next step (RS P3). */
export interface DeliveryView {
  readonly id: string;
  readonly state: DeliveryState;
  readonly counter: CounterState;
  readonly handOver: 'yes' | 'no' | 'already';
  readonly text: BilingualText;
  readonly nextStep: BilingualText;
  readonly since: Instant;
  readonly nextAttemptAt?: Instant;
  readonly answer?: DeliveryAnswer;
  readonly late: boolean;
  readonly packages: DecimalString;
}
