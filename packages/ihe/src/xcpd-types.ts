import type { CalendarDate, InstanceIdentifier, Instant, WireCode } from '@ncp/domain';
import type { XmlElement } from '@ncp/xml';

/** Patient identification, ITI-55 (wire-contract 2.2, 2.3). Home community ids are bare OIDs throughout. */

/** HL7 administrative gender as exchanged: `M`, `F`, `UN`. */
export type Gender = 'M' | 'F' | 'UN';

export interface XcpdAddress {
  readonly street?: string;
  readonly city?: string;
  readonly postalCode?: string;
  readonly country?: string;
}

/** What an answer needs of a request, each part only if it could be read: a refusal can always be written. */
export interface XcpdHead {
  readonly id?: InstanceIdentifier;
  readonly versionCode?: string;
  readonly interactionRoot?: string;
  readonly senderHome?: string;
  readonly receiverHome?: string;
  readonly queryId?: InstanceIdentifier;
  /** The sender's query, to be echoed; only the parts that the profile echoes are written. */
  readonly queryByParameter?: XmlElement;
}

export interface XcpdRequest extends XcpdHead {
  readonly id: InstanceIdentifier;
  readonly senderHome: string;
  readonly receiverHome: string;
  readonly queryByParameter: XmlElement;
  readonly processingCode?: string;
  /** As typed abroad; one without extension stays, and matches nobody. Empty: NCP_PI_NO_IDENTIFIER is the caller's. */
  readonly identifiers: readonly InstanceIdentifier[];
  /** `YYYY-MM-DD`; text that is not a date is kept as sent, so that it equals no birth date (decisions D12, D17). */
  readonly birthDate?: string;
  readonly gender?: string;
  readonly name?: { readonly family?: string; readonly given?: string };
  readonly address?: XcpdAddress;
}

/** What we ask another country. */
export interface XcpdQuestion {
  /** Root and extension of the message id: a UUID and digits. */
  readonly id: InstanceIdentifier;
  readonly queryId: InstanceIdentifier;
  readonly creationTime: Instant;
  readonly senderHome: string;
  readonly receiverHome: string;
  /** `P` production, `D` test. */
  readonly processingCode?: 'P' | 'D';
  readonly identifiers: readonly InstanceIdentifier[];
  readonly birthDate?: CalendarDate;
  readonly gender?: Gender;
  readonly name?: { readonly family?: string; readonly given?: string };
  readonly address?: XcpdAddress;
}

/** A person as we answer: never with address or telecom of a Swedish patient (decisions D16). */
export interface XcpdPatient {
  /** The only id: it is the patient's id in everything that follows (decisions D14). */
  readonly id: InstanceIdentifier;
  readonly family: string;
  /** Written as one `given`: OpenNCP's client keeps only the last (decisions D15). */
  readonly given: readonly string[];
  readonly gender: Gender;
  readonly birthDate: CalendarDate;
  readonly address?: XcpdAddress;
}

/** Why there is no patient in the answer (wire-contract 2.3). */
export type XcpdReason =
  | 'AnswerNotAvailable' | 'ResponderBusy' | 'InternalError'
  | 'AdditionalDemographicsRequested' | 'DemographicsQueryNotAllowed' | 'EHICDataRequested' | 'PrivacyViolation'
  | 'InsufficientRights' | 'PatientAuthenticationRequired' | 'PolicyViolation';

/** `no-match`: AA, deliveredResponse, NF. `refused`: AE, aborted, AE (decisions D10). */
export interface XcpdRefusal {
  readonly kind: 'no-match' | 'refused';
  readonly reason: XcpdReason;
  readonly wire: WireCode;
  /** Text of the acknowledgementDetail; must not be empty (decisions D11). */
  readonly text: string;
}

export interface XcpdMatch {
  readonly kind: 'match';
  readonly patient: XcpdPatient;
  /** Further candidates. Sweden never sends any (decisions D13). */
  readonly others?: readonly XcpdPatient[];
}

export type XcpdAnswer = XcpdMatch | XcpdRefusal;

/** What makes one answer different from another with the same content. */
export interface XcpdStamp {
  /** UUID: root of the answer's id. */
  readonly id: string;
  /** Digits: its extension. */
  readonly extension: string;
  readonly creationTime: Instant;
  /** Our homeCommunityId. */
  readonly home: string;
}

/** One person in a peer's answer; anything may be missing. */
export interface XcpdCandidate {
  readonly ids: readonly { readonly root?: string; readonly extension?: string }[];
  readonly family?: string;
  readonly given?: string;
  readonly gender?: string;
  /** `YYYY-MM-DD` where readable, else as sent. */
  readonly birthDate?: string;
  readonly address?: XcpdAddress;
}

export interface XcpdResult {
  /** Decides alone: the codes of the acknowledgement do not (decisions D10). */
  readonly candidates: readonly XcpdCandidate[];
  /** Present exactly when there is no candidate. */
  readonly error?: {
    readonly reason?: string;
    /** In OpenNCP's spelling; ERROR_PI_GENERIC when the peer gave none. */
    readonly code: string;
    readonly text?: string;
    readonly location?: string;
    /** The query response says NF, and no code says otherwise: plain IHE for nobody found. */
    readonly notFound?: true;
  };
}
