/**
 * Finds a byte pattern, Boyer-Moore-Horspool: skips most bytes of a large attachment.
 * A searcher is made once per pattern and used many times.
 */
export type ByteSearch = (bytes: Uint8Array, from: number, end?: number) => number;

const matchesAt = (bytes: Uint8Array, at: number, pattern: Uint8Array): boolean => {
  for (let index = pattern.length - 1; index >= 0; index -= 1) {
    if (bytes[at + index] !== pattern[index]) return false;
  }
  return true;
};

export const byteSearch = (pattern: Uint8Array): ByteSearch => {
  const last = pattern.length - 1;
  const skip = new Uint32Array(256).fill(pattern.length);
  pattern.subarray(0, last).forEach((byte, index) => {
    skip[byte] = last - index;
  });
  return (bytes, from, end = bytes.length) => {
    let at = from;
    while (at + last < end) {
      if (matchesAt(bytes, at, pattern)) return at;
      at += skip[bytes[at + last] ?? 0] ?? 1;
    }
    return -1;
  };
};

/** True when the pattern stands at exactly this offset. */
export const standsAt = (bytes: Uint8Array, at: number, pattern: Uint8Array): boolean =>
  at >= 0 && at + pattern.length <= bytes.length && matchesAt(bytes, at, pattern);
