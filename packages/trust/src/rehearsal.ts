import { X509Certificate } from 'node:crypto';
import { compareInstants, epochMs, instantFromEpoch, isNcpError, type CountryCode, type Instant, type NcpErrorCode } from '@ncp/domain';
import { X509Crl } from '@peculiar/x509';
import { derBlocks, type TrustConfig } from './trust-config.js';
import { loadTrust, type TrustStore } from './trust-store.js';

/** A certificate that the exchange stands on, and what it is used for. */
export interface WatchedCertificate {
  readonly what: string;
  /** Whose it is. */
  readonly country: CountryCode;
  /** `elsewhere`: judged by authorities that are none of the exchange. */
  readonly purpose: 'signer' | 'client' | 'server' | 'any-end' | 'elsewhere';
  readonly der: Uint8Array;
}

export interface CalendarEntry {
  readonly what: string;
  readonly country: CountryCode;
  readonly kind: 'certificate' | 'authority' | 'revocation-list';
  /** Of a certificate: what it may be used for, as it says itself. */
  readonly usage?: 'seal' | 'client' | 'server' | 'client-server';
  /** Not after, or next update. */
  readonly ends: Instant;
  readonly daysLeft: number;
  /** Absent: it holds on that day. Else what the real verification says then, or that it has ended. */
  readonly broken?: NcpErrorCode;
}

const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';
const DAY_MS = 86_400_000;
const DEFAULT_GRACE_MS = DAY_MS;

const codeOf = (judge: () => unknown): NcpErrorCode | undefined => {
  try {
    judge();
    return undefined;
  } catch (error) {
    if (isNcpError(error)) return error.code;
    throw error;
  }
};

/** The real verification, with its clock on that day. An end that may be either is broken only when it is so as both. */
function verdict(store: TrustStore, { purpose, der }: WatchedCertificate, at: Instant): NcpErrorCode | undefined {
  if (purpose === 'elsewhere') return undefined;
  if (purpose === 'signer') return codeOf(() => store.signer(der, at));
  if (purpose !== 'any-end') return codeOf(() => store.peer(der, at, purpose));
  const client = codeOf(() => store.peer(der, at, 'client'));
  return codeOf(() => store.peer(der, at, 'server')) === undefined ? undefined : client;
}

/** By its extended usages: a seal has none of TLS. */
function usageOf({ keyUsage }: X509Certificate): NonNullable<CalendarEntry['usage']> {
  const usages = new Set<string>(keyUsage);
  const [server, client] = [usages.has(SERVER_AUTH), usages.has(CLIENT_AUTH)];
  return server && client ? 'client-server' : server ? 'server' : client ? 'client' : 'seal';
}

const ended = (ends: number, at: Instant): NcpErrorCode | undefined => (epochMs(at) > ends ? 'NCP_TRUST_EXPIRED' : undefined);

const nameIn = (subject: string): string => /^CN=(.+)$/m.exec(subject)?.[1] ?? 'authority';

function listsOf({ countries, crlGraceMs = DEFAULT_GRACE_MS }: TrustConfig, now: Instant, at: Instant): readonly CalendarEntry[] {
  return countries.flatMap(({ country, crls }) => crls.flatMap(derBlocks).map((der, index) => {
    const ends = new X509Crl(Uint8Array.from(der)).nextUpdate?.getTime() ?? epochMs(now);
    return {
      what: `revocation list ${String(index + 1)}`, country, kind: 'revocation-list' as const, ends: instantFromEpoch(ends), daysLeft: Math.floor((ends - epochMs(now)) / DAY_MS),
      ...(epochMs(at) > ends + crlGraceMs ? { broken: 'NCP_TRUST_CRL_EXPIRED' as const } : {}),
    };
  }));
}

/**
 * The trust calendar (RS TLS-40, TLS-41): everything with an end that the exchange stands on, soonest first, and what would
 * be refused on the day `at`: certificates are judged by the verification that judges connections and signatures, with its
 * clock moved and fresh revocation lists. Nothing is changed by asking.
 * @throws NcpError NCP_CONFIG_INVALID, NCP_TRUST_CRL
 */
export async function trustCalendar(config: TrustConfig, watched: readonly WatchedCertificate[], { now, at }: { readonly now: Instant; readonly at: Instant }): Promise<readonly CalendarEntry[]> {
  // Lists are fetched anew every day and stand in the calendar themselves: certificates are judged as if they were.
  // No responder speaks of another day: its silence would refuse everything.
  const countries = config.countries.map(({ ocsp: _asked, ...country }) => country);
  const store = await loadTrust({ ...config, countries, cacheMs: 0, crlGraceMs: Number.MAX_SAFE_INTEGER });
  const enrolled = new Set(store.countries);
  const days = (ends: number): number => Math.floor((ends - epochMs(now)) / DAY_MS);
  const certificates = watched.map((one): CalendarEntry => {
    const certificate = new X509Certificate(one.der);
    const ends = certificate.validToDate.getTime();
    // Whose authorities are not in our lists can only be judged by its own dates.
    const broken = enrolled.has(one.country) ? verdict(store, one, at) ?? ended(ends, at) : ended(ends, at);
    return { what: one.what, country: one.country, kind: 'certificate', usage: usageOf(certificate), ends: instantFromEpoch(ends), daysLeft: days(ends), ...(broken === undefined ? {} : { broken }) };
  });
  const authorities = config.countries.flatMap(({ country, anchors, intermediates = [] }) => [...anchors, ...intermediates].flatMap(derBlocks).map((der): CalendarEntry => {
    const certificate = new X509Certificate(der);
    const ends = certificate.validToDate.getTime();
    const broken = ended(ends, at);
    return { what: nameIn(certificate.subject), country, kind: 'authority', ends: instantFromEpoch(ends), daysLeft: days(ends), ...(broken === undefined ? {} : { broken }) };
  }));
  return [...certificates, ...authorities, ...listsOf(config, now, at)].toSorted((a, b) => compareInstants(a.ends, b.ends) || a.what.localeCompare(b.what));
}
