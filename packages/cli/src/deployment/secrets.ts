import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Layout } from '../layout.js';
import { writeWhole } from './processes.js';

const KEY_BYTES = 32;

/** Makes the secrets of a deployment that are missing; what is there is kept, for it opens what is in the database. */
export function ensureSecrets({ keyEncryptionKey, clientSecret, redisPassword }: Pick<Layout, 'keyEncryptionKey' | 'clientSecret' | 'redisPassword'>): void {
  for (const [file, encoding] of [[keyEncryptionKey, 'base64'], [clientSecret, 'base64url'], [redisPassword, 'base64url']] as const) {
    if (!existsSync(file)) writeWhole(file, `${randomBytes(KEY_BYTES).toString(encoding)}\n`);
  }
}
