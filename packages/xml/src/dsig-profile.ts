import type { CanonicalForm } from './canonicalise.js';
import { AFTER_ISSUER, type SignaturePosition } from './signature-place.js';

export const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';
export const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
export const INCLUSIVE = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';
export const INCLUSIVE_WITH_COMMENTS: string = `${INCLUSIVE}#WithComments`;

/** What a kind of signature may look like. Two exist, and no build has a third. */
export interface SignatureProfile {
  readonly position: SignaturePosition;
  /** Canonicalisations by URI, for SignedInfo and for the transform. */
  readonly canonicalisations: ReadonlyMap<string, CanonicalForm>;
  /** What follows the enveloped transform where none is written: only documents may leave it out. */
  readonly implied?: CanonicalForm;
  readonly keyValue: boolean;
}

/** Assertions: wire-contract 4.6. */
export const ELEMENT_PROFILE: SignatureProfile = {
  position: AFTER_ISSUER,
  canonicalisations: new Map([[EXCLUSIVE, { exclusive: true }]]),
  keyValue: false,
};

/**
 * Audit messages and evidence: wire-contract 6.3 and 7. A Reference with an empty URI never covers comments
 * (XML Signature 4.4.3.3), and comments are refused anyway, so both inclusive forms give the same bytes.
 */
export const DOCUMENT_PROFILE: SignatureProfile = {
  position: 'last',
  canonicalisations: new Map([
    [INCLUSIVE, { exclusive: false }],
    [INCLUSIVE_WITH_COMMENTS, { exclusive: false, withComments: true }],
    [EXCLUSIVE, { exclusive: true }],
  ]),
  implied: { exclusive: false },
  keyValue: true,
};
