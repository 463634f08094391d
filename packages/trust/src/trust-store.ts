import type { KeyObject } from 'node:crypto';
import { type CountryCode, epochMs, type Instant, isNcpError, NcpError, type NcpErrorCode } from '@ncp/domain';
import { type Certificate, CLIENT_AUTH, CODE_SIGNING, isStrongKey, maySign, OCSP_SIGNING, readCertificate, SERVER_AUTH, TIME_STAMPING } from './certificate.js';
import type { OwnCertificate } from './identity.js';
import type { OcspWatch } from './ocsp/ocsp-watch.js';
import { type Enrolled, issued, isSelfIssued, requirePath } from './path.js';
import { keepingNewest, readRevocations } from './revocation.js';
import { type CountryTrust, derBlocks, type TrustConfig, type UnreadCountry } from './trust-config.js';
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
   *   NCP_TRUST_EXPIRED, NCP_TRUST_USAGE, NCP_TRUST_REVOKED, NCP_TRUST_CRL_*, NCP_TRUST_OCSP
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
  /** Does the last certificate of what an end sends stand just below an anchor of its country? For a country that is not enrolled nobody here can say: then yes. */
  isWhole(end: Pick<OwnCertificate, 'country' | 'certificatePem'>): boolean;
  /**
   * Replaces everything at once, for new lists, pins and anchors; all earlier verdicts are forgotten. A country whose new files
   * cannot be used keeps what was in force, and so does one that is named `unread`: the others are renewed all the same. Then
   * the fault is thrown, with its country; an AggregateError of NcpError when there are several. A revocation list older than the one
   * in force does not take its place.
   * @throws NcpError NCP_CONFIG_INVALID, NCP_TRUST_CRL and those of `unread`
   */
  replace(config: TrustConfig, unread?: readonly UnreadCountry[]): Promise<void>;
}

/** Statements of responders, time stamps, programs: what is made for these signs no message. */
const ELSEWHERE: ReadonlySet<string> = new Set([OCSP_SIGNING, TIME_STAMPING, CODE_SIGNING]);
const ANY_USAGE = '2.5.29.37.0';
const DAY_MS = 86_400_000;
const DEFAULT_CACHE_MS = 60_000;
const DEFAULT_CACHE_SIZE = 1000;

type Purpose = 'signer' | 'client' | 'server';

interface Judged {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
}

interface Enrolment {
  readonly enrolled: readonly Enrolled[];
  readonly crlGraceMs: number;
  readonly cache: VerdictCache<Judged>;
}

const readAuthority = (der: Uint8Array, country: CountryCode): Certificate => {
  const certificate = readCertificate(der);
  if (certificate === undefined) throw new NcpError('NCP_CONFIG_INVALID', { country, reason: 'authority-unreadable' });
  return certificate;
};

const enrol = async ({ country, anchors, intermediates = [], crls, pins, ocsp }: CountryTrust, before: readonly Enrolled[]): Promise<Enrolled> => {
  const authorities = [
    ...anchors.flatMap(derBlocks).map((der) => ({ certificate: readAuthority(der, country), anchor: true })),
    ...intermediates.flatMap(derBlocks).map((der) => ({ certificate: readAuthority(der, country), anchor: false })),
  ];
  if (!authorities.some(({ anchor }) => anchor)) throw new NcpError('NCP_CONFIG_INVALID', { country, reason: 'no-anchor' });
  // A path ends at an anchor, and with it whoever could revoke it: what another authority issued stands below that one (TLS-10).
  const borrowed = authorities.find(({ anchor, certificate }) => anchor && !isSelfIssued(certificate));
  if (borrowed !== undefined) throw new NcpError('NCP_CONFIG_INVALID', { country, reason: 'anchor-not-self-issued', certificate: borrowed.certificate.fingerprint });
  if (!pins.every((pin) => /^[0-9a-f]{64}$/.test(pin))) throw new NcpError('NCP_CONFIG_INVALID', { country, reason: 'pin-form' });
  const inForce = before.find((one) => one.country === country)?.revocations;
  const revocations = keepingNewest(await readRevocations(authorities.map(({ certificate }) => certificate), crls), inForce);
  return { country, authorities, revocations, pins: new Set(pins), ocsp };
};

interface Enrolling {
  readonly enrolment: Enrolment;
  readonly faults: readonly NcpError[];
}

/** Each country by itself: one whose files cannot be used keeps what `before` has of it. */
const enrolAll = async (config: TrustConfig, before: readonly Enrolled[] = [], unread: readonly UnreadCountry[] = []): Promise<Enrolling> => {
  const codes = [...config.countries, ...unread].map(({ country }) => country);
  if (new Set(codes).size < codes.length) throw new NcpError('NCP_CONFIG_INVALID', { reason: 'country-twice' });
  const settled = await Promise.all(config.countries.map((one) => enrol(one, before).catch((error: unknown) => faultOf(one.country, error))));
  const enrolled = settled.filter((one): one is Enrolled => !isNcpError(one));
  const renewed = new Set(enrolled.map(({ country }) => country));
  return {
    enrolment: {
      enrolled: [...enrolled, ...before.filter(({ country }) => codes.includes(country) && !renewed.has(country))],
      crlGraceMs: config.crlGraceMs ?? DAY_MS,
      cache: new VerdictCache(config.cacheMs ?? DEFAULT_CACHE_MS, config.cacheSize ?? DEFAULT_CACHE_SIZE),
    },
    faults: [...settled.filter(isNcpError), ...unread.map(({ country, fault }) => faultOf(country, fault))],
  };
};

const faultOf = (country: CountryCode, error: unknown): NcpError =>
  (isNcpError(error) ? new NcpError(error.code, { ...error.details, country }, error) : new NcpError('NCP_INTERNAL', { country }, error));

const requireNone = (faults: readonly NcpError[]): void => {
  const [first, ...others] = faults;
  if (first !== undefined) throw others.length === 0 ? first : new AggregateError(faults);
};

const requireUsage = (certificate: Certificate, purpose: Purpose): void => {
  const { authority, extendedUsages } = certificate;
  const refuse = (reason: string): never => {
    throw new NcpError('NCP_TRUST_USAGE', { purpose, reason });
  };
  if (authority) refuse('authority');
  if (!maySign(certificate)) refuse('no-digital-signature');
  if (purpose === 'signer') {
    // A TLS certificate, or one for everything, must not sign messages (DSIG-35).
    if ([SERVER_AUTH, CLIENT_AUTH, ANY_USAGE].some((usage) => extendedUsages.includes(usage))) refuse('tls-certificate');
    // Nor one that says that it is for something else alone; a seal names no usage, or one of its own.
    if (extendedUsages.length > 0 && extendedUsages.every((usage) => ELSEWHERE.has(usage))) refuse('other-purpose');
  } else if (!extendedUsages.includes(purpose === 'client' ? CLIENT_AUTH : SERVER_AUTH)) refuse('extended-usage');
};

const homeOf = ({ countries }: Certificate, enrolled: readonly Enrolled[]): Enrolled => {
  const [code] = countries;
  const home = countries.length === 1 ? enrolled.find(({ country }) => country === code) : undefined;
  if (home === undefined) throw new NcpError('NCP_TRUST_COUNTRY', { reason: countries.length === 1 ? 'not-enrolled' : 'not-one-country' });
  return home;
};

const judge = (der: Uint8Array, nowMs: number, purpose: Purpose, { enrolled, crlGraceMs, cache }: Enrolment): Judged & { readonly home: Enrolled } => {
  const unreadable: NcpErrorCode = purpose === 'signer' ? 'NCP_DSIG_KEYINFO' : 'NCP_TRUST_UNTRUSTED';
  const key = cache.keyOf(purpose, der);
  const known = cache.get(key, nowMs);
  if (known !== undefined) return { ...known, home: homeOf(known.certificate, enrolled) };
  const certificate = readCertificate(der);
  if (certificate === undefined) throw new NcpError(unreadable, { reason: 'unreadable' });
  const home = homeOf(certificate, enrolled);
  const { issuer, holdsUntilMs } = requirePath(certificate, home, enrolled, { nowMs, crlGraceMs });
  requireUsage(certificate, purpose);
  if (!isStrongKey(certificate.key)) throw new NcpError('NCP_DSIG_KEY_STRENGTH');
  cache.put(key, { certificate, issuer }, { nowMs, holdsUntilMs });
  return { certificate, issuer, home };
};

/**
 * Reads anchors, lists and pins, and answers who may sign and who may connect (wire-contract 4.6, decisions D69).
 * Without `ocsp` no responder is asked: a country that refuses who is not spoken for then has nobody accepted.
 * @throws NcpError NCP_CONFIG_INVALID, NCP_TRUST_CRL
 */
export const loadTrust = async (config: TrustConfig, ocsp?: OcspWatch): Promise<TrustStore> => {
  const first = await enrolAll(config);
  // A start is with all countries or none.
  requireNone(first.faults.slice(0, 1));
  let current = first.enrolment;
  /** Beside the lists, each time: a statement may come while a verdict is still kept. */
  const spokenFor = ({ certificate, issuer, home: { country, ocsp: responder } }: ReturnType<typeof judge>, nowMs: number): void => {
    if (responder === undefined) return;
    if (ocsp !== undefined) ocsp.require(certificate, issuer, { country, responder, nowMs });
    // Where nobody asks, nobody is spoken for: that is silence too.
    else if (responder.whenSilent === 'refuse') throw new NcpError('NCP_TRUST_OCSP', { country });
  };
  return {
    signer: (der, now) => {
      const judged = judge(der, epochMs(now), 'signer', current);
      spokenFor(judged, epochMs(now));
      const { certificate, home } = judged;
      return { key: certificate.key, country: home.country, fingerprint: certificate.fingerprint };
    },
    peer: (der, now, end = 'client') => {
      const judged = judge(der, epochMs(now), end, current);
      spokenFor(judged, epochMs(now));
      const { certificate: { fingerprint, commonNames }, home } = judged;
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
    isWhole: ({ country, certificatePem }) => {
      const home = current.enrolled.find((one) => one.country === country);
      const last = derBlocks(Buffer.from(certificatePem)).flatMap((der) => readCertificate(der) ?? []).slice(-1);
      return home === undefined || home.authorities.some(({ anchor, certificate }) => anchor && last.some((below) => issued(certificate, below)));
    },
    replace: async (next, unread) => {
      const { enrolment, faults } = await enrolAll(next, current.enrolled, unread);
      current = enrolment;
      requireNone(faults);
    },
  };
};
