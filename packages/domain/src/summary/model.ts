import type { CareContract } from '../care/record.js';
import type { Dosage } from '../dosage.js';
import type { Patient } from '../patient.js';
import type { CalendarDate, CodedValue, Instant } from '../primitives.js';

/**
 * What may be said abroad of a Swedish patient's health: selected, deduplicated and coded, not yet a document
 * (sweden-patient-summary 2-10). `packages/summary` makes it, `packages/cda` writes it as level 3 and level 1.
 * An empty list states nothing about the patient: the writer says "no information" (PS95).
 */

/** A thing said by a code of the release, or, where none fits, by its words alone (`OTH`, PS14, PS32, PS44). */
export interface SummaryTerm {
  /** The code that crosses the border, with its English text. */
  readonly pivot?: CodedValue;
  /** The national code it stands for, with its Swedish text; kept as a translation. */
  readonly national?: CodedValue;
  /** The original words, Swedish; never empty. */
  readonly text: string;
  /** The pivot code says less than the national one (PS31 steps 4 and 5). */
  readonly broader: boolean;
}

/** Who recorded it; part of the narrative only. */
export interface SummarySource {
  /** Names, or HSA-ids where no name is known; several after a merge. */
  readonly providers: readonly string[];
  readonly unsigned: boolean;
}

interface SummaryItem {
  /** UUID v5 of the record key or the merge key: the same records give the same id. */
  readonly id: string;
  readonly source: SummarySource;
}

export interface MedicationItem extends SummaryItem {
  /** Ordination, or the patient's own choice (PS53: INT or EVN). */
  readonly kind: 'ordination' | 'self-medication';
  readonly product: {
    readonly name: string;
    readonly nplId?: string;
    readonly atc?: SummaryTerm;
    readonly form?: SummaryTerm;
    readonly strengthText?: string;
  };
  readonly start?: CalendarDate;
  readonly end?: CalendarDate;
  /** Words for the narrative, empty only where the record has none; a structure only from the national list (PS56). */
  readonly dosage: Dosage;
  readonly route?: SummaryTerm;
  readonly reason?: SummaryTerm;
  /** From the national list, or from an ordination in a care record (PS52). */
  readonly origin: 'national-list' | 'care-record';
}

export interface AllergyItem extends SummaryItem {
  /** VS 42.18 (PS11). */
  readonly kind: CodedValue;
  readonly agent: SummaryTerm & { readonly agentKind: 'drug' | 'other' };
  /** VS 42.57, 42.58, 42.59; absent is not said (PS15-PS17). */
  readonly criticality?: CodedValue;
  readonly certainty?: CodedValue;
  readonly status: CodedValue;
  readonly ascertained?: CalendarDate;
  /** Severity and certainty in the words of the record, and its comments. */
  readonly severityText?: string;
  readonly certaintyText?: string;
  readonly comments: readonly string[];
}

export interface ProblemItem extends SummaryItem {
  readonly problem: SummaryTerm;
  /** VS 42.64; only `unconfirmed` is ever said (PS32). */
  readonly certainty?: CodedValue;
  /** VS 42.15, only when the record says that it is chronic (PS33). */
  readonly status?: CodedValue;
  readonly firstRecorded?: CalendarDate;
  readonly lastRecorded?: CalendarDate;
  /** Of an alert that names the disease (PS20). */
  readonly comments?: readonly string[];
}

/** A warning that has no place among the entries: words in the narrative of Active Problems (PS20). */
export interface AlertText {
  readonly id: string;
  readonly heading: string;
  readonly lines: readonly string[];
  readonly source: SummarySource;
}

export interface ImmunizationItem extends SummaryItem {
  readonly vaccine: SummaryTerm;
  /** Absent when only the day of registration is known (PS47). */
  readonly given?: CalendarDate;
  readonly registered?: CalendarDate;
  readonly lotNumber?: string;
  readonly manufacturer?: string;
  /** Diseases; one without a code is for the narrative only (PS45). */
  readonly targets: readonly SummaryTerm[];
  readonly doseNumber?: number;
}

/** A vaccination of which no vaccine is known (PS48): a line of the narrative. */
export interface ImmunizationText {
  readonly id: string;
  readonly line: string;
  readonly source: SummarySource;
}

export interface PregnancyHistory {
  readonly pregnant?: { readonly id: string; readonly since: CalendarDate };
  /** VS 42.9: by last period, by ultrasound (PS82). */
  readonly expectedDelivery?: { readonly id: string; readonly method: CodedValue; readonly on: CalendarDate };
  /** VS 42.62 with a count of at least 1 each (PS83). */
  readonly outcomes: readonly { readonly id: string; readonly outcome: CodedValue; readonly count: number }[];
  /** `YYYYMM` or `YYYY`. */
  readonly earlierDates: readonly { readonly id: string; readonly yearMonth: string }[];
  readonly source: SummarySource;
}

export interface FunctionalStatusItem extends SummaryItem {
  readonly assessment: SummaryTerm;
  /** The qualifier or the answer in words; the observation's text value (PS61). Without a code in `assessment`: narrative only. */
  readonly value: string;
  readonly assessedOn: CalendarDate;
}

/** Decided only when every record agrees (PS71-PS73). Not for transfusion, and the narrative says so. */
export interface BloodGroup extends SummaryItem {
  readonly group: SummaryTerm;
  /** Latest sample; absent when no record says when. */
  readonly taken?: CalendarDate;
}

export interface PatientSummary {
  readonly patient: Patient;
  readonly compiledAt: Instant;
  /** The newest record used, else the time of compilation (sweden-patient-summary 10). */
  readonly lastUpdated: Instant;
  readonly medications: readonly MedicationItem[];
  readonly allergies: readonly AllergyItem[];
  /** Words about hypersensitivity that are no entry, e.g. of a negation (PS21). */
  readonly allergyTexts: readonly AlertText[];
  readonly problems: readonly ProblemItem[];
  readonly alerts: readonly AlertText[];
  readonly pastIllness: readonly ProblemItem[];
  readonly immunizations: readonly ImmunizationItem[];
  readonly immunizationTexts: readonly ImmunizationText[];
  readonly pregnancy?: PregnancyHistory;
  readonly functionalStatus: readonly FunctionalStatusItem[];
  readonly bloodGroup?: BloodGroup;
}

export type OutcomeKind = 'entry' | 'narrative' | 'merged' | 'dropped' | 'withheld';

/** What became of one record, or of one version of it (PS96). Withheld ones are told to the audit log only. */
export interface RecordOutcome {
  readonly source: CareContract | 'national-list';
  readonly key: string;
  readonly outcome: OutcomeKind;
  /** `PSxx`, the rule that decided. */
  readonly rule: string;
  /** Where a record could not be read, by path. */
  readonly at?: string;
}
