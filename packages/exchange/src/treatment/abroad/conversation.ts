import type { AuditedService } from '@ncp/audit';
import type { CountryProfile, Instant, NcpError, NcpErrorCode, PeerService, Transaction } from '@ncp/domain';
import type { Attachment, Envelope, HttpMessage } from '@ncp/soap';
import type { Attachments, XmlElement } from '@ncp/xml';
import type { PeerAnswer } from '../../ports/index.js';

/** What the audit event of a message names beside the actors (wire-contract 6.2). */
export interface OutwardAudited {
  readonly service: Exclude<AuditedService, 'issue-hcp' | 'issue-trc' | 'translate' | 'communication-failure'>;
  readonly documents?: readonly string[];
  readonly classCodes?: readonly string[];
  readonly submissionSet?: string;
}

/** One message to a country, before it is an envelope. */
export interface Question {
  readonly service: PeerService;
  readonly transaction: Transaction;
  readonly audited: OutwardAudited;
  readonly body: XmlElement;
  /** Beside the envelope (wire-contract 1.5). */
  readonly parts?: readonly Attachment[];
}

/** A message as it went out and what came back: all that its record needs. */
export interface Conversation {
  readonly question: Question;
  readonly profile: CountryProfile;
  readonly messageId: string;
  readonly begunAt: Instant;
  /** SHA-256, hex, of the request. */
  readonly requestHash: string;
  /** The message as sent. */
  readonly request: HttpMessage;
  /** The SOAP header as sent. */
  readonly header: Uint8Array;
  /** False: it was ours to decide that nobody is asked. */
  readonly asked: boolean;
  /** A byte of it may have left. */
  readonly sent: boolean;
  readonly endedAt: Instant;
  readonly answer?: PeerAnswer;
  readonly heard: Heard;
}

/** What came back: an envelope that answers this very message, or why there is none. */
export type Heard =
  | { readonly ok: true; readonly envelope: Envelope; readonly attachments: Attachments }
  | { readonly ok: false; readonly error: NcpError };

/** What an answer amounts to, for the caller and for the record. */
export interface Understood<T> {
  readonly value: T;
  readonly codes?: readonly NcpErrorCode[];
  /** Documents that the answer named. */
  readonly documents?: readonly string[];
  /** templateId of each document that came, for statistics. */
  readonly templates?: readonly string[];
  /** Patient, where the answer is what named her; CX form. */
  readonly patient?: string;
}
