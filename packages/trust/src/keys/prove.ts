import { X509Certificate } from 'node:crypto';
import { NcpError } from '@ncp/domain';
import type { SealIdentity } from '../identity.js';
import { isFitting } from './fitting.js';

/** The seal can still sign, and fits its certificate. @throws NcpError NCP_TRUST_KEY, NCP_KEY_UNAVAILABLE */
export function proveSeal({ key, certificateDer }: Pick<SealIdentity, 'key' | 'certificateDer'>): void {
  const { publicKey } = new X509Certificate(certificateDer);
  if (!isFitting(publicKey, (manner, bytes) => key.sign('seal', manner, bytes))) throw new NcpError('NCP_TRUST_KEY', { role: 'seal', reason: 'key-does-not-fit' });
}
