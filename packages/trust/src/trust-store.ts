import type { KeyObject } from 'node:crypto';
import { type CountryCode, epochMs, type Instant, NcpError, type NcpErrorCode } from '@ncp/domain';
import { type Certificate, CLIENT_AUTH, isStrongKey, readCertificate, SERVER_AUTH } from './certificate.js';
import type { OcspWatch } from './ocsp/ocsp-watch.js';
import { type Enrolled, requirePath } from './path.js';
import { readRevocations } from './revocation.js';
import { type CountryTrust, derBlocks, type TrustConfig } from './trust-config.js';
import { VerdictCache } from './verdict-cache.js';

/** Whose seal made a signature. */
export interface TrustedSigner {
  readonly key: KeyObject;
  readonly country: CountryCode;
  /** SHA-256 of the certificate, hex. */
  readonly fingerprint: string;
}

/** Who is at the other end of a TLS connection. */
export interface TrustedPeer {
  readonly country: CountryCode;
  readonly commonName: string;
  /** SHA-256 of the certificate, hex. */
  readonly fingerprint: string;
}

export interface TrustStore {
  /**
   * The key of a seal certificate (DER), after full path validation to the anchors of the country in its subject.
   * @throws NcpError NCP_DSIG_KEYINFO (no certificate), NCP_DSIG_KEY_STRENGTH, NCP_TRUST_UNTRUSTED, NCP_TRUST_COUNTRY,
   *   NCP_TRUST_EXPIRED, NCP_TRUST_USAGE, NCP_TRUST_REVOKED, NCP_TRUST_CRL_*
   */
  signer(certificateDer: Uint8Array, now: Instant): TrustedSigner;
  /**
   * The country of a TLS certificate (DER): as `signer`, with TLS usage for that end, and the certificate must be pinned.
   * @throws NcpError NCP_TRUST_PIN and those of `signer`; a malformed certificate is NCP_TRUST_UNTRUSTED.
   */
  peer(certificateDer: Uint8Array, now: Instant, end?: 'client' | 'server'): TrustedPeer;
  /** Certificates of all authorities, PEM, for the TLS handshake; what the handshake lets through still passes `peer`. */
  readonly authorities: readonly string[];
  readonly countries: readonly CountryCode[];
  /** Has an operator pinned the TLS certificate with this fingerprint (SHA-256, hex) for that country? */
  isPinned(country: CountryCode, fingerprint: string): boolean;
  /**
   * Replaces everything at once, for new lists, pins and anchors; all earlier verdicts are forgotten.
   * If the new configuration cannot be read the old one stays in force and the error is thrown.
   */
  replace(config: TrustConfig): Promise<void>;
}

const DIGITAL_SIGNATURE = 1;
const ANY_USAGE = '2.5.29.37.0';
const DAY_MS = 86_400_000;
const DEFAULT_CACHE_MS = 60_000;
const DEFAULT_CACHE_SIZE = 1000;

type Purpose = 'signer' | 'client' | 'server';

interface Enrolment {
  readonly enrolled: readonly Enrolled[];
  readonly crlGraceMs: number;
  readonly cache: VerdictCache<Certificate>;
}

const readAuthority = (der: Uint8Array, country: CountryCode): Certificate => {
  const certificate = readCertificate(der);
  if (certificate === undefined) throw new NcpError('NCP_CONFIG_INVALID', { country, reason: 'authority-unreadable' });
  return certificate;
};

const enrol = async ({ country, anchors, intermediates = [], crls, pins, ocsp }: CountryTrust): Promise<Enrolled> => {
  const authorities = [
    ...anchors.flatMap(derBlocks).map((der) => ({ certificate: readAuthority(der, country), anchor: true })),
    ...intermediates.flatMap(derBlocks).map((der) => ({ certificate: readAuthority(der, country), anchor: false })),
  ];
  if (!authorities.some(({ anchor }) => anchor)) throw new NcpError('NCP_CONFIG_INVALID', { country, reason: 'no-anchor' });
  if (!pins.every((pin) => /^[0-9a-f]{64}$/.test(pin))) throw new NcpError('NCP_CONFIG_INVALID', { country, reason: 'pin-form' });
  const revocations = await readRevocations(authorities.map(({ certificate }) => certificate), crls);
  return { country, authorities, revocations, pins: new Set(pins), ocsp };
};

const enrolAll = async (config: TrustConfig): Promise<Enrolment> => {
  const codes = config.countries.map(({ country }) => country);
  if (new Set(codes).size < codes.length) throw new NcpError('NCP_CONFIG_INVALID', { reason: 'country-twice' });
  return {
    enrolled: await Promise.all(config.countries.map(enrol)),
    crlGraceMs: config.crlGraceMs ?? DAY_MS,
    cache: new VerdictCache(config.cacheMs ?? DEFAULT_CACHE_MS, config.cacheSize ?? DEFAULT_CACHE_SIZE),
  };
};

const requireUsage = ({ authority, keyUsage = 0, extendedUsages }: Certificate, purpose: Purpose): void => {
  const refuse = (reason: string): never => {
    throw new NcpError('NCP_TRUST_USAGE', { purpose, reason });
  };
  if (authority) refuse('authority');
  if ((keyUsage & DIGITAL_SIGNATURE) === 0) refuse('no-digital-signature');
  if (purpose === 'signer') {
    // A TLS certificate, or one for everything, must not sign messages (DSIG-35).
    if ([SERVER_AUTH, CLIENT_AUTH, ANY_USAGE].some((usage) => extendedUsages.includes(usage))) refuse('tls-certificate');
  } else if (!extendedUsages.includes(purpose === 'client' ? CLIENT_AUTH : SERVER_AUTH)) refuse('extended-usage');
};

const homeOf = ({ countries }: Certificate, enrolled: readonly Enrolled[]): Enrolled => {
  const [code] = countries;
  const home = countries.length === 1 ? enrolled.find(({ country }) => country === code) : undefined;
  if (home === undefined) throw new NcpError('NCP_TRUST_COUNTRY', { reason: countries.length === 1 ? 'not-enrolled' : 'not-one-country' });
  return home;
};

const judge = (der: Uint8Array, nowMs: number, purpose: Purpose, { enrolled, crlGraceMs, cache }: Enrolment): { certificate: Certificate; home: Enrolled } => {
  const unreadable: NcpErrorCode = purpose === 'signer' ? 'NCP_DSIG_KEYINFO' : 'NCP_TRUST_UNTRUSTED';
  const key = cache.keyOf(purpose, der);
  const known = cache.get(key, nowMs);
  if (known !== undefined) return { certificate: known, home: homeOf(known, enrolled) };
  const certificate = readCertificate(der);
  if (certificate === undefined) throw new NcpError(unreadable, { reason: 'unreadable' });
  const home = homeOf(certificate, enrolled);
  const holdsUntilMs = requirePath(certificate, home, enrolled, { nowMs, crlGraceMs });
  requireUsage(certificate, purpose);
  if (!isStrongKey(certificate.key)) throw new NcpError('NCP_DSIG_KEY_STRENGTH');
  cache.put(key, certificate, { nowMs, holdsUntilMs });
  return { certificate, home };
};

/**
 * Reads anchors, lists and pins, and answers who may sign and who may connect (wire-contract 4.6, decisions D69).
 * @throws NcpError NCP_CONFIG_INVALID, NCP_TRUST_CRL
 */
export const loadTrust = async (config: TrustConfig, ocsp?: OcspWatch): Promise<TrustStore> => {
  let current = await enrolAll(config);
  /** Beside the lists, each time: a statement may come while a verdict is still kept. */
  const spokenFor = (certificate: Certificate, home: Enrolled, nowMs: number): void => {
    const issuer = home.authorities.find((authority) => authority.certificate.subject === certificate.issuer)?.certificate;
    if (ocsp !== undefined && home.ocsp !== undefined && issuer !== undefined) ocsp.require(certificate, issuer, { country: home.country, responder: home.ocsp, nowMs });
  };
  return {
    signer: (der, now) => {
      const { certificate, home } = judge(der, epochMs(now), 'signer', current);
      spokenFor(certificate, home, epochMs(now));
      return { key: certificate.key, country: home.country, fingerprint: certificate.fingerprint };
    },
    peer: (der, now, end = 'client') => {
      const { certificate, home } = judge(der, epochMs(now), end, current);
      spokenFor(certificate, home, epochMs(now));
      const { fingerprint, commonNames } = certificate;
      if (!home.pins.has(fingerprint)) throw new NcpError('NCP_TRUST_PIN', { country: home.country, certificate: fingerprint });
      return { country: home.country, commonName: commonNames[0] ?? '', fingerprint };
    },
    get authorities() {
      return current.enrolled.flatMap(({ authorities }) => authorities.map(({ certificate }) => certificate.x509.toString()));
    },
    get countries() {
      return current.enrolled.map(({ country }) => country);
    },
    isPinned: (country, fingerprint) => current.enrolled.some((one) => one.country === country && one.pins.has(fingerprint)),
    replace: async (next) => {
      current = await enrolAll(next);
    },
  };
};
