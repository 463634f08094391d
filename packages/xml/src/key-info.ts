import { NcpError } from '@ncp/domain';
import { decodeBase64, encodeBase64 } from './base64.js';
import type { SignatureProfile } from './dsig-profile.js';
import { leafBytes, partsOf } from './dsig-shape.js';
import type { XmlElement } from './tree.js';

/** What KeyInfo offers. An offer is never trust: the caller answers with a key of its own trust store. */
export interface OfferedKey {
  readonly certificateDer?: Uint8Array;
  /** RSA modulus and exponent as a JWK (base64url), where the profile knows KeyValue. */
  readonly keyValue?: { readonly n: string; readonly e: string };
}

/** Say which certificate it is; they are never read and resolve nothing. */
const NAMES = new Set(['X509SubjectName', 'X509IssuerSerial', 'X509SKI']);

/**
 * Exactly one certificate, beside at most its names; for documents also an RSA KeyValue. Everything else
 * that could resolve a key is refused (RS DSIG-26..28): NCP_DSIG_KEYINFO.
 */
export const readKeyInfo = (keyInfo: XmlElement, profile: SignatureProfile): OfferedKey => {
  try {
    let offered: OfferedKey = {};
    const parts = partsOf(keyInfo, ['Id']);
    for (const part of parts) {
      if (part.local === 'X509Data' && offered.certificateDer === undefined) offered = { ...offered, certificateDer: readCertificate(part) };
      else if (part.local === 'KeyValue' && profile.keyValue && offered.keyValue === undefined) offered = { ...offered, keyValue: readRsaKeyValue(part) };
      else throw refused();
    }
    if (parts.length === 0) throw refused();
    return offered;
  } catch (error) {
    throw error instanceof NcpError && error.code === 'NCP_DSIG_STRUCTURE' ? refused() : error;
  }
};

const readCertificate = (data: XmlElement): Uint8Array => {
  const certificates = partsOf(data).filter((part) => !NAMES.has(part.local));
  const [certificate] = certificates;
  if (certificate?.local !== 'X509Certificate' || certificates.length > 1) throw refused();
  const der = leafBytes(certificate);
  if (!isOneSequence(der)) throw refused();
  return der;
};

/** One DER SEQUENCE and not a byte more, so that no parser can find a second certificate behind the first. */
const isOneSequence = (der: Uint8Array): boolean => {
  const first = der[1] ?? 0;
  if (der[0] !== 0x30) return false;
  if (first < 0x80) return der.length === first + 2;
  if (first === 0x80 || first > 0x84) return false;
  let length = 0;
  for (let i = 0; i < (first & 0x7f); i += 1) length = length * 256 + (der[2 + i] ?? 0);
  return der.length === length + 2 + (first & 0x7f);
};

const readRsaKeyValue = (keyValue: XmlElement): { n: string; e: string } => {
  const [rsa, ...more] = partsOf(keyValue);
  if (rsa?.local !== 'RSAKeyValue' || more.length > 0) throw refused();
  const [modulus, exponent, ...rest] = partsOf(rsa);
  if (modulus?.local !== 'Modulus' || exponent?.local !== 'Exponent' || rest.length > 0) throw refused();
  return { n: toBase64Url(leafBytes(modulus)), e: toBase64Url(leafBytes(exponent)) };
};

/** Base64url without padding and without leading zero bytes, as a JWK holds an integer (RFC 7518 6.3.1). */
const toBase64Url = (bytes: Uint8Array): string => {
  const from = bytes.findIndex((byte) => byte !== 0);
  return encodeBase64(bytes.subarray(Math.max(from, 0))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
};

export const fromBase64Url = (value: string): Uint8Array =>
  decodeBase64(value.replaceAll('-', '+').replaceAll('_', '/').padEnd(Math.ceil(value.length / 4) * 4, '='));

/**
 * Asks the caller for the key. Its refusals (NCP_TRUST_*) pass; any other exception means that the
 * certificate could not be read (RS DSIG-27): NCP_DSIG_KEYINFO.
 */
export const resolved = <T>(resolve: () => T): T => {
  try {
    return resolve();
  } catch (error) {
    throw error instanceof NcpError ? error : refused();
  }
};

const refused = (): NcpError => new NcpError('NCP_DSIG_KEYINFO');
