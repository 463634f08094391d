import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { NcpError } from '@ncp/domain';
import { LOGIN_ROLES, type LoginRole } from '../schema/roles.js';
import { readIfPresent, writeSecret } from './files.js';

/** What a later start needs to reuse the cluster. Kept in a file that only its owner can read. */
export interface Credentials {
  readonly passwords: Readonly<Record<LoginRole, string>>;
  /** The port of the last start; tried first, so that clients may reconnect. */
  readonly port?: number;
}

const fileOf = (dataDir: string): string => join(dataDir, 'connection.json');

const freshPasswords = (): Record<LoginRole, string> => ({
  ncp_owner: randomBytes(24).toString('base64url'),
  ncp_a: randomBytes(24).toString('base64url'),
  ncp_b: randomBytes(24).toString('base64url'),
  ncp_dispatcher: randomBytes(24).toString('base64url'),
  ncp_dashboard: randomBytes(24).toString('base64url'),
});

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined;

function parse(text: string): Credentials {
  const value: unknown = JSON.parse(text);
  const passwords = freshPasswords();
  for (const role of LOGIN_ROLES) {
    const found = fieldOf(fieldOf(value, 'passwords'), role);
    if (typeof found === 'string') passwords[role] = found;
    else if (role === 'ncp_owner') throw new SyntaxError('no owner password');
  }
  const port = fieldOf(value, 'port');
  return { passwords, ...(typeof port === 'number' ? { port } : {}) };
}

/** Reads the credentials, or makes and keeps new ones. @throws NcpError NCP_STORE_EMBEDDED when the file is damaged */
export async function credentialsIn(dataDir: string): Promise<Credentials> {
  const text = await readIfPresent(fileOf(dataDir));
  if (text === undefined) {
    const fresh = { passwords: freshPasswords() };
    await keepCredentials(dataDir, fresh);
    return fresh;
  }
  try {
    return parse(text);
  } catch (error) {
    throw new NcpError('NCP_STORE_EMBEDDED', { reason: 'connection-file-damaged', file: fileOf(dataDir) }, error);
  }
}

export const keepCredentials = (dataDir: string, credentials: Credentials): Promise<void> =>
  writeSecret(fileOf(dataDir), `${JSON.stringify(credentials, null, 2)}\n`);
