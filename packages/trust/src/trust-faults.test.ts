import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Authority, certificateAuthority, makeKeyPair, type Subject } from '@ncp/certs';
import type { CountryCode } from '@ncp/domain';
import { bytes, codeOf, CRL_TIMES, finland, finnish, NOW, PERIOD, sealOf } from '../test/odd-authority.js';
import { fingerprintOf } from './certificate.js';
import { type CountryTrust, type CountryTrustFiles, loadTrust, readTrustDirectory } from './index.js';
import { readTrustFiles, rereadTrustFiles } from './trust-files.js';

const DK = 'DK' as CountryCode;
const reasonOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return Reflect.get(Object(Reflect.get(Object(error), 'details')), 'reason');
  }
};

describe('trust that is refused', () => {
  let folder = '';
  let authority: Authority;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ncp-faults-'));
    authority = await finnish();
    await Promise.all([writeFile(join(folder, 'anchor'), authority.certificatePem), writeFile(join(folder, 'crl'), await authority.crl(CRL_TIMES))]);
  });
  afterAll(async () => rm(folder, { recursive: true, force: true }));
  const files = (change: Partial<CountryTrustFiles> = {}): CountryTrustFiles => ({ code: 'FI', anchors: [join(folder, 'anchor')], crls: [join(folder, 'crl')], tlsPins: [join(folder, 'anchor')], ...change });

  it('TLS-04 says whether a certificate names no country here, none at all, or several', async () => {
    const trust = await loadTrust({ countries: [await finland(authority)] });
    const reason = async (subject: Subject): Promise<unknown> => {
      const seal = await sealOf(authority, subject);
      return reasonOf(() => trust.signer(seal, NOW).country);
    };
    expect([await reason([['C', 'SE'], ['CN', 'x']]), await reason([['CN', 'x']]), await reason([['C', 'FI'], ['C', 'SE'], ['CN', 'x']]), await reason([['C', 'FI'], ['CN', 'x']])]).toEqual(['not-enrolled', 'not-one-country', 'not-one-country', 'FI']);
  });

  it('TLS-10 refuses an anchor that another authority issued: who could revoke it would not be asked', async () => {
    const key = await makeKeyPair('ec');
    const middle = await authority.subordinate({ subject: [['C', 'FI'], ['CN', 'Middle']], period: PERIOD, key });
    // The new key of an authority certified by its old one: its own name, and not its own key.
    const successor = await authority.subordinate({ subject: [['C', 'FI'], ['O', 'Test'], ['CN', 'Odd CA']], period: PERIOD, keyKind: 'ec' });
    // Its own key, and not its own name.
    const renamed = await (await certificateAuthority({ subject: [['C', 'FI'], ['CN', 'Root']], period: PERIOD, key })).subordinate({ subject: [['C', 'FI'], ['CN', 'Renamed']], period: PERIOD, key });
    const anchored = (one: Authority): Promise<CountryTrust> => finland(authority, { anchors: [authority.certificateDer, one.certificateDer] });
    for (const one of [middle, successor, renamed]) await expect(anchored(one).then((country) => loadTrust({ countries: [country] }))).rejects.toMatchObject({
      code: 'NCP_CONFIG_INVALID', details: { country: 'FI', reason: 'anchor-not-self-issued', certificate: fingerprintOf(one.certificateDer) },
    });
    await expect(loadTrust({ countries: [await finland(authority, { intermediates: [middle.certificateDer] })] })).resolves.toMatchObject({ countries: ['FI'] });
  });

  it('TLS-14 lets no end of a connection in either, where nobody asks a responder that must speak', async () => {
    const { certificateDer } = await authority.issue({ subject: [['C', 'FI'], ['CN', 'client']], period: { from: CRL_TIMES.thisUpdate, until: CRL_TIMES.nextUpdate }, usage: 'tls-client', keyKind: 'ec' });
    const judged = async (change: Partial<CountryTrust>): Promise<string> => {
      const trust = await loadTrust({ countries: [await finland(authority, { pins: [fingerprintOf(certificateDer)], ...change })] });
      return codeOf(() => trust.peer(certificateDer, NOW));
    };
    expect([await judged({}), await judged({ ocsp: { url: 'http://127.0.0.1:1/', whenSilent: 'refuse' } })]).toEqual(['accepted', 'NCP_TRUST_OCSP']);
  });

  it('TLS-42 tells a fault of ours as one, with its country, and renews the others', async () => {
    const trust = await loadTrust({ countries: [await finland(authority)] });
    const broken: CountryTrust = { ...await finland(authority), country: DK, get pins(): never { throw new Error('x'); } };
    await expect(trust.replace({ countries: [broken, await finland(authority, { pins: ['0'.repeat(64)] })] })).rejects.toMatchObject({ code: 'NCP_INTERNAL', details: { country: 'DK' } });
    expect(trust.isPinned('FI' as CountryCode, '0'.repeat(64))).toBe(true);
    const unreadable: CountryTrustFiles = { ...files({ code: 'DK' }), get crls(): never { throw new Error('x'); } };
    const { config, unread } = await rereadTrustFiles([unreadable, files()]);
    expect([config.countries.map(({ country }) => country), unread.map(({ country, fault }) => [country, fault.code])]).toEqual([['FI'], [['DK', 'NCP_INTERNAL']]]);
  });

  it('TLS-24 has no revocation list older than the one in force, in the order of their times and for each country by itself', async () => {
    const seal = await sealOf(authority);
    const denmark: CountryTrust = { ...await finland(await finnish()), country: DK };
    const list = async (day: number, revoked: readonly { readonly certificateDer: Uint8Array }[] = []): Promise<Uint8Array> =>
      bytes(await authority.crl({ thisUpdate: new Date(Date.UTC(2026, 5, day)), nextUpdate: CRL_TIMES.nextUpdate, revoked }));
    const trust = await loadTrust({ countries: [denmark, await finland(authority, { crls: [await list(10)] })] });
    const replacedBy = async (...crls: readonly Uint8Array[]): Promise<string> => {
      await trust.replace({ countries: [denmark, await finland(authority, { crls })] });
      return codeOf(() => trust.signer(seal, NOW));
    };
    const revoking = await list(11, [{ certificateDer: seal }]);
    expect([await replacedBy(await list(10)), await replacedBy(revoking), await replacedBy(await list(10)), await replacedBy(await list(9), await list(10)), await replacedBy()]).toEqual(
      ['accepted', 'NCP_TRUST_REVOKED', 'NCP_TRUST_REVOKED', 'NCP_TRUST_REVOKED', 'NCP_TRUST_REVOKED']);
    // One as new takes its place, and a newer one: the authority says what holds.
    expect([await replacedBy(await list(11)), await replacedBy(revoking), await replacedBy(await list(12))]).toEqual(['accepted', 'NCP_TRUST_REVOKED', 'accepted']);
  });

  it.each(['fi', 'FIN', 'F', 'F1', ' FI', ''])('has a country that is none: %j', async (code) => {
    await expect(readTrustFiles([files({ code })])).rejects.toMatchObject({ code: 'NCP_CONFIG_INVALID' });
    await expect(rereadTrustFiles([files({ code })])).rejects.toMatchObject({ code: 'NCP_CONFIG_INVALID' });
  });

  it('has a folder that is no country', async () => {
    await mkdir(join(folder, 'tree', 'fi'), { recursive: true });
    await expect(readTrustDirectory(join(folder, 'tree'))).rejects.toMatchObject({ code: 'NCP_CONFIG_INVALID' });
  });

  it('is not refused with its files as they should be, and with a responder if it has one', async () => {
    const ocsp = { url: 'http://127.0.0.1:1/', whenSilent: 'list' } as const;
    const [[alone], [spoken]] = [(await readTrustFiles([files()])).countries, (await readTrustFiles([files({ ocsp })])).countries];
    expect([alone?.pins, alone?.anchors.length, alone?.crls.length, alone !== undefined && 'ocsp' in alone, spoken?.ocsp]).toEqual([[fingerprintOf(authority.certificateDer)], 1, 1, false, ocsp]);
  });
});
