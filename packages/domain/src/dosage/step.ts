import type { CalendarDate, CodedValue, DecimalString, Quantity } from '../primitives.js';

export type DosageKind = 'times-of-day' | 'frequency' | 'interval' | 'once' | 'free-text';
export type PeriodUnit = 'h' | 'd' | 'wk' | 'mo' | 'min';

/** At most so much in so long: `8 tablett` in `1 dygn`. */
export interface MaximumDose {
  readonly dose: Quantity;
  readonly period: Quantity;
}

/** One NLLDosage entry. Equal `sequence` = in parallel, different = one after another (sweden-national 5). */
export interface DosageStep {
  readonly sequence: number;
  readonly subSequence?: number;
  readonly kind: DosageKind;
  readonly text?: string;
  readonly frequency?: number;
  readonly period?: DecimalString;
  readonly periodUnit?: PeriodUnit;
  /** FHIR EventTiming codes as written: MORN, NOON, EVE, NIGHT, AC, PCM, HS ... */
  readonly when: readonly string[];
  /** Local times `HH:MM`. */
  readonly timeOfDay: readonly string[];
  readonly dayOfWeek: readonly string[];
  /** The day of a single dose, where the prescriber named one. */
  readonly on?: CalendarDate;
  readonly boundsDays?: number;
  readonly asNeeded: boolean;
  readonly dose?: Quantity;
  readonly doseRange?: { readonly low: Quantity; readonly high: Quantity };
  readonly maximum?: MaximumDose;
  readonly route?: CodedValue;
  readonly administration?: string;
  /** NLLObservandumDose: the high dose is intended. */
  readonly observandum: boolean;
}

/** The whole dosage. `text` is what the label says; it is never dropped. */
export interface Dosage {
  readonly text: string;
  readonly steps: readonly DosageStep[];
}
