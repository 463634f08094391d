import { createPublicKey, sign, type KeyObject } from 'node:crypto';
import { NcpError } from '@ncp/domain';
import type { HeldKey, SignatureManner } from '@ncp/xml';

/** What a key of ours is for; each has one purpose (RS 6). */
export type KeyPurpose = 'seal' | 'tls-server' | 'tls-client';

/** Makes one signature with the private half, wherever that is. @throws NcpError NCP_KEY_UNAVAILABLE */
export type SignBytes = (manner: SignatureManner, bytes: Uint8Array) => Uint8Array;

/**
 * A key as the rest of the gateway sees it: its public half, and signatures for its own purpose. The private half stays in
 * `signBytes` and cannot be asked for.
 */
export function heldKey(purpose: KeyPurpose, publicKey: KeyObject, signBytes: SignBytes): HeldKey {
  const { n, e } = publicKey.export({ format: 'jwk' });
  return Object.freeze({
    type: 'private',
    asymmetricKeyType: publicKey.asymmetricKeyType, asymmetricKeyDetails: publicKey.asymmetricKeyDetails,
    ...(n === undefined || e === undefined ? {} : { rsaPublic: { n, e } }),
    sign: (use: string, manner: SignatureManner, bytes: Uint8Array) => {
      if (use !== purpose) throw new NcpError('NCP_KEY_PURPOSE', { purpose, use });
      return signBytes(manner, bytes);
    },
  });
}

/** A key in the memory of this process, read from a file. */
export const heldInMemory = (purpose: KeyPurpose, privateKey: KeyObject): HeldKey =>
  heldKey(purpose, createPublicKey(privateKey), ({ hash, ...manner }, bytes) => new Uint8Array(sign(hash, bytes, { key: privateKey, ...manner })));
