import { randomUUID } from 'node:crypto';
import { link, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { NcpError } from '@ncp/domain';
import { errorCodeOf, readIfPresent } from './files.js';
import { isAlive } from './postmaster.js';

const POLL_MS = 50;
const PATIENCE_MS = 90_000;

async function take(path: string): Promise<boolean> {
  // A link appears with its content: nobody can see a lock that does not yet say whose it is.
  const draft = `${path}.${process.pid}.${randomUUID()}`;
  await writeFile(draft, String(process.pid), { mode: 0o600 });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (errorCodeOf(error) !== 'EEXIST') throw error;
    return false;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Two launchers on one directory must not both make a cluster. The lock of a killed launcher is void. */
export async function withStartLock<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  const path = join(dataDir, 'start.lock');
  const end = performance.now() + PATIENCE_MS;
  while (!(await take(path))) {
    const holder = Number.parseInt((await readIfPresent(path)) ?? '', 10);
    if (Number.isInteger(holder) && !isAlive(holder)) await rm(path, { force: true });
    else if (performance.now() > end) throw new NcpError('NCP_STORE_EMBEDDED', { reason: 'start-lock-held', file: path });
    else await pause(POLL_MS);
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}
