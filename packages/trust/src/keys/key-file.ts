import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { NcpError } from '@ncp/domain';

/** A private key in PEM; an encrypted one (PKCS#8) opens with the first line of another file. */
export interface KeyFile {
  readonly key: string;
  readonly passphraseFile?: string | undefined;
}

const OTHERS = 0o077;
const ENCRYPTED = '-----BEGIN ENCRYPTED PRIVATE KEY-----';

/** Reads a file that is the owner's alone; errors name its role. @throws NcpError NCP_CONFIG_FILE, NCP_TRUST_KEY */
export async function readPrivately(role: string, path: string): Promise<string> {
  try {
    const text = await readFile(path, 'latin1');
    if (((await stat(path)).mode & OTHERS) === 0) return text;
  } catch (error) {
    throw new NcpError('NCP_CONFIG_FILE', { role }, error);
  }
  throw new NcpError('NCP_TRUST_KEY', { role, reason: 'key-file-open-to-others' });
}

/**
 * Opens a key file of the development keystore. An encrypted key never lies on the disk in the clear; whether encrypted or not,
 * the file is the owner's alone.
 * @throws NcpError NCP_CONFIG_FILE, NCP_TRUST_KEY
 */
export async function openKeyFile(role: string, { key, passphraseFile }: KeyFile): Promise<KeyObject> {
  const pem = await readPrivately(role, key);
  const refuse = (reason: string): never => {
    throw new NcpError('NCP_TRUST_KEY', { role, reason });
  };
  if (pem.includes(ENCRYPTED) && passphraseFile === undefined) return refuse('passphrase-missing');
  const [passphrase] = passphraseFile === undefined ? [] : (await readPrivately(role, passphraseFile)).split(/\r?\n/, 1);
  try {
    return createPrivateKey({ key: pem, passphrase });
  } catch {
    // The cause is left out: some parsers quote their input.
    return refuse(passphraseFile === undefined ? 'key-unreadable' : 'passphrase-or-key');
  }
}
