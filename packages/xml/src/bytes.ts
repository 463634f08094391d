import { createHash, hash } from 'node:crypto';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const HEX_DIGITS = encoder.encode('0123456789abcdef');

/** Text to UTF-8 bytes. */
export const utf8 = (value: string): Uint8Array => encoder.encode(value);

/** UTF-8 bytes to text; a malformed sequence becomes U+FFFD, so never use it on what has to be proven. */
export const text = (bytes: Uint8Array): string => decoder.decode(bytes);

/** Lower-case hexadecimal. */
export const hex = (bytes: Uint8Array): string => {
  const digits = new Uint8Array(2 * bytes.length);
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i] ?? 0;
    digits[2 * i] = HEX_DIGITS[byte >> 4] ?? 0;
    digits[2 * i + 1] = HEX_DIGITS[byte & 15] ?? 0;
  }
  return decoder.decode(digits);
};

export const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

/** SHA-256 of a text in UTF-8, lower-case hexadecimal. */
export const sha256OfText = (value: string): string => hash('sha256', value, 'hex');

/** Byte for byte equality. For digests and signatures of public values: not constant in time. */
export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, index) => byte === b[index]);

export const concat = (chunks: readonly Uint8Array[]): Uint8Array => {
  const out = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
};
