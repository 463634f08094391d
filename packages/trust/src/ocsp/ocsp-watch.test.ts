import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Authority } from '@ncp/certs';
import type { CountryCode } from '@ncp/domain';
import { codeOf, finnish, NOW, sealOf } from '../../test/odd-authority.js';
import { answerOf, statementOf, timeAt, tlv } from '../../test/ocsp-answers.js';
import { type Certificate, readCertificate } from '../certificate.js';
import { inside, readDer } from './der.js';
import { OcspWatch } from './ocsp-watch.js';

const NOW_MS = Date.parse(NOW);
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const FI = 'FI' as CountryCode;
const GOOD = 0x80;
const REVOKED = 0xa1;
const UNKNOWN = 0x82;

/** What the request names: the first thing in the first of its questions. */
const namedIn = (request: Uint8Array): Uint8Array => {
  const first = (bytes: Uint8Array): Uint8Array => inside(readDer(bytes))[0]?.raw ?? new Uint8Array();
  return first(first(first(first(request))));
};

describe('the watch over what responders say', () => {
  let authority: Authority;
  let issuer: Certificate;
  let leaf: Certificate;
  beforeAll(async () => {
    authority = await finnish();
    [issuer, leaf] = [authority.certificateDer, await sealOf(authority)].map((der) => {
      const certificate = readCertificate(der);
      if (certificate === undefined) throw new Error('no certificate');
      return certificate;
    }) as [Certificate, Certificate];
  });

  let nowMs = NOW_MS;
  let says: number | undefined;
  let asked = 0;
  let told: string[] = [];
  let watch: OcspWatch;
  beforeEach(() => {
    [nowMs, says, asked, told] = [NOW_MS, GOOD, 0, []];
    watch = new OcspWatch(async (_url, request) => {
      asked += 1;
      if (says === undefined) throw new Error('silent');
      return answerOf({ by: authority.privateKey, statements: [statementOf({ named: namedIn(request), state: tlv(says), fromMs: nowMs, rest: [tlv(0xa0, timeAt(nowMs + HOUR_MS))] })] });
    }, (country, reason) => { told.push(`${country} ${reason}`); });
  });
  const place = (whenSilent: 'list' | 'refuse') => ({ country: FI, responder: { url: 'http://127.0.0.1:1/', whenSilent }, nowMs });
  const judged = (whenSilent: 'list' | 'refuse' = 'refuse', of = leaf): string => codeOf(() => { watch.require(of, issuer, place(whenSilent)); });
  const refresh = (of = leaf): Promise<void> => watch.refresh(of, issuer, place('refuse'));
  const settled = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });
  const named = (fingerprint: string, more: Partial<Certificate> = {}): Certificate => ({ ...leaf, fingerprint, ...more });

  it('TLS-14 lets in who is good from when that comes, until its word ends', async () => {
    expect([judged(), judged('list')]).toEqual(['NCP_TRUST_OCSP', 'accepted']);
    await settled();
    says = undefined;
    expect(judged()).toBe('accepted');
    nowMs = NOW_MS + HOUR_MS;
    expect(judged()).toBe('accepted');
    nowMs += 1;
    expect([judged(), judged('list')]).toEqual(['NCP_TRUST_OCSP', 'accepted']);
  });

  it('TLS-14 asks again a minute after silence, and not before', async () => {
    says = undefined;
    const after = async (ms: number): Promise<number> => {
      nowMs = NOW_MS + ms;
      judged();
      await settled();
      return asked;
    };
    expect([await after(0), await after(MINUTE_MS - 1), await after(MINUTE_MS), await after(2 * MINUTE_MS - 1)]).toEqual([1, 1, 2, 2]);
    expect(told).toEqual(['FI unreachable', 'FI unreachable']);
  });

  it('TLS-14 asks anew in the last minute of a word, and not before', async () => {
    await refresh();
    const after = async (ms: number): Promise<number> => {
      nowMs = NOW_MS + ms;
      judged();
      await settled();
      return asked;
    };
    expect([await after(HOUR_MS - MINUTE_MS), await after(HOUR_MS - MINUTE_MS + 1)]).toEqual([1, 2]);
    expect([judged(), told]).toEqual(['accepted', []]);
  });

  it('TLS-14 keeps a good word while its responder is silent', async () => {
    await refresh();
    says = undefined;
    await refresh();
    expect([judged(), told]).toEqual(['accepted', ['FI unreachable']]);
  });

  it('TLS-14 tells who is not known, and why an answer is none', async () => {
    says = UNKNOWN;
    await refresh();
    expect([judged(), judged('list'), told]).toEqual(['NCP_TRUST_OCSP', 'accepted', ['FI unknown']]);
    says = 0x83;
    await refresh();
    expect(told).toEqual(['FI unknown', 'FI form']);
  });

  it('TLS-14 forgets a revocation when its certificate has ended, and no sooner', async () => {
    says = REVOKED;
    const ends = (fingerprint: string): Certificate => named(fingerprint, { notAfterMs: NOW_MS + MINUTE_MS });
    await refresh(ends('first'));
    expect([judged('list', ends('first')), told]).toEqual(['NCP_TRUST_REVOKED', ['FI revoked']]);
    nowMs = NOW_MS + MINUTE_MS;
    await refresh(ends('second'));
    expect(judged('list', ends('first'))).toBe('NCP_TRUST_REVOKED');
    nowMs += 1;
    await refresh(named('third'));
    expect([judged('list', ends('first')), judged('list', named('third'))]).toEqual(['accepted', 'NCP_TRUST_REVOKED']);
  });

  it('remembers what a thousand certificates were last told, and those asked about last', async () => {
    await refresh(named('0'));
    await refresh(named('1'));
    await refresh(named('0'));
    for (let at = 2; at < 1_000; at += 1) judged('list', named(String(at)));
    expect(['0', '1'].map((one) => judged('refuse', named(one)))).toEqual(['accepted', 'accepted']);
    judged('list', named('1000'));
    expect(['0', '1'].map((one) => judged('refuse', named(one)))).toEqual(['accepted', 'NCP_TRUST_OCSP']);
    await settled();
  });
});
