import { describe, expect, it } from '@jest/globals';
import { type Authority, certificateAuthority } from '@ncp/certs';
import { addMs, countryCode, instant, NcpError, type CountryCode, type Instant } from '@ncp/domain';
import { Extension, KeyUsageFlags } from '@peculiar/x509';
import { bytes, codeOf, CRL_TIMES, finland, finnish, NOW, PERIOD, sealOf } from '../test/odd-authority.js';
import { loadTrust, type TrustConfig, type TrustStore } from './index.js';
import { rereadTrustFiles } from './trust-files.js';

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
    await expect(storeWith(authority, ['no list at all'])).rejects.toMatchObject({ code: 'NCP_TRUST_CRL', details: { reason: 'unreadable' } });
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

  it.each([
    ['that nobody here knows and that is critical', '1.2.752.9.9.9', true, 'NCP_TRUST_CRL'],
    ['that makes it a list of some certificates only', '2.5.29.28', true, 'NCP_TRUST_CRL'],
    ['that nobody here knows', '1.2.752.9.9.9', false, 'accepted'],
    ['with its number, critical', '2.5.29.20', true, 'accepted'],
    ['with the key of its authority, critical', '2.5.29.35', true, 'accepted'],
  ])('TLS-11 a list with an extension %s (%s, critical %s): %s', async (_title, oid, critical, code) => {
    const authority = await finnish();
    const value = oid === '2.5.29.35' ? [0x30, 3, 0x80, 1, 7] : [2, 1, 7];
    const list = await authority.crl({ ...CRL_TIMES, extensions: [new Extension(oid, critical, new Uint8Array(value))] });
    const certificate = await sealOf(authority);
    const judged = storeWith(authority, [list]).then((trust) => codeOf(() => trust.signer(certificate, NOW)), (error: unknown) => (error instanceof NcpError ? error.code : error));
    expect(await judged).toBe(code);
    if (code === 'NCP_TRUST_CRL') await expect(storeWith(authority, [list])).rejects.toMatchObject({ details: { reason: 'extension' } });
  });

  it('TLS-11 a list is not believed when its authority may sign none', async () => {
    const authority = await certificateAuthority({ subject: [['C', 'FI'], ['CN', 'No lists']], period: PERIOD, keyKind: 'ec', keyUsage: KeyUsageFlags.keyCertSign });
    const [trust, certificate] = [await storeWith(authority, [await authority.crl(CRL_TIMES)]), await sealOf(authority)];
    expect(codeOf(() => trust.signer(certificate, NOW))).toBe('NCP_TRUST_CRL_SIGNATURE');
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

  it('TLS-13 a verdict is used again for a minute, and then judged by the list that counts by then', async () => {
    const authority = await finnish();
    const certificate = await sealOf(authority);
    const later = { thisUpdate: new Date('2026-06-12T12:01:30Z'), nextUpdate: CRL_TIMES.nextUpdate, revoked: [{ certificateDer: certificate }] };
    const lists = [await authority.crl(CRL_TIMES), await authority.crl(later)];
    // The later list counts from half a minute on: our clock may be a minute behind.
    const at = (second: number): Instant => addMs(NOW, second * 1_000);
    const kept = await storeWith(authority, lists);
    expect([0, 59, 60].map((second) => codeOf(() => kept.signer(certificate, at(second))))).toEqual(['accepted', 'accepted', 'NCP_TRUST_REVOKED']);
    const anew = await storeWith(authority, lists, { cacheMs: 0 });
    expect([0, 29, 30].map((second) => codeOf(() => anew.signer(certificate, at(second))))).toEqual(['accepted', 'accepted', 'NCP_TRUST_REVOKED']);
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

  describe('renewed with trouble in one country', () => {
    const DK = countryCode('DK');
    const PT = countryCode('PT');
    /** Finland withdraws a seal; the other countries have files that nobody can use. */
    const withdrawn = async (others: readonly CountryCode[]) => {
      const authority = await finnish();
      const seals = await Promise.all(['FI', ...others].map((code) => sealOf(authority, [['C', code], ['CN', 'seal']])));
      const trust = await loadTrust({ countries: [await finland(authority), ...await Promise.all(others.map((country) => finland(authority, { country })))] });
      const finnishNow = await finland(authority, { crls: [bytes(await authority.crl({ ...CRL_TIMES, revoked: [{ certificateDer: seals[0] ?? bytes('') }] }))] });
      return { authority, trust, finnishNow, judged: () => seals.map((seal) => codeOf(() => trust.signer(seal, NOW))) };
    };

    it('TLS-42 the others are renewed, the country keeps what was in force, and its fault is told with its code', async () => {
      const { authority, trust, finnishNow, judged } = await withdrawn([DK]);
      expect(judged()).toEqual(['accepted', 'accepted']);
      const unusable = await finland(authority, { country: DK, crls: [bytes('rubbish')] });
      await expect(trust.replace({ countries: [unusable, finnishNow] })).rejects.toMatchObject({ code: 'NCP_TRUST_CRL', details: { country: 'DK' } });
      expect(judged()).toEqual(['NCP_TRUST_REVOKED', 'accepted']);
    });

    it('TLS-42 a country whose file is not there is such a country, and each of several faults is told', async () => {
      const { authority, trust, finnishNow, judged } = await withdrawn([DK, PT]);
      const { config, unread } = await rereadTrustFiles([{ code: 'PT', anchors: ['/nonexistent/pt.pem'], crls: [], tlsPins: [] }]);
      expect([config.countries, unread.map(({ country, fault }) => [country, fault.code])]).toEqual([[], [['PT', 'NCP_CONFIG_FILE']]]);
      const fault: unknown = await trust.replace({ countries: [await finland(authority, { country: DK, anchors: [] }), finnishNow] }, unread).catch((error: unknown) => error);
      expect(fault).toBeInstanceOf(AggregateError);
      expect((fault as AggregateError).errors).toMatchObject([{ code: 'NCP_CONFIG_INVALID', details: { country: 'DK' } }, { code: 'NCP_CONFIG_FILE', details: { country: 'PT' } }]);
      expect(judged()).toEqual(['NCP_TRUST_REVOKED', 'accepted', 'accepted']);
    });

    it('a country that the configuration no longer names is gone, and one that never was in force does not come by its fault', async () => {
      const { authority, trust, finnishNow, judged } = await withdrawn([DK]);
      await expect(trust.replace({ countries: [finnishNow, await finland(authority, { country: PT, crls: [bytes('rubbish')] })] })).rejects.toMatchObject({ code: 'NCP_TRUST_CRL' });
      expect([judged(), trust.countries]).toEqual([['NCP_TRUST_REVOKED', 'NCP_TRUST_COUNTRY'], ['FI']]);
    });
  });
});
