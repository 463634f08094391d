import { createHash } from 'node:crypto';
import { hex, utf8 } from '@ncp/xml';

const DASHES = [8, 12, 16, 20];

/**
 * UUID v5 (RFC 9562 5.5) of a name in a namespace: the same name is the same id on every repeat (decisions G12).
 * SHA-1 is what the version prescribes; nothing here is trusted because of it.
 */
export const nameUuid = (namespace: string, name: string): string => {
  const space = Uint8Array.from(namespace.replaceAll('-', '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const digest = createHash('sha1').update(space).update(utf8(name)).digest().slice(0, 16);
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  const text = hex(digest);
  return [0, ...DASHES].map((from, index) => text.slice(from, DASHES[index] ?? 32)).join('-');
};
