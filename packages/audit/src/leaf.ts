import type { CountryCode, ExchangeId, Instant } from '@ncp/domain';

/** The eHDSI audit event in DICOM form, unsigned; it is signed when it is forwarded (decisions D67). */
export interface AuditEvent {
  /** `EHDSI-11`, `EHDSI-31` ... */
  readonly type: string;
  readonly xml: Uint8Array;
  /** SHA-256, hex. */
  readonly hash: string;
  /** The patient it names, CX form; absent where it names none, and when it is read back. */
  readonly subject?: string;
}

/** One signed evidence of receipt or emission (wire-contract 7, decisions D68). */
export interface Evidence {
  readonly kind: 'NRO' | 'NRR';
  readonly title: string;
  readonly xml: Uint8Array;
  /** SHA-256 of the certificate that signed it, hex (RS KEY-05). */
  readonly signedBy?: string;
}

/** What one leaf says: hashes and identifiers, no clinical content (RS 5). */
export interface LeafDraft {
  readonly time: Instant;
  readonly kind: string;
  readonly exchange: ExchangeId;
  readonly countryA: CountryCode;
  readonly countryB: CountryCode;
  /** Role and organisation id of the actor, never a name. */
  readonly actor: string;
  readonly eventHash: string;
  readonly requestHash: string;
  readonly responseHash: string;
  readonly outcome: 0 | 4 | 8 | 12;
  readonly codes: readonly string[];
}

/** A leaf in its place: gapless sequence from 1, each with the hash of the one before. */
export interface Leaf extends LeafDraft {
  readonly sequence: bigint;
  readonly previousHash: string;
  readonly hash: string;
}
