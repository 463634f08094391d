import type { CodedValue } from '@ncp/domain';

/**
 * What an operator may choose, each between answers that the specification allows (sweden-patient-summary). Nothing here turns
 * a check off; blocks, signatures and status are judged whatever stands here. All defaults are [local].
 */
export interface SummaryPolicy {
  /**
   * `NOPATIENT_POLICY`: records that are not approved for the patient, or marked confidential (PS05). The patient may get the
   * document abroad, so there is only one answer until the agency decides on another.
   */
  readonly noPatient: 'withhold';
  /** `LAB_EXPORT`: of laboratory results only the blood group crosses the border (PS71, PS74). */
  readonly labExport: 'bloodgroup';
  /** `EXPORT_REASON`: why a medicine is taken (PS57). */
  readonly exportReason: boolean;
  /** `EXPORT_PREGNANCY_HISTORY`: earlier pregnancies also while no pregnancy is known (PS84). */
  readonly exportPregnancyHistory: boolean;
  /** HSA-ids of source systems that judge blocks themselves and may leave Provenance out (`serverSideFiltering`, PS04). */
  readonly filteringSystems: readonly string[];
  /** Codes of analyses of blood group, beside the words; the official ones are [unknown] (PS71). */
  readonly bloodGroupAnalyses: readonly CodedValue[];
  readonly windows: SummaryWindows;
}

/** How old a record may be, counted back from the day of compilation, that day included. */
export interface SummaryWindows {
  /** Diagnoses that are neither chronic nor significant (PS34). */
  readonly diagnosisMonths: number;
  /** Symptoms, R00-R99 (PS36). */
  readonly symptomMonths: number;
  /** An uttag whose supply may still last (PS51). */
  readonly dispensedMonths: number;
  /** Assessments of ability (PS61). */
  readonly functionalMonths: number;
  /** Doses kept of each vaccine that is given every season (PS49). */
  readonly seasonalDoses: number;
  /** An expected delivery may be this far in the past (PS81). */
  readonly overdueDays: number;
}

export const DEFAULT_SUMMARY_POLICY: SummaryPolicy = {
  noPatient: 'withhold',
  labExport: 'bloodgroup',
  exportReason: false,
  exportPregnancyHistory: false,
  filteringSystems: [],
  bloodGroupAnalyses: [],
  windows: { diagnosisMonths: 6, symptomMonths: 3, dispensedMonths: 15, functionalMonths: 24, seasonalDoses: 3, overdueDays: 21 },
};
