import type { CalendarDate, CodedValue } from '@ncp/domain';
import type { FactAmount } from '../reading/facts/fact.js';

/**
 * What a Patient Summary says, by its meaning: read from the facts of a document, ours or another country's. Everything is
 * optional, because documents leave out what they like; what has no place here is still among the facts. Older documents deny
 * by a code of SNOMED CT: such an item stands among the others, and the catalogue knows that its code states an absence.
 */

/** A coded statement as it came. */
export interface SaidTerm {
  /** The code that crossed the border. */
  readonly pivot?: CodedValue;
  /** The first translation that says something else: the code of the country that wrote it. */
  readonly national?: CodedValue;
  /** The original words, else those of the national code, else of the pivot code. */
  readonly text?: string;
}

/** A day as written, or something coarser or finer. */
export type SaidDay = CalendarDate;

interface SaidItem {
  /** Root of the entry's own id, in lower case. */
  readonly id?: string;
  /** The statement denies what follows: it says that it is not so. */
  readonly negated?: true;
  /** Planned, asked for or hoped for, and not done; as written. */
  readonly mood?: string;
}

export interface SaidMedication extends SaidItem {
  readonly name?: string;
  readonly product?: SaidTerm;
  readonly strength?: string;
  readonly form?: SaidTerm;
  readonly atc?: SaidTerm;
  readonly ingredients: readonly { readonly substance?: SaidTerm; readonly amounts: readonly FactAmount[] }[];
  readonly start?: SaidDay;
  readonly end?: SaidDay;
  readonly widthDays?: string;
  /** Instructions of the patient in words. */
  readonly dosage?: string;
  readonly timing: SaidTiming;
  /** Lowest and highest dose as written. */
  readonly dose: readonly FactAmount[];
  readonly route?: SaidTerm;
  readonly reason?: SaidTerm;
  readonly status?: string;
}

export interface SaidTiming {
  readonly period?: FactAmount;
  readonly institutionSpecified?: string;
  /** First time, as written. */
  readonly from?: string;
  readonly event?: string;
  /** A single dose, as written. */
  readonly once?: string;
}

export interface SaidAllergy extends SaidItem {
  readonly kind?: SaidTerm;
  readonly agent?: SaidTerm;
  readonly agentName?: string;
  readonly criticality?: SaidTerm;
  readonly certainty?: SaidTerm;
  readonly status?: SaidTerm;
  readonly since?: SaidDay;
}

export interface SaidProblem extends SaidItem {
  readonly problem?: SaidTerm;
  /** Of the concern around it: active, completed. */
  readonly concern?: string;
  readonly certainty?: SaidTerm;
  readonly status?: SaidTerm;
  /** Since when it has been a concern, and since when it is there. */
  readonly since?: SaidDay;
  readonly onset?: SaidDay;
}

export interface SaidImmunization extends SaidItem {
  readonly vaccine?: SaidTerm;
  readonly name?: string;
  readonly given?: SaidDay;
  readonly lotNumber?: string;
  readonly manufacturer?: string;
  readonly targets: readonly SaidTerm[];
  readonly doseNumber?: string;
  /** Cancelled ones were not given. */
  readonly status?: string;
}

export interface SaidPregnancy {
  readonly status?: SaidItem & { readonly value: SaidTerm; readonly since?: SaidDay };
  readonly expectedDelivery?: SaidItem & { readonly method?: SaidTerm; readonly on?: SaidDay };
  readonly outcomes: readonly (SaidItem & { readonly outcome: SaidTerm; readonly count?: string })[];
  readonly earlierDates: readonly (SaidItem & { readonly on: string })[];
}

export interface SaidFunction extends SaidItem {
  readonly assessment?: SaidTerm;
  readonly value?: string;
  readonly on?: SaidDay;
}

export interface SaidBloodGroup extends SaidItem {
  readonly group?: SaidTerm;
  readonly taken?: SaidDay;
}

/** "No information" and known absences, by section. */
export type SaidAbsences = Partial<Record<'medications' | 'allergies' | 'problems' | 'procedures' | 'devices', CodedValue>>;

export interface SummaryContent {
  readonly medications: readonly SaidMedication[];
  readonly allergies: readonly SaidAllergy[];
  readonly problems: readonly SaidProblem[];
  readonly pastIllness: readonly SaidProblem[];
  readonly immunizations: readonly SaidImmunization[];
  readonly pregnancy: SaidPregnancy;
  readonly functionalStatus: readonly SaidFunction[];
  readonly bloodGroups: readonly SaidBloodGroup[];
  readonly absences: SaidAbsences;
}
