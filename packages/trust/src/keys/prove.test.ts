import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type Authority, certificateAuthority, type Issued } from '@ncp/certs';
import { codeOf, PERIOD } from '../../test/odd-authority.js';
import { heldInMemory, heldKey } from './held-key.js';
import { proveSeal } from './prove.js';

describe('the readiness of a seal', () => {
  const sealOf = async (keyKind: 'rsa' | 'ec'): Promise<Issued> => {
    const authority: Authority = await certificateAuthority({ subject: [['C', 'SE'], ['CN', 'CA']], period: PERIOD, keyKind: 'ec' });
    return authority.issue({ subject: [['C', 'SE'], ['CN', 'seal']], period: PERIOD, usage: 'seal', keyKind });
  };

  it.each(['rsa', 'ec'] as const)('KEY-02 is proven by a signature that verifies: %s', async (kind) => {
    const { certificateDer, privateKey } = await sealOf(kind);
    expect(codeOf(() => { proveSeal({ certificateDer, key: heldInMemory('seal', privateKey) }); })).toBe('accepted');
  });

  it.each(['rsa', 'ec'] as const)('KEY-02 is not proven by that of another key, nor by none: %s', async (kind) => {
    const [{ certificateDer }, other] = [await sealOf(kind), await sealOf(kind)];
    expect(codeOf(() => { proveSeal({ certificateDer, key: heldInMemory('seal', other.privateKey) }); })).toBe('NCP_TRUST_KEY');
    expect(codeOf(() => { proveSeal({ certificateDer, key: heldInMemory('tls-client', other.privateKey) }); })).toBe('NCP_KEY_PURPOSE');
  });

  it('shows the public numbers of an RSA key, of which others have none', () => {
    const [rsa, ec] = [generateKeyPairSync('rsa', { modulusLength: 2048 }), generateKeyPairSync('ec', { namedCurve: 'P-256' })];
    const keys = [rsa, ec].map(({ publicKey, privateKey }) => heldKey('seal', publicKey, ({ hash }, bytes) => new Uint8Array(sign(hash, bytes, privateKey))));
    const { n, e } = rsa.publicKey.export({ format: 'jwk' });
    expect(keys.map(({ rsaPublic }) => rsaPublic)).toEqual([{ n, e }, undefined]);
    expect(keys.map((key) => 'rsaPublic' in key)).toEqual([true, false]);
  });
});
