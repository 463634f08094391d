import { verify, X509Certificate } from 'node:crypto';
import { NcpError } from '@ncp/domain';
import type { SignatureManner } from '@ncp/xml';
import type { SealIdentity } from '../identity.js';

const CHALLENGE = Buffer.from('readiness of the seal');

/** The seal can still sign, and fits its certificate. @throws NcpError NCP_TRUST_KEY, NCP_KEY_UNAVAILABLE */
export function proveSeal({ key, certificateDer }: Pick<SealIdentity, 'key' | 'certificateDer'>): void {
  const { publicKey } = new X509Certificate(certificateDer);
  const manner: SignatureManner = publicKey.asymmetricKeyType === 'ec' ? { hash: 'sha256', dsaEncoding: 'ieee-p1363' } : { hash: 'sha256' };
  const { dsaEncoding } = manner;
  const fits = verify(manner.hash, CHALLENGE, { key: publicKey, ...(dsaEncoding === undefined ? {} : { dsaEncoding }) }, key.sign('seal', manner, CHALLENGE));
  if (!fits) throw new NcpError('NCP_TRUST_KEY', { role: 'seal', reason: 'key-does-not-fit' });
}
