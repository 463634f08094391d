import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makePki, type PkiCountry, type PkiPair } from '@ncp/certs';
import { addMs, compareInstants, type CountryCode } from '@ncp/domain';
import { NOW } from '../test/odd-authority.js';
import { readTrustDirectory, trustCalendar, type WatchedCertificate } from './index.js';

const DAY_MS = 86_400_000;
/** How long lists of the throw-away PKI last. */
const CRL_DAYS = 90;
const FI = 'FI' as CountryCode;

describe('the trust calendar', () => {
  let directory = '';
  let trust = '';
  let fi: PkiCountry;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ncp-calendar-'));
    const pki = await makePki({ outDir: directory, now: new Date(NOW), countries: ['FI', 'DK'] });
    fi = pki.countries['FI'] as PkiCountry;
    ({ trust } = pki);
  });
  afterAll(async () => rm(directory, { recursive: true, force: true }));

  const watched = async (what: string, pair: PkiPair, purpose: WatchedCertificate['purpose'], country = FI): Promise<WatchedCertificate> =>
    ({ what, purpose, country, der: new Uint8Array(new X509Certificate(await readFile(pair.certificate)).raw) });
  const calendar = async (days: number, certificates: readonly WatchedCertificate[]) =>
    trustCalendar(await readTrustDirectory(trust), certificates, { now: NOW, at: addMs(NOW, days * DAY_MS) });

  it('TLS-40 tells of everything with an end, soonest first, with the days that are left', async () => {
    const entries = await calendar(0, [await watched('seal', fi.seal, 'signer'), await watched('tls-client', fi.tlsClient, 'client')]);
    expect(entries.map(({ ends }) => ends)).toEqual(entries.map(({ ends }) => ends).toSorted(compareInstants));
    expect(new Set(entries.map(({ kind }) => kind))).toEqual(new Set(['certificate', 'authority', 'revocation-list']));
    expect(entries.filter(({ broken }) => broken !== undefined)).toEqual([]);
    const seal = entries.find(({ what }) => what === 'seal');
    const ends = new X509Certificate(await readFile(fi.seal.certificate)).validToDate.getTime();
    expect([seal?.ends, seal?.daysLeft]).toEqual([new Date(ends).toISOString().replace('.000Z', 'Z'), Math.floor((ends - Date.parse(NOW)) / DAY_MS)]);
  });

  it('TLS-41 the day after a certificate ends it is refused by the real verification, and nothing breaks now', async () => {
    const one = [await watched('seal', fi.seal, 'signer')];
    const [{ daysLeft = 0 } = {}] = (await calendar(0, one)).filter(({ what }) => what === 'seal');
    const then = (await calendar(daysLeft + 2, one)).find(({ what }) => what === 'seal');
    expect(then).toMatchObject({ broken: 'NCP_TRUST_EXPIRED', daysLeft });
    expect((await calendar(0, one)).every(({ broken }) => broken === undefined)).toBe(true);
  });

  it('TLS-40 says what each certificate is for, and judges an end that may be either as both', async () => {
    const pairs = [await watched('seal', fi.seal, 'signer'), await watched('client', fi.tlsClient, 'any-end'), await watched('server', fi.tlsServer, 'any-end'), await watched('wrong', fi.seal, 'any-end'), await watched('swapped', fi.tlsServer, 'client')];
    const entries = (await calendar(0, pairs)).filter(({ kind }) => kind === 'certificate');
    expect(Object.fromEntries(entries.map(({ what, usage, broken }) => [what, [usage, broken]]))).toEqual({
      seal: ['seal', undefined], client: ['client', undefined], server: ['server', undefined], wrong: ['seal', 'NCP_TRUST_USAGE'], swapped: ['server', 'NCP_TRUST_USAGE'],
    });
  });

  it('TLS-40 judges one that services outside the exchange know us by by its own dates', async () => {
    const one = [await watched('list', fi.seal, 'elsewhere')];
    const told = async (days: number): Promise<unknown> => (await calendar(days, one)).find(({ what }) => what === 'list')?.broken;
    const [{ daysLeft = 0 } = {}] = (await calendar(0, one)).filter(({ what }) => what === 'list');
    expect([await told(0), await told(daysLeft + 2)]).toEqual([undefined, 'NCP_TRUST_EXPIRED']);
  });

  it('TLS-40 judges one of a country that is not enrolled by its own dates', async () => {
    const one = [await watched('theirs', fi.tlsClient, 'client', 'PT' as CountryCode)];
    const ends = new X509Certificate(await readFile(fi.tlsClient.certificate)).validToDate.getTime();
    const at = async (ms: number): Promise<unknown> => (await trustCalendar(await readTrustDirectory(trust), one, { now: NOW, at: addMs(NOW, ms - Date.parse(NOW)) })).find(({ what }) => what === 'theirs')?.broken;
    expect([await at(ends), await at(ends + 1)]).toEqual([undefined, 'NCP_TRUST_EXPIRED']);
  });

  it('TLS-41 a responder speaks of no other day: nothing is refused for its silence', async () => {
    const config = await readTrustDirectory(trust);
    const countries = config.countries.map((country) => ({ ...country, ocsp: { url: 'http://127.0.0.1:1/', whenSilent: 'refuse' as const } }));
    const entries = await trustCalendar({ ...config, countries }, [await watched('seal', fi.seal, 'signer'), await watched('tls-client', fi.tlsClient, 'client')], { now: NOW, at: addMs(NOW, DAY_MS) });
    expect(entries.filter(({ broken }) => broken !== undefined)).toEqual([]);
  });

  it('a list that is not fetched any more breaks alone; certificates are judged as if it were', async () => {
    const broken = (await calendar(CRL_DAYS + 2, [await watched('seal', fi.seal, 'signer')])).filter((entry) => entry.broken !== undefined);
    expect(broken.map(({ kind, broken: code }) => [kind, code])).toEqual(broken.map(() => ['revocation-list', 'NCP_TRUST_CRL_EXPIRED']));
    expect(broken.length).toBeGreaterThan(0);
    expect((await calendar(CRL_DAYS - 1, [])).every((entry) => entry.broken === undefined)).toBe(true);
  });

  it('says what is wrong already: revoked, the wrong end, a country that is not enrolled judged by its dates alone', async () => {
    const entries = await calendar(0, [
      await watched('revoked', fi.bad.seal.revoked, 'signer'), await watched('wrong end', fi.tlsClient, 'server'), await watched('either end', fi.tlsServer, 'any-end'),
      await watched('stranger', fi.seal, 'signer', 'PT' as CountryCode), await watched('stranger who ended', fi.bad.seal.expired, 'signer', 'PT' as CountryCode),
    ]);
    const of = (what: string) => entries.find((entry) => entry.what === what)?.broken;
    expect([of('revoked'), of('wrong end'), of('either end'), of('stranger'), of('stranger who ended')]).toEqual(['NCP_TRUST_REVOKED', 'NCP_TRUST_USAGE', undefined, undefined, 'NCP_TRUST_EXPIRED']);
  });
});
