import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { Seal } from '@ncp/simulator';
import { SignedXml } from 'xml-crypto';

/** The second implementation of signatures, at both ends: it signs what peers say and reads what the gateway signed (decisions D02). */

const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';
const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';

const keys = new Map<string, KeyObject>();
const keyOf = ({ keyPem }: Seal): KeyObject => {
  const key = keys.get(keyPem) ?? createPrivateKey(keyPem);
  keys.set(keyPem, key);
  return key;
};

/** As much of the DOM as is touched here; the compiler knows no DOM in this repository. */
interface DomElement {
  readonly parentNode: { removeChild(child: DomElement): void } | null;
  getElementsByTagNameNS(ns: string, local: string): ArrayLike<DomElement>;
}

/**
 * xml-crypto writes the PrefixList into the enveloped transform as well, in a namespace of its own making that no profile
 * allows; it is taken out before SignedInfo is signed.
 */
function plainTransforms(signature: SignedXml): SignedXml {
  const original = Reflect.get(signature, 'getCanonSignedInfoXml') as (document: unknown) => string;
  Reflect.set(signature, 'getCanonSignedInfoXml', (document: unknown): string => {
    const node = Reflect.get(signature, 'signatureNode') as DomElement;
    for (const stray of Array.from(node.getElementsByTagNameNS(ENVELOPED, 'InclusiveNamespaces'))) stray.parentNode?.removeChild(stray);
    return original.call(signature, document);
  });
  return signature;
}

/** Java's encoder breaks lines with a carriage return, and its serialiser must then write it as a reference. */
const javaLines = (base64: string): string => base64.replaceAll(/\s/g, '').replaceAll(/.{76}(?=.)/g, '$&&#xD;\n');

export interface ForeignSigning {
  readonly seal: Seal;
  /** PrefixList of the exclusive canonicalisation; none when left out. */
  readonly prefixes?: readonly string[];
  /** Breaks the lines of SignatureValue as Java does. */
  readonly java?: boolean;
}

/** Signs the element with that ID where it stands in the message, after its Issuer (wire-contract 4.6). */
export function signInPlace(message: string, id: string, { seal, prefixes = [], java = false }: ForeignSigning): string {
  const certificate = seal.certificatePem.replaceAll(/-----[^-]+-----|\s/g, '');
  const signature = plainTransforms(new SignedXml({
    privateKey: keyOf(seal), publicCert: seal.certificatePem, signatureAlgorithm: RSA_SHA256, canonicalizationAlgorithm: EXCLUSIVE,
    getKeyInfoContent: () => `<ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data>`,
  }));
  signature.addReference({
    xpath: `//*[@ID='${id}']`, uri: `#${id}`, digestAlgorithm: SHA256, transforms: [ENVELOPED, EXCLUSIVE],
    ...(prefixes.length === 0 ? {} : { inclusiveNamespacesPrefixList: [...prefixes] }),
  });
  signature.computeSignature(message, { prefix: 'ds', location: { reference: `//*[@ID='${id}']/*[local-name()='Issuer']`, action: 'after' } });
  const signed = signature.getSignedXml();
  return java ? signed.replaceAll(/(<ds:SignatureValue>)([^<]*)/g, (_all, tag: string, value: string) => tag + javaLines(value.replaceAll('&#xD;', ''))) : signed;
}

const INCLUSIVE_WITH_COMMENTS = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments';

/** Signs a whole document, the Signature as its last child: the form of audit messages and evidence (wire-contract 6.3, 7). */
export function signWhole(document: string, { seal, transforms = [] }: { readonly seal: Seal; readonly transforms?: readonly string[] }): string {
  const signature = new SignedXml({ privateKey: keyOf(seal), publicCert: seal.certificatePem, signatureAlgorithm: RSA_SHA256, canonicalizationAlgorithm: INCLUSIVE_WITH_COMMENTS });
  signature.addReference({ xpath: '/*', uri: '', isEmptyUri: true, digestAlgorithm: SHA256, transforms: [ENVELOPED, ...transforms] });
  signature.computeSignature(document, { prefix: 'ds', location: { reference: '/*', action: 'append' } });
  return signature.getSignedXml();
}

/**
 * Verifies one signature with the second implementation, by the key of a certificate that the caller trusts. Gives the bytes it
 * covers, one text per reference; throws when it does not hold.
 */
export function verifyAsPeer(message: string, signatureXml: string, certificatePem: string): readonly string[] {
  const signature = new SignedXml({ publicCert: createPublicKey(certificatePem), getCertFromKeyInfo: () => null });
  signature.loadSignature(signatureXml);
  if (!signature.checkSignature(message)) throw new Error('the signature does not hold');
  return signature.getSignedReferences();
}
