import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { isSigned, operatorKey, signCountryRecord } from './record-signature.js';

const record = Buffer.from('code: FI');
const publicPem = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString();
const privatePem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

describe('the signature of a record', () => {
  it.each([
    ['Ed25519', generateKeyPairSync('ed25519'), null], ['RSA', generateKeyPairSync('rsa', { modulusLength: 2048 }), 'sha256'], ['elliptic curve', generateKeyPairSync('ec', { namedCurve: 'P-384' }), 'sha256'],
  ] as const)('is what other programs make and read: %s', (_title, { privateKey, publicKey }, hash) => {
    const key = operatorKey(publicPem(publicKey));
    expect([isSigned(record, sign(hash, record, privateKey).toString('base64'), key), isSigned(record, signCountryRecord(record, privatePem(privateKey)), key)]).toEqual([true, true]);
  });

  it('is base64 in one piece, and nothing beside it', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const key = operatorKey(publicPem(publicKey));
    const text = signCountryRecord(record, privatePem(privateKey)).trim();
    const broken = [`${text.slice(0, 9)}\n${text.slice(9)}`, `${text}!`, `!${text}`, `${text} ${text}`, text.replaceAll('=', ''), `${text}=`, text.slice(4), '', 'AAAA'];
    expect(isSigned(record, ` ${text}\n`, key)).toBe(true);
    expect(broken.map((one) => isSigned(record, one, key))).toEqual([false, false, false, false, true, false, false, false, false]);
  });

  it.each([
    ['a curve that nobody here takes', generateKeyPairSync('ec', { namedCurve: 'secp256k1' })], ['X25519, which signs nothing', generateKeyPairSync('x25519')], ['RSA with an exponent that is a toy', generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 3 })],
  ])('is not asked of %s', (_title, { privateKey, publicKey }) => {
    expect(() => operatorKey(publicPem(publicKey))).toThrow('NCP_TRUST_KEY');
    expect(() => signCountryRecord(record, privatePem(privateKey))).toThrow('NCP_TRUST_KEY');
  });
});
