import type { Instant } from '@ncp/domain';
import type { AuditedService, Side } from './service.js';

/** A gateway at one end: its TLS certificate's CN, and host name or address. */
export interface AuditedGateway {
  readonly commonName: string;
  readonly address: string;
}

/** The professional as the HCP assertion names them (wire-contract 4.2, 6.2). */
export interface AuditedProfessional {
  readonly nameId: string;
  readonly issuer: string;
  readonly spProvidedId?: string;
  /** subject-id: the name for people. */
  readonly subjectId: string;
}

/** One of the two messages of the exchange. */
export interface AuditedMessage {
  readonly id: string;
  /** The SOAP header as sent, XML; of one that is too large its WS-Security header alone. */
  readonly securityHeader?: Uint8Array;
  /** SHA-256, hex, of a header that is too large to be kept. */
  readonly headerHash?: string;
}

/** Everything that one audit event tells. Absent parts were not known when the exchange ended. */
export interface AuditFacts {
  readonly side: Side;
  readonly service: AuditedService;
  /** Written in UTC with milliseconds. */
  readonly time: Instant;
  /** 0 success, 4 partial, 8 temporary failure, 12 refusal for good. */
  readonly outcome: 0 | 4 | 8 | 12;
  /** COUNTRY_PRINCIPAL_SUBDIVISION, e.g. `SE-AB`. */
  readonly sourceId: string;
  /** Organisation or locality of the point of care; `SP` when unknown. */
  readonly pointOfCare?: string;
  readonly professional?: AuditedProfessional;
  /** NCP-B, the caller. */
  readonly consumer: AuditedGateway;
  /** NCP-A, the called. */
  readonly provider: AuditedGateway;
  /** Absent where there is no message: an assertion is issued, a document translated. */
  readonly request?: AuditedMessage;
  readonly response?: AuditedMessage;
  /** CX form. */
  readonly patient?: string;
  /** The query as received, XML: identify and lists only. */
  readonly query?: Uint8Array;
  /** Of the queried community, `urn:oid:...`: lists only. */
  readonly homeCommunityId?: string;
  /** Unique ids of the documents listed, retrieved, dispensed or discarded. */
  readonly documents?: readonly string[];
  /** What was asked for; told in place of documents when a list failed. */
  readonly classCodes?: readonly string[];
  readonly submissionSet?: string;
  /** The assertion that was issued. */
  readonly assertionId?: string;
  /** Names of what went into a translation and what came out of it. */
  readonly translated?: { readonly from: string; readonly to: string };
  /** Records that were kept at home, each with the rule: told to the audit repository and to nobody else (PS96). */
  readonly withheld?: readonly string[];
  /** Codes and safe texts, never content. */
  readonly errors?: readonly { readonly code: string; readonly text: string }[];
}
