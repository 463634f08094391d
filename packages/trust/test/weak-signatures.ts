// The certificate library reads decorator metadata when it loads: this import stays the first.
import 'reflect-metadata';
import type { KeyPair } from '@ncp/certs';
import { X509Certificate, X509CertificateGenerator, X509CrlGenerator } from '@peculiar/x509';
import { CRL_TIMES } from './odd-authority.js';

const OVER_SHA1 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-1' } as const;

/** What a certificate says, signed anew over a hash that no longer holds. */
export const certificateOverSha1 = async (certificateDer: Uint8Array, { signing }: KeyPair): Promise<Uint8Array> => {
  const { serialNumber, subjectName, issuerName, notBefore, notAfter, publicKey, extensions } = new X509Certificate(Uint8Array.from(certificateDer));
  const made = await X509CertificateGenerator.create({ serialNumber, subject: subjectName, issuer: issuerName, notBefore, notAfter, publicKey, extensions, signingKey: signing, signingAlgorithm: OVER_SHA1 });
  return new Uint8Array(made.rawData);
};

/** An empty revocation list of an authority, signed over such a hash. */
export const listOverSha1 = async (authorityDer: Uint8Array, { signing }: KeyPair): Promise<Uint8Array> => {
  const made = await X509CrlGenerator.create({ ...CRL_TIMES, issuer: new X509Certificate(Uint8Array.from(authorityDer)).subjectName, signingKey: signing, signingAlgorithm: OVER_SHA1 });
  return new Uint8Array(made.rawData);
};
