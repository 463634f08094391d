import type { CountryCode, DispenseKey, DispenseState, ExchangeId, Instant, WireCode } from '@ncp/domain';
import type { AuditEvent, Evidence, LeafDraft } from '@ncp/audit';
import type { DeliveryChange } from './deliveries.js';
import type { PipelineStep } from './observer.js';
import type { OrderChange } from './operator-order.js';
import type { SummarySnapshot } from './summary-snapshots.js';

/** The outcome that every repetition of the same document gets (RS 4.1). */
export interface RecordedOutcome {
  readonly status: 'Success' | 'Failure';
  readonly errors: readonly { readonly wire: WireCode; readonly severity: 'error' | 'warning'; readonly code: string }[];
}

/** One row of the dispensation ledger. */
export interface DispenseRecord {
  readonly key: DispenseKey;
  readonly exchange: ExchangeId;
  readonly state: DispenseState;
  /** SHA-256, hex, of the document without its own id: the same hand-over under another id has the same hash (D51). */
  readonly contentHash: string;
  /** SHA-256, hex, of the exact document bytes. */
  readonly documentHash: string;
  readonly prescriptionId: string;
  readonly prescriptionVersion: string;
  readonly patientNationalId: string;
  readonly pharmacyId: string;
  /** SHA-256, hex, of product and pack as the document names them (decisions D50). */
  readonly productHash: string;
  readonly actorDispatchId: string;
  readonly rowNumber: number;
  readonly requestId: string;
  readonly packages: number;
  readonly handedOverAt: Instant;
  readonly receivedAt: Instant;
  readonly flags: readonly string[];
  readonly outcome?: RecordedOutcome;
  /** Present once the answer that carried `outcome` was written to the peer in full. */
  readonly deliveredAt?: Instant;
  readonly confirmedAt?: Instant;
  /** Undo data, committed with the outcome. */
  readonly nationalDispenseId?: string;
  readonly nationalDispenseVersion?: string;
  readonly attempts: number;
  readonly nextAttemptAt?: Instant;
  /** Sealed command to repeat after a crash (RegisterDispense as JSON); opened only by the reconciler. */
  readonly command?: string;
}

/** What a commit does to the ledger. Each has a guard; a broken guard rolls the whole commit back. */
export type LedgerChange =
  /** Insert in state INTENT. Guard: the key is new or its row is RETRYABLE (then replaced), and no other unsettled row holds the prescription. */
  | { readonly kind: 'intend'; readonly record: DispenseRecord }
  /**
   * The national call is about to be written; nobody else is to touch the row for 20 s. Guard: INTENT, UNKNOWN (a
   * proven-absent repeat) or an open discard.
   */
  | { readonly kind: 'sent'; readonly key: DispenseKey }
  /** Guard: `from` is the present state. */
  | {
      readonly kind: 'settle';
      readonly key: DispenseKey;
      readonly from: readonly DispenseState[];
      readonly to: DispenseState;
      readonly outcome?: RecordedOutcome;
      readonly nationalDispenseId?: string;
      readonly nationalDispenseVersion?: string;
      readonly flags?: readonly string[];
      readonly nextAttemptAt?: Instant;
    }
  /** Inserts a row that was decided without a national call (REJECTED with a conflict record). Guard: key is new. */
  | { readonly kind: 'reject'; readonly record: DispenseRecord }
  /** A second document id for the same hand-over (decisions D51). */
  | { readonly kind: 'alias'; readonly alias: DispenseKey; readonly of: DispenseKey; readonly documentHash: string };

/** A reported hand-over that the national list could not take, kept for people to mend (D48). */
export interface ConflictRecord {
  readonly key: DispenseKey;
  readonly prescriptionId: string;
  readonly code: string;
  readonly raisedAt: Instant;
  /** Sealed by the store, so that the fact survives: the eD's bytes, or the undone RegisterDispense as JSON where they are gone. */
  readonly document?: Uint8Array;
}

/** Facts of the exchange itself: identifiers, hashes and codes only. */
export interface ExchangeFacts {
  readonly id: ExchangeId;
  readonly transaction: 'ITI-55' | 'ITI-38' | 'ITI-39' | 'ITI-41' | 'unknown';
  readonly country: CountryCode;
  readonly messageId: string;
  readonly receivedAt: Instant;
  readonly outcome: 0 | 4 | 8 | 12;
  readonly codes: readonly string[];
  /** Rule ids of prescriptions not offered, for our records only. */
  readonly rules?: readonly string[];
  /** At the end of a message with a country: how it went in time. Absent for steps inside one, and for what is no message. */
  readonly timing?: ExchangeTiming;
}

/** One step of an exchange. */
export interface StepTaken {
  readonly step: PipelineStep | 'peer';
  readonly ms: number;
  readonly failed: boolean;
}

/** How an exchange went in time, up to its record; milliseconds. What is neither the peer's nor the national list's is ours. */
export interface ExchangeTiming {
  readonly direction: 'inbound' | 'outbound';
  readonly endedAt: Instant;
  readonly totalMs: number;
  readonly peerMs: number;
  readonly nationalMs: number;
  readonly steps: readonly StepTaken[];
  /** Id of the answer, where it names itself. */
  readonly replyId?: string;
  /** Id of the organisation that asked, as far as it is proven. Never a person (wire-contract 12.3). */
  readonly pointOfCare?: string;
  /** SAML authentication class of the professional, as far as it is proven. */
  readonly authentication?: string;
  /** templateId of each document that changed hands (wire-contract 3.3). */
  readonly templates?: readonly string[];
}

export interface OutboxItem {
  readonly kind: 'reconcile-dispensation' | 'forward-audit' | 'deliver-dispensation';
  readonly subject: string;
  readonly notBefore?: Instant;
}

/** One transaction: everything in it is committed together or not at all. */
export interface JournalEntry {
  readonly facts: ExchangeFacts;
  readonly leaf: LeafDraft;
  readonly event?: AuditEvent;
  /** Whom it is about, CX form, where that is not the subject of the event: her log extract shows the leaf. */
  readonly subject?: string;
  readonly evidence?: readonly Evidence[];
  readonly ledger?: readonly LedgerChange[];
  /** The outward ledger of country B. */
  readonly deliveries?: readonly DeliveryChange[];
  readonly conflict?: ConflictRecord;
  /** Closes the open conflict records of a key (withdrawn by discard), or the one of an id. */
  readonly closeConflict?: { readonly key: DispenseKey; readonly note: string; readonly id?: string };
  /** An operator's order moves on. Guard: it is in `from` still (`state-changed`). */
  readonly order?: OrderChange;
  /** Documents that were handed over; a Patient Summary names no prescription. */
  readonly exported?: readonly { readonly prescriptionId?: string; readonly version?: string; readonly country: CountryCode; readonly documentId: string; readonly at: Instant }[];
  /** Advisory marks (decisions D52): deny nobody. */
  readonly marks?: readonly { readonly prescriptionId: string; readonly version: string; readonly country: CountryCode; readonly pharmacy: string; readonly expires: Instant }[];
  /** The Patient Summary that a list announces: committed with it, so that it can be fetched by any process. */
  readonly snapshot?: SummarySnapshot;
  readonly outbox?: readonly OutboxItem[];
}

/** A guard of a LedgerChange did not hold; nothing of the entry was committed. */
export type LedgerGuard = 'key-exists' | 'prescription-busy' | 'state-changed';

export type Committed =
  | { readonly ok: true; readonly leafSequence: string }
  | { readonly ok: false; readonly guard: LedgerGuard };

/**
 * Append before release (RS 5). `commit` resolves only after the transaction is durable.
 * @throws NcpError NCP_AUDIT_UNAVAILABLE when it cannot be committed: then nothing may be released.
 */
export interface Journal {
  commit(entry: JournalEntry): Promise<Committed>;
}

/** `unsettled`: INTENT, SENT, UNKNOWN or an open discard. `open-conflict`: a conflict record that nobody closed. */
export type Hold = 'unsettled' | 'open-conflict';

/** Reads of the ledger. @throws NcpError NCP_STORE_UNAVAILABLE */
export interface Ledger {
  /** Follows aliases. */
  find(key: DispenseKey): Promise<DispenseRecord | undefined>;
  /** All items reported under one document id by that country. */
  findByDocument(country: CountryCode, root: string, extension: string): Promise<readonly DispenseRecord[]>;
  /** What our ledger holds against these prescriptions (rule E18, D52); one that is both is `unsettled`. */
  holdsOn(prescriptionIds: readonly string[]): Promise<ReadonlyMap<string, Hold>>;
  /** Same hand-over content, newest first (decisions D51). */
  findByContent(country: CountryCode, contentHash: string): Promise<readonly DispenseRecord[]>;
  /** Confirmed rows of one prescription from one country and pharmacy since an instant (grouping, D50). */
  confirmedSince(query: { readonly country: CountryCode; readonly pharmacyId: string; readonly prescriptionId: string; readonly since: Instant }): Promise<readonly DispenseRecord[]>;
  exportedSince(query: { readonly country: CountryCode; readonly prescriptionId: string; readonly since: Instant }): Promise<boolean>;
  /** Rows for the reconciler that are due, oldest first; `limit` rows at most. */
  due(now: Instant, limit: number): Promise<readonly DispenseRecord[]>;
  markDelivered(key: DispenseKey, at: Instant): Promise<void>;
}

/** Replay memory: durable and shared between processes (SAML-41, decisions D62). */
export interface ReplayMemory {
  /**
   * Admits one message. `repeat` when the same bytes came before and the first exchange ended in a fault or was not delivered.
   * Counts the use of each assertion; `reused` when one is above its bound.
   * @throws NcpError NCP_STORE_UNAVAILABLE: the caller refuses (SAML-46).
   */
  admit(message: {
    readonly peer: CountryCode;
    readonly messageId: string;
    readonly bytesHash: string;
    readonly assertions: readonly { readonly id: string; readonly notOnOrAfter: Instant; readonly maxUses: number }[];
    readonly now: Instant;
  }): Promise<'first' | 'repeat' | 'duplicate' | 'other-bytes' | 'reused'>;
  /** How the exchange ended; without this call a repetition of the same bytes is processed again. */
  ended(message: { readonly peer: CountryCode; readonly messageId: string; readonly how: 'delivered' | 'fault' }): Promise<void>;
}
