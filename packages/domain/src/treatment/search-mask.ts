import type { CalendarDate, CountryCode, InstanceIdentifier } from '../primitives.js';
import type { AdministrativeGender } from '../patient.js';

/** A text that people read, in both languages of the counter. */
export interface BilingualText {
  readonly sv: string;
  readonly en: string;
}

/** What a country may ask of a person who wants to be found there (wire-contract 9.2). */
export type MaskFieldKind =
  | 'identifier' | 'birth-date' | 'gender' | 'family' | 'given' | 'street' | 'city' | 'postal-code'
  /** Asked before documents are listed, and sent in the treatment relationship (decisions G20). */
  | 'prescription-id' | 'dispensation-pin';

export interface MaskField {
  /** Key in the request body and name of the input; unique within the mask. */
  readonly key: string;
  readonly kind: MaskFieldKind;
  readonly label: BilingualText;
  /** Where on the identity document it stands, an example. */
  readonly hint?: BilingualText;
  /** Identifiers: the OID that becomes the root. */
  readonly domain?: string;
  /** Identifiers: anchored regular expression of the whole value, as the country publishes it. */
  readonly format?: string;
  readonly mandatory: boolean;
}

/** A country's International Search Mask. */
export interface SearchMask {
  readonly country: CountryCode;
  readonly patient: readonly MaskField[];
  readonly document: readonly MaskField[];
}

/** What the professional typed, checked against the mask: goes out as it is (decisions UC-B1 3). */
export interface PatientTraits {
  readonly identifiers: readonly InstanceIdentifier[];
  readonly birthDate?: CalendarDate;
  readonly gender?: AdministrativeGender;
  readonly family?: string;
  readonly given?: string;
  readonly address?: { readonly street?: string; readonly city?: string; readonly postalCode?: string };
  readonly prescriptionId?: string;
  readonly pin?: string;
}
