import type { CountryCode, Instant } from '@ncp/domain';
import type { Verified } from '@ncp/xml';

/** A professional role: the code decides, the display is for people. */
export interface CodedRole {
  readonly code: string;
  readonly display?: string;
}

/** What every kind of assertion has in common (wire-contract 4.2, 4.5). */
export interface SignedFrame {
  /** `@ID`, an NCName. */
  readonly id: string;
  /** Text of the Issuer. */
  readonly issuer: string;
  /** Country of the certificate that signed it: proven equal to the TLS peer's. */
  readonly country: CountryCode;
  readonly notBefore: Instant;
  /** For a TRC the earlier of its own end and the HCP assertion's (decisions D61). */
  readonly notOnOrAfter: Instant;
  /** The issuer allows one message only. */
  readonly oneTimeUse: boolean;
}

/** The professional, as the country of treatment vouches for her (wire-contract 4.2, 4.3). */
export interface HcpAssertion extends SignedFrame {
  readonly nameId: string;
  readonly nameIdFormat: string;
  readonly spProvidedId?: string;
  readonly subjectId: string;
  readonly role: CodedRole;
  readonly organisation?: string;
  readonly organisationId?: string;
  /** As written: `Hospital`, `Resident Physician`, `Pharmacy`, `Other` in any case. */
  readonly facilityType: string;
  /** `TREATMENT` or `EMERGENCY`. */
  readonly purpose: string;
  /** Name of the point of care. */
  readonly locality: string;
  /** Short codes, `PRD-006`. */
  readonly permissions: readonly string[];
  /** Bare OID. */
  readonly homeCommunityId?: string;
  readonly authnInstant: Instant;
  /** AuthnContextClassRef, the full URN. */
  readonly assurance: string;
  readonly onBehalfOf?: CodedRole;
  readonly clinicalSpeciality?: string;
}

/** The professional confirms a treatment relationship with one patient (wire-contract 4.5). */
export interface TrcAssertion extends SignedFrame {
  readonly nameId: string;
  /** `@ID` of the HCP assertion it rests on. */
  readonly hcpId: string;
  readonly patient: { readonly root: string; readonly extension: string };
  readonly purpose?: string;
  readonly pin?: string;
  readonly prescriptionId?: string;
}

/** Verified and recorded, grants nothing (decisions D70). */
export interface NextOfKinAssertion extends SignedFrame {
  /** `urn:ehdsi:names:subject:nextofkin:id`. */
  readonly kinId?: string;
}

/** How often an assertion may accompany a message; the replay memory counts (RS SAML-44, SAML-45). */
export interface AssertionUse {
  readonly id: string;
  readonly notOnOrAfter: Instant;
  readonly maxUses: number;
}

export interface ValidatedAssertions {
  readonly hcp: Verified<HcpAssertion>;
  /** Present on every transaction but ITI-55. */
  readonly trc?: Verified<TrcAssertion>;
  readonly nextOfKin?: Verified<NextOfKinAssertion>;
  readonly uses: readonly AssertionUse[];
}
