import type { ExchangeId, Instant, NcpErrorCode } from '@ncp/domain';
import type { HcpAssertion, TrcAssertion } from '@ncp/saml';
import type { XmlElement } from '@ncp/xml';
import type { JournalEntry, LedgerGuard, ReplayMemory } from '../ports/index.js';
import type { Course } from './course.js';
import type { Gateway, Peer } from './gateway.js';

export type Transaction = 'ITI-55' | 'ITI-38' | 'ITI-39' | 'ITI-41';
/** ATNA outcome indicator: success or none found, policy or consent, temporary trouble, refusal for good. */
export type OutcomeIndicator = 0 | 4 | 8 | 12;

/** One message on its way through: who sent it, when, and what it hashes to. */
export interface ExchangeContext {
  readonly gateway: Gateway;
  readonly id: ExchangeId;
  readonly peer: Peer;
  readonly transaction: Transaction;
  readonly messageId: string;
  readonly receivedAt: Instant;
  /** SHA-256, hex, of the request bytes as received. */
  readonly requestHash: string;
  /** The message itself, for its audit event (wire-contract 6.2). */
  readonly message: { readonly header?: XmlElement; readonly body: XmlElement };
  /** Every national call of this exchange ends before this (decisions 3.3). */
  readonly deadline: Instant;
  /** What the steps have proven so far, for the record of an exchange that ends early. */
  readonly proven: Proven;
  readonly course: Course;
}

/** What is known of a message before its envelope is read. */
export type Arrival = Omit<ExchangeContext, 'transaction' | 'messageId' | 'message' | 'deadline'>;

/** Filled in as steps succeed; read only when the exchange is recorded. */
export interface Proven {
  hcp?: HcpAssertion;
  /** CX form, in its one spelling, from the treatment relationship. */
  patient?: string;
  /** This exchange is the one that the replay memory admitted: its end is that of the message (decisions D62). */
  admitted?: true;
  /** When the national list was asked, and when it answered: only then is there something to prove (AUD-07). */
  nationalAskedAt?: Instant;
  nationalAnsweredAt?: Instant;
}

/** What the replay memory made of a message that is processed all the same. */
export type Admission = Exclude<Awaited<ReturnType<ReplayMemory['admit']>>, 'reused'>;

/** The context once the assertions are verified: nothing national happens before (decisions D60). */
export interface AssertedContext extends ExchangeContext {
  readonly hcp: HcpAssertion;
  readonly trc?: TrcAssertion;
  readonly admission: Admission;
}

/** ITI-38, -39 and -41 need a treatment relationship; validation has proven it there. */
export interface TreatmentContext extends AssertedContext {
  readonly trc: TrcAssertion;
}

/** A part that travels beside the envelope (MTOM). */
export interface AnswerPart {
  readonly contentId: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** What the audit event must name besides the actors (wire-contract 6.2). */
export interface Audited {
  /** CX form. */
  readonly patient?: string;
  readonly documents?: readonly string[];
  /** What a list was asked for. */
  readonly classCodes?: readonly string[];
  readonly submissionSet?: string;
  /** templateId of each document that is handed over, for statistics. */
  readonly templates?: readonly string[];
  /** Care records that were kept at home, with the rule; in the sealed audit event and nowhere else (PS96). */
  readonly withheld?: readonly string[];
  readonly service: 'identify' | 'list-prescriptions' | 'retrieve-prescriptions' | 'list-summaries' | 'retrieve-summaries' | 'dispense' | 'discard';
}

/** What a use case decided: the profile's answer, and everything that is committed before it leaves. */
export interface Decided {
  readonly body: XmlElement;
  readonly parts?: readonly AnswerPart[];
  readonly outcome: OutcomeIndicator;
  readonly codes: readonly NcpErrorCode[];
  /** Rules that kept prescriptions at home, or what became of each care record; for our records only. */
  readonly rules?: readonly string[];
  readonly audited: Audited;
  readonly commit?: Pick<JournalEntry, 'ledger' | 'conflict' | 'closeConflict' | 'exported' | 'marks' | 'snapshot' | 'outbox'>;
  /** Another process settled the same row first: decide again from what is recorded now. */
  readonly overtaken?: (guard: LedgerGuard) => Promise<Decided>;
  /** The audit event was committed with the intent (UC-A4 step 7); a leaf is still appended. */
  readonly eventCommitted?: boolean;
  /** What to answer when this decision cannot be committed; NCP_AUDIT_UNAVAILABLE when left out. */
  readonly unrecorded?: NcpErrorCode;
  /** Runs after the last byte of the answer was written; its failure never changes the answer. */
  readonly delivered?: () => Promise<void>;
}
