import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Authority, certificateAuthority, type KeyPair, makeKeyPair, makePki, type PkiCountry, type PkiIndex, type PkiPair, type Subject } from '@ncp/certs';
import type { CountryCode } from '@ncp/domain';
import { bytes, codeOf, CRL_TIMES, finland, finnish, NOW, PERIOD, sealOf } from '../test/odd-authority.js';
import { fingerprintOf } from './certificate.js';
import { type CountryTrust, loadTrust, OcspWatch, readTrustDirectory, type TrustConfig, type TrustStore } from './index.js';

describe('the trust store over the throw-away PKI', () => {
  let directory = '';
  let pki: PkiIndex;
  let trust: TrustStore;
  let fi: PkiCountry;
  let config: TrustConfig;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ncp-trust-'));
    pki = await makePki({ outDir: directory, now: new Date(NOW), countries: ['FI', 'DK'] });
    config = await readTrustDirectory(pki.trust);
    fi = pki.countries['FI'] as PkiCountry;
  });
  // A store of its own for each: verdicts are kept.
  beforeEach(async () => { trust = await loadTrust(config); });
  afterAll(async () => rm(directory, { recursive: true, force: true }));

  const der = async (pair: PkiPair): Promise<Uint8Array> => new Uint8Array(new X509Certificate(await readFile(pair.certificate)).raw);

  it('accepts the seal, RSA and EC, and gives its key and country', async () => {
    for (const pair of [fi.seal, fi.sealEc]) {
      const signer = trust.signer(await der(pair), NOW);
      expect(signer.country).toBe('FI');
      expect(signer.fingerprint).toBe(pair.fingerprint);
      expect(signer.key.type).toBe('public');
    }
  });

  it('accepts the TLS client and, as a server, the TLS server', async () => {
    expect(trust.peer(await der(fi.tlsClient), NOW)).toEqual({ country: 'FI', commonName: 'ncp-client.fi.example', fingerprint: fi.tlsClient.fingerprint });
    expect(trust.peer(await der(fi.tlsServer), NOW, 'server').commonName).toBe('ncp-server.fi.example');
  });

  it.each([
    ['DSIG-34 expired', 'expired', 'NCP_TRUST_EXPIRED'],
    ['DSIG-34 not yet valid', 'notYetValid', 'NCP_TRUST_EXPIRED'],
    ['DSIG-35 without digitalSignature', 'wrongUsage', 'NCP_TRUST_USAGE'],
    ['DSIG-25 of an authority of another country', 'otherCountry', 'NCP_TRUST_COUNTRY'],
    ['DSIG-23 of an unknown authority', 'unknownCa', 'NCP_TRUST_UNTRUSTED'],
    ['TLS-10 revoked', 'revoked', 'NCP_TRUST_REVOKED'],
  ] as const)('%s: the seal is refused', async (_title, fault, code) => {
    const certificate = await der(fi.bad.seal[fault]);
    expect(codeOf(() => trust.signer(certificate, NOW))).toBe(code);
  });

  it.each([
    ['TLS-03 expired', 'expired', 'NCP_TRUST_EXPIRED'],
    ['TLS-03 not yet valid', 'notYetValid', 'NCP_TRUST_EXPIRED'],
    ['TLS-03 wrong extended usage', 'wrongUsage', 'NCP_TRUST_USAGE'],
    ['TLS-04 of another country', 'otherCountry', 'NCP_TRUST_COUNTRY'],
    ['TLS-02 of an unknown authority', 'unknownCa', 'NCP_TRUST_UNTRUSTED'],
    ['TLS-10 revoked', 'revoked', 'NCP_TRUST_REVOKED'],
  ] as const)('%s: both TLS ends are refused', async (_title, fault, code) => {
    const [client, server] = [await der(fi.bad.tlsClient[fault]), await der(fi.bad.tlsServer[fault])];
    expect(codeOf(() => trust.peer(client, NOW))).toBe(code);
    expect(codeOf(() => trust.peer(server, NOW, 'server'))).toBe(code);
  });

  it('DSIG-35 a TLS certificate may not sign, a seal may not connect, a TLS server is no client', async () => {
    const [client, server, seal] = [await der(fi.tlsClient), await der(fi.tlsServer), await der(fi.seal)];
    expect(codeOf(() => trust.signer(client, NOW))).toBe('NCP_TRUST_USAGE');
    expect(codeOf(() => trust.signer(server, NOW))).toBe('NCP_TRUST_USAGE');
    expect(codeOf(() => trust.peer(seal, NOW))).toBe('NCP_TRUST_USAGE');
    expect(codeOf(() => trust.peer(server, NOW, 'client'))).toBe('NCP_TRUST_USAGE');
  });

  it('TLS-07 right authority, right country, but not the enrolled certificate', async () => {
    const certificate = await der(fi.unpinned);
    expect(codeOf(() => trust.peer(certificate, NOW))).toBe('NCP_TRUST_PIN');
  });

  it('TLS-04 a country that is not enrolled, although its authority is in order', async () => {
    const danish = await loadTrust({ countries: config.countries.filter(({ country }) => country === 'DK') });
    const certificate = await der(fi.tlsClient);
    expect(codeOf(() => danish.peer(certificate, NOW))).toBe('NCP_TRUST_COUNTRY');
  });

  it('DSIG-26 DSIG-27 PEM text, two certificates, rubbish and a cut certificate are no certificate', async () => {
    const good = await der(fi.seal);
    for (const wrong of [bytes(await readFile(fi.seal.certificate, 'utf8')), new Uint8Array([...good, ...good]), good.slice(0, -1), new Uint8Array([...good, 0]), bytes('nothing'), new Uint8Array()]) {
      expect(codeOf(() => trust.signer(wrong, NOW))).toBe('NCP_DSIG_KEYINFO');
      expect(codeOf(() => trust.peer(wrong, NOW))).toBe('NCP_TRUST_UNTRUSTED');
    }
  });

  it('hands the authorities to the TLS layer and names the countries', () => {
    expect(trust.countries).toEqual(['DK', 'FI']);
    expect(trust.authorities).toHaveLength(2);
    expect(trust.authorities[0]).toContain('BEGIN CERTIFICATE');
  });

  it('TLS-07 tells which certificates are pinned, and for which country', () => {
    const [FI, DK] = ['FI', 'DK'] as CountryCode[] as [CountryCode, CountryCode];
    const { fingerprint } = fi.tlsClient;
    expect([trust.isPinned(FI, fingerprint), trust.isPinned(DK, fingerprint), trust.isPinned(FI, fi.unpinned.fingerprint), trust.isPinned('PT' as CountryCode, fingerprint)]).toEqual([true, false, false, false]);
  });
});

describe('the path to an anchor', () => {
  it('DSIG-23 a self-signed certificate is not trusted, whatever it calls itself', async () => {
    const [authority, attacker] = [await finnish(), await finnish()];
    const trust = await loadTrust({ countries: [await finland(authority)] });
    expect(codeOf(() => trust.signer(attacker.certificateDer, NOW))).toBe('NCP_TRUST_UNTRUSTED');
  });

  it('DSIG-24 the name of a trusted issuer without its signature', async () => {
    const [authority, impostor] = [await finnish(), await finnish()];
    const trust = await loadTrust({ countries: [await finland(authority)] });
    const forged = await sealOf(impostor);
    expect(codeOf(() => trust.signer(forged, NOW))).toBe('NCP_TRUST_UNTRUSTED');
  });

  it('TLS-06 the country is the parsed attribute, never a part of another', async () => {
    const authority = await finnish();
    const sweden: CountryTrust = { ...(await finland(authority)), country: 'SE' as CountryCode };
    const trust = await loadTrust({ countries: [await finland(authority), sweden] });
    const refusal = async (subject: Subject): Promise<string> => {
      const certificate = await sealOf(authority, subject);
      return codeOf(() => trust.signer(certificate, NOW));
    };
    const read = async (subject: Subject): Promise<string> => trust.signer(await sealOf(authority, subject), NOW).country;
    expect(await read([['O', 'Acme C=SE'], ['C', 'FI'], ['CN', 'x']])).toBe('FI');
    expect(await read([['O', 'Acme, C=SE'], ['C', 'FI'], ['CN', 'x']])).toBe('FI');
    expect(await read([['O', 'Acme\\, C=SE + C=SE\nC=SE'], ['C', 'FI'], ['CN', 'C=SE']])).toBe('FI');
    expect(await refusal([['O', 'Acme C=SE'], ['CN', 'x']])).toBe('NCP_TRUST_COUNTRY');
    expect(await refusal([['C', 'FI'], ['C', 'SE'], ['CN', 'x']])).toBe('NCP_TRUST_COUNTRY');
    expect(await refusal([['C', 'fi'], ['CN', 'x']])).toBe('NCP_TRUST_COUNTRY');
  });

  it('follows an intermediate authority, and TLS-12 refuses when its certificate is not at hand', async () => {
    const root = await finnish();
    const middle = await root.subordinate({ subject: [['C', 'FI'], ['CN', 'Middle']], period: PERIOD, keyKind: 'ec' });
    const certificate = await sealOf(middle);
    const crls = [bytes(await root.crl(CRL_TIMES)), bytes(await middle.crl(CRL_TIMES))];
    const whole = await loadTrust({ countries: [await finland(root, { intermediates: [middle.certificateDer], crls })] });
    expect(whole.signer(certificate, NOW).country).toBe('FI');
    const without = await loadTrust({ countries: [await finland(root, { crls: crls.slice(0, 1) })] });
    expect(codeOf(() => without.signer(certificate, NOW))).toBe('NCP_TRUST_UNTRUSTED');
  });

  it('TLS-10 a revoked intermediate revokes everything below it', async () => {
    const root = await finnish();
    const middle = await root.subordinate({ subject: [['C', 'FI'], ['CN', 'Middle']], period: PERIOD, keyKind: 'ec' });
    const crls = [bytes(await root.crl({ ...CRL_TIMES, revoked: [middle] })), bytes(await middle.crl(CRL_TIMES))];
    const trust = await loadTrust({ countries: [await finland(root, { intermediates: [middle.certificateDer], crls })] });
    const certificate = await sealOf(middle);
    expect(codeOf(() => trust.signer(certificate, NOW))).toBe('NCP_TRUST_REVOKED');
  });

  it('does not let a leaf act as an authority', async () => {
    const root = await finnish();
    const [key, subject]: [KeyPair, Subject] = [await makeKeyPair('ec'), [['C', 'FI'], ['CN', 'leaf']]];
    const leaf = await root.issue({ subject, period: PERIOD, usage: 'seal', key });
    const impostor = await certificateAuthority({ subject, period: PERIOD, key });
    const crls = [bytes(await root.crl(CRL_TIMES)), bytes(await impostor.crl(CRL_TIMES))];
    const trust = await loadTrust({ countries: [await finland(root, { intermediates: [leaf.certificateDer], crls })] });
    const certificate = await sealOf(impostor);
    expect(codeOf(() => trust.signer(leaf.certificateDer, NOW))).toBe('accepted');
    expect(codeOf(() => trust.signer(certificate, NOW))).toBe('NCP_TRUST_UNTRUSTED');
  });

  it('does not let an authority stand below the path length of another, nor any authority sign', async () => {
    const root = await finnish();
    const first = await root.subordinate({ subject: [['C', 'FI'], ['CN', 'First']], period: PERIOD, keyKind: 'ec', pathLength: 0 });
    const second = await first.subordinate({ subject: [['C', 'FI'], ['CN', 'Second']], period: PERIOD, keyKind: 'ec' });
    const crls = await Promise.all([root, first, second].map(async (authority) => bytes(await authority.crl(CRL_TIMES))));
    const trust = await loadTrust({ countries: [await finland(root, { intermediates: [first.certificateDer, second.certificateDer], crls })] });
    const certificate = await sealOf(second);
    expect(codeOf(() => trust.signer(certificate, NOW))).toBe('NCP_TRUST_UNTRUSTED');
    expect(codeOf(() => trust.signer(first.certificateDer, NOW))).toBe('NCP_TRUST_USAGE');
  });

  it('refuses every certificate below an authority whose own time is over', async () => {
    const old = await certificateAuthority({ subject: [['C', 'FI'], ['CN', 'Old']], period: { from: PERIOD.from, until: new Date('2026-03-01T00:00:00Z') }, keyKind: 'ec' });
    const trust = await loadTrust({ countries: [await finland(old)] });
    const certificate = await sealOf(old);
    expect(codeOf(() => trust.signer(certificate, NOW))).toBe('NCP_TRUST_EXPIRED');
  });

  it('DSIG-20 refuses a key of 1024 bits', async () => {
    const authority = await finnish();
    const trust = await loadTrust({ countries: [await finland(authority)] });
    const weak = await authority.issue({ subject: [['C', 'FI'], ['CN', 'weak']], period: PERIOD, usage: 'seal', keyKind: 'weak' });
    expect(codeOf(() => trust.signer(weak.certificateDer, NOW))).toBe('NCP_DSIG_KEY_STRENGTH');
  });

  it('DSIG-35 refuses a certificate without key usage, and one for every use', async () => {
    const authority = await finnish();
    const trust = await loadTrust({ countries: [await finland(authority)] });
    const issue = async (keyUsage: number, extended: string[]): Promise<Uint8Array> =>
      (await authority.issue({ subject: [['C', 'FI'], ['CN', 'x']], period: PERIOD, usage: { keyUsage, extended }, keyKind: 'ec' })).certificateDer;
    for (const certificate of [await issue(0, []), await issue(1, ['2.5.29.37.0']), await issue(2, [])]) {
      expect(codeOf(() => trust.signer(certificate, NOW))).toBe('NCP_TRUST_USAGE');
    }
  });
});

describe('a country with a responder', () => {
  class Listening extends OcspWatch {
    readonly issuers: string[] = [];
    constructor() {
      super(() => Promise.reject(new Error('not asked')), () => undefined);
    }
    override require(_leaf: unknown, { fingerprint }: { readonly fingerprint: string }): void {
      this.issuers.push(fingerprint);
    }
  }
  const fingerprintsOf = (...authorities: readonly Authority[]): string[] => authorities.map(({ certificateDer }) => fingerprintOf(certificateDer));
  const speaks = (whenSilent: 'list' | 'refuse'): Partial<CountryTrust> => ({ ocsp: { url: 'http://127.0.0.1:1/', whenSilent } });

  it('TLS-14 is asked about a certificate in the name of the authority that signed it, where two share a name after a change of keys', async () => {
    const [before, after] = [await finnish(), await finnish()];
    const watch = new Listening();
    const crls = [bytes(await before.crl(CRL_TIMES)), bytes(await after.crl(CRL_TIMES))];
    const trust = await loadTrust({ countries: [await finland(before, { anchors: [before.certificateDer, after.certificateDer], crls, ...speaks('list') })] }, watch);
    const [old, young] = [await sealOf(before), await sealOf(after)];
    for (const certificate of [old, young, young]) trust.signer(certificate, NOW);
    expect(watch.issuers).toEqual(fingerprintsOf(before, after, after));
  });

  it('TLS-14 and that demands its word: nobody is accepted where nobody asks', async () => {
    const authority = await finnish();
    const certificate = await sealOf(authority);
    const judged = async (whenSilent: 'list' | 'refuse'): Promise<string> => {
      const trust = await loadTrust({ countries: [await finland(authority, speaks(whenSilent))] });
      return codeOf(() => trust.signer(certificate, NOW));
    };
    expect([await judged('refuse'), await judged('list')]).toEqual(['NCP_TRUST_OCSP', 'accepted']);
  });
});

describe('a trust configuration', () => {
  it.each([
    ['no anchor', { anchors: [] }],
    ['an anchor that is no certificate', { anchors: [bytes('x')] }],
    ['a pin that is no fingerprint', { pins: ['AB:CD'] }],
  ])('is refused with %s', async (_title, change) => {
    const country = await finland(await finnish(), change);
    await expect(loadTrust({ countries: [country] })).rejects.toMatchObject({ code: 'NCP_CONFIG_INVALID' });
  });

  it('is refused when it names a country twice or a folder that is not there', async () => {
    const country = await finland(await finnish());
    await expect(loadTrust({ countries: [country, country] })).rejects.toMatchObject({ code: 'NCP_CONFIG_INVALID' });
    await expect(readTrustDirectory('/nonexistent')).rejects.toMatchObject({ code: 'NCP_CONFIG_FILE' });
  });
});
