import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { CheckpointSigner, CheckpointVerifier } from '@ncp/audit';
import { NcpError } from '@ncp/domain';
import { readPrivately } from '@ncp/runtime';

const RAW_BYTES = 32;

function keyFrom(file: string, read: () => KeyObject): KeyObject {
  try {
    const key = read();
    if (key.asymmetricKeyType !== 'ed25519') throw new TypeError('not Ed25519');
    return key;
  } catch (error) {
    throw new NcpError('NCP_CLI_INPUT', { file, needed: 'an Ed25519 key in PEM form' }, error);
  }
}

const rawOf = (key: KeyObject): Uint8Array => new Uint8Array(key.export({ format: 'der', type: 'spki' }).subarray(-RAW_BYTES));

export interface NamedSigner extends CheckpointSigner {
  readonly publicPem: string;
}

/** The key that signs checkpoints and nothing else (RS 5), its owner's alone. @throws NcpError NCP_CLI_INPUT, NCP_TRUST_KEY, NCP_CONFIG_FILE */
export function checkpointSigner(file: string, name: string): NamedSigner {
  const pem = readPrivately('audit-checkpoints', file);
  const key = keyFrom(file, () => createPrivateKey(pem));
  const publicKey = createPublicKey(key);
  return { name, publicKey: rawOf(publicKey), publicPem: publicKey.export({ format: 'pem', type: 'spki' }).toString(), sign: (bytes) => new Uint8Array(sign(null, bytes, key)) };
}

/** @throws NcpError NCP_CLI_INPUT */
export function checkpointVerifier(file: string, name: string): CheckpointVerifier {
  const key = keyFrom(file, () => createPublicKey(readFileSync(file, 'utf8')));
  return { name, publicKey: rawOf(key), verify: (bytes, signature) => verify(null, bytes, key, signature) };
}
