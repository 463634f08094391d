import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { letterKeysFrom, newLetterKeys, openLetter, sealLetter } from './letter.js';

const PLAIN = Buffer.from('1990-08-20 – åäö');
const PLACE = 'operator_act 1';
const sealed = { code: 'NCP_STORE_SEALED' };

describe('a letter', () => {
  it('is opened by its recipient alone, in its place alone', () => {
    const [sara, olle] = [newLetterKeys(), newLetterKeys()];
    const letter = sealLetter(sara.publicKey, PLAIN, PLACE);
    expect(openLetter(sara, letter, PLACE)).toEqual(PLAIN);
    expect(() => openLetter(olle, letter, PLACE)).toThrow(expect.objectContaining(sealed));
    expect(() => openLetter(sara, letter, 'operator_act 2')).toThrow(expect.objectContaining(sealed));
    expect(letter.includes(PLAIN)).toBe(false);
  });

  it('does not open with any bit changed, or when it is cut', () => {
    const keys = newLetterKeys();
    const letter = sealLetter(keys.publicKey, PLAIN, PLACE);
    for (let at = 0; at < letter.length; at += 1) {
      const changed = Buffer.from(letter);
      // The last bit of an X25519 key is not part of it (RFC 7748).
      changed[at] = (changed[at] ?? 0) ^ (at === 31 ? 0x40 : 0x80);
      expect(() => openLetter(keys, changed, PLACE)).toThrow(expect.objectContaining(sealed));
    }
    for (const length of [0, 31, 32, 47, letter.length - 1]) expect(() => openLetter(keys, letter.subarray(0, length), PLACE)).toThrow(expect.objectContaining(sealed));
  });

  it('is never the same twice, and keys made of the same secret are the same', () => {
    const secret = randomBytes(32);
    const [one, other] = [letterKeysFrom(secret), letterKeysFrom(secret)];
    expect(one.publicKey).toEqual(other.publicKey);
    const letter = sealLetter(one.publicKey, PLAIN, PLACE);
    expect(openLetter(other, letter, PLACE)).toEqual(PLAIN);
    expect(sealLetter(one.publicKey, PLAIN, PLACE)).not.toEqual(letter);
    expect(() => letterKeysFrom(Buffer.alloc(31))).toThrow(expect.objectContaining(sealed));
    expect(() => sealLetter(Buffer.alloc(5), PLAIN, PLACE)).toThrow(expect.objectContaining(sealed));
  });
});
