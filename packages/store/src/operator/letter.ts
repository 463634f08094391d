import { createCipheriv, createDecipheriv, createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync, hkdfSync, type KeyObject } from 'node:crypto';
import { NcpError } from '@ncp/domain';

/**
 * A letter that one key can open: X25519, HKDF-SHA256, AES-256-GCM, with a key pair of its own for each letter. What a person may
 * see on a page goes through the database in letters; the database holds nothing that opens them.
 */
export interface LetterKeys {
  /** Raw, 32 bytes. */
  readonly publicKey: Buffer;
  readonly privateKey: KeyObject;
}

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FORM = 'ncp-letter-1';
/** RFC 8410: what stands before the 32 bytes of a key. */
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b656e04220420', 'hex');
const PUBLIC_PREFIX = Buffer.from('302a300506032b656e032100', 'hex');

const publicFrom = (raw: Uint8Array): KeyObject => {
  if (raw.length !== KEY_BYTES) throw new NcpError('NCP_STORE_SEALED', { reason: 'key-form' });
  return createPublicKey({ key: Buffer.concat([PUBLIC_PREFIX, raw]), format: 'der', type: 'spki' });
};
const rawOf = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'spki' }).subarray(-KEY_BYTES);

/** Keys of one recipient, for as long as it keeps them. */
export function newLetterKeys(): LetterKeys {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  return { publicKey: rawOf(publicKey), privateKey };
}

/** The same keys whenever they are made from the same 32 secret bytes. */
export function letterKeysFrom(secret: Uint8Array): LetterKeys {
  if (secret.length !== KEY_BYTES) throw new NcpError('NCP_STORE_SEALED', { reason: 'key-form' });
  const privateKey = createPrivateKey({ key: Buffer.concat([PRIVATE_PREFIX, secret]), format: 'der', type: 'pkcs8' });
  return { publicKey: rawOf(createPublicKey(privateKey)), privateKey };
}

const contentKey = (shared: Uint8Array, sender: Uint8Array, recipient: Uint8Array): Buffer =>
  Buffer.from(hkdfSync('sha256', shared, Buffer.concat([sender, recipient]), FORM, KEY_BYTES));

/** `place` is bound in: a letter put into another row does not open. */
export function sealLetter(recipient: Uint8Array, plain: Uint8Array, place: string): Buffer {
  const sender = generateKeyPairSync('x25519');
  const from = rawOf(sender.publicKey);
  const shared = diffieHellman({ privateKey: sender.privateKey, publicKey: publicFrom(recipient) });
  // Each letter has a key of its own, so that one nonce is never used twice.
  const nonce = Buffer.alloc(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', contentKey(shared, from, recipient), nonce).setAAD(Buffer.from(place));
  return Buffer.concat([from, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** @throws NcpError NCP_STORE_SEALED: it is for somebody else, for another place, or was changed */
export function openLetter({ publicKey, privateKey }: LetterKeys, letter: Uint8Array, place: string): Buffer {
  try {
    const bytes = Buffer.from(letter.buffer, letter.byteOffset, letter.byteLength);
    const from = bytes.subarray(0, KEY_BYTES);
    const shared = diffieHellman({ privateKey, publicKey: publicFrom(from) });
    const decipher = createDecipheriv('aes-256-gcm', contentKey(shared, from, publicKey), Buffer.alloc(NONCE_BYTES), { authTagLength: TAG_BYTES }).setAAD(Buffer.from(place));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(KEY_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch (error) {
    throw new NcpError('NCP_STORE_SEALED', { reason: 'letter' }, error);
  }
}

/** Where the two letters of an act stand: whom it is about, and the answer. */
export const letterPlaces = (act: string): { readonly subject: string; readonly answer: string } => ({ subject: `operator_act ${act}`, answer: `operator_answer ${act}` });

/** Where letters to this gateway arrive. Its keys follow the keys of the store, also while it runs. */
export interface LetterBox {
  /** To which letters are sealed now. */
  publicKey(): Buffer;
  /** Also what was sealed before the last change of keys. @throws NcpError NCP_STORE_SEALED */
  open(letter: Uint8Array, place: string): Buffer;
}

/** @param secrets of 32 bytes, the present one first */
export function letterBox(secrets: () => readonly Uint8Array[]): LetterBox {
  const keys = (): readonly LetterKeys[] => secrets().map(letterKeysFrom);
  return {
    publicKey: () => keys()[0]?.publicKey ?? Buffer.alloc(0),
    open: (letter, place) => {
      const [first, ...older] = keys();
      if (first === undefined) throw new NcpError('NCP_STORE_SEALED', { reason: 'unknown-key' });
      for (const one of older) {
        try {
          return openLetter(one, letter, place);
        } catch {
          // Not sealed to this one; the last word has the present key.
        }
      }
      return openLetter(first, letter, place);
    },
  };
}
