import { type CountryCode, NcpError } from '@ncp/domain';
import { type Certificate, isStrongKey, isStrongSignature } from './certificate.js';
import type { OcspResponder } from './ocsp/ocsp-watch.js';
import { type Revocations, requireNotRevoked } from './revocation.js';

/** One authority of a country as the store keeps it. */
export interface Authority {
  readonly certificate: Certificate;
  readonly anchor: boolean;
}

/** One country as the store keeps it. */
export interface Enrolled {
  readonly country: CountryCode;
  readonly authorities: readonly Authority[];
  readonly revocations: ReadonlyMap<string, Revocations>;
  readonly pins: ReadonlySet<string>;
  readonly ocsp: OcspResponder | undefined;
}

export interface PathVerdict {
  /** The authority whose signature the leaf bears; two may share its name after a change of keys. */
  readonly issuer: Certificate;
  /** Until when the verdict holds, epoch ms. */
  readonly holdsUntilMs: number;
}

export interface PathLimits {
  readonly nowMs: number;
  readonly crlGraceMs: number;
}

const KEY_CERT_SIGN = 32;
/** Leaf, three authorities between, anchor: deeper hierarchies do not exist in the eHDSI PKI. */
const MAX_DEPTH = 4;
/** Paths tried for one certificate: an authority that was renewed with its key has two, each such one above it doubles them. */
const MAX_PATHS = 16;
/** Decisions 3.3: clock skew. */
const SKEW_MS = 60_000;

/** Does this certificate bear the name of that authority as its issuer, and its signature? */
export const issued = (authority: Certificate, below: Certificate): boolean => authority.subject === below.issuer && below.x509.verify(authority.key);

/** Issued in its own name and with its own key: nobody above could revoke it. */
export const isSelfIssued = (certificate: Certificate): boolean => issued(certificate, certificate);

type Path = readonly [Authority, ...Authority[]];

/**
 * The ways from a leaf up to an anchor of that country, nearest authority first; none if there is no such path. There are several
 * where an authority was renewed with its key and stands beside the old one.
 */
function* pathsTo(leaf: Certificate, authorities: readonly Authority[], depth = MAX_DEPTH): Generator<Path> {
  if (depth === 0) return;
  for (const authority of authorities) {
    if (!issued(authority.certificate, leaf)) continue;
    if (authority.anchor) yield [authority];
    else for (const above of pathsTo(authority.certificate, authorities, depth - 1)) yield [authority, ...above];
  }
}

const requireAuthority = ({ authority, keyUsage = 0, pathLength = Number.POSITIVE_INFINITY, key, unknownCritical }: Certificate, below: number): void => {
  if (!authority || (keyUsage & KEY_CERT_SIGN) === 0) throw new NcpError('NCP_TRUST_UNTRUSTED', { reason: 'not-an-authority' });
  if (below > pathLength) throw new NcpError('NCP_TRUST_UNTRUSTED', { reason: 'path-length' });
  if (!isStrongKey(key)) throw new NcpError('NCP_TRUST_UNTRUSTED', { reason: 'weak-authority-key' });
  if (unknownCritical.length > 0) throw new NcpError('NCP_TRUST_UNTRUSTED', { reason: 'extension', extensions: unknownCritical });
};

const requireInForce = ({ notBeforeMs, notAfterMs, fingerprint }: Certificate, nowMs: number): void => {
  if (nowMs < notBeforeMs) throw new NcpError('NCP_TRUST_EXPIRED', { reason: 'not-yet', certificate: fingerprint });
  if (nowMs > notAfterMs) throw new NcpError('NCP_TRUST_EXPIRED', { reason: 'expired', certificate: fingerprint });
};

const candidates = (leaf: Certificate, home: Enrolled, all: readonly Enrolled[]): readonly [Path, ...Path[]] => {
  const paths: Path[] = [];
  for (const path of pathsTo(leaf, home.authorities)) if (paths.push(path) === MAX_PATHS) break;
  const [first, ...others] = paths;
  if (first !== undefined) return [first, ...others];
  const elsewhere = all.find((other) => pathsTo(leaf, other.authorities).next().done !== true);
  if (elsewhere !== undefined) throw new NcpError('NCP_TRUST_COUNTRY', { claimed: home.country, issuedBy: elsewhere.country });
  throw new NcpError('NCP_TRUST_UNTRUSTED', { reason: 'no-path', certificate: leaf.fingerprint });
};

const requireAlong = (leaf: Certificate, path: Path, { revocations }: Enrolled, { nowMs, crlGraceMs }: PathLimits): PathVerdict => {
  const chain = [leaf, ...path.map(({ certificate }) => certificate)];
  path.forEach(({ certificate }, below) => { requireAuthority(certificate, below); });
  if (leaf.unknownCritical.length > 0) throw new NcpError('NCP_TRUST_UNTRUSTED', { reason: 'extension', extensions: leaf.unknownCritical });
  // The anchor's own signature says nothing; every other link must hold.
  if (!chain.slice(0, -1).every(isStrongSignature)) throw new NcpError('NCP_TRUST_UNTRUSTED', { reason: 'weak-signature' });
  chain.forEach((certificate) => { requireInForce(certificate, nowMs); });
  const listsHold = path.map(({ certificate }, below) =>
    requireNotRevoked(chain[below]?.serial ?? '', revocations.get(certificate.fingerprint), { nowMs, graceMs: crlGraceMs, skewMs: SKEW_MS }),
  );
  return { issuer: path[0].certificate, holdsUntilMs: Math.min(...listsHold, ...chain.map(({ notAfterMs }) => notAfterMs)) };
};

/** What says most first: a revocation is a fact, a list that is missing the lack of one; what has ended was good once. */
const TELLING: readonly unknown[] = [
  'NCP_TRUST_REVOKED', 'NCP_TRUST_CRL_SIGNATURE', 'NCP_TRUST_CRL_ISSUER', 'NCP_TRUST_CRL_EXPIRED', 'NCP_TRUST_CRL_MISSING', 'NCP_TRUST_EXPIRED', 'NCP_TRUST_UNTRUSTED',
];

/** A fault of ours, which is in no list, comes before all. */
const tells = (refusal: unknown): number => TELLING.indexOf(Reflect.get(Object(refusal), 'code'));

/**
 * Full path validation of one leaf to the anchors of the country in its subject (RFC 5280 section 6, without policies and
 * name constraints, which are refused when critical). One path that holds is enough; where none does, the refusal is the one
 * that says most, whatever the order of the authorities.
 *
 * @throws NcpError NCP_TRUST_UNTRUSTED, NCP_TRUST_COUNTRY, NCP_TRUST_EXPIRED, NCP_TRUST_REVOKED, NCP_TRUST_CRL_*
 */
export const requirePath = (leaf: Certificate, home: Enrolled, all: readonly Enrolled[], limits: PathLimits): PathVerdict => {
  const refusals: unknown[] = [];
  for (const path of candidates(leaf, home, all)) {
    try {
      return requireAlong(leaf, path, home, limits);
    } catch (error) {
      refusals.push(error);
    }
  }
  throw refusals.reduce((most, other) => (tells(other) < tells(most) ? other : most));
};
