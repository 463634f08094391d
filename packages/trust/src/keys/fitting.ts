import { verify, type KeyObject } from 'node:crypto';
import type { SignatureManner } from '@ncp/xml';
import type { SignBytes } from './held-key.js';

export const CHALLENGE: Uint8Array = Buffer.from('does this key fit its certificate');

/** For either kind: RSA has no such encoding, and ignores it. */
const MANNER = { hash: 'sha256', dsaEncoding: 'ieee-p1363' } as const satisfies SignatureManner;

/** Does what is signed there verify with this public key? */
export function isFitting(publicKey: KeyObject, signBytes: SignBytes): boolean {
  return verify(MANNER.hash, CHALLENGE, { key: publicKey, dsaEncoding: MANNER.dsaEncoding }, signBytes(MANNER, CHALLENGE));
}
