import { execFile } from 'node:child_process';
import { lstat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { NcpError } from '@ncp/domain';
import { isMissing } from './files.js';

const run = promisify(execFile);

/** The account PostgreSQL runs under. Absent: ours, because we are an ordinary user. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Accounts that exist on practically every system and own nothing of value; tried in this order. */
const UNPRIVILEGED = ['postgres', 'nobody'];

const idOf = async (flag: '-u' | '-g', name: string): Promise<number | undefined> => {
  try {
    const { stdout } = await run('id', [flag, name]);
    return Number.parseInt(stdout, 10);
  } catch {
    // `id` answers a non-zero status for an unknown name: the next candidate is tried.
    return undefined;
  }
};

/**
 * PostgreSQL refuses to run as root, so root lends it an unprivileged account. A cluster that exists keeps its owner,
 * whoever that was. No account is created: a launcher does not change the user table of a machine.
 * @throws NcpError NCP_STORE_EMBEDDED
 */
export async function serverAccount(clusterDir: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  try {
    const owner = await lstat(clusterDir);
    if (owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  for (const name of UNPRIVILEGED) {
    const uid = await idOf('-u', name);
    const gid = await idOf('-g', name);
    if (uid !== undefined && gid !== undefined && uid !== 0) return { uid, gid };
  }
  throw new NcpError('NCP_STORE_EMBEDDED', { reason: 'no-unprivileged-account', advice: 'set DATABASE_URL' });
}

/** The part of spawn options that puts a child under the account. */
export const asAccount = (account: Account | undefined): { uid?: number; gid?: number } =>
  account === undefined ? {} : { uid: account.uid, gid: account.gid };
