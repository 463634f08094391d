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
  /**
   * SHA-256, hex, of the blocks that it was filtered by. A retrieve under other blocks is refused: what the patient has closed
   * since then must not leave (D30). Absent when no care record was used, so that no block can concern it.
   */
  readonly blocksHash?: string;
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
