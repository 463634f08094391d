import { NcpError } from '@ncp/domain';
import { canonicalise, type CanonicalForm } from './canonicalise.js';
import { digestMethod, signatureMethod } from './dsig-algorithms.js';
import { ENVELOPED, type SignatureProfile } from './dsig-profile.js';
import { algorithmOf, leafBytes, partsOf, prefixListOf, structure } from './dsig-shape.js';
import { NS } from './namespaces.js';
import { text } from './bytes.js';
import { attr, childrenOf, walk } from './read.js';
import type { XmlElement } from './tree.js';
import { readWritten } from './written.js';

/** SignedInfo, read from its canonical bytes and found to be of a permitted kind. */
export interface SignedInfo {
  /** The bytes that the signature value covers. */
  readonly canonical: Uint8Array;
  readonly method: ReturnType<typeof signatureMethod>;
  /** `#id`, or empty for the whole document. Absent, it would leave the target to the application: never accepted. */
  readonly uri: string | undefined;
  /** How the referenced content was canonicalised. */
  readonly form: CanonicalForm;
  readonly hash: string;
  readonly digest: Uint8Array;
}

/** A permitted SignedInfo has under a dozen; canonicalised before anybody is trusted, it must be small. */
const MAX_ELEMENTS = 32;

/**
 * Everything is read from the canonical form parsed again, never from the message, so that what is checked is
 * what was signed (RS DSIG-04). Raises NCP_DSIG_STRUCTURE, _C14N, _ALGORITHM, _REFERENCES, _TARGET, _TRANSFORM.
 */
export const readSignedInfo = (written: XmlElement, profile: SignatureProfile): SignedInfo => {
  const [method] = partsOf(written, ['Id']);
  if (method === undefined || [...walk(written)].length > MAX_ELEMENTS) throw structure(written);
  const canonical = canonicalise(written, canonicalFormOf(method, 'CanonicalizationMethod', profile));
  const info = readWritten(text(canonical));
  const [c14n, signing, ...references] = partsOf(info, ['Id']);
  if (info.ns !== NS.ds || info.local !== 'SignedInfo' || c14n?.local !== 'CanonicalizationMethod' || signing?.local !== 'SignatureMethod') {
    throw structure(info);
  }
  if (childrenOf(signing).length > 0) throw structure(signing);
  const [reference] = references;
  if (references.some(({ local }) => local !== 'Reference')) throw structure(info);
  if (reference === undefined || references.length > 1) throw new NcpError('NCP_DSIG_REFERENCES', { found: references.length });
  return { canonical, method: signatureMethod(algorithmOf(signing)), ...readReference(reference, profile) };
};

const readReference = (reference: XmlElement, profile: SignatureProfile): Pick<SignedInfo, 'uri' | 'form' | 'hash' | 'digest'> => {
  const [transforms, method, value, ...more] = partsOf(reference, ['Id', 'URI', 'Type']);
  if (transforms?.local !== 'Transforms' || method?.local !== 'DigestMethod' || value?.local !== 'DigestValue' || more.length > 0) {
    throw structure(reference);
  }
  if (childrenOf(method).length > 0) throw structure(method);
  return { uri: attr(reference, 'URI'), form: readTransforms(transforms, profile), hash: digestMethod(algorithmOf(method)), digest: leafBytes(value) };
};

/** Exactly enveloped-signature, then one canonicalisation of the profile. */
const readTransforms = (transforms: XmlElement, profile: SignatureProfile): CanonicalForm => {
  const [enveloped, c14n, ...more] = partsOf(transforms);
  const refused = (): NcpError => new NcpError('NCP_DSIG_TRANSFORM', { found: childrenOf(transforms).length });
  if (enveloped === undefined || [enveloped, c14n].some((one) => one !== undefined && one.local !== 'Transform')) throw refused();
  if (more.length > 0 || algorithmOf(enveloped) !== ENVELOPED || childrenOf(enveloped).length > 0) throw refused();
  if (c14n !== undefined) return canonicalFormOf(c14n, 'Transform', profile);
  if (profile.implied === undefined) throw refused();
  return profile.implied;
};

/** The element's name is checked by the caller: in SignedInfo once its canonical form is read. */
const canonicalFormOf = (el: XmlElement, local: 'CanonicalizationMethod' | 'Transform', profile: SignatureProfile): CanonicalForm => {
  const uri = algorithmOf(el);
  const form = profile.canonicalisations.get(uri);
  if (form === undefined) throw new NcpError(local === 'Transform' && !isCanonicalisation(uri) ? 'NCP_DSIG_TRANSFORM' : 'NCP_DSIG_C14N', { where: local });
  const prefixes = prefixListOf(el, local === 'Transform' ? 'NCP_DSIG_TRANSFORM' : 'NCP_DSIG_C14N');
  if (prefixes.length > 0 && form.exclusive === false) throw new NcpError('NCP_DSIG_C14N', { where: local });
  return { ...form, inclusivePrefixes: prefixes };
};

const isCanonicalisation = (uri: string): boolean =>
  uri.startsWith('http://www.w3.org/2001/10/xml-exc-c14n') || uri.startsWith('http://www.w3.org/TR/2001/REC-xml-c14n') || uri.startsWith('http://www.w3.org/2006/12/xml-c14n11');
