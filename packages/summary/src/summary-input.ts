import type {
  Article, CalendarDate, CareRecords, Instant, Patient, PatientSummary, Prescription, Quantity, RecordBlock, RecordOutcome,
} from '@ncp/domain';
import type { Catalogue, MissingTerm } from '@ncp/terminology';
import type { SummaryPolicy } from './policy.js';

/** One uttag that holds: neither taken back nor credited. */
export interface HandOver {
  readonly on: CalendarDate;
  /** In the prescribed article's unit. */
  readonly quantity: Quantity;
}

/** A prescription of the national list with what PS51 asks of it. */
export interface NationalMedication {
  readonly prescription: Prescription;
  /** The register's article, where it knows it. */
  readonly article?: Article;
  /**
   * Its uttag, in any order. A prescription that is over counts as current while a supply from it may still last, so those with
   * an uttag within `windows.dispensedMonths` belong here too, whatever their status.
   */
  readonly handOvers: readonly HandOver[];
}

/** Everything a summary is made of. The person's own right to have one (consent, PS01) is judged before. */
export interface SummaryInput {
  readonly patient: Patient;
  /** All prescriptions that the list gave, blocked ones included: a block closes the whole chain. */
  readonly medications: readonly NationalMedication[];
  /** Articles by NPL-id and by NPL pack id, for ordinations, vaccines and products that caused an allergy. */
  readonly articles: ReadonlyMap<string, Article>;
  readonly records: CareRecords;
  /** `unknown`: no care record is used, because any of them might be closed (PS02). */
  readonly blocks: readonly RecordBlock[] | 'unknown';
  readonly catalogue: Catalogue;
  readonly policy: SummaryPolicy;
  /** Time of compilation and the day in Sweden. */
  readonly now: Instant;
  readonly today: CalendarDate;
  /** UUID v5 of a name, under a fixed namespace. */
  readonly uuidOf: (name: string) => string;
}

export interface SummaryResult {
  readonly summary: PatientSummary;
  /** One outcome for each row that was read, in the order of source and key (PS96). */
  readonly outcomes: readonly RecordOutcome[];
  /** Codes without a counterpart; words of a record are not among them, for they may name a person. */
  readonly missingTerms: readonly MissingTerm[];
}
