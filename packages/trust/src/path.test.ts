import { describe, expect, it } from '@jest/globals';
import { type Authority, type AuthorityRequest, certificateAuthority } from '@ncp/certs';
import { instant, type Instant } from '@ncp/domain';
import { Extension, KeyUsageFlags } from '@peculiar/x509';
import { bytes, codeOf, CRL_TIMES, finland, finnish, NOW, PERIOD, sealOf } from '../test/odd-authority.js';
import { type CountryTrust, loadTrust } from './index.js';

const named = (name: string, more: Partial<AuthorityRequest> = {}): AuthorityRequest => ({ subject: [['C', 'FI'], ['CN', name]], period: PERIOD, keyKind: 'ec', ...more });

/** What becomes of a seal that the last of these authorities issued, each having issued the next. */
const judged = async (authorities: readonly Authority[], { at = NOW, seal, ...change }: Partial<CountryTrust> & { readonly at?: Instant; readonly seal?: Uint8Array } = {}): Promise<string> => {
  const [anchor, ...others] = authorities;
  const last = authorities.at(-1);
  if (anchor === undefined || last === undefined) throw new Error('no authority');
  const crls = await Promise.all(authorities.map(async (one) => bytes(await one.crl(CRL_TIMES))));
  const trust = await loadTrust({ countries: [await finland(anchor, { intermediates: others.map(({ certificateDer }) => certificateDer), crls, ...change })] });
  const certificate = seal ?? await sealOf(last);
  return codeOf(() => trust.signer(certificate, at));
};

describe('a path', () => {
  it('has three authorities at most between the certificate and the anchor', async () => {
    const authorities = [await certificateAuthority(named('0', { pathLength: 9 }))];
    for (let depth = 1; depth <= 4; depth += 1) authorities.push(await (authorities.at(-1) as Authority).subordinate(named(String(depth), { pathLength: 9 - depth })));
    expect(await judged(authorities.slice(0, 4))).toBe('accepted');
    expect(await judged(authorities)).toBe('NCP_TRUST_UNTRUSTED');
  });

  it('goes round an authority of the same name that leads nowhere', async () => {
    const root = await finnish();
    const [lost, middle] = [await (await finnish()).subordinate(named('Middle')), await root.subordinate(named('Middle'))];
    const crls = [bytes(await root.crl(CRL_TIMES)), bytes(await middle.crl(CRL_TIMES))];
    expect(await judged([root, middle], { intermediates: [lost.certificateDer, middle.certificateDer], crls })).toBe('accepted');
  });

  it('is refused below a key of 1024 bits', async () => {
    expect(await judged([await certificateAuthority(named('Weak', { keyKind: 'weak' }))])).toBe('NCP_TRUST_UNTRUSTED');
  });

  it('is refused below an authority that may not sign certificates, or says something critical that nobody here knows', async () => {
    expect(await judged([await certificateAuthority(named('Lists', { keyUsage: KeyUsageFlags.cRLSign }))])).toBe('NCP_TRUST_UNTRUSTED');
    const odd = (critical: boolean): Promise<Authority> =>
      certificateAuthority(named('Odd', { extensions: [new Extension('1.2.752.9.9.9', critical, new Uint8Array([5, 0]))] }));
    expect([await judged([await odd(true)]), await judged([await odd(false)])]).toEqual(['NCP_TRUST_UNTRUSTED', 'accepted']);
  });

  it.each([[true, 'NCP_TRUST_UNTRUSTED'], [false, 'accepted']])('with an extension that nobody here knows, critical %s: %s', async (critical, code) => {
    const authority = await finnish();
    const odd = new Extension('1.2.752.9.9.9', critical, new Uint8Array([5, 0]));
    const { certificateDer } = await authority.issue({ subject: [['C', 'FI'], ['CN', 'odd']], period: PERIOD, usage: 'seal', keyKind: 'ec', extensions: [odd] });
    expect(await judged([authority], { seal: certificateDer })).toBe(code);
  });

  it.each([
    ['2025-12-31T23:59:59.999Z', 'NCP_TRUST_EXPIRED'], ['2026-01-01T00:00:00Z', 'accepted'], ['2027-01-01T00:00:00Z', 'accepted'], ['2027-01-01T00:00:00.001Z', 'NCP_TRUST_EXPIRED'],
  ])('TLS-03 holds from the first moment to the last of its certificates: %s', async (at, code) => {
    const authority = await finnish();
    const crls = [bytes(await authority.crl({ thisUpdate: new Date('2025-12-01T00:00:00Z'), nextUpdate: new Date('2028-01-01T00:00:00Z') }))];
    expect(await judged([authority], { crls, at: instant(at) })).toBe(code);
  });

  it.each([
    // A list may be a minute ahead of our clock, and serves a day beyond its next update.
    ['2026-06-11T23:58:59.999Z', 'NCP_TRUST_CRL_MISSING'], ['2026-06-11T23:59:00Z', 'accepted'], ['2026-06-20T00:00:00Z', 'accepted'], ['2026-06-20T00:00:00.001Z', 'NCP_TRUST_CRL_EXPIRED'],
  ])('TLS-11 holds as long as its list: %s', async (at, code) => {
    expect(await judged([await finnish()], { at: instant(at) })).toBe(code);
  });
});
