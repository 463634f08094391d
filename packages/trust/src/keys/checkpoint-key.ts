import { createPublicKey, sign, verify } from 'node:crypto';
import { NcpError } from '@ncp/domain';
import { openKeyFile } from './key-file.js';

const ROLE = 'audit-checkpoints';
const RAW_BYTES = 32;

/** The Ed25519 key that signs heads of the audit tree and nothing else (RS 5). */
export interface CheckpointKey {
  readonly name: string;
  /** Raw, 32 bytes. */
  readonly publicKey: Uint8Array;
  readonly sign: (bytes: Uint8Array) => Uint8Array;
  readonly verify: (bytes: Uint8Array, signature: Uint8Array) => boolean;
}

/** Opens the key from a file in PEM form that is its owner's alone. @throws NcpError NCP_CONFIG_FILE, NCP_TRUST_KEY */
export async function openCheckpointKey(file: string, name: string): Promise<CheckpointKey> {
  const key = openKeyFile(ROLE, { key: file });
  if (key.asymmetricKeyType !== 'ed25519') throw new NcpError('NCP_TRUST_KEY', { role: ROLE, reason: 'not-ed25519' });
  const open = createPublicKey(key);
  return {
    name, publicKey: new Uint8Array(open.export({ format: 'der', type: 'spki' }).subarray(-RAW_BYTES)),
    sign: (bytes) => new Uint8Array(sign(null, bytes, key)), verify: (bytes, signature) => verify(null, bytes, open, signature),
  };
}
