/** One value of DER: its tag, and where its content and the whole of it stand. */
export interface Der {
  readonly tag: number;
  readonly content: Uint8Array;
  /** With tag and length. */
  readonly raw: Uint8Array;
}

class DerError extends Error {
  readonly code = 'DER';
}

/** Reads one value at the beginning; definite lengths only. @throws DerError */
export function readDer(bytes: Uint8Array, at = 0): Der {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) throw new DerError('tag');
  let [length, begins] = [first, at + 2];
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0 || count > 4) throw new DerError('length');
    length = 0;
    for (let n = 0; n < count; n += 1) length = length * 256 + (bytes[begins + n] ?? 0);
    begins += count;
  }
  const ends = begins + length;
  if (ends > bytes.length) throw new DerError('short');
  return { tag, content: bytes.subarray(begins, ends), raw: bytes.subarray(at, ends) };
}

/** The values inside a constructed one. */
export function inside({ content }: Der): readonly Der[] {
  const found: Der[] = [];
  for (let at = 0; at < content.length;) {
    const value = readDer(content, at);
    found.push(value);
    at += value.raw.length;
  }
  return found;
}

export function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(parts);
  const { length } = content;
  const header = length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff];
  return new Uint8Array(Buffer.concat([Buffer.from(header), content]));
}

export const DER_TAG = { integer: 0x02, bitString: 0x03, octetString: 0x04, null: 0x05, oid: 0x06, enumerated: 0x0a, sequence: 0x30, time: 0x18 } as const;

/** `YYYYMMDDHHMMSSZ`, the only form that DER has. Epoch milliseconds. @throws DerError */
export function timeOf({ tag, content }: Der): number {
  const [, year = '', month = '', day = '', hour = '', minute = '', second = ''] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(Buffer.from(content).toString('latin1')) ?? [];
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  // A thirteenth month has the form and is no time: comparing with it would refuse nothing.
  if (tag !== DER_TAG.time || Number.isNaN(at)) throw new DerError('time');
  return at;
}
