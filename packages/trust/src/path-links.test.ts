import { generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Authority, type AuthorityRequest, certificateAuthority, type IssueRequest, type KeyPair, makeKeyPair } from '@ncp/certs';
import { ExtendedKeyUsageExtension, KeyUsageFlags, SubjectAlternativeNameExtension } from '@peculiar/x509';
import { bytes, codeOf, CRL_TIMES, finland, finnish, NOW, PERIOD, sealOf } from '../test/odd-authority.js';
import { certificateOverSha1, listOverSha1 } from '../test/weak-signatures.js';
import { isStrongKey } from './certificate.js';
import { type CountryTrust, loadTrust } from './index.js';

const named = (name: string, more: Partial<AuthorityRequest> = {}): AuthorityRequest => ({ subject: [['C', 'FI'], ['CN', name]], period: PERIOD, keyKind: 'ec', ...more });
const listsOf = (...authorities: readonly Authority[]): Promise<readonly Uint8Array[]> => Promise.all(authorities.map(async (one) => bytes(await one.crl(CRL_TIMES))));
const judged = async (authority: Authority, seal: Uint8Array, change: Partial<CountryTrust> = {}): Promise<string> => {
  const trust = await loadTrust({ countries: [await finland(authority, change)] });
  return codeOf(() => trust.signer(seal, NOW));
};

describe('a link of a path', () => {
  let key: KeyPair;
  let root: Authority;
  beforeAll(async () => {
    key = await makeKeyPair('ec');
    root = await certificateAuthority(named('Root', { key }));
  });

  it('TLS-06 is the name of the authority and its key: neither is enough', async () => {
    const renamed = await certificateAuthority(named('Renamed', { key }));
    expect([await judged(renamed, await sealOf(root)), await judged(renamed, await sealOf(renamed))]).toEqual(['NCP_TRUST_UNTRUSTED', 'accepted']);
  });

  it('needs an authority that says it is one, whatever its key may be used for', async () => {
    const between = await makeKeyPair('ec');
    const request: IssueRequest = { ...named('Between'), key: between, usage: { keyUsage: KeyUsageFlags.digitalSignature | KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, extended: [] } };
    const [leaf, impostor] = [await root.issue(request), await certificateAuthority(named('Between', { key: between }))];
    const crls = await listsOf(root, impostor);
    expect(await judged(root, await sealOf(impostor), { intermediates: [leaf.certificateDer], crls })).toBe('NCP_TRUST_UNTRUSTED');
    const subordinate = await root.subordinate(named('Between', { key: between }));
    expect(await judged(root, await sealOf(impostor), { intermediates: [subordinate.certificateDer], crls })).toBe('accepted');
  });

  it('DSIG-20 is not believed over SHA-1, neither the first nor one above it; of the anchor only the key counts', async () => {
    const below = await makeKeyPair('ec');
    const middle = await root.subordinate(named('Middle', { key: below }));
    const [seal, crls] = [await sealOf(middle), await listsOf(root, middle)];
    const [weakSeal, weakMiddle, weakRoot] = [await certificateOverSha1(seal, below), await certificateOverSha1(middle.certificateDer, key), await certificateOverSha1(root.certificateDer, key)];
    const through = (intermediate: Uint8Array, anchor: Uint8Array, leaf: Uint8Array): Promise<string> => judged(root, leaf, { anchors: [anchor], intermediates: [intermediate], crls });
    expect([
      await through(middle.certificateDer, root.certificateDer, seal), await through(middle.certificateDer, root.certificateDer, weakSeal), await through(weakMiddle, root.certificateDer, seal), await through(middle.certificateDer, weakRoot, seal),
    ]).toEqual(['accepted', 'NCP_TRUST_UNTRUSTED', 'NCP_TRUST_UNTRUSTED', 'accepted']);
  });

  it('TLS-11 a list over SHA-1 is not believed', async () => {
    expect(await judged(root, await sealOf(root), { crls: [await listOverSha1(root.certificateDer, key)] })).toBe('NCP_TRUST_CRL_SIGNATURE');
  });

  it.each([
    ['its names', new SubjectAlternativeNameExtension([{ type: 'dns', value: 'seal.example' }], true)], ['what else it is for', new ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.4'], true)],
  ])('may bear as critical what is understood here: %s', async (_title, extension) => {
    const { certificateDer } = await root.issue({ ...named('seal'), usage: 'seal', extensions: [extension] });
    expect(await judged(root, certificateDer)).toBe('accepted');
  });

  it.each([
    [['1.3.6.1.5.5.7.3.9'], 'NCP_TRUST_USAGE'], [['1.3.6.1.5.5.7.3.8'], 'NCP_TRUST_USAGE'], [['1.3.6.1.5.5.7.3.3'], 'NCP_TRUST_USAGE'], [['1.3.6.1.5.5.7.3.8', '1.3.6.1.5.5.7.3.3'], 'NCP_TRUST_USAGE'],
    [[], 'accepted'], [['1.3.6.1.5.5.7.3.4'], 'accepted'], [['1.3.6.1.5.5.7.3.3', '1.3.6.1.5.5.7.3.36'], 'accepted'],
  ])('DSIG-35 signs no message when it is for statements of responders, time stamps or programs alone: %j', async (extended, code) => {
    const { certificateDer } = await root.issue({ ...named('seal'), usage: { keyUsage: KeyUsageFlags.digitalSignature, extended } });
    expect(await judged(root, certificateDer)).toBe(code);
  });

  it('DSIG-35 is never the seal itself: an authority that may sign messages is still refused', async () => {
    const both = await certificateAuthority(named('Both', { keyUsage: KeyUsageFlags.digitalSignature | KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign }));
    expect(await judged(both, both.certificateDer)).toBe('NCP_TRUST_USAGE');
  });

  it.each([
    ['RSA of 2048 bits', generateKeyPairSync('rsa', { modulusLength: 2048 }), true], ['RSA-PSS of 2048 bits', generateKeyPairSync('rsa-pss', { modulusLength: 2048 }), true], ['RSA of fewer', generateKeyPairSync('rsa', { modulusLength: 2040 }), false],
    ['RSA-PSS of fewer', generateKeyPairSync('rsa-pss', { modulusLength: 1024 }), false], ['RSA with an exponent that is a toy', generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 3 }), false],
    ['P-256', generateKeyPairSync('ec', { namedCurve: 'P-256' }), true], ['P-384', generateKeyPairSync('ec', { namedCurve: 'P-384' }), true], ['P-521', generateKeyPairSync('ec', { namedCurve: 'P-521' }), false], ['Ed25519', generateKeyPairSync('ed25519'), false],
  ] as const)('DSIG-20 holds by a strong key: %s', (_title, { publicKey }, strong) => {
    expect(isStrongKey(publicKey)).toBe(strong);
  });

  it('TLS-04 names the country that issued what claims to be of another', async () => {
    const other = await certificateAuthority({ ...named('Other'), subject: [['C', 'SE'], ['CN', 'Other']] });
    const [finnishTrust, swedish] = [await finland(await finnish()), { ...await finland(other), country: 'SE' as CountryTrust['country'] }];
    const trust = await loadTrust({ countries: [finnishTrust, swedish] });
    const claimed = await sealOf(other);
    let refused: unknown;
    try {
      trust.signer(claimed, NOW);
    } catch (error) {
      refused = error;
    }
    expect(refused).toMatchObject({ code: 'NCP_TRUST_COUNTRY', details: { claimed: 'FI', issuedBy: 'SE' } });
  });
});
