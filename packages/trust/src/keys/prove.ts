import { verify, X509Certificate, type KeyObject } from 'node:crypto';
import { NcpError } from '@ncp/domain';
import type { SignatureManner } from '@ncp/xml';
import type { SealIdentity } from '../identity.js';
import type { SignBytes } from './held-key.js';

export const CHALLENGE: Uint8Array = Buffer.from('does this key fit its certificate');

/** For either kind: RSA has no such encoding, and ignores it. */
const MANNER = { hash: 'sha256', dsaEncoding: 'ieee-p1363' } as const satisfies SignatureManner;

/** Does what is signed there verify with this public key? */
export function isFitting(publicKey: KeyObject, signBytes: SignBytes): boolean {
  return verify(MANNER.hash, CHALLENGE, { key: publicKey, dsaEncoding: MANNER.dsaEncoding }, signBytes(MANNER, CHALLENGE));
}

/** The seal can still sign, and fits its certificate. @throws NcpError NCP_TRUST_KEY, NCP_KEY_UNAVAILABLE */
export function proveSeal({ key, certificateDer }: Pick<SealIdentity, 'key' | 'certificateDer'>): void {
  if (!isFitting(new X509Certificate(certificateDer).publicKey, (manner, bytes) => key.sign('seal', manner, bytes))) throw new NcpError('NCP_TRUST_KEY', { role: 'seal', reason: 'key-does-not-fit' });
}
