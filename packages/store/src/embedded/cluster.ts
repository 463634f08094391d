import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { NcpError } from '@ncp/domain';
import { asAccount, type Account } from './account.js';
import type { Binaries } from './binaries.js';
import { errorCodeOf } from './files.js';

const run = promisify(execFile);

/** `<dataDir>/cluster` belongs to the server account; everything else in the data directory is ours. */
export const clusterIn = (dataDir: string): string => join(dataDir, 'cluster');
export const pgdataIn = (dataDir: string): string => join(clusterIn(dataDir), 'pgdata');

/** Nothing of our environment reaches the server: it may hold secrets, and locale settings change sort orders. */
export const SERVER_ENVIRONMENT: NodeJS.ProcessEnv = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/**
 * How the server names a directory that is its working directory. Under a borrowed account the path to it may be
 * closed (a clone in root's home): the kernel's link to the working directory needs no permission on the way.
 */
export const reachable = (directory: string, account: Account | undefined): string =>
  account !== undefined && existsSync('/proc/self/cwd') ? '/proc/self/cwd' : directory;

/**
 * Makes the cluster unless it exists. It is made aside and renamed when complete, so that an interrupted attempt is
 * never taken for a cluster.
 * @throws NcpError NCP_STORE_EMBEDDED
 */
export async function ensureCluster(dataDir: string, binaries: Binaries, account: Account | undefined, ownerPassword: string): Promise<void> {
  if (existsSync(pgdataIn(dataDir))) return;
  const draft = `${clusterIn(dataDir)}.new`;
  const pgdata = join(draft, 'pgdata');
  const password = join(draft, 'password');
  await rm(draft, { recursive: true, force: true });
  await mkdir(pgdata, { recursive: true, mode: 0o700 });
  await writeFile(password, `${ownerPassword}\n`, { mode: 0o600 });
  if (account !== undefined) for (const path of [pgdata, password, draft]) await chown(path, account.uid, account.gid);
  try {
    await run(join(binaries.bin, 'initdb'), [
      `--pgdata=${reachable(pgdata, account)}`, '--username=ncp_owner', '--pwfile=../password', '--auth=scram-sha-256',
      '--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--data-checksums', '--no-instructions',
    ], { ...asAccount(account), cwd: pgdata, env: SERVER_ENVIRONMENT });
  } catch (error) {
    throw new NcpError('NCP_STORE_EMBEDDED', { reason: 'initdb-failed', cause: errorCodeOf(error), advice: 'set DATABASE_URL' }, error);
  }
  await rm(password);
  await rename(draft, clusterIn(dataDir));
}
