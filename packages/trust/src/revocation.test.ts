import { describe, expect, it } from '@jest/globals';
import { type Authority, certificateAuthority } from '@ncp/certs';
import { instant } from '@ncp/domain';
import { bytes, codeOf, CRL_TIMES, finland, finnish, NOW, PERIOD, sealOf } from '../test/odd-authority.js';
import { loadTrust, type TrustConfig, type TrustStore } from './index.js';

describe('revocation lists', () => {
  const storeWith = async (authority: Authority, crls: readonly string[], more: Partial<TrustConfig> = {}): Promise<TrustStore> =>
    loadTrust({ countries: [await finland(authority, { crls: crls.map(bytes) })], ...more });

  it('TLS-11 fails closed, with a code for each cause', async () => {
    const [authority, other] = [await finnish(), await certificateAuthority({ subject: [['C', 'FI'], ['CN', 'Other']], period: PERIOD, keyKind: 'ec' })];
    const forger = await finnish();
    const certificate = await sealOf(authority);
    const code = async (...crls: string[]): Promise<string> => {
      const trust = await storeWith(authority, crls);
      return codeOf(() => trust.signer(certificate, NOW));
    };
    expect(await code()).toBe('NCP_TRUST_CRL_MISSING');
    expect(await code(await other.crl(CRL_TIMES))).toBe('NCP_TRUST_CRL_ISSUER');
    expect(await code(await forger.crl(CRL_TIMES))).toBe('NCP_TRUST_CRL_SIGNATURE');
    const old = { thisUpdate: new Date('2026-06-01T00:00:00Z'), nextUpdate: new Date('2026-06-11T11:59:59Z') };
    expect(await code(await authority.crl(old))).toBe('NCP_TRUST_CRL_EXPIRED');
    const future = { thisUpdate: new Date('2026-06-13T00:00:00Z'), nextUpdate: new Date('2026-06-20T00:00:00Z') };
    expect(await code(await authority.crl(future))).toBe('NCP_TRUST_CRL_MISSING');
    expect(await code(await authority.crl(CRL_TIMES))).toBe('accepted');
    await expect(storeWith(authority, ['no list at all'])).rejects.toMatchObject({ code: 'NCP_TRUST_CRL' });
  });

  it('TLS-11 an old list serves within the grace only, and a revocation in it serves for ever', async () => {
    const authority = await finnish();
    const certificate = await sealOf(authority);
    const within = { thisUpdate: new Date('2026-06-01T00:00:00Z'), nextUpdate: new Date('2026-06-11T12:00:01Z') };
    const trust = await storeWith(authority, [await authority.crl(within)]);
    expect(codeOf(() => trust.signer(certificate, NOW))).toBe('accepted');
    const strict = await storeWith(authority, [await authority.crl(within)], { crlGraceMs: 0 });
    expect(codeOf(() => strict.signer(certificate, NOW))).toBe('NCP_TRUST_CRL_EXPIRED');
    const revoking = await storeWith(authority, [await authority.crl({ ...within, revoked: [{ certificateDer: certificate }] })], { crlGraceMs: 0 });
    expect(codeOf(() => revoking.signer(certificate, NOW))).toBe('NCP_TRUST_REVOKED');
  });

  it('a forged list beside a good one changes nothing, and the newest good one counts', async () => {
    const [authority, forger] = [await finnish(), await finnish()];
    const certificate = await sealOf(authority);
    const forged = await forger.crl({ ...CRL_TIMES, revoked: [{ certificateDer: certificate }] });
    const trust = await storeWith(authority, [forged, await authority.crl(CRL_TIMES)]);
    expect(codeOf(() => trust.signer(certificate, NOW))).toBe('accepted');
    const newer = { thisUpdate: new Date('2026-06-12T06:00:00Z'), nextUpdate: new Date('2026-06-19T00:00:00Z') };
    const revoked = await storeWith(authority, [await authority.crl(CRL_TIMES), await authority.crl({ ...newer, revoked: [{ certificateDer: certificate }] })]);
    expect(codeOf(() => revoked.signer(certificate, NOW))).toBe('NCP_TRUST_REVOKED');
  });

  it('TLS-13 a verdict is used again for a bounded time, and not at all after new lists', async () => {
    const authority = await finnish();
    const certificate = await sealOf(authority);
    const config = { countries: [await finland(authority)], cacheMs: 60_000 };
    const trust = await loadTrust(config);
    expect(codeOf(() => trust.signer(certificate, NOW))).toBe('accepted');
    const revoked = [bytes(await authority.crl({ ...CRL_TIMES, revoked: [{ certificateDer: certificate }] }))];
    await trust.replace({ countries: [await finland(authority, { crls: revoked })] });
    expect(codeOf(() => trust.signer(certificate, NOW))).toBe('NCP_TRUST_REVOKED');
  });

  it('a kept verdict does not outlive the certificate', async () => {
    const authority = await finnish();
    const certificate = await sealOf(authority);
    const lists = { thisUpdate: CRL_TIMES.thisUpdate, nextUpdate: new Date('2028-01-01T00:00:00Z') };
    const trust = await storeWith(authority, [await authority.crl(lists)], { cacheMs: 10 * 365 * 86_400_000 });
    expect(codeOf(() => trust.signer(certificate, NOW))).toBe('accepted');
    expect(codeOf(() => trust.signer(certificate, instant('2027-01-02T00:00:00Z')))).toBe('NCP_TRUST_EXPIRED');
    expect(codeOf(() => trust.signer(certificate, instant('2025-01-02T00:00:00Z')))).toBe('NCP_TRUST_EXPIRED');
  });

  it('keeps what is in force when new lists cannot be read', async () => {
    const authority = await finnish();
    const certificate = await sealOf(authority);
    const trust = await loadTrust({ countries: [await finland(authority)] });
    await expect(trust.replace({ countries: [await finland(authority, { crls: [bytes('rubbish')] })] })).rejects.toMatchObject({ code: 'NCP_TRUST_CRL' });
    expect(codeOf(() => trust.signer(certificate, NOW))).toBe('accepted');
  });
});
