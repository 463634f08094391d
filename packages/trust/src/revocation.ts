import 'reflect-metadata';
import { NcpError } from '@ncp/domain';
import { PublicKey, X509Crl } from '@peculiar/x509';
import { type Certificate, nameKey, serialKey } from './certificate.js';
import { derBlocks } from './trust-config.js';

/** One revocation list whose signature was verified. */
interface RevocationList {
  readonly thisUpdateMs: number;
  /** Absent next update counts as never fresh. */
  readonly nextUpdateMs: number;
  readonly revoked: ReadonlySet<string>;
}

/** All that is known of one authority's revocations. */
export interface Revocations {
  /** Newest first. */
  readonly lists: readonly RevocationList[];
  /** A list in this authority's name did not bear its signature. */
  readonly forged: boolean;
  /** The country has a list that belongs to none of its authorities. */
  readonly foreign: boolean;
}

const AUTHORITY_KEY_IDENTIFIER = '2.5.29.35';
const CRL_NUMBER = '2.5.29.20';
const UNDERSTOOD = new Set([AUTHORITY_KEY_IDENTIFIER, CRL_NUMBER]);
const HASHES: ReadonlySet<string> = new Set(['SHA-256', 'SHA-384', 'SHA-512']);
const CRL_SIGN = 64;

const parseList = (file: Uint8Array): X509Crl => {
  try {
    const list = new X509Crl(Uint8Array.from(file));
    // A delta list or a list for some certificates only would look complete to us: refuse what we do not understand.
    const unknown = list.extensions.filter(({ critical, type }) => critical && !UNDERSTOOD.has(type)).map(({ type }) => type);
    if (unknown.length > 0) throw new NcpError('NCP_TRUST_CRL', { reason: 'extension', extensions: unknown });
    return list;
  } catch (error) {
    throw error instanceof NcpError ? error : new NcpError('NCP_TRUST_CRL', { reason: 'unreadable' }, error);
  }
};

const isSignedBy = async (list: X509Crl, authority: Certificate): Promise<boolean> => {
  if (((authority.keyUsage ?? 0) & CRL_SIGN) === 0) return false;
  try {
    // An algorithm that the library does not know has no hash there, whatever its type says (FUZZ-06).
    if (!HASHES.has(list.signatureAlgorithm.hash.name)) return false;
    const spki = authority.key.export({ type: 'spki', format: 'der' });
    return await list.verify({ publicKey: new PublicKey(new Uint8Array(spki)) });
  } catch {
    // A key of another kind than the signature, or an algorithm that nobody knows: not this authority's list.
    return false;
  }
};

const summary = (list: X509Crl): RevocationList => ({
  thisUpdateMs: list.thisUpdate.getTime(),
  nextUpdateMs: list.nextUpdate?.getTime() ?? Number.NEGATIVE_INFINITY,
  revoked: new Set(list.entries.map(({ serialNumber }) => serialKey(serialNumber))),
});

const newestFirst = (lists: readonly RevocationList[]): readonly RevocationList[] => lists.toSorted((a, b) => b.thisUpdateMs - a.thisUpdateMs);

/**
 * Sorts a country's lists to its authorities; the map is keyed by the authority's fingerprint.
 * @throws NcpError NCP_TRUST_CRL for a file that is no revocation list or has a form we do not understand.
 */
export const readRevocations = async (
  authorities: readonly Certificate[],
  files: readonly Uint8Array[],
): Promise<ReadonlyMap<string, Revocations>> => {
  const lists = files.flatMap(derBlocks).map(parseList);
  const names = new Set(authorities.map(({ subject }) => subject));
  const foreign = lists.some((list) => !names.has(nameKey(list.issuerName)));
  const entries = authorities.map(async (authority): Promise<[string, Revocations]> => {
    const named = lists.filter((list) => nameKey(list.issuerName) === authority.subject);
    const judged = await Promise.all(named.map(async (list) => ({ list, signed: await isSignedBy(list, authority) })));
    const signed = judged.filter((entry) => entry.signed).map(({ list }) => summary(list));
    return [authority.fingerprint, {
      lists: newestFirst(signed),
      forged: signed.length < judged.length,
      foreign,
    }];
  });
  return new Map(await Promise.all(entries));
};

/** With the newest list that was in force before: an older one in its place does not give back what was revoked meanwhile. */
export const keepingNewest = (read: ReadonlyMap<string, Revocations>, before: ReadonlyMap<string, Revocations> | undefined): ReadonlyMap<string, Revocations> =>
  new Map([...read].map(([authority, known]) => [authority, { ...known, lists: newestFirst([...known.lists, ...(before?.get(authority)?.lists.slice(0, 1) ?? [])]) }]));

/**
 * Is the certificate with this serial number revoked by its issuer? Returns until when the answer holds.
 *
 * Fails closed: no list, a forged one, a stranger's or one older than the grace refuses the certificate (TLS-11).
 * @throws NcpError NCP_TRUST_REVOKED, NCP_TRUST_CRL_MISSING, NCP_TRUST_CRL_SIGNATURE, NCP_TRUST_CRL_ISSUER, NCP_TRUST_CRL_EXPIRED
 */
export const requireNotRevoked = (
  serial: string,
  known: Revocations | undefined,
  { nowMs, graceMs, skewMs }: { readonly nowMs: number; readonly graceMs: number; readonly skewMs: number },
): number => {
  const list = known?.lists.find(({ thisUpdateMs }) => thisUpdateMs <= nowMs + skewMs);
  if (list === undefined) {
    if (known?.forged === true) throw new NcpError('NCP_TRUST_CRL_SIGNATURE');
    if (known?.foreign === true) throw new NcpError('NCP_TRUST_CRL_ISSUER');
    throw new NcpError('NCP_TRUST_CRL_MISSING');
  }
  // A revocation never expires: it is told even from a list that is too old to say anything good.
  if (list.revoked.has(serial)) throw new NcpError('NCP_TRUST_REVOKED');
  const holdsUntilMs = list.nextUpdateMs + graceMs;
  if (nowMs > holdsUntilMs) throw new NcpError('NCP_TRUST_CRL_EXPIRED');
  return holdsUntilMs;
};
