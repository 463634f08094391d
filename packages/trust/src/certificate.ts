// The certificate library reads decorator metadata when it loads: this import stays the first.
import 'reflect-metadata';
import { createHash, type KeyObject, X509Certificate } from 'node:crypto';
import { BasicConstraintsExtension, ExtendedKeyUsageExtension, KeyUsagesExtension, type Name, X509Certificate as Parsed } from '@peculiar/x509';

/** What a certificate says, read once. Nothing here is believed before a path was checked. */
export interface Certificate {
  readonly x509: X509Certificate;
  /** SHA-256 of the DER form, lower-case hex. */
  readonly fingerprint: string;
  /** DER of the names, hex: compared byte for byte, never as text (TLS-06). */
  readonly subject: string;
  readonly issuer: string;
  /** All values of the attribute, as parsed from the name. */
  readonly countries: readonly string[];
  readonly commonNames: readonly string[];
  /** Hex without leading zeros. */
  readonly serial: string;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  readonly authority: boolean;
  readonly pathLength: number | undefined;
  /** Bits of the key usage extension; undefined when the certificate does not have it. */
  readonly keyUsage: number | undefined;
  readonly extendedUsages: readonly string[];
  /** OIDs of critical extensions that this package does not understand. */
  readonly unknownCritical: readonly string[];
  readonly signatureHash: string;
  readonly key: KeyObject;
}

const BASIC_CONSTRAINTS = '2.5.29.19';
const KEY_USAGE = '2.5.29.15';
const EXTENDED_KEY_USAGE = '2.5.29.37';
const SUBJECT_ALTERNATIVE_NAME = '2.5.29.17';
const UNDERSTOOD = new Set([BASIC_CONSTRAINTS, KEY_USAGE, EXTENDED_KEY_USAGE, SUBJECT_ALTERNATIVE_NAME]);

/** The DER form of a name as hex. */
export const nameKey = (name: Name): string => Buffer.from(name.toArrayBuffer()).toString('hex');

/** Serial numbers come with and without the zero octet that keeps them positive. */
export const serialKey = (hex: string): string => hex.toLowerCase().replace(/^0+(?=.)/, '');

/** SHA-256 of a DER certificate, lower-case hex: the form of a pin. */
export const fingerprintOf = (der: Uint8Array): string => createHash('sha256').update(der).digest('hex');

/**
 * Reads one DER certificate; undefined if the bytes are anything else: not DER, more than one, something behind it.
 * Two parsers read it (Node's OpenSSL for keys and signatures, the library for names and extensions) from the same bytes.
 */
export const readCertificate = (der: Uint8Array): Certificate | undefined => {
  try {
    const x509 = new X509Certificate(der);
    // OpenSSL also takes PEM text and ignores what follows: only the exact DER form counts.
    if (!x509.raw.equals(der)) return undefined;
    const parsed = new Parsed(Uint8Array.from(der));
    const basic = parsed.getExtension(BasicConstraintsExtension);
    return {
      x509,
      fingerprint: fingerprintOf(der),
      subject: nameKey(parsed.subjectName),
      issuer: nameKey(parsed.issuerName),
      countries: parsed.subjectName.getField('C'),
      commonNames: parsed.subjectName.getField('CN'),
      serial: serialKey(parsed.serialNumber),
      notBeforeMs: x509.validFromDate.getTime(),
      notAfterMs: x509.validToDate.getTime(),
      authority: basic?.ca ?? false,
      pathLength: basic?.pathLength,
      keyUsage: parsed.getExtension(KeyUsagesExtension)?.usages,
      extendedUsages: (parsed.getExtension(ExtendedKeyUsageExtension)?.usages ?? []).map(String),
      unknownCritical: parsed.extensions.filter(({ critical, type }) => critical && !UNDERSTOOD.has(type)).map(({ type }) => type),
      signatureHash: parsed.signatureAlgorithm.hash.name,
      key: x509.publicKey,
    };
  } catch {
    // Whatever the parsers stumble over, the answer is the same: this is no certificate that we can judge.
    return undefined;
  }
};

/** Extended key usages (RFC 5280 4.2.1.12). */
export const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
export const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';

export const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';
export const CODE_SIGNING = '1.3.6.1.5.5.7.3.3';
export const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';

const DIGITAL_SIGNATURE = 1;

/** May the key make signatures at all? A certificate that does not say what it is for is taken for nothing (RS KEY-07). */
export const maySign = ({ keyUsage = 0 }: Certificate): boolean => (keyUsage & DIGITAL_SIGNATURE) !== 0;

const MIN_RSA_BITS = 2048;
const CURVES: ReadonlySet<string> = new Set(['prime256v1', 'secp384r1']);

/** RSA of at least 2048 bits with an exponent that is not a toy, or P-256 or P-384 (RS DSIG-20). */
export const isStrongKey = (key: KeyObject): boolean => {
  const { modulusLength = 0, publicExponent = 0n, namedCurve = '' } = key.asymmetricKeyDetails ?? {};
  switch (key.asymmetricKeyType) {
    case 'rsa':
    case 'rsa-pss':
      return modulusLength >= MIN_RSA_BITS && publicExponent >= 65_537n;
    case 'ec':
      return CURVES.has(namedCurve);
    default:
      return false;
  }
};

const HASHES: ReadonlySet<string> = new Set(['SHA-256', 'SHA-384', 'SHA-512']);

/** Was the certificate signed over a hash that still holds? */
export const isStrongSignature = ({ signatureHash }: Certificate): boolean => HASHES.has(signatureHash);
