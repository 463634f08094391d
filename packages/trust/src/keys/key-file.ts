import { createPrivateKey, type KeyObject } from 'node:crypto';
import { NcpError } from '@ncp/domain';
import { readPrivately } from '@ncp/runtime';

/** A private key in PEM; an encrypted one (PKCS#8) opens with the first line of another file. */
export interface KeyFile {
  readonly key: string;
  readonly passphraseFile?: string | undefined;
}

const ENCRYPTED = '-----BEGIN ENCRYPTED PRIVATE KEY-----';

/**
 * Opens a key file of the development keystore. An encrypted key never lies on the disk in the clear; whether encrypted or not,
 * the file is the owner's alone.
 * @throws NcpError NCP_CONFIG_FILE, NCP_TRUST_KEY
 */
export function openKeyFile(role: string, { key, passphraseFile }: KeyFile): KeyObject {
  const pem = readPrivately(role, key);
  const refuse = (reason: string): never => {
    throw new NcpError('NCP_TRUST_KEY', { role, reason });
  };
  if (pem.includes(ENCRYPTED) && passphraseFile === undefined) return refuse('passphrase-missing');
  const [passphrase] = passphraseFile === undefined ? [] : readPrivately(role, passphraseFile).split(/\r?\n/, 1);
  try {
    return createPrivateKey({ key: pem, passphrase });
  } catch {
    // The cause is left out: some parsers quote their input.
    return refuse(passphraseFile === undefined ? 'key-unreadable' : 'passphrase-or-key');
  }
}
