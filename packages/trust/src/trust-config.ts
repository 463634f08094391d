import type { CountryCode, NcpError } from '@ncp/domain';
import type { OcspResponder } from './ocsp/ocsp-watch.js';

/** Who speaks for one country. All certificates and lists in PEM or DER. */
export interface CountryTrust {
  readonly country: CountryCode;
  /** The authorities at which a path for this country may end; each is issued by itself, others are intermediates. */
  readonly anchors: readonly Uint8Array[];
  /** Authorities below them: a signature carries its own certificate only. */
  readonly intermediates?: readonly Uint8Array[];
  /** Revocation lists of every authority above. A list may cover several files or be absent: then nothing below it is accepted. */
  readonly crls: readonly Uint8Array[];
  /** SHA-256 of the TLS certificates that this country uses, hex. Empty means that no TLS peer of the country is accepted. */
  readonly pins: readonly string[];
  /** Asked beside the lists, if there is one. */
  readonly ocsp?: OcspResponder;
}

export interface TrustConfig {
  readonly countries: readonly CountryTrust[];
  /** How long after its next update a list still counts; default 24 h (decisions 3.3). */
  readonly crlGraceMs?: number;
  /** How long a verdict may be used again; default 60 s. */
  readonly cacheMs?: number;
  /** Verdicts kept at most; default 1000. */
  readonly cacheSize?: number;
}

/** A country whose trust could not be read anew. */
export interface UnreadCountry {
  readonly country: CountryCode;
  readonly fault: NcpError;
}

const PEM_BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\s]+)-----END \1-----/g;

/** The DER blocks of a file: all PEM blocks in order, or the bytes themselves if there are none. */
export const derBlocks = (file: Uint8Array): Uint8Array[] => {
  const blocks = [...Buffer.from(file).toString('latin1').matchAll(PEM_BLOCK)].map(([, , body = '']) => new Uint8Array(Buffer.from(body, 'base64')));
  return blocks.length === 0 ? [file] : blocks;
};
