// The certificate library reads decorator metadata when it loads: this import stays the first.
import 'reflect-metadata';
import { X509Certificate, type KeyObject } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension, BasicConstraintsExtension, type Extension, ExtendedKeyUsageExtension, type JsonNameParams,
  KeyUsageFlags, KeyUsagesExtension, Name, SubjectAlternativeNameExtension, SubjectKeyIdentifierExtension,
  X509Certificate as X509, X509CertificateGenerator, X509CrlGenerator, X509CrlReason,
} from '@peculiar/x509';
import { type KeyKind, type KeyPair, makeKeyPair, signingAlgorithm } from './key-pair.js';
import { type Purpose, type Usage, USAGES } from './usage.js';

/** Attributes of a distinguished name in order, e.g. `[['C', 'FI'], ['O', 'NCPeH'], ['CN', 'ncp.example']]`. */
export type Subject = readonly (readonly [attribute: string, value: string])[];

/** When a certificate or list is in force. */
export interface Period {
  readonly from: Date;
  readonly until: Date;
}

/** A certificate with its key. */
export interface Issued {
  readonly certificatePem: string;
  readonly certificateDer: Uint8Array;
  readonly keyPem: string;
  readonly privateKey: KeyObject;
}

export interface IssueRequest {
  readonly subject: Subject;
  readonly period: Period;
  /** One of the three purposes, or exactly what the extensions shall say. */
  readonly usage: Purpose | Usage;
  /** Host names and IP addresses of a server. */
  readonly names?: readonly string[];
  /** An existing key; without it a new one of `keyKind` is made. */
  readonly key?: KeyPair;
  readonly keyKind?: KeyKind;
  /** Further extensions, for certificates that must be refused. */
  readonly extensions?: readonly Extension[];
}

export interface AuthorityRequest {
  readonly subject: Subject;
  readonly period: Period;
  readonly key?: KeyPair;
  readonly keyKind?: KeyKind;
  /** How many authorities may stand below this one; default 1. */
  readonly pathLength?: number;
  /** Bits of the key usage; signs certificates and lists when left out. */
  readonly keyUsage?: number;
  /** Further extensions, for authorities that must be refused. */
  readonly extensions?: readonly Extension[];
}

export interface CrlRequest {
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  readonly revoked?: readonly { readonly certificateDer: Uint8Array }[];
  /** Further extensions, for lists that must be refused. */
  readonly extensions?: readonly Extension[];
}

/** A certificate authority for tests and development. */
export interface Authority extends Issued {
  issue(request: IssueRequest): Promise<Issued>;
  /** An authority below this one. */
  subordinate(request: AuthorityRequest): Promise<Authority>;
  /** A revocation list, PEM. */
  crl(request: CrlRequest): Promise<string>;
}

interface Signer {
  readonly name: Name;
  readonly key: KeyPair;
}

const nameOf = (subject: Subject): Name => {
  // CountryName is a PrintableString by definition (RFC 5280 appendix A); the others are UTF-8.
  const attributes: JsonNameParams = subject.map(([attribute, value]) => ({
    [attribute]: [attribute === 'C' ? { printableString: value } : { utf8String: value }],
  }));
  return new Name(attributes);
};

// The label is the one of RFC 7468: the library's own PEM form carries another that OpenSSL does not read.
const crlPem = (der: Buffer): string =>
  ['-----BEGIN X509 CRL-----', ...(der.toString('base64').match(/.{1,64}/g) ?? []), '-----END X509 CRL-----', ''].join('\n');

const isAddress = (name: string): boolean => /^[0-9.]+$|:/.test(name);

const usageExtensions = (usage: Purpose | Usage): Extension[] => {
  const { keyUsage, extended } = typeof usage === 'string' ? USAGES[usage] : usage;
  return [
    new BasicConstraintsExtension(false, undefined, true),
    ...(keyUsage === 0 ? [] : [new KeyUsagesExtension(keyUsage, true)]),
    ...(extended.length === 0 ? [] : [new ExtendedKeyUsageExtension([...extended], false)]),
  ];
};

const sign = async (subject: Subject, period: Period, key: KeyPair, signer: Signer, extensions: readonly Extension[]): Promise<Issued> => {
  const made = await X509CertificateGenerator.create({
    subject: nameOf(subject),
    issuer: signer.name,
    notBefore: period.from,
    notAfter: period.until,
    publicKey: key.verifying,
    signingKey: signer.key.signing,
    signingAlgorithm: signingAlgorithm(signer.key.kind),
    extensions: [
      ...extensions,
      await SubjectKeyIdentifierExtension.create(key.verifying),
      await AuthorityKeyIdentifierExtension.create(signer.key.verifying),
    ],
  });
  // Node reads what the library wrote: a certificate that only its writer understands must not leave this module.
  const certificate = new X509Certificate(Buffer.from(made.rawData));
  return {
    certificatePem: certificate.toString(),
    certificateDer: new Uint8Array(certificate.raw),
    keyPem: key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    privateKey: key.privateKey,
  };
};

const authorityFor = async (request: AuthorityRequest, key: KeyPair, signer: Signer): Promise<Authority> => {
  const own: Signer = { name: nameOf(request.subject), key };
  const issued = await sign(request.subject, request.period, key, signer, [
    new BasicConstraintsExtension(true, request.pathLength ?? 1, true),
    new KeyUsagesExtension(request.keyUsage ?? (KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign), true),
    ...(request.extensions ?? []),
  ]);
  return {
    ...issued,
    issue: async ({ subject, period, usage, names = [], key: given, keyKind = 'rsa', extensions = [] }) =>
      sign(subject, period, given ?? (await makeKeyPair(keyKind)), own, [
        ...usageExtensions(usage),
        ...(names.length === 0
          ? []
          : [new SubjectAlternativeNameExtension(names.map((value) => ({ type: isAddress(value) ? 'ip' : 'dns', value })))]),
        ...extensions,
      ]),
    subordinate: async (below) =>
      authorityFor({ pathLength: 0, ...below }, below.key ?? (await makeKeyPair(below.keyKind ?? 'rsa')), own),
    crl: async ({ thisUpdate, nextUpdate, revoked = [], extensions = [] }) => {
      const list = await X509CrlGenerator.create({
        issuer: own.name, thisUpdate, nextUpdate,
        entries: revoked.map(({ certificateDer }) => ({
          serialNumber: new X509(Uint8Array.from(certificateDer)).serialNumber,
          revocationDate: thisUpdate,
          reason: X509CrlReason.keyCompromise,
        })),
        extensions: [await AuthorityKeyIdentifierExtension.create(key.verifying), ...extensions],
        signingKey: key.signing,
        signingAlgorithm: signingAlgorithm(key.kind),
      });
      return crlPem(Buffer.from(list.rawData));
    },
  };
};

/** Makes a root authority: its certificate is signed with its own key. */
export const certificateAuthority = async (request: AuthorityRequest): Promise<Authority> => {
  const key = request.key ?? (await makeKeyPair(request.keyKind ?? 'rsa'));
  return authorityFor(request, key, { name: nameOf(request.subject), key });
};
