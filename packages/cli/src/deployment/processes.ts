import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { NcpError } from '@ncp/domain';
import { ROOT } from '../layout.js';
import { isAlive, runsProgram } from './alive.js';

/** A process of a deployment that goes on when the command ends. */
export interface Running {
  readonly name: string;
  readonly pid: number;
  /** The program it runs: what tells it from another process that got its number. */
  readonly entry: string;
  readonly log: string;
  /** What it was started with; another mark means that it must be started anew. */
  readonly mark: string;
}

export interface ProcessPlan {
  readonly name: string;
  /** The program: a file that Node runs, or with `native` a program of the machine. */
  readonly entry: string;
  readonly native?: true;
  readonly args: readonly string[];
  readonly logs: string;
  readonly mark: string;
  /** Arguments of Node itself. */
  readonly nodeArgs?: readonly string[];
  /** A loopback URL that answers 200 when the process is ready; `tcp://host:port`: that takes a connection. */
  readonly ready: string;
  /** What the process writes when it listens: the URL alone may be answered by somebody else's process. */
  readonly readyText: string;
}

/** Overrides of a service's configuration must not come from the shell that happened to start it. */
const NOT_INHERITED = ['DATABASE_URL', 'QUEUE_URL', 'NCP_A_PORT', 'NLL_BASE_URL', 'NLL_TOKEN_URL', 'CARE_RECORDS_BASE_URL', 'CARE_RECORDS_TOKEN_URL', 'NODE_OPTIONS', 'JEST_WORKER_ID'];

export const serviceEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !NOT_INHERITED.includes(name)));

/** As in the images: the engine collects early when it knows that it has not the whole machine, and has room for the largest messages. */
const MEMORY: readonly string[] = ['--max-semi-space-size=16', '--max-old-space-size=1024'];

/** Memory holds patients and keys: no process of ours may leave a core dump (RS DAT-06). The shell becomes the program. */
const WITHOUT_CORE = 'ulimit -c 0; exec "$0" "$@"';

/** Seven processes compile much of the same: what one compiled is there for the next start. */
const NODE_COMPILE_CACHE = join(ROOT, '.ncp', 'compile-cache');

/** Starts a detached process whose output goes to its own log file. @throws NcpError NCP_CLI_PROCESS */
export function startProcess({ name, entry, native, args, logs, mark, nodeArgs = [] }: ProcessPlan): Running {
  mkdirSync(logs, { recursive: true, mode: 0o700 });
  const log = join(logs, `${name}.log`);
  const file = openSync(log, 'a', 0o600);
  try {
    const command = native === true ? [entry, ...args] : [process.execPath, ...nodeArgs, ...MEMORY, entry, ...args];
    const child = spawn('/bin/sh', ['-c', WITHOUT_CORE, ...command], { detached: true, stdio: ['ignore', file, file], env: { ...serviceEnvironment(), NODE_COMPILE_CACHE } });
    child.unref();
    if (child.pid === undefined) throw new NcpError('NCP_CLI_PROCESS', { process: name, log });
    return { name, pid: child.pid, entry, log, mark };
  } finally {
    closeSync(file);
  }
}

const POLL_MS = 20;
const ASK_MS = 2_000;

const takesConnection = (url: string): Promise<boolean> => new Promise((resolve) => {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), timeout: ASK_MS });
  const told = (answer: boolean) => (): void => {
    socket.destroy();
    resolve(answer);
  };
  socket.once('connect', told(true)).once('error', told(false)).once('timeout', told(false));
});

export const answersReady = async (url: string): Promise<boolean> =>
  url.startsWith('tcp:') ? takesConnection(url) : (await fetch(url, { signal: AbortSignal.timeout(ASK_MS) }).catch(() => undefined))?.ok === true;

const IN_USE = 'EADDRINUSE';

export interface Waiting {
  /** What its log held before it was started. */
  readonly logged: number;
  readonly limitMs: number;
}

export const loggedIn = (log: string): number => statSync(log, { throwIfNoEntry: false })?.size ?? 0;

/**
 * Waits until a process says that it listens and its readiness answers.
 * @throws NcpError NCP_CLI_PORT when somebody took its port meanwhile, NCP_CLI_PROCESS when it dies or the time is up
 */
export async function waitReady(running: Running, { ready, readyText }: Pick<ProcessPlan, 'ready' | 'readyText'>, { logged, limitMs }: Waiting): Promise<void> {
  const end = performance.now() + limitMs;
  const said = (): string => readFileSync(running.log).subarray(logged).toString('utf8');
  while (performance.now() < end) {
    if (!isAlive(running.pid)) {
      const code = said().includes(IN_USE) ? 'NCP_CLI_PORT' : 'NCP_CLI_PROCESS';
      throw new NcpError(code, { process: running.name, log: running.log });
    }
    if (said().includes(readyText) && (await answersReady(ready))) return;
    await pause(POLL_MS);
  }
  throw new NcpError('NCP_CLI_PROCESS', { process: running.name, log: running.log, waitedMs: limitMs });
}

const TEXTS = ['name', 'entry', 'log', 'mark'] as const;
const isRunning = (value: unknown): value is Running => {
  if (typeof value !== 'object' || value === null) return false;
  const members = new Map<string, unknown>(Object.entries(value));
  return typeof members.get('pid') === 'number' && TEXTS.every((name) => typeof members.get(name) === 'string');
};

/** The processes a deployment left running, as its file says; those that died are left out. */
export function readProcesses(file: string): readonly Running[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // No file means nothing was started here; half a file is what a killed command left, and is written anew.
    return [];
  }
  return Array.isArray(parsed) ? parsed.filter(isRunning).filter(({ pid, entry }) => runsProgram(pid, entry)) : [];
}

/** Replaces a file at once: whoever reads it sees the old text or the new one. */
export function writeWhole(file: string, text: string, mode: number = 0o600): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, text, { mode });
  renameSync(draft, file);
}

export const writeProcesses = (file: string, processes: readonly Running[]): void => { writeWhole(file, `${JSON.stringify(processes, undefined, 2)}\n`); };

/** Longer than the longest answer a service finishes before it ends. */
const GRACE_MS = 18_000;

/** Ends processes one after another, the last started first: TERM, then KILL after the grace. */
export async function stopProcesses(processes: readonly Running[], graceMs: number = GRACE_MS): Promise<void> {
  for (const { pid, entry } of processes.toReversed()) {
    if (!runsProgram(pid, entry)) continue;
    process.kill(pid, 'SIGTERM');
    const end = performance.now() + graceMs;
    while (isAlive(pid) && performance.now() < end) await pause(POLL_MS);
    if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  }
}

export const forgetProcesses = (file: string): void => { rmSync(file, { force: true }); };
