import type { CareRecords, PersonalNumber, RecordBlock } from '@ncp/domain';
import type { NationalCall } from './national-list.js';

/**
 * The care providers' records and the patient's blocks (decisions D76, sweden-patient-summary 1). A part that failed is
 * told in `failed`, so that the rest can be used; that a block is in force is never told to anybody.
 */
export interface CareRecordSource {
  /**
   * All rows of every contract. Answers also when everything failed: then every contract is in `failed`.
   */
  records(number: PersonalNumber, call: NationalCall): Promise<CareRecords>;
  /**
   * Blocks in force now.
   * @throws NcpError NCP_NATIONAL_UNAVAILABLE: without them no record may be used (PS02, fail closed)
   */
  blocks(number: PersonalNumber, call: NationalCall): Promise<readonly RecordBlock[]>;
}
