import type { Dosage } from './dosage.js';
import type { CalendarDate, Instant, Quantity } from './primitives.js';
import type { ArticleReference } from './product.js';

export type PrescriptionStatus = 'active' | 'completed' | 'stopped' | 'cancelled' | 'on-hold' | 'entered-in-error' | 'unknown';

export interface Prescriber {
  readonly given: readonly string[];
  readonly family: string;
  /** Forskrivarkod, 7 digits. */
  readonly prescriberCode?: string;
  readonly hsaId?: string;
  /** Swedish profession code as written: LK, TL, SJ, BM, AP, RC ... (decisions D41). */
  readonly profession?: { readonly code: string; readonly display?: string };
  readonly phone?: string;
  readonly workplace: {
    readonly code?: string;
    readonly name?: string;
    readonly street?: string;
    readonly city?: string;
    readonly postalCode?: string;
  };
}

/** One Swedish prescription, one medicine (NLLMedicationRequest, sweden-national 2.3). */
export interface Prescription {
  readonly id: string;
  readonly versionId: string;
  readonly lastUpdated: Instant;
  /** Logical id of the patient in the national list. */
  readonly patientNationalId: string;
  readonly status: PrescriptionStatus;
  readonly format: 'electronic' | 'paper' | 'unknown';
  readonly registrationBasis?: string;
  readonly chainId?: string;
  /** GLN of the one pharmacy it is addressed to. */
  readonly receivingPharmacy?: string;
  readonly article: ArticleReference;
  readonly prescriber: Prescriber;
  readonly authoredOn: Instant;
  readonly dosage: Dosage;
  readonly dosePackaging: boolean;
  /** Number of uttag prescribed. */
  readonly dispensesAllowed: number;
  /** Packages in one uttag. */
  readonly packagesPerDispense: number;
  readonly validity: { readonly start?: CalendarDate; readonly end?: CalendarDate };
  readonly dispenseIntervalDays?: number;
  readonly remainingDispenses?: number;
  readonly remainingQuantity?: Quantity;
  readonly nextDispenseEarliest?: CalendarDate;
  readonly substitutionAllowed: boolean;
  readonly noteToPharmacy?: string;
  /** Integrity or secrecy block on this prescription. */
  readonly blocked: boolean;
  /** A Swedish pharmacy holds an expedition lock. */
  readonly lockedByPharmacy: boolean;
  /** modifierExtension or status we do not understand: it may invert the meaning, so not offered (CDA-05). */
  readonly notUnderstood: readonly string[];
}

/** What is offered abroad: exactly one uttag of one prescription version (decisions D32). */
export interface Offer {
  readonly prescription: Prescription;
  /** Whole packages, at least 1. */
  readonly packages: number;
}
