import type {
  Article, CountryCode, CrossBorderConsent, Dispensation, ExchangeId, Instant, Patient, PersonalNumber, Prescription,
  Quantity,
} from '@ncp/domain';

/** Who asks the national list, for whom, in which exchange. Becomes headers, never content of a log. */
export interface NationalCall {
  readonly exchange: ExchangeId;
  readonly country: CountryCode;
  /** Logical patient id when known (header x-patientref). */
  readonly patientNationalId?: string;
  /**
   * Nobody waits for an answer after this (decisions 3.3): reads end by then, and a write that might not end by then is
   * not begun. Absent for work that no message waits for.
   */
  readonly deadline?: Instant;
}

/** An uttag as the national list holds it. */
export interface RegisteredDispense {
  readonly id: string;
  readonly versionId: string;
  readonly status: 'completed' | 'reversed' | 'credited';
  readonly prescriptionId: string;
  /** NLLActorDispatchId: carries the hash of our dispense key (decisions G12). */
  readonly actorDispatchId: string;
  readonly rowNumber: number;
  readonly handedOverAt: Instant;
  readonly deducted: Quantity;
}

/** Prescriptions active, parked or completed, and all uttag, taken back ones included. */
export interface MedicationHistory {
  readonly prescriptions: readonly Prescription[];
  readonly dispenses: readonly RegisteredDispense[];
}

/** Everything needed to register one uttag (sweden-national 6.2); already decided, nothing left to choose. */
export interface RegisterDispense {
  readonly prescription: Prescription;
  readonly actorDispatchId: string;
  /** NLLDispatchId: rows that share it are one uttag (decisions D50); of a lone hand-over its own actorDispatchId. */
  readonly dispatchId: string;
  readonly rowNumber: number;
  /** uuid v5 of the dispense key: header x-request-id, the same on every repeat (decisions G12). */
  readonly requestId: string;
  readonly packages: number;
  readonly dispensed: Quantity;
  readonly deducted: Quantity;
  readonly complete: boolean;
  readonly dispensation: Dispensation;
  readonly homeCommunityId: string;
  readonly receivedAt: Instant;
}

/** NLL *backa* of one uttag (decisions D58). */
export interface ReverseDispense {
  readonly dispense: RegisteredDispense;
  readonly requestId: string;
  readonly reason: string;
}

/**
 * The national medication list. Reads are retried inside the adapter, writes never.
 * @throws NcpError NCP_NATIONAL_UNAVAILABLE when nothing was sent (refused, breaker open, connect time-out) or a read failed;
 *   NCP_NATIONAL_OUTCOME_UNKNOWN when a write was sent and no usable answer came;
 *   NCP_NATIONAL_VERSION_CONFLICT (412), NCP_NATIONAL_LOCKED (423), NCP_NATIONAL_REFUSED (422, details.reason
 *   `status` | `left` | `interval` | `other`), NCP_NATIONAL_FORBIDDEN, NCP_NATIONAL_NOT_FOUND,
 *   NCP_NATIONAL_WRONG_PATIENT, NCP_NATIONAL_MALFORMED.
 */
export interface NationalList {
  /** All persons that answer to the number: empty when unknown. */
  findPatients(number: PersonalNumber, call: NationalCall): Promise<readonly Patient[]>;
  consents(patientNationalId: string, call: NationalCall): Promise<readonly CrossBorderConsent[]>;
  /** Every prescription of the patient that is not terminally closed, all pages read. */
  prescriptions(patientNationalId: string, call: NationalCall): Promise<readonly Prescription[]>;
  prescription(id: string, call: NationalCall): Promise<Prescription | undefined>;
  /** Every prescription of the patient that is or was in force, and every uttag of hers: what a Patient Summary is made of (PS51). */
  medicationHistory(patientNationalId: string, call: NationalCall): Promise<MedicationHistory>;
  /** Product register facts by NPL pack id; undefined when the register does not know it (decisions G23). */
  article(nplPackId: string, call: NationalCall): Promise<Article | undefined>;
  dispensesOf(prescriptionId: string, call: NationalCall): Promise<readonly RegisteredDispense[]>;
  /** Look-up by our key before any repeat (decisions G12). */
  dispensesByActorId(actorDispatchId: string, call: NationalCall): Promise<readonly RegisteredDispense[]>;
  registerDispense(command: RegisterDispense, call: NationalCall): Promise<RegisteredDispense>;
  reverseDispense(command: ReverseDispense, call: NationalCall): Promise<RegisteredDispense>;
}
