import { NcpError } from '@ncp/domain';
import { encodeBase64 } from './base64.js';
import { text } from './bytes.js';
import { element } from './build.js';
import { canonicalise, type CanonicalForm } from './canonicalise.js';
import { defaultAlgorithm, digest, rsaPublicParts, SHA256_URI, signatureMethod, signatureUri, signBytes, type SigningAlgorithm } from './dsig-algorithms.js';
import { ELEMENT_PROFILE, ENVELOPED, EXCLUSIVE, INCLUSIVE_WITH_COMMENTS } from './dsig-profile.js';
import type { SigningKey } from './key.js';
import { fromBase64Url } from './key-info.js';
import { NS } from './namespaces.js';
import { isPlainName } from './plain-name.js';
import { attr, pathOf } from './read.js';
import { declaredOn, serialiseXml } from './serialise.js';
import { insertSignature, type SignaturePosition } from './signature-place.js';
import type { XmlElement } from './tree.js';
import { readWritten } from './written.js';

export interface SignElementOptions {
  readonly key: SigningKey;
  readonly certificateDer: Uint8Array;
  /** Must equal the element's own id; given where the caller wants that checked. */
  readonly id?: string;
  readonly idAttribute?: 'ID';
  /** Directly after Issuer unless told otherwise. */
  readonly position?: SignaturePosition;
  /** rsa-sha256 for RSA keys, ECDSA with the hash of the curve for EC keys, unless told otherwise. */
  readonly algorithm?: SigningAlgorithm;
  /** PrefixList, e.g. `xsd`; each must be declared on the element itself. */
  readonly inclusivePrefixes?: readonly string[];
}

/**
 * Signs a built element per wire-contract 4.6 and returns it with the Signature in its place: exclusive c14n,
 * SHA-256, one certificate. Raises NCP_DSIG_TARGET without id, _POSITION, _C14N, _KEY_STRENGTH, _ALGORITHM.
 */
export const signElement = (el: XmlElement, options: SignElementOptions): XmlElement => {
  const id = attr(el, options.idAttribute ?? 'ID');
  if (id === undefined || !isPlainName(id) || (options.id !== undefined && options.id !== id)) throw new NcpError('NCP_DSIG_TARGET', { at: pathOf(el) });
  const prefixes = options.inclusivePrefixes ?? [];
  // Declared elsewhere, the prefix could mean something else where the element is put (wire-contract 1.4).
  if (prefixes.some((prefix) => !el.namespaces.some((one) => one.prefix === prefix))) throw new NcpError('NCP_DSIG_C14N', { at: pathOf(el) });
  const algorithm = options.algorithm ?? defaultAlgorithm(options.key);
  const value = digest('sha256', canonicalise(el, { inclusivePrefixes: prefixes }));
  const transform = ds('Transform', { Algorithm: EXCLUSIVE }, ...(prefixes.length === 0 ? [] : [element(NS.ec, 'ec:InclusiveNamespaces', { PrefixList: prefixes.join(' ') })]));
  const info = signedInfo(EXCLUSIVE, algorithm, reference(`#${id}`, [transform], value));
  const signed = signBytes(signatureMethod(signatureUri(algorithm)), canonicalise(info), options.key);
  return insertSignature(el, signature(info, signed, [certificateInfo(options.certificateDer)]), options.position ?? ELEMENT_PROFILE.position);
};

export interface SignDocumentOptions {
  readonly key: SigningKey;
  /**
   * `audit`: enveloped transform alone, KeyValue (wire-contract 6.3).
   * `evidence`: enveloped and inclusive c14n with comments, certificate and KeyValue (wire-contract 7).
   */
  readonly profile: 'audit' | 'evidence';
  /** Required for `evidence`. */
  readonly certificateDer?: Uint8Array;
}

/**
 * Signs a whole document and returns it with the Signature as last child. The key must be RSA: its KeyValue
 * is part of both profiles. Raises NCP_DSIG_KEY_STRENGTH, _ALGORITHM, _KEYINFO, _POSITION.
 */
export const signDocument = (written: XmlElement, options: SignDocumentOptions): XmlElement => {
  const { key, certificateDer, profile } = options;
  if (profile === 'evidence' && certificateDer === undefined) throw new NcpError('NCP_DSIG_KEYINFO');
  const certificate = profile === 'evidence' ? certificateDer : undefined;
  const keyInfo = [...(certificate === undefined ? [] : [certificateInfo(certificate)]), keyValue(key)];
  const transforms = profile === 'evidence' ? [ds('Transform', { Algorithm: INCLUSIVE_WITH_COMMENTS })] : [];
  // An element of a message becomes a document of its own first.
  const root = written.parent === undefined ? written : readWritten(text(serialiseXml(written)));
  const value = digest('sha256', canonicalise(root, WHOLE_DOCUMENT));
  const info = signedInfo(INCLUSIVE_WITH_COMMENTS, 'rsa-sha256', reference('', transforms, value));
  const signed = signBytes(signatureMethod(signatureUri('rsa-sha256')), canonicalise(placedIn(root, info), { exclusive: false, withComments: true }), key);
  return insertSignature(root, signature(info, signed, keyInfo), 'last');
};

/** Inclusive c14n of SignedInfo depends on where it stands: in a Signature, in the root, with what is declared there. */
const placedIn = (root: XmlElement, info: XmlElement): XmlElement => {
  const parent = { ...root, namespaces: declaredOn(root) };
  return { ...info, parent: { ...ds('Signature'), namespaces: declaredOn(ds('Signature')), parent } };
};

/** A Reference with an empty URI never covers comments. */
const WHOLE_DOCUMENT: CanonicalForm = { exclusive: false };

const ds = (local: string, attributes: Readonly<Record<string, string>> = {}, ...content: readonly (XmlElement | string)[]): XmlElement =>
  element(NS.ds, `ds:${local}`, attributes, ...content);

const reference = (uri: string, transforms: readonly XmlElement[], value: Uint8Array): XmlElement =>
  ds('Reference', { URI: uri },
    ds('Transforms', {}, ds('Transform', { Algorithm: ENVELOPED }), ...transforms),
    ds('DigestMethod', { Algorithm: SHA256_URI }),
    ds('DigestValue', {}, encodeBase64(value)));

const signedInfo = (c14n: string, algorithm: SigningAlgorithm, ref: XmlElement): XmlElement =>
  ds('SignedInfo', {}, ds('CanonicalizationMethod', { Algorithm: c14n }), ds('SignatureMethod', { Algorithm: signatureUri(algorithm) }), ref);

const signature = (info: XmlElement, value: Uint8Array, keyInfo: readonly XmlElement[]): XmlElement =>
  ds('Signature', {}, info, ds('SignatureValue', {}, encodeBase64(value)), ds('KeyInfo', {}, ...keyInfo));

const certificateInfo = (der: Uint8Array): XmlElement => ds('X509Data', {}, ds('X509Certificate', {}, encodeBase64(der)));

const keyValue = (key: SigningKey): XmlElement => {
  const { n, e } = rsaPublicParts(key);
  return ds('KeyValue', {}, ds('RSAKeyValue', {},
    ds('Modulus', {}, encodeBase64(fromBase64Url(n))),
    ds('Exponent', {}, encodeBase64(fromBase64Url(e)))));
};
