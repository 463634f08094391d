import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout: the launcher says where; started without it, it is three folders up. */
export const ROOT: string = resolve(process.env['NCP_ROOT'] ?? fileURLToPath(new URL('../../..', import.meta.url)));

/** Files of one deployment on this machine; everything is below one folder, which may be deleted. */
export interface Layout {
  readonly state: string;
  readonly pki: string;
  readonly postgres: string;
  readonly config: string;
  readonly manifest: string;
  readonly processes: string;
  readonly logs: string;
  readonly kek: string;
  readonly clientSecret: string;
}

export function layoutIn(folder: string): Layout {
  const state = resolve(folder);
  const at = (name: string): string => join(state, name);
  return {
    state, pki: at('pki'), postgres: at('postgres'), config: at('ncp.yaml'), manifest: at('run.json'),
    processes: at('processes.json'), logs: at('logs'), kek: at('key-encryption-key'), clientSecret: at('nll-client-secret'),
  };
}

export const DEFAULT_STATE: string = join(ROOT, '.ncp');

export const serviceEntry = (service: 'ncp-a' | 'dispatcher' | 'simulator'): string => join(ROOT, 'services', service, 'dist', 'main.js');
