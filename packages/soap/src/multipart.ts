import { NcpError } from '@ncp/domain';
import { utf8 } from '@ncp/xml';
import { byteSearch, standsAt, type ByteSearch } from './byte-search.js';

/** One body part; `content` is a view on the message, not a copy. */
export interface Part {
  /** Lower-case names, unfolded values. */
  readonly headers: ReadonlyMap<string, string>;
  readonly content: Uint8Array;
}

export interface MultipartLimits {
  readonly maxParts: number;
  readonly maxPartHeaderBytes: number;
  readonly maxBoundaryLength: number;
}

/** RFC 2046 5.1.1: what a boundary may hold; it may not end in a space. */
const BOUNDARY = /^[0-9A-Za-z'()+_,./:=? -]*[0-9A-Za-z'()+_,./:=?-]$/;
const HEADER_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):([\t -~]*)$/;
/** Text before the first and after the last delimiter carries nothing; only a little of it is tolerated. */
const MAX_STRAY_BYTES = 1024;

const CRLF = utf8('\r\n');
const DASHES = utf8('--');
const findHeaderEnd: ByteSearch = byteSearch(utf8('\r\n\r\n'));

const malformed = (at: string): NcpError => new NcpError('NCP_MTOM_STRUCTURE', { at });

const requireBoundary = (boundary: string | undefined, limits: MultipartLimits): string => {
  const isLegal = boundary !== undefined && boundary.length <= limits.maxBoundaryLength && BOUNDARY.test(boundary);
  if (!isLegal) throw malformed('boundary');
  return boundary;
};

/** Header bytes as text; anything but ASCII is refused by the line pattern. */
const ascii = (bytes: Uint8Array): string => {
  let textSoFar = '';
  for (const byte of bytes) textSoFar += String.fromCharCode(byte);
  return textSoFar;
};

const readHeaders = (bytes: Uint8Array): ReadonlyMap<string, string> => {
  const headers = new Map<string, string>();
  const unfolded = ascii(bytes).replaceAll(/\r\n[\t ]+/g, ' ');
  for (const line of unfolded.split('\r\n')) {
    const [, name = '', headerValue = ''] = HEADER_LINE.exec(line) ?? [];
    const key = name.toLowerCase();
    if (key === '' || headers.has(key)) throw malformed('part header');
    headers.set(key, headerValue.trim());
  }
  return headers;
};

interface Section {
  readonly part: Part;
  /** Offset of the delimiter's dashes after this part. */
  readonly next: number;
}

const isBlankByte = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x09;

/** Skips transport padding after a delimiter; returns the offset behind its line end. */
const afterLine = (bytes: Uint8Array, from: number): number => {
  let at = from;
  while (isBlankByte(bytes[at])) at += 1;
  if (!standsAt(bytes, at, CRLF)) throw malformed('delimiter');
  return at + CRLF.length;
};

const readSection = (bytes: Uint8Array, from: number, findDelimiter: ByteSearch, limits: MultipartLimits): Section => {
  const hasNoHeaders = standsAt(bytes, from, CRLF);
  const headerEnd = hasNoHeaders ? from - CRLF.length : findHeaderEnd(bytes, from, from + limits.maxPartHeaderBytes + 4);
  if (headerEnd === -1) {
    const isLong = bytes.length - from > limits.maxPartHeaderBytes;
    throw isLong ? new NcpError('NCP_MTOM_LIMIT', { limit: 'part header' }) : malformed('part header');
  }
  const start = headerEnd + 4;
  // An empty part: its delimiter's line end is the one that ends the header.
  const end = findDelimiter(bytes, start - CRLF.length);
  if (end === -1) throw malformed('closing delimiter');
  const headers = hasNoHeaders ? new Map<string, string>() : readHeaders(bytes.subarray(from, headerEnd));
  return { part: { headers, content: bytes.subarray(start, Math.max(start, end)) }, next: end + CRLF.length };
};

const firstDelimiter = (bytes: Uint8Array, delimiter: Uint8Array, findDelimiter: ByteSearch): number => {
  if (standsAt(bytes, 0, delimiter)) return 0;
  const found = findDelimiter(bytes, 0, MAX_STRAY_BYTES + delimiter.length + CRLF.length);
  if (found === -1) throw malformed('first delimiter');
  return found + CRLF.length;
};

/**
 * Splits a multipart body (RFC 2046) at its boundary. Lines end in CRLF; a missing closing delimiter means the message
 * was cut.
 * @throws NcpError NCP_MTOM_STRUCTURE, NCP_MTOM_LIMIT
 */
export const splitMultipart = (bytes: Uint8Array, boundaryText: string | undefined, limits: MultipartLimits): readonly Part[] => {
  const delimiter = utf8(`--${requireBoundary(boundaryText, limits)}`);
  const findDelimiter = byteSearch(Uint8Array.from([...CRLF, ...delimiter]));
  const parts: Part[] = [];
  let at = firstDelimiter(bytes, delimiter, findDelimiter) + delimiter.length;
  while (!standsAt(bytes, at, DASHES)) {
    if (parts.length === limits.maxParts) throw new NcpError('NCP_MTOM_LIMIT', { limit: 'parts' });
    const section = readSection(bytes, afterLine(bytes, at), findDelimiter, limits);
    parts.push(section.part);
    at = section.next + delimiter.length;
  }
  if (bytes.length - at > MAX_STRAY_BYTES) throw malformed('epilogue');
  return parts;
};
