import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Authority, certificateAuthority, type KeyPair, makeKeyPair } from '@ncp/certs';
import { KeyUsageFlags } from '@peculiar/x509';
import { bytes, codeOf, CRL_TIMES, finland, finnish, NOW, PERIOD, sealOf } from '../test/odd-authority.js';
import { type CountryTrust, loadTrust } from './index.js';

const SUBJECT = [['C', 'FI'], ['CN', 'Issuing']] as const;
/** Both as seen from NOW. */
const ENDED = { from: PERIOD.from, until: new Date('2026-06-01T00:00:00Z') };
const TO_COME = { from: new Date('2026-07-01T00:00:00Z'), until: PERIOD.until };

describe('a path below an authority that was renewed with its key', () => {
  let root: Authority;
  let key: KeyPair;
  let old: Authority;
  let young: Authority;
  let seal: Uint8Array;
  beforeAll(async () => {
    key = await makeKeyPair('ec');
    root = await finnish();
    [old, young] = await Promise.all([root.subordinate({ subject: SUBJECT, period: ENDED, key }), root.subordinate({ subject: SUBJECT, period: PERIOD, key })]);
    seal = await sealOf(young);
  });

  const outcome = async (authorities: readonly Authority[], change: Partial<CountryTrust> = {}): Promise<string> => {
    const crls = [bytes(await root.crl(CRL_TIMES)), bytes(await young.crl(CRL_TIMES))];
    const trust = await loadTrust({ countries: [await finland(root, { intermediates: authorities.map(({ certificateDer }) => certificateDer), crls, ...change })] });
    return codeOf(() => trust.signer(seal, NOW));
  };

  it('TLS-41 holds by the new one while the old stands beside it, in either order', async () => {
    expect([await outcome([old]), await outcome([young]), await outcome([old, young]), await outcome([young, old])]).toEqual(['NCP_TRUST_EXPIRED', 'accepted', 'accepted', 'accepted']);
  });

  it('TLS-41 holds likewise where both are anchors', async () => {
    const both = await Promise.all([ENDED, PERIOD].map((period) => certificateAuthority({ subject: SUBJECT, period, key })));
    expect(await outcome([], { anchors: both.map(({ certificateDer }) => certificateDer) })).toBe('accepted');
  });

  it('TLS-10 holds though the old one was revoked as replaced; what the authority itself revoked does not hold by either', async () => {
    const replaced = bytes(await root.crl({ ...CRL_TIMES, revoked: [old] }));
    expect(await outcome([old, young], { crls: [replaced, bytes(await young.crl(CRL_TIMES))] })).toBe('accepted');
    expect(await outcome([old, young], { crls: [replaced, bytes(await young.crl({ ...CRL_TIMES, revoked: [{ certificateDer: seal }] }))] })).toBe('NCP_TRUST_REVOKED');
  });

  it('TLS-10 is refused with what says most when no way holds, in either order', async () => {
    const [issued, revoking] = [bytes(await young.crl(CRL_TIMES)), bytes(await root.crl({ ...CRL_TIMES, revoked: [young] }))];
    const signsLists = await root.subordinate({ subject: SUBJECT, period: PERIOD, key, keyUsage: KeyUsageFlags.cRLSign });
    const both = async (authorities: readonly Authority[], change: Partial<CountryTrust> = {}): Promise<readonly string[]> => [await outcome(authorities, change), await outcome(authorities.toReversed(), change)];
    expect(await both([old, young], { crls: [revoking, issued] })).toEqual(['NCP_TRUST_REVOKED', 'NCP_TRUST_REVOKED']);
    expect(await both([old, young], { crls: [issued] })).toEqual(['NCP_TRUST_CRL_MISSING', 'NCP_TRUST_CRL_MISSING']);
    expect(await both([old, signsLists])).toEqual(['NCP_TRUST_EXPIRED', 'NCP_TRUST_EXPIRED']);
  });

  it('TLS-03 is refused with the reason of the first where several say as much', async () => {
    const later = await root.subordinate({ subject: SUBJECT, period: TO_COME, key });
    const reasonOf = async (authorities: readonly Authority[]): Promise<unknown> => {
      const trust = await loadTrust({ countries: [await finland(root, { intermediates: authorities.map(({ certificateDer }) => certificateDer) })] });
      try {
        return trust.signer(seal, NOW);
      } catch (error) {
        return Reflect.get(Object(error), 'details');
      }
    };
    expect([await reasonOf([old, later]), await reasonOf([later, old])]).toEqual([expect.objectContaining({ reason: 'expired' }), expect.objectContaining({ reason: 'not-yet' })]);
  });

  it('is looked for in sixteen ways at most', async () => {
    const ended = Array.from({ length: 16 }, () => old);
    expect([await outcome([...ended.slice(1), young]), await outcome([...ended, young])]).toEqual(['accepted', 'NCP_TRUST_EXPIRED']);
  });
});
