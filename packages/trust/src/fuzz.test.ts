import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Authority } from '@ncp/certs';
import { isNcpError } from '@ncp/domain';
import * as fc from 'fast-check';
import { bytes, codeOf, CRL_TIMES, finland, finnish, NOW, sealOf } from '../test/odd-authority.js';
import { readCertificate } from './certificate.js';
import { loadTrust, type TrustStore } from './index.js';
import { readRevocations } from './revocation.js';
import { derBlocks } from './trust-config.js';

/** DER that was hurt: a bit turned, a byte replaced, cut, a piece of itself in the wrong place, a length made huge. */
const damage = fc.record({ what: fc.constantFrom('bit', 'byte', 'cut', 'splice', 'length'), at: fc.nat(), pick: fc.nat() });
type Damage = typeof damage extends fc.Arbitrary<infer T> ? T : never;

const hurt = (der: Uint8Array, { what, at, pick }: Damage): Uint8Array => {
  const place = at % der.length;
  switch (what) {
    case 'bit': return der.map((byte, index) => (index === place ? byte ^ (1 << (pick % 8)) : byte));
    case 'byte': return der.map((byte, index) => (index === place ? pick % 256 : byte));
    case 'cut': return der.slice(0, place);
    case 'splice': return Uint8Array.from([...der.subarray(0, place), ...der.subarray(pick % der.length, (pick % der.length) + 24), ...der.subarray(place)]);
    default: return Uint8Array.from([...der.subarray(0, place), 0x84, 0x7f, 0xff, 0xff, 0xff, ...der.subarray(place)]);
  }
};

const changes = fc.array(damage, { minLength: 1, maxLength: 4 });
const damaged = (der: Uint8Array, list: readonly Damage[]): Uint8Array => list.reduce((made, one) => (made.length === 0 ? made : hurt(made, one)), der);

describe('FUZZ-06 certificates and revocation lists', () => {
  let authority: Authority;
  let certificate: Uint8Array;
  let list: Uint8Array;
  let trust: TrustStore;
  beforeAll(async () => {
    authority = await finnish();
    certificate = await sealOf(authority);
    [list = new Uint8Array(0)] = derBlocks(bytes(await authority.crl({ ...CRL_TIMES, revoked: [{ certificateDer: certificate }] })));
    trust = await loadTrust({ countries: [await finland(authority)] });
  });

  it('FUZZ-06 a damaged certificate is refused with a code of the registry, whatever the parsers make of it', () => {
    expect(codeOf(() => trust.signer(certificate, NOW))).toBe('accepted');
    fc.assert(fc.property(changes, (made) => {
      const der = damaged(certificate, made);
      if (Buffer.from(der).equals(Buffer.from(certificate))) return;
      expect(codeOf(() => trust.signer(der, NOW))).toMatch(/^NCP_(TRUST|DSIG)_/);
      expect(codeOf(() => trust.peer(der, NOW))).toMatch(/^NCP_(TRUST|DSIG)_/);
    }), { numRuns: 150 });
  });

  it('FUZZ-06 a damaged revocation list is refused, or is not believed', async () => {
    const known = readCertificate(authority.certificateDer);
    if (known === undefined) throw new Error('no authority');
    const believed = (await readRevocations([known], [list])).get(known.fingerprint)?.lists;
    expect(believed).toHaveLength(1);
    await fc.assert(fc.asyncProperty(changes, async (made) => {
      const der = damaged(list, made);
      if (Buffer.from(der).equals(Buffer.from(list))) return;
      const read = await readRevocations([known], [der]).catch((error: unknown) => { expect(isNcpError(error)).toBe(true); });
      // What its signature does not cover may differ; what it says may not.
      for (const one of read?.get(known.fingerprint)?.lists ?? []) expect([one]).toEqual(believed);
    }), { numRuns: 100 });
  });

  it('FUZZ-06 a list signed with an algorithm that nobody knows is not believed', async () => {
    const known = readCertificate(authority.certificateDer);
    if (known === undefined) throw new Error('no authority');
    const ECDSA = '2a8648ce3d0403';
    const hex = Buffer.from(list).toString('hex');
    expect(hex).toContain(ECDSA);
    const unknown = new Uint8Array(Buffer.from(hex.replaceAll(ECDSA, '2a8648ce3d047f'), 'hex'));
    expect((await readRevocations([known], [unknown])).get(known.fingerprint)).toMatchObject({ lists: [], forged: true });
  });

  it('FUZZ-06 any bytes are read as no certificate', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => { expect(readCertificate(noise)).toBeUndefined(); }), { numRuns: 200 });
  });
});
