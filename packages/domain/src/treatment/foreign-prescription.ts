import type { ForeignPharmacy, ForeignProduct } from '../dispensation.js';
import type { Finding } from '../errors/finding.js';
import type { AdministrativeGender } from '../patient.js';
import type { CalendarDate, CodedValue, DecimalString, InstanceIdentifier, Instant, Quantity } from '../primitives.js';

/** A name as a document writes it. */
export interface PersonName {
  readonly family: string;
  readonly given: readonly string[];
}

/** A point in time of a foreign document: as written, with the day and, when its zone is known, the instant. */
export interface ForeignTime {
  readonly written: string;
  readonly date?: CalendarDate;
  readonly instant?: Instant;
}

export interface ForeignPatient {
  /** The first one is the identifier the patient was found with (cda-documents 2). */
  readonly ids: readonly InstanceIdentifier[];
  readonly name?: PersonName;
  readonly gender?: AdministrativeGender;
  /** HL7 form, year or month precision included. */
  readonly birthTime?: string;
}

export interface ForeignPrescriber {
  readonly name?: PersonName;
  readonly ids: readonly InstanceIdentifier[];
  readonly role?: CodedValue;
  readonly organisation?: ForeignPharmacy;
  readonly writtenAt?: ForeignTime;
}

/** How often, as far as the document says it in codes (cda-documents 5). */
export type ForeignTiming =
  | { readonly kind: 'period'; readonly period: Quantity; readonly institutionSpecified?: boolean; readonly from?: string }
  | { readonly kind: 'event'; readonly code: string }
  | { readonly kind: 'once'; readonly at: ForeignTime };

/** What an ePrescription of another country says. Identifiers are verbatim: they go back in the eDispensation (decisions D75). */
export interface ForeignPrescriptionFacts {
  readonly documentId: InstanceIdentifier;
  readonly setId?: InstanceIdentifier;
  /** Documents this one was transformed from; mostly the level 1 of the same content. */
  readonly relatedIds: readonly InstanceIdentifier[];
  readonly title?: string;
  readonly language?: string;
  readonly effectiveTime?: ForeignTime;
  /** The section's id; what an eDispensation fulfils. */
  readonly prescriptionId?: InstanceIdentifier;
  /** The item's id; what an eDispensation refers to. */
  readonly itemId?: InstanceIdentifier;
  readonly patient: ForeignPatient;
  readonly prescriber: ForeignPrescriber;
  /** For showing and comparing. */
  readonly product: ForeignProduct;
  readonly packages?: { readonly value: DecimalString; readonly unit?: string };
  /** Information only, never added to a quantity (decisions D33). */
  readonly repeats?: string;
  readonly status?: string;
  /** `width` is the length where the document gives that instead of an end. */
  readonly treatment?: { readonly low?: ForeignTime; readonly high?: ForeignTime; readonly width?: Quantity };
  readonly timings: readonly ForeignTiming[];
  readonly dose?: { readonly low?: Quantity; readonly high?: Quantity };
  /** A number of the coded dosage cannot be read or is said to be none, or a modifier has no place here: what is left may not be told as the dosage. */
  readonly dosageDoubtful?: true;
  readonly route?: CodedValue;
  readonly patientInstructions: readonly string[];
  readonly fulfilmentInstructions: readonly string[];
  readonly substitution?: CodedValue;
  /** Only `N` forbids; nothing said allows (cda-documents 3). */
  readonly substitutionAllowed: boolean;
  /** The section's text, one line for each block, in the language of the document. */
  readonly narrative: readonly string[];
  readonly findings: readonly Finding[];
}
