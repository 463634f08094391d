import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { NcpError } from '@ncp/domain';

/** A key-encryption key of 32 bytes with the name under which sealed values remember it. */
export interface SealingKey {
  readonly id: string;
  readonly key: Uint8Array;
}

/** New values are sealed with `current`; `older` still open what they sealed before a rotation (KEY-01). */
export interface SealingKeys {
  readonly current: SealingKey;
  readonly older?: readonly SealingKey[];
}

/**
 * Envelope encryption of payload columns (RS 6): each value has a random data key, and only that is encrypted with the
 * key-encryption key. `place` (table, column, row) is bound in, so that a value moved to another row does not open.
 */
export interface Sealer {
  seal(plain: Uint8Array, place: string): Buffer;
  /** @throws NcpError NCP_STORE_SEALED */
  open(sealed: Uint8Array, place: string): Buffer;
  /** Seals with another key from now on; what opens is what `keys` hold. @throws NcpError NCP_STORE_SEALED, and the old stay in force */
  replace(keys: SealingKeys): void;
  /** A keyed hash of who somebody is, hex: the same under each key, and no way back without it. */
  pseudonym(subject: string): string;
  /** The same under every key that is known, the present one first: what was written before a rotation is found too. */
  pseudonyms(subject: string): readonly string[];
  /** 32 bytes for another use, made of each key, the present one first: a key is used for one thing (RS 6). */
  secretsFor(use: string): readonly Buffer[];
}

const ALGORITHM = 'aes-256-gcm';
const FORM = 1;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const BOX_OVERHEAD = NONCE_BYTES + TAG_BYTES;

/** nonce, ciphertext, tag */
function encrypt(key: Uint8Array, plain: Uint8Array, bound: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(bound);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Uint8Array, box: Buffer, bound: Uint8Array): Buffer {
  const decipher = createDecipheriv(ALGORITHM, key, box.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES }).setAAD(bound);
  decipher.setAuthTag(box.subarray(box.length - TAG_BYTES));
  return Buffer.concat([decipher.update(box.subarray(NONCE_BYTES, box.length - TAG_BYTES)), decipher.final()]);
}

function checked({ id, key }: SealingKey): SealingKey {
  const idBytes = Buffer.byteLength(id);
  if (key.length !== KEY_BYTES || idBytes === 0 || idBytes > 255) throw new NcpError('NCP_STORE_SEALED', { reason: 'key-form', keyId: id });
  return { id, key };
}

interface Ring {
  readonly current: SealingKey;
  readonly byId: ReadonlyMap<string, Uint8Array>;
  readonly header: Buffer;
  /** Of each key, the present one first. */
  readonly all: readonly SealingKey[];
  readonly pseudonymKeys: readonly Buffer[];
}

const derived = (key: Uint8Array, use: string): Buffer => Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), use, KEY_BYTES));
const pseudonymWith = (key: Uint8Array, subject: string): string => createHmac('sha256', key).update(subject).digest('hex');

/** Two names for one key, or one name for two, would make a rotation that is none (KEY-07). */
function ringOf(keys: SealingKeys): Ring {
  const all = [keys.current, ...keys.older ?? []].map(checked);
  const [current = keys.current] = all;
  for (const part of ['id', 'key'] as const) {
    const distinct = new Set(all.map((one) => Buffer.from(one[part]).toString('hex')));
    if (distinct.size < all.length) throw new NcpError('NCP_STORE_SEALED', { reason: part === 'id' ? 'key-id-twice' : 'old-and-new-key-equal', keyId: current.id });
  }
  const id = Buffer.from(current.id);
  return {
    current, all, byId: new Map(all.map(({ id: name, key }) => [name, key])), header: Buffer.concat([Buffer.of(FORM, id.length), id]),
    pseudonymKeys: all.map(({ key }) => derived(key, 'pseudonym of a subject')),
  };
}

/** @throws NcpError NCP_STORE_SEALED when a key is not 32 bytes, or two are the same */
export function createSealer(keys: SealingKeys): Sealer {
  let ring = ringOf(keys);
  return {
    replace(next) { ring = ringOf(next); },
    pseudonym: (subject) => pseudonymWith(ring.pseudonymKeys[0] ?? derived(ring.current.key, 'pseudonym of a subject'), subject),
    pseudonyms: (subject) => ring.pseudonymKeys.map((key) => pseudonymWith(key, subject)),
    secretsFor: (use) => ring.all.map(({ key }) => derived(key, use)),
    seal(plain, place) {
      const { current, header } = ring;
      const bound = Buffer.concat([header, Buffer.from(place)]);
      const dataKey = randomBytes(KEY_BYTES);
      return Buffer.concat([header, encrypt(current.key, dataKey, bound), encrypt(dataKey, plain, bound)]);
    },
    open(sealed, place) {
      const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
      const idEnd = 2 + (bytes[1] ?? 0);
      const wrappedEnd = idEnd + KEY_BYTES + BOX_OVERHEAD;
      if (bytes[0] !== FORM || bytes.length < wrappedEnd + BOX_OVERHEAD) throw new NcpError('NCP_STORE_SEALED', { reason: 'form' });
      const keyId = bytes.subarray(2, idEnd).toString();
      const key = ring.byId.get(keyId);
      if (key === undefined) throw new NcpError('NCP_STORE_SEALED', { reason: 'unknown-key', keyId });
      const bound = Buffer.concat([bytes.subarray(0, idEnd), Buffer.from(place)]);
      try {
        return decrypt(decrypt(key, bytes.subarray(idEnd, wrappedEnd), bound), bytes.subarray(wrappedEnd), bound);
      } catch (error) {
        throw new NcpError('NCP_STORE_SEALED', { reason: 'altered', keyId }, error);
      }
    },
  };
}
