import type { CalendarDate, CodedValue, Instant } from '../primitives.js';

/**
 * What care providers have on record about one patient, as their contracts state it (sweden-patient-summary 1): nothing is
 * selected, translated or concluded here. `packages/fhir` reads it, `packages/summary` decides what of it crosses the border.
 */

/** A coded value of a care record: a code with its system, or words alone; both are normal (sweden-patient-summary 1.1). */
export interface RecordTerm {
  /** As written; the system is an OID, or the URI where the source gave no OID. Several codings of one thing may stand side by side. */
  readonly codings: readonly CodedValue[];
  /** The original words, Swedish. */
  readonly text?: string;
}

/** A care giver or care unit, named by HSA-id. */
export interface CareOrganisation {
  readonly hsaId: string;
  readonly name?: string;
}

/** Where a record comes from and who is answerable for it: what blocks, security labels and corrections are judged by. */
export interface RecordOrigin {
  /**
   * `<source system HSA-id>#<record id>`: equal for every version of the same record of a contract, and for nothing else
   * (sweden-patient-summary 1.1).
   */
  readonly key: string;
  /** HSA-id of the source system. */
  readonly system: string;
  /** Absent when the source gave no Provenance (PS04). Outer blocks name care givers, inner blocks care units. */
  readonly careGiver?: CareOrganisation;
  readonly careUnit?: CareOrganisation;
  /** Provenance.recorded: of several versions the latest wins (PS07). */
  readonly recorded?: Instant;
  /** The time that block decisions compare with, where the source gives one (PS03). */
  readonly blockComparisonTime?: Instant;
  /** Signed by a legal authenticator. */
  readonly signed: boolean;
  /** `NOPATIENT`: not approved for the patient; `R`: marked confidential (PS05). */
  readonly security: readonly ('NOPATIENT' | 'R')[];
  /** Time of writing. */
  readonly authored?: Instant;
}

interface CareRecord {
  readonly origin: RecordOrigin;
}

/** GetAlertInformation: one Flag, joined with its AllergyIntolerance. */
export interface AlertRecord extends CareRecord {
  readonly type: 'alert';
  readonly kind: 'hypersensitivity' | 'serious-disease' | 'communicable-disease' | 'treatment' | 'restriction-of-care' | 'unstructured';
  /** Allergy or intolerance, where the record says (PS11). */
  readonly hypersensitivityType?: RecordTerm;
  /** A medicine or something else, where the record says: a medicine is never looked up among other agents (PS12, PS13). */
  readonly agentKind?: 'drug' | 'other';
  /** Agent, disease, treatment or heading. */
  readonly subject: RecordTerm;
  /** NPL-ids of products that caused it. */
  readonly products: readonly string[];
  readonly severity?: RecordTerm;
  readonly certainty?: RecordTerm;
  readonly ascertained?: CalendarDate;
  readonly start?: CalendarDate;
  /** The earlier of planned end and obsolete time (PS17). */
  readonly end?: CalendarDate;
  readonly comments: readonly string[];
}

/** GetDiagnosis: one assessment at one visit. */
export interface DiagnosisRecord extends CareRecord {
  readonly type: 'diagnosis';
  readonly category: 'main' | 'secondary' | 'unknown';
  readonly diagnosis: RecordTerm;
  /** Day of the assessment, never of the onset. */
  readonly assessed?: CalendarDate;
  readonly recordedOn: CalendarDate;
  readonly chronic: boolean;
}

/** GetVaccinationHistory: one administration. */
export interface VaccinationRecord extends CareRecord {
  readonly type: 'vaccination';
  /** False when the record was nullified (`entered-in-error`). */
  readonly valid: boolean;
  /** Vaccine by type, disease, ATC, SNOMED CT or NPL-id; absent in a thin record (PS48). */
  readonly vaccine?: RecordTerm;
  /** Of a day alone, its first moment in Sweden: only the day crosses the border. */
  readonly occurred?: Instant;
  /** Day of registration. */
  readonly registered?: CalendarDate;
  readonly primarySource: boolean;
  readonly sourceDescription?: string;
  readonly lotNumber?: string;
  readonly manufacturer?: string;
  readonly targetDiseases: readonly RecordTerm[];
  readonly doseNumber?: number;
  readonly seriesDoses?: number;
}

/** GetMedicationHistory: one ordination of a care provider. */
export interface OrdinationRecord extends CareRecord {
  readonly type: 'ordination';
  /** `start` is an ordination, `stop` ends one: an active `stop` is a stopped medicine (sweden-patient-summary 5). */
  readonly prescriptionType: 'start' | 'stop' | 'unknown';
  /** Active: last version of its chain. */
  readonly active: boolean;
  readonly chainId?: string;
  readonly medicine: OrdinationMedicine;
  readonly start?: CalendarDate;
  readonly end?: CalendarDate;
  readonly dosageTexts: readonly string[];
  readonly route?: RecordTerm;
  readonly reason?: RecordTerm;
  readonly selfMedication: boolean;
}

export interface OrdinationMedicine {
  readonly kind: 'drug' | 'article' | 'generic' | 'merchandise' | 'unstructured' | 'missing';
  readonly nplId?: string;
  readonly nplPackId?: string;
  readonly atc?: CodedValue;
  readonly text?: string;
  readonly formText?: string;
  readonly strengthText?: string;
}

/** GetFunctionalStatus: one assessment of ability, which is not a problem. */
export interface FunctionalStatusRecord extends CareRecord {
  readonly type: 'functional-status';
  readonly category: 'personal-adl' | 'disability' | 'unknown';
  readonly assessment: RecordTerm;
  readonly assessedOn: CalendarDate;
  /** One per activity: `personlig hygien`, `förflyttning`, ... with its answer in words; `activity` absent for a comment. */
  readonly notes: readonly { readonly activity?: string; readonly text: string }[];
}

export type LaboratoryStatus = 'registered' | 'preliminary' | 'final' | 'corrected' | 'amended' | 'cancelled' | 'entered-in-error' | 'unknown';

/** GetLaboratoryOrderOutcome: one analysis of one report. */
export interface LaboratoryRecord extends CareRecord {
  readonly type: 'laboratory';
  /** Key of the report it belongs to. */
  readonly report: string;
  readonly status: LaboratoryStatus;
  readonly analysis: RecordTerm;
  readonly taken?: Instant;
  /** The value in words, as written. */
  readonly value?: string;
}

/** GetMaternityMedicalHistory: one populated section of one maternity record. */
export interface MaternityRecord extends CareRecord {
  readonly type: 'maternity';
  readonly section: 'registration' | 'checkup' | 'post-delivery';
  readonly authoredOn: CalendarDate;
  readonly expectedDelivery: { readonly byLastPeriod?: CalendarDate; readonly byUltrasound?: CalendarDate; readonly byTransfer?: CalendarDate };
  /** Earlier deliveries as registered: 1 ectopic, 2 miscarriage, 4 stillborn, 5 live born, 0 not stated. */
  readonly earlierDeliveries: readonly { readonly year?: number; readonly month?: number; readonly outcome: number }[];
  /** Children of a post-delivery section. */
  readonly children: number;
}

/** GetObservations: one observation, e.g. of growth. */
export interface ObservationRecord extends CareRecord {
  readonly type: 'observation';
  readonly status: LaboratoryStatus;
  readonly code: RecordTerm;
  readonly observedOn?: CalendarDate;
  readonly value?: string;
}

export type AnyCareRecord =
  | AlertRecord | DiagnosisRecord | VaccinationRecord | OrdinationRecord | FunctionalStatusRecord | LaboratoryRecord | MaternityRecord
  | ObservationRecord;

export const CARE_CONTRACTS = [
  'alerts', 'diagnoses', 'vaccinations', 'ordinations', 'functional-status', 'laboratory', 'maternity', 'observations',
] as const;
/** A contract that the Patient Summary reads; care documentation is never read for it (PS91). */
export type CareContract = (typeof CARE_CONTRACTS)[number];

/** A source system that gave no answer, or only a part of one, for a contract. */
export interface FailedSource {
  readonly contract: CareContract;
  /** HSA-id of the system; absent when the platform itself failed. */
  readonly system?: string;
}

/** A resource that could not be read as a record of its contract; told in the conversion report, never guessed at. */
export interface UnreadableRecord {
  readonly contract: CareContract;
  readonly key?: string;
  /** What is wrong, by path; no content. */
  readonly at: string;
}

/** The answer of the care providers: rows beside those that failed (sweden-patient-summary 1.1). */
export interface CareRecords {
  readonly rows: readonly AnyCareRecord[];
  readonly failed: readonly FailedSource[];
  readonly unreadable: readonly UnreadableRecord[];
}

/** A block in force: an outer block closes a care giver, an inner block a care unit (PS02). */
export interface RecordBlock {
  readonly kind: 'outer' | 'inner';
  readonly hsaId: string;
  /**
   * Days of the records that it closes, where it does not close all of them: both included, open where absent, compared with the
   * time of the record (PS03). **Not the days on which the block itself is in force**: a block of today closes old records too.
   */
  readonly from?: CalendarDate;
  readonly until?: CalendarDate;
}
