import { NcpError } from '@ncp/domain';

const BOM = [0xef, 0xbb, 0xbf];
const DECLARATION_START = [0x3c, 0x3f, 0x78, 0x6d, 0x6c];
/** A declaration with every pseudo-attribute is under 100 bytes; this leaves room for spaces. */
const MAX_DECLARATION = 512;

const startsWith = (bytes: Uint8Array, at: number, expected: readonly number[]): boolean =>
  expected.every((byte, index) => bytes[at + index] === byte);

const isSpace = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;

/**
 * Refuses everything but XML 1.0 in UTF-8 before the engine sees a byte, and returns where the document
 * starts (after a byte order mark). Raises NCP_XML_ENCODING, NCP_XML_VERSION (RS XML-21..25).
 */
export const encodingGate = (bytes: Uint8Array): number => {
  const start = startsWith(bytes, 0, BOM) ? BOM.length : 0;
  // In UTF-16 and UTF-32 one of the first four bytes is zero; in EBCDIC `<` is 0x4C and fails below.
  for (let i = start; i < start + 4; i += 1) if (bytes[i] === 0) throw new NcpError('NCP_XML_ENCODING', { at: i });
  checkDeclaration(bytes, start);
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new NcpError('NCP_XML_ENCODING', { bytes: bytes.length });
  }
  return start;
};

const checkDeclaration = (bytes: Uint8Array, start: number): void => {
  // `<?xml-stylesheet` is a processing instruction, not a declaration.
  if (!startsWith(bytes, start, DECLARATION_START) || !isSpace(bytes[start + DECLARATION_START.length])) return;
  const limit = Math.min(bytes.length, start + MAX_DECLARATION);
  let at = start + DECLARATION_START.length;
  for (;;) {
    while (at < limit && isSpace(bytes[at])) at += 1;
    if (at >= limit) throw new NcpError('NCP_XML_NOT_WELL_FORMED', { at: start });
    if (bytes[at] === 0x3f) return;
    const [name, value, next] = pseudoAttribute(bytes, at, limit);
    if (name === 'version' && value !== '1.0') throw new NcpError('NCP_XML_VERSION');
    if (name === 'encoding' && value.toUpperCase() !== 'UTF-8') throw new NcpError('NCP_XML_ENCODING', { declared: true });
    at = next;
  }
};

const pseudoAttribute = (bytes: Uint8Array, from: number, limit: number): readonly [name: string, value: string, next: number] => {
  let at = from;
  let name = '';
  while (at < limit && bytes[at] !== 0x3d && !isSpace(bytes[at])) name += String.fromCharCode(bytes[at++] ?? 0);
  while (at < limit && isSpace(bytes[at])) at += 1;
  if (bytes[at] !== 0x3d) throw new NcpError('NCP_XML_NOT_WELL_FORMED', { at });
  at += 1;
  while (at < limit && isSpace(bytes[at])) at += 1;
  const quote = bytes[at];
  const end = quote === 0x22 || quote === 0x27 ? bytes.indexOf(quote, at + 1) : -1;
  if (end < 0 || end >= limit) throw new NcpError('NCP_XML_NOT_WELL_FORMED', { at });
  let value = '';
  for (let i = at + 1; i < end; i += 1) value += String.fromCharCode(bytes[i] ?? 0);
  return [name, value, end + 1];
};
