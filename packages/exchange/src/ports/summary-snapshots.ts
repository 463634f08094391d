import type { CountryCode, Instant, PatientSummary } from '@ncp/domain';

/** One Patient Summary as it was compiled for one list: what a retrieve renders, and for whom (decisions D28, D31). */
export interface SummarySnapshot {
  /** UUID, minted per list: the document ids are `<PS_DOC_ROOT>^<id>.L3` and `.L1`. */
  readonly id: string;
  /** The country that listed; nobody else may fetch it. */
  readonly country: CountryCode;
  /** Logical id of the person in the national list. */
  readonly patientNationalId: string;
  readonly madeAt: Instant;
  /** From here on it does not exist (UC-A6 c). */
  readonly expiresAt: Instant;
  /** The sources that it was made of: what the patient closes in another one cannot concern it. */
  readonly sources: readonly ('national-list' | 'care-records')[];
  /** SHA-256, hex, of what was closed in them. Where that is another now, nothing of it may leave any more (D30). */
  readonly closuresHash: string;
  readonly summary: PatientSummary;
}

/**
 * Snapshots that may be fetched by any process. They are written with the journal entry of their list (`JournalEntry.snapshot`):
 * what is not on record was not announced. The content is sealed.
 * @throws NcpError NCP_STORE_UNAVAILABLE, NCP_STORE_SEALED
 */
export interface SummarySnapshots {
  /** By its id, expired or not; undefined when it never was or is gone. */
  find(id: string): Promise<SummarySnapshot | undefined>;
  /** Removes those that ended before; gives their number. */
  forget(before: Instant): Promise<number>;
}
