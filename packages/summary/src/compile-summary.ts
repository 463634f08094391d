import { NcpError, type Article, type CalendarDate, type CareRecords, type Instant, type Patient, type PatientSummary, type Prescription, type RecordBlock, type RecordOutcome } from '@ncp/domain';
import type { Catalogue, MissingTerm } from '@ncp/terminology';

/** Everything a summary is made of. The person's own right to have one (consent, PS01) is judged before. */
export interface SummaryInput {
  readonly patient: Patient;
  /** Prescriptions of the national list, with the register's article where known. */
  readonly prescriptions: readonly { readonly prescription: Prescription; readonly article?: Article }[];
  /** Articles by NPL-id or NPL pack id, for ordinations and vaccines. */
  readonly articles: ReadonlyMap<string, Article>;
  readonly records: CareRecords;
  readonly blocks: readonly RecordBlock[];
  readonly catalogue: Catalogue;
  /** Time of compilation and the day in Sweden. */
  readonly now: Instant;
  readonly today: CalendarDate;
  /** UUID v5 of a name, under a fixed namespace. */
  readonly uuidOf: (name: string) => string;
}

export interface SummaryResult {
  readonly summary: PatientSummary;
  /** One outcome for each record that was read (PS96). */
  readonly outcomes: readonly RecordOutcome[];
  readonly missingTerms: readonly MissingTerm[];
}

/** Compiles the summary (sweden-patient-summary 1.2-10). */
export const compileSummary = (_input: SummaryInput): SummaryResult => {
  throw new NcpError('NCP_PS_NONE');
};
