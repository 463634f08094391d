import { mkdirSync, openSync, closeSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { NcpError } from '@ncp/domain';
import { isAlive } from './alive.js';

const POLL_MS = 100;
const LIMIT_MS = 120_000;

const tryLock = (file: string): boolean => {
  try {
    const handle = openSync(file, 'wx', 0o600);
    writeSync(handle, String(process.pid));
    closeSync(handle);
    return true;
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
};

const holderOf = (file: string): number | undefined => {
  try {
    const text = readFileSync(file, 'utf8');
    return text === '' ? undefined : Number(text);
  } catch {
    // It was let go this moment.
    return undefined;
  }
};

/** One command at a time changes a deployment. The lock of a command that was killed is taken over. @throws NcpError NCP_CLI_PROCESS */
export async function withDeploymentLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const end = performance.now() + LIMIT_MS;
  while (!tryLock(file)) {
    const holder = holderOf(file);
    if (holder !== undefined && !isAlive(holder)) rmSync(file, { force: true });
    else if (performance.now() > end) throw new NcpError('NCP_CLI_PROCESS', { process: 'another ncp command', file });
    else await pause(POLL_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}
