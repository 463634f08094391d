import { NcpError } from '@ncp/domain';

const BOM = [0xef, 0xbb, 0xbf];
/** A declaration with every pseudo-attribute is under 100 bytes; this leaves room for spaces. */
const MAX_DECLARATION = 512;

const startsWith = (bytes: Uint8Array, at: number, expected: readonly number[]): boolean =>
  expected.every((byte, index) => bytes[at + index] === byte);

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

/** One name and its quoted value, in the white space of XML. */
const PSEUDO_ATTRIBUTE = /[ \t\r\n]+([A-Za-z]+)[ \t\r\n]*=[ \t\r\n]*("[^"]*"|'[^']*')/g;
const DECLARATION = new RegExp(`^<\\?xml((?:${PSEUDO_ATTRIBUTE.source})*)[ \\t\\r\\n]*\\?>`);

const checkDeclaration = (bytes: Uint8Array, start: number): void => {
  const head = String.fromCharCode(...bytes.subarray(start, start + MAX_DECLARATION));
  // `<?xml-stylesheet` is a processing instruction, not a declaration.
  if (!/^<\?xml[ \t\r\n]/.test(head)) return;
  const declaration = DECLARATION.exec(head);
  if (declaration === null) throw new NcpError('NCP_XML_NOT_WELL_FORMED', { at: start });
  for (const [, name, quoted = ''] of (declaration[1] ?? '').matchAll(PSEUDO_ATTRIBUTE)) {
    const value = quoted.slice(1, -1);
    if (name === 'version' && value !== '1.0') throw new NcpError('NCP_XML_VERSION');
    if (name === 'encoding' && value.toUpperCase() !== 'UTF-8') throw new NcpError('NCP_XML_ENCODING', { declared: true });
  }
};
