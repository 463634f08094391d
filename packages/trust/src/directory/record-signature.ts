import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { NcpError } from '@ncp/domain';
import { isStrongKey } from '../certificate.js';

/** Ed25519 signs the bytes themselves; everything else a SHA-256 of them. */
const hashFor = (key: KeyObject): 'sha256' | null => (key.asymmetricKeyType === 'ed25519' ? null : 'sha256');

const isAcceptable = (key: KeyObject): boolean => key.asymmetricKeyType === 'ed25519' || isStrongKey(key);

/**
 * Signs the record of a country, byte for byte; the result is the content of the signature file beside it.
 * @throws NcpError NCP_TRUST_KEY for a key that is none or too weak
 */
export function signCountryRecord(record: Uint8Array, privateKeyPem: string): string {
  const key = keyFrom(() => createPrivateKey(privateKeyPem));
  return `${sign(hashFor(key), record, key).toString('base64')}\n`;
}

/** The key of the operators who sign records. @throws NcpError NCP_TRUST_KEY */
export const operatorKey = (publicKeyPem: string): KeyObject => keyFrom(() => createPublicKey(publicKeyPem));

function keyFrom(read: () => KeyObject): KeyObject {
  let key: KeyObject;
  try {
    key = read();
  } catch {
    // What the library says may quote the key.
    throw new NcpError('NCP_TRUST_KEY', { role: 'directory' });
  }
  if (!isAcceptable(key)) throw new NcpError('NCP_TRUST_KEY', { role: 'directory', reason: 'weak' });
  return key;
}

/** Is this the operators' signature over exactly these bytes? */
export function isSigned(record: Uint8Array, signature: string, key: KeyObject): boolean {
  const text = signature.trim();
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return false;
  try {
    return verify(hashFor(key), record, key, Buffer.from(text, 'base64'));
  } catch {
    return false;
  }
}
