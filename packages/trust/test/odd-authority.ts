import { type Authority, certificateAuthority, type Subject } from '@ncp/certs';
import { type CountryCode, instant, NcpError } from '@ncp/domain';
import type { CountryTrust } from '../src/index.js';

export const NOW: ReturnType<typeof instant> = instant('2026-06-12T12:00:00Z');
const FI = 'FI' as CountryCode;
export const PERIOD: { readonly from: Date; readonly until: Date } = { from: new Date('2026-01-01T00:00:00Z'), until: new Date('2027-01-01T00:00:00Z') };
export const CRL_TIMES: { readonly thisUpdate: Date; readonly nextUpdate: Date } = { thisUpdate: new Date('2026-06-12T00:00:00Z'), nextUpdate: new Date('2026-06-19T00:00:00Z') };

/** The code that work is refused with, or `accepted`. */
export const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return error instanceof NcpError ? error.code : String(error);
  }
  return 'accepted';
};

export const bytes = (pem: string): Uint8Array => new TextEncoder().encode(pem);

/** A Finnish authority with elliptic-curve keys: quick enough to make one for each test. */
export const finnish = async (): Promise<Authority> =>
  certificateAuthority({ subject: [['C', 'FI'], ['O', 'Test'], ['CN', 'Odd CA']], period: PERIOD, keyKind: 'ec' });

export const finland = async (authority: Authority, change: Partial<CountryTrust> = {}): Promise<CountryTrust> => ({
  country: FI, anchors: [authority.certificateDer], crls: [bytes(await authority.crl(CRL_TIMES))], pins: [], ...change,
});

export const sealOf = async (authority: Authority, subject: Subject = [['C', 'FI'], ['CN', 'seal']]): Promise<Uint8Array> =>
  (await authority.issue({ subject, period: PERIOD, usage: 'seal', keyKind: 'ec' })).certificateDer;
