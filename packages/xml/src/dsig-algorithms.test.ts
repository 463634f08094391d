import { describe, expect, it } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import { codeOf } from '../fixtures/code-of.js';
import { defaultAlgorithm, rsaPublicParts, signatureMethod, signatureUri, signBytes } from './dsig-algorithms.js';
import { isHeld, strongFamily, type AsymmetricKey, type HeldKey, type SignatureManner } from './key.js';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ofCurve = (namedCurve: string): AsymmetricKey => ({ type: 'public', asymmetricKeyType: 'ec', asymmetricKeyDetails: { namedCurve } });
const ofBits = (modulusLength: number, publicExponent: bigint, asymmetricKeyType = 'rsa'): AsymmetricKey => ({ type: 'public', asymmetricKeyType, asymmetricKeyDetails: { modulusLength, publicExponent } });

describe('keys', () => {
  it('DSIG-20, DSIG-21 are strong enough or none', () => {
    expect([ofBits(2048, 65537n), ofBits(3072, 65539n, 'rsa-pss'), ofCurve('prime256v1'), ofCurve('secp384r1')].map(strongFamily)).toEqual(['rsa', 'rsa-pss', 'ec', 'ec']);
    const weak: readonly AsymmetricKey[] = [
      ofBits(2047, 65537n), ofBits(2048, 65536n), ofCurve('secp521r1'), ofCurve('secp256k1'), { type: 'public', asymmetricKeyType: 'ed25519' }, { type: 'secret' },
      { type: 'public', asymmetricKeyType: 'rsa' }, { type: 'public', asymmetricKeyType: 'ec' },
    ];
    expect(weak.map((key) => codeOf(() => strongFamily(key)))).toEqual(weak.map(() => 'NCP_DSIG_KEY_STRENGTH'));
  });

  it('are judged once', () => {
    let asked = 0;
    const key = { ...ofCurve('prime256v1'), get asymmetricKeyDetails() { asked += 1; return { namedCurve: 'prime256v1' }; } };
    expect([strongFamily(key), strongFamily(key), asked]).toEqual(['ec', 'ec', 1]);
  });

  it('sign as their kind and curve want', () => {
    expect([ofBits(2048, 65537n), ofBits(2048, 65537n, 'rsa-pss'), ofCurve('prime256v1'), ofCurve('secp384r1')].map(defaultAlgorithm)).toEqual(['rsa-sha256', 'rsa-pss-sha256', 'ecdsa-sha256', 'ecdsa-sha384']);
  });

  it('are held elsewhere where they sign themselves', () => {
    expect([isHeld(rsa.privateKey), isHeld({ ...ofCurve('prime256v1'), sign: () => new Uint8Array() })]).toEqual([false, true]);
  });
});

describe('a key that is held elsewhere', () => {
  const held = (more: Partial<HeldKey> = {}): HeldKey => ({ ...ofBits(2048, 65537n), sign: () => new Uint8Array([7]), ...more });

  it('signs itself, in the manner of the method', () => {
    const asked: [string, SignatureManner, Uint8Array][] = [];
    const key = held({ sign: (...given) => { asked.push(given); return new Uint8Array([7]); } });
    expect([...signBytes(signatureMethod(signatureUri('rsa-sha256')), new Uint8Array([1]), key)]).toEqual([7]);
    expect(asked).toEqual([['seal', { hash: 'sha256' }, new Uint8Array([1])]]);
  });

  it('tells its public half once', () => {
    let asked = 0;
    const key = { ...held(), get rsaPublic() { asked += 1; return { n: 'AQ', e: 'Aw' }; } };
    expect([rsaPublicParts(key), rsaPublicParts(key), asked]).toEqual([{ n: 'AQ', e: 'Aw' }, { n: 'AQ', e: 'Aw' }, 1]);
  });

  it('has a public half of RSA or is refused, as a key of ours', () => {
    expect(rsaPublicParts(rsa.privateKey)).toEqual({ n: expect.stringMatching(/^[\w-]{342}$/), e: 'AQAB' });
    const half = (parts: object): HeldKey => held({ rsaPublic: parts as { n: string; e: string } });
    const none = [held(), half({ n: 'AQ' }), half({ e: 'Aw' }), ec.privateKey];
    expect(none.map((key) => codeOf(() => rsaPublicParts(key)))).toEqual(none.map(() => 'NCP_DSIG_ALGORITHM'));
  });
});
