import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Authority, certificateAuthority } from '@ncp/certs';
import { addMs, type CountryCode, epochMs } from '@ncp/domain';
import { bytes, CRL_TIMES, finland, NOW, PERIOD } from '../test/odd-authority.js';
import { type CalendarEntry, trustCalendar, type TrustConfig, type WatchedCertificate } from './index.js';

const FI = 'FI' as CountryCode;
const HOUR_MS = 3_600_000;
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';

describe('the calendar of one country', () => {
  let root: Authority;
  let middle: Authority;
  let config: TrustConfig;
  beforeAll(async () => {
    root = await certificateAuthority({ subject: [['C', 'FI'], ['CN', 'Root']], period: PERIOD, keyKind: 'ec' });
    middle = await root.subordinate({ subject: [['C', 'FI'], ['CN', 'Middle']], period: PERIOD, keyKind: 'ec' });
    config = { countries: [await finland(root, { intermediates: [middle.certificateDer], crls: [bytes(await root.crl(CRL_TIMES)), bytes(await middle.crl(CRL_TIMES))] })], crlGraceMs: HOUR_MS };
  });
  const at = (ms: number, watched: readonly WatchedCertificate[] = []): Promise<readonly CalendarEntry[]> => trustCalendar(config, watched, { now: NOW, at: addMs(NOW, ms - epochMs(NOW)) });
  const watch = async (what: string, extended: readonly string[], change: Partial<WatchedCertificate> = {}, by = middle): Promise<WatchedCertificate> =>
    ({ what, country: FI, purpose: 'any-end', der: (await by.issue({ subject: [['C', 'FI'], ['CN', what]], period: PERIOD, usage: { keyUsage: 1, extended }, keyKind: 'ec' })).certificateDer, ...change });
  const broken = (entries: readonly CalendarEntry[], kind: CalendarEntry['kind']): unknown[] => entries.filter((one) => one.kind === kind).map((one) => one.broken);

  it('TLS-40 names authorities between too, and what ends together stands by its name', async () => {
    const entries = await at(epochMs(NOW), [await watch('A', [CLIENT_AUTH]), await watch('Z', [CLIENT_AUTH]), await watch('N', [CLIENT_AUTH])]);
    expect(entries.filter(({ kind }) => kind !== 'revocation-list').map(({ what, kind }) => [what, kind])).toEqual([['A', 'certificate'], ['Middle', 'authority'], ['N', 'certificate'], ['Root', 'authority'], ['Z', 'certificate']]);
  });

  it('TLS-40 says for which ends a certificate is, and nothing of what is broken while it is not', async () => {
    const entries = await at(epochMs(NOW), [await watch('both', [CLIENT_AUTH, SERVER_AUTH], { country: 'PT' as CountryCode }), await watch('server', [SERVER_AUTH], { country: 'PT' as CountryCode }), await watch('client', [CLIENT_AUTH], { country: 'PT' as CountryCode }), await watch('seal', [], { purpose: 'signer' })]);
    expect(entries.filter(({ kind }) => kind === 'certificate').map(({ what, usage }) => [what, usage])).toEqual([['both', 'client-server'], ['client', 'client'], ['seal', 'seal'], ['server', 'server']]);
    expect(entries.filter((one) => 'broken' in one)).toEqual([]);
  });

  it('TLS-40 judges what another country issued by its dates, though we could not say whose it is', async () => {
    const theirs = await certificateAuthority({ subject: [['C', 'PT'], ['CN', 'Theirs']], period: PERIOD, keyKind: 'ec' });
    const one = await watch('theirs', [CLIENT_AUTH], { country: 'PT' as CountryCode }, theirs);
    expect(broken(await at(epochMs(NOW), [one]), 'certificate')).toEqual([undefined]);
    expect(broken(await at(epochMs(NOW), [{ ...one, country: FI }]), 'certificate')).toEqual(['NCP_TRUST_UNTRUSTED']);
  });

  it('TLS-41 tells an end that nobody pinned, and a seal that may not sign', async () => {
    const entries = await at(epochMs(NOW), [await watch('unpinned', [CLIENT_AUTH, SERVER_AUTH]), await watch('seal', [CLIENT_AUTH], { purpose: 'signer' })]);
    expect(broken(entries, 'certificate')).toEqual(['NCP_TRUST_USAGE', 'NCP_TRUST_PIN']);
  });

  it('TLS-41 an authority and a list break when they end, and the list not before its grace is over', async () => {
    const [ends, over] = [PERIOD.until.getTime(), CRL_TIMES.nextUpdate.getTime() + HOUR_MS];
    expect([broken(await at(ends), 'authority'), broken(await at(ends + 1), 'authority')]).toEqual([[undefined, undefined], ['NCP_TRUST_EXPIRED', 'NCP_TRUST_EXPIRED']]);
    expect([broken(await at(over), 'revocation-list'), broken(await at(over + 1), 'revocation-list')]).toEqual([[undefined, undefined], ['NCP_TRUST_CRL_EXPIRED', 'NCP_TRUST_CRL_EXPIRED']]);
  });
});
