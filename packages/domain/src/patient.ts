import type { CalendarDate, CountryCode, PersonalNumber } from './primitives.js';

export type AdministrativeGender = 'F' | 'M' | 'UN';

/** A person as the national list knows her (sweden-national 2.5.1). */
export interface Patient {
  /** Logical id in the national list; used in every later national call. */
  readonly nationalId: string;
  readonly personalNumber: PersonalNumber;
  readonly given: readonly string[];
  readonly family: string;
  readonly gender: AdministrativeGender;
  readonly birthDate: CalendarDate;
  /** False when deceased or deregistered. */
  readonly active: boolean;
  readonly deceased: boolean;
  readonly emigrated: boolean;
  /** Sekretessmarkering or skyddad folkbokforing. */
  readonly protectedIdentity: boolean;
}

export type ConsentCategory = 'cross-border-eprescription' | 'cross-border-patient-summary';

/** Cross-border consent (decisions D18; resource shape is a local stand-in). */
export interface CrossBorderConsent {
  readonly category: ConsentCategory;
  readonly active: boolean;
  /** Empty means every country. */
  readonly countries: readonly CountryCode[];
  readonly from?: CalendarDate;
  readonly until?: CalendarDate;
  /** True when a guardian registered it for a child. */
  readonly byGuardian: boolean;
}
