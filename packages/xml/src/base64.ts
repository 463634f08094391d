import { NcpError } from '@ncp/domain';
import { text, utf8 } from './bytes.js';

const ALPHABET = utf8('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const PAD = 0x3d;
const INVALID = 255;
const SPACE = 254;
const VALUES = new Uint8Array(256).fill(INVALID);
ALPHABET.forEach((byte, value) => { VALUES[byte] = value; });
for (const byte of [0x20, 0x09, 0x0a, 0x0d]) VALUES[byte] = SPACE;

const DIGITS = new Int32Array(256).fill(-1);
ALPHABET.forEach((byte, value) => { DIGITS[byte] = value; });

/** Base64 with padding, without line breaks. */
export const encodeBase64 = (bytes: Uint8Array): string => {
  const out = new Uint8Array(Math.ceil(bytes.length / 3) * 4);
  let at = 0;
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const bits = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    out[at++] = ALPHABET[bits >> 18] ?? 0;
    out[at++] = ALPHABET[(bits >> 12) & 63] ?? 0;
    out[at++] = left > 1 ? (ALPHABET[(bits >> 6) & 63] ?? 0) : PAD;
    out[at++] = left > 2 ? (ALPHABET[bits & 63] ?? 0) : PAD;
  }
  return text(out);
};

/** 0 to 63, or a number that makes the sum of any four negative. */
const digit = (source: Uint8Array, at: number): number => DIGITS[source[at] ?? 0] ?? -1;

/**
 * Decodes base64 as XML carries it: white space anywhere, padding required, no other alphabet.
 * `strict` (the default) also refuses spare bits that are not zero, so that one value has one spelling (RS DSIG-33).
 * Raises NCP_XML_BASE64.
 */
export const decodeBase64 = (encoded: string, options: { readonly strict?: boolean } = {}): Uint8Array => {
  const source = utf8(encoded);
  const out = new Uint8Array(Math.ceil(source.length / 4) * 3);
  let length = 0;
  let bits = 0;
  let digits = 0;
  let padding = 0;
  for (let i = 0; ; i += 1) {
    // Four digits in a row, aligned: the usual case by far.
    if (digits % 4 === 0) {
      for (; i + 3 < source.length; i += 4) {
        const quad = (digit(source, i) << 18) | (digit(source, i + 1) << 12) | (digit(source, i + 2) << 6) | digit(source, i + 3);
        if (quad < 0) break;
        out[length++] = quad >> 16;
        out[length++] = (quad >> 8) & 255;
        out[length++] = quad & 255;
      }
    }
    if (i >= source.length) break;
    const byte = source[i] ?? 0;
    const value = VALUES[byte] ?? INVALID;
    if (value === SPACE) continue;
    if (byte === PAD) {
      padding += 1;
      continue;
    }
    if (value === INVALID || padding > 0) throw new NcpError('NCP_XML_BASE64', { at: i });
    bits = ((bits << 6) | value) & 0xffffff;
    digits += 1;
    if (digits % 4 === 0) {
      out[length++] = bits >> 16;
      out[length++] = (bits >> 8) & 255;
      out[length++] = bits & 255;
    }
  }
  const rest = digits % 4;
  if (rest === 1 || padding !== (4 - rest) % 4) throw new NcpError('NCP_XML_BASE64', { digits, padding });
  const spare = rest === 2 ? bits & 15 : rest === 3 ? bits & 3 : 0;
  if (spare !== 0 && options.strict !== false) throw new NcpError('NCP_XML_BASE64', { spareBits: true });
  if (rest === 2) out[length++] = (bits >> 4) & 255;
  if (rest === 3) {
    out[length++] = (bits >> 10) & 255;
    out[length++] = (bits >> 2) & 255;
  }
  return out.subarray(0, length);
};
