import { NcpError } from '@ncp/domain';
import { sameBytes, text } from './bytes.js';
import { canonicaliseWithout } from './canonicalise.js';
import { digest, verifyBytes } from './dsig-algorithms.js';
import { DOCUMENT_PROFILE, ELEMENT_PROFILE, type SignatureProfile } from './dsig-profile.js';
import { leafBytes, partsOf, structure } from './dsig-shape.js';
import { idCount } from './id-index.js';
import type { VerificationKey } from './key.js';
import { readKeyInfo, resolved, type OfferedKey } from './key-info.js';
import { isPlainName } from './plain-name.js';
import { attr, pathOf } from './read.js';
import { locateSignature, type SignaturePosition } from './signature-place.js';
import { readSignedInfo } from './signed-info.js';
import type { XmlElement } from './tree.js';
import { fingerprintOf, type VerificationMemory } from './verification-memory.js';
import { markVerified, type Verified } from './verified.js';
import { readWritten } from './written.js';

export interface VerifyElementOptions {
  /** The key of a certificate that is trusted now for its purpose; throws NCP_TRUST_* for any other. */
  readonly resolveKey: (certificateDer: Uint8Array) => VerificationKey;
  readonly idAttribute?: 'ID';
  /** Directly after Issuer unless told otherwise. */
  readonly position?: SignaturePosition;
  /** What was verified before: the messages of one visit carry the same assertions, and pay for them once. */
  readonly memory?: VerificationMemory;
}

/**
 * Verifies the enveloped signature of one element of a parsed message (wire-contract 4.6) and returns the
 * element as it was signed: read again from the digested bytes, without the Signature, without parent.
 * Structure and algorithms are judged before any key is asked for; the signature before the digest.
 * Raises NCP_DSIG_*, NCP_XSW_WRAPPING, NCP_XML_DUPLICATE_ID, NCP_XML_PI, NCP_XML_COMMENT_IN_VALUE, and what `resolveKey` throws.
 */
export const verifyElement = (el: XmlElement, options: VerifyElementOptions): Verified<XmlElement> => {
  const signature = locateSignature(el, options.position ?? ELEMENT_PROFILE.position);
  // The id goes into a URI fragment: anything beyond a plain name could be read otherwise there (RS DSIG-11).
  const id = attr(el, options.idAttribute ?? 'ID');
  if (id === undefined || !isPlainName(id)) throw new NcpError('NCP_DSIG_TARGET', { at: pathOf(el), id: false });
  if (idCount(el, id) !== 1) throw new NcpError('NCP_XML_DUPLICATE_ID', { at: pathOf(el) });
  const { memory, resolveKey } = options;
  const fingerprint = memory === undefined ? '' : fingerprintOf(el);
  const known = memory?.find(fingerprint);
  // Where it stands in this message was judged above, and its signer is trusted anew; its bytes say what they said.
  if (known !== undefined && resolved(() => resolveKey(known.certificateDer)) === known.key) return known.verified;
  const resolve = ({ certificateDer }: OfferedKey): Signer => {
    if (certificateDer === undefined) throw new NcpError('NCP_DSIG_KEYINFO');
    return { certificateDer, key: resolveKey(certificateDer) };
  };
  const { verified, signer } = verifyEnveloped(el, signature, { uri: `#${id}`, profile: ELEMENT_PROFILE, resolve });
  memory?.keep(fingerprint, { verified, ...signer });
  return verified;
};

interface Signer {
  readonly certificateDer: Uint8Array;
  readonly key: VerificationKey;
}

export interface VerifyDocumentOptions {
  /** The trusted key that the offer names; throws NCP_TRUST_* for any other. */
  readonly resolveKey: (offered: OfferedKey) => VerificationKey;
}

/**
 * Verifies the enveloped signature over a whole document (empty URI), as audit messages and evidence carry it
 * (wire-contract 6.3, 7). Returns the document without the Signature. Raises as `verifyElement`.
 */
export const verifyDocument = (root: XmlElement, options: VerifyDocumentOptions): Verified<XmlElement> => {
  if (root.parent !== undefined) throw new NcpError('NCP_XSW_WRAPPING', { at: pathOf(root) });
  const signature = locateSignature(root, DOCUMENT_PROFILE.position);
  return verifyEnveloped(root, signature, { uri: '', profile: DOCUMENT_PROFILE, resolve: (offered) => ({ key: options.resolveKey(offered) }) }).verified;
};

interface Expectation<S> {
  readonly uri: string;
  readonly profile: SignatureProfile;
  readonly resolve: (offered: OfferedKey) => S;
}

const verifyEnveloped = <S extends { readonly key: VerificationKey }>(
  el: XmlElement, signature: XmlElement, { uri, profile, resolve }: Expectation<S>,
): { readonly verified: Verified<XmlElement>; readonly signer: S } => {
  const [signedInfo, signatureValue, keyInfo, ...more] = partsOf(signature, ['Id']);
  if (signedInfo?.local !== 'SignedInfo' || signatureValue?.local !== 'SignatureValue' || more.length > 0) throw structure(signature);
  if (keyInfo === undefined) throw new NcpError('NCP_DSIG_KEYINFO', { at: pathOf(signature) });
  if (keyInfo.local !== 'KeyInfo') throw structure(signature);
  const info = readSignedInfo(signedInfo, profile);
  if (info.uri !== uri) throw new NcpError('NCP_DSIG_TARGET', { at: pathOf(el) });
  const value = leafBytes(signatureValue);
  const offered = readKeyInfo(keyInfo, profile);
  const signer = resolved(() => resolve(offered));
  if (!verifyBytes(info.method, info.canonical, signer.key, value)) throw new NcpError('NCP_DSIG_SIGNATURE', { at: pathOf(el) });
  const canonical = canonicaliseWithout(el, signature, info.form);
  if (!sameBytes(digest(info.hash, canonical), info.digest)) throw new NcpError('NCP_DSIG_DIGEST', { at: pathOf(el) });
  return { verified: markVerified(readWritten(text(canonical))), signer };
};
