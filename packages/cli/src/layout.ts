import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout: the launcher says where; started without it, it is three folders up. */
export const ROOT: string = resolve(process.env['NCP_ROOT'] ?? fileURLToPath(new URL('../../..', import.meta.url)));

/** Files of one deployment on this machine; everything is below one folder, which may be deleted when it is stopped. */
export interface Layout {
  readonly state: string;
  readonly pki: string;
  readonly postgres: string;
  readonly redis: string;
  readonly configs: string;
  readonly manifest: string;
  readonly processes: string;
  readonly lock: string;
  readonly logs: string;
  /** Terminology releases, and which is in force. */
  readonly terminology: string;
  readonly keyEncryptionKey: string;
  readonly clientSecret: string;
  readonly redisPassword: string;
  /** Signed records of the countries that may be called, the key that signs them, and its public half. */
  readonly directory: string;
  readonly directoryKey: string;
  readonly directoryPublicKey: string;
}

export function layoutIn(folder: string): Layout {
  const state = resolve(folder);
  const at = (name: string): string => join(state, name);
  return {
    state, pki: at('pki'), postgres: at('postgres'), redis: at('redis'), configs: at('config'), manifest: at('run.json'), processes: at('processes.json'),
    lock: at('deployment.lock'), logs: at('logs'), terminology: at('terminology'), keyEncryptionKey: at('secrets/key-encryption-key'), clientSecret: at('secrets/nll-client-secret'), redisPassword: at('secrets/redis-password'),
    directory: at('directory'), directoryKey: at('secrets/directory.key.pem'), directoryPublicKey: at('secrets/directory.pub.pem'),
  };
}

export const DEFAULT_STATE: string = join(ROOT, '.ncp');

/** A built program of the checkout: `ncp-a/main`, `simulator/foreign/visit-main`. */
export const serviceEntry = (program: string): string => {
  const [service = '', ...rest] = program.split('/');
  return `${join(ROOT, 'services', service, 'dist', ...rest)}.js`;
};

/** A built program of this command, which is no part of an image. */
export const commandEntry = (program: string): string => join(ROOT, 'packages', 'cli', 'dist', `${program}.js`);
