import { NcpError } from '@ncp/domain';
import { readPrivately } from './private-file.js';

/** A key of 32 bytes with the name under which sealed values remember it. */
export interface SealingKeyEntry {
  readonly id: string;
  readonly key: Uint8Array;
}

const SETTING = 'keyEncryptionKeyFile';
/** Name of a key that stands alone in its file. */
const ALONE = 'file-1';
const ENTRY = /^(?:([A-Za-z0-9._-]{1,64}) +)?([A-Za-z0-9+/]{43}=)$/;

/**
 * The keys that seal payload columns (decisions G08): the first line seals, the others open what they sealed. A rotation is one
 * new first line; when retention has removed all that an old key sealed, its line goes, and with it every copy in a back-up.
 * @throws NcpError NCP_CONFIG_FILE, NCP_TRUST_KEY (open to others), NCP_CONFIG_INVALID
 */
export function readSealingKeys({ keyEncryptionKeyFile: file }: { readonly keyEncryptionKeyFile: string }): { readonly current: SealingKeyEntry; readonly older: readonly SealingKeyEntry[] } {
  const refuse = (reason: string): never => {
    throw new NcpError('NCP_CONFIG_INVALID', { setting: SETTING, reason });
  };
  const keys = readPrivately(SETTING, file).split(/\r?\n/).filter((line) => line.trim() !== '').map((line): SealingKeyEntry => {
    const [, id = ALONE, key = refuse('key-form')] = ENTRY.exec(line.trim()) ?? [];
    return { id, key: new Uint8Array(Buffer.from(key, 'base64')) };
  });
  const [current = refuse('no-key'), ...older] = keys;
  return { current, older };
}
