import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { NcpError } from '@ncp/domain';
import { pgdataIn } from './cluster.js';
import { errorCodeOf, readIfPresent } from './files.js';

const run = promisify(execFile);

const POLL_MS = 20;
/** A fast shutdown writes a checkpoint; after this the immediate one is asked for, and recovery replays the log. */
const FAST_STOP_MS = 20_000;
const IMMEDIATE_STOP_MS = 10_000;

/** The server that a lock file speaks of. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

/** A process that ended but was not collected by its parent still has a number (containers whose first process collects nothing). */
function isZombie(pid: number): boolean {
  try {
    return /^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    // No such file: another platform, or gone this moment.
    return false;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return errorCodeOf(error) === 'EPERM';
  }
}

/** After a reboot the number in an old lock file may belong to any program. */
async function isPostgres(pid: number): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const commandLine = await readIfPresent(`/proc/${pid}/cmdline`);
  if (commandLine !== undefined) return basename(commandLine.split('\0')[0] ?? '') === 'postgres';
  try {
    const { stdout } = await run('ps', ['-o', 'comm=', '-p', String(pid)]);
    return basename(stdout.trim()).startsWith('postgres');
  } catch {
    // ps ends with a status when the process is gone meanwhile.
    return false;
  }
}

const lockFileOf = (dataDir: string): string => join(pgdataIn(dataDir), 'postmaster.pid');

/** The running server of this data directory. A lock file left by a server that is no more is removed. */
export async function runningPostmaster(dataDir: string): Promise<Postmaster | undefined> {
  const lines = (await readIfPresent(lockFileOf(dataDir)))?.split('\n');
  if (lines === undefined) return undefined;
  const pid = Number.parseInt(lines[0] ?? '', 10);
  const port = Number.parseInt(lines[3] ?? '', 10);
  if (Number.isInteger(pid) && (await isPostgres(pid))) return { pid, port };
  await rm(lockFileOf(dataDir), { force: true });
  return undefined;
}

async function isGoneWithin(pid: number, limitMs: number): Promise<boolean> {
  const end = performance.now() + limitMs;
  while (isAlive(pid)) {
    if (performance.now() > end) return false;
    await pause(POLL_MS);
  }
  return true;
}

/** Stops a server: fast, and if it hangs at once. @throws NcpError NCP_STORE_EMBEDDED when it does not end */
export async function stopPostmaster(pid: number): Promise<void> {
  const steps: readonly (readonly [NodeJS.Signals, number])[] = [['SIGINT', FAST_STOP_MS], ['SIGQUIT', IMMEDIATE_STOP_MS]];
  for (const [signal, limitMs] of steps) {
    if (!isAlive(pid)) return;
    process.kill(pid, signal);
    if (await isGoneWithin(pid, limitMs)) return;
  }
  throw new NcpError('NCP_STORE_EMBEDDED', { reason: 'does-not-stop', pid });
}
