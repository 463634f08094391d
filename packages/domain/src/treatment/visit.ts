import type { AdministrativeGender } from '../patient.js';
import type { CountryCode, InstanceIdentifier, Instant } from '../primitives.js';
import type { PatientTraits } from './search-mask.js';

/** A professional of Sweden as the access token names her (decisions G03). */
export interface SwedishProfessional {
  /** `sub` of the token; with `gln` it owns visits. */
  readonly subject: string;
  readonly name: string;
  readonly legitimationCode: string;
  /** `AP`, `RC`, `LK`, ... */
  readonly professionCode: string;
  /** GLN of the point of care, 13 digits. */
  readonly gln: string;
  readonly organisation: string;
  /** A two-factor class of wire-contract 4.2, the full URN. */
  readonly assurance: string;
  readonly authenticatedAt: Instant;
  /** End of the access token. */
  readonly until: Instant;
}

/** A person in another country's answer; anything may be missing (wire-contract 2.3). */
export interface Candidate {
  readonly ids: readonly InstanceIdentifier[];
  readonly family?: string;
  readonly given?: string;
  readonly gender?: AdministrativeGender;
  /** `YYYY-MM-DD` where readable, else as sent. */
  readonly birthDate?: string;
  readonly address?: { readonly street?: string; readonly city?: string; readonly postalCode?: string; readonly country?: string };
}

/** One patient, one professional, one country (decisions G05). */
export type VisitState = 'OPEN' | 'IDENTIFIED' | 'CONFIRMED' | 'CLOSED';

export type Purpose = 'TREATMENT' | 'EMERGENCY';

/** An assertion that we issued, as it goes over the wire. */
export interface IssuedAssertion {
  readonly id: string;
  /** Signed XML. */
  readonly xml: string;
  readonly notOnOrAfter: Instant;
}

export interface Visit {
  /** UUID; the only thing that stands in a path (decisions G02). */
  readonly id: string;
  /** Grows by one with each change; a change of an older one is refused. */
  readonly version: number;
  readonly state: VisitState;
  readonly country: CountryCode;
  readonly purpose: Purpose;
  readonly professional: SwedishProfessional;
  readonly openedAt: Instant;
  readonly expiresAt: Instant;
  /** The identity assertion that accompanies every message of the visit. */
  readonly hcp: IssuedAssertion;
  readonly traits?: PatientTraits;
  readonly candidates?: readonly Candidate[];
  /** The chosen one, with the two ticks of decisions G05. */
  readonly confirmed?: {
    readonly candidate: Candidate;
    readonly at: Instant;
    readonly idDocumentShown: true;
    readonly patientInformed: true;
    /** In words, where what came back differs from the card (UC-B1 5.1). */
    readonly difference?: string;
    readonly trc: IssuedAssertion;
  };
  /** Documents of the last list, by the short key that stands in paths. */
  readonly documents?: readonly VisitDocument[];
}

/** Where one document of the other country is, in its two forms. */
export interface VisitDocument {
  readonly key: string;
  readonly kind: 'ePrescription' | 'patientSummary';
  readonly level3?: DocumentPlace;
  readonly level1?: DocumentPlace;
  /** What the list said of it (wire-contract 3). */
  readonly listed?: 'open' | 'closed' | 'unknown';
  /** SHA-256, hex, of the structured document as the professional last read it: no other is dispensed. */
  readonly version?: string;
}

export interface DocumentPlace {
  /** Verbatim, as the list gave it (decisions D75). */
  readonly uniqueId: string;
  readonly repositoryId: string;
  /** Bare OID. */
  readonly homeCommunityId: string;
}
