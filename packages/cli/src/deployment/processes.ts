import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { NcpError } from '@ncp/domain';

/** A process of a deployment that goes on when the command ends. */
export interface Running {
  readonly name: string;
  readonly pid: number;
  readonly log: string;
}

/** Starts a detached Node process whose output goes to its own log file. */
export function startProcess(name: string, options: { readonly entry: string; readonly args: readonly string[]; readonly logs: string; readonly env?: NodeJS.ProcessEnv }): Running {
  mkdirSync(options.logs, { recursive: true, mode: 0o700 });
  const log = join(options.logs, `${name}.log`);
  const file = openSync(log, 'a', 0o600);
  try {
    const child = spawn(process.execPath, ['--enable-source-maps', options.entry, ...options.args], {
      detached: true, stdio: ['ignore', file, file], env: { ...process.env, ...options.env },
    });
    child.unref();
    if (child.pid === undefined) throw new NcpError('NCP_CLI_PROCESS', { process: name, log });
    return { name, pid: child.pid, log };
  } finally {
    closeSync(file);
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    // No such process, or not ours: either way it is not a process of this deployment.
    return false;
  }
}

const POLL_MS = 25;

/** Waits until a loopback URL answers 200. @throws NcpError NCP_CLI_PROCESS when the process dies or the time is up */
export async function waitReady(running: Running, url: string, limitMs: number): Promise<void> {
  const end = performance.now() + limitMs;
  while (performance.now() < end) {
    if (!isAlive(running.pid)) throw new NcpError('NCP_CLI_PROCESS', { process: running.name, log: running.log });
    const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
    if (answer?.ok === true) return;
    await pause(POLL_MS);
  }
  throw new NcpError('NCP_CLI_PROCESS', { process: running.name, log: running.log, waitedMs: limitMs });
}

const isRunning = (value: unknown): value is Running =>
  typeof value === 'object' && value !== null && 'name' in value && 'pid' in value && typeof value.pid === 'number' && 'log' in value;

/** The processes a deployment left running, as its file says; those that died are left out. */
export function readProcesses(file: string): readonly Running[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // No file means nothing was started here.
    return [];
  }
  return Array.isArray(parsed) ? parsed.filter(isRunning).filter((one) => isAlive(one.pid)) : [];
}

export function writeProcesses(file: string, processes: readonly Running[]): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(processes, undefined, 2)}\n`);
}

/** Ends processes in reverse order of their start: TERM, then KILL after the grace. */
export async function stopProcesses(processes: readonly Running[], graceMs = 8_000): Promise<void> {
  for (const one of processes.toReversed()) {
    if (!isAlive(one.pid)) continue;
    process.kill(one.pid, 'SIGTERM');
    const end = performance.now() + graceMs;
    while (isAlive(one.pid) && performance.now() < end) await pause(POLL_MS);
    if (isAlive(one.pid)) process.kill(one.pid, 'SIGKILL');
  }
}

export const forgetProcesses = (file: string): void => { rmSync(file, { force: true }); };
