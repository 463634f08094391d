import { readdirSync, readFileSync } from 'node:fs';

/** A process that a test ends, and how. */
export interface Victim {
  readonly pid: number;
  /** PostgreSQL takes SIGQUIT as its immediate stop; SIGKILL would leave its sessions running. */
  readonly signal: 'SIGKILL' | 'SIGQUIT';
}

/** A server of ours that can be lost like one whose machine loses power, and comes back at the same address with what it had. */
export interface Outage {
  victim(): Victim;
  /** Ends it now. */
  begin(): void;
  end(): Promise<void>;
}

const POLL_MS = 2;
const LIMIT_MS = 20_000;

/** Ended with all its threads, whose last one closes its sockets; whether or not its parent has collected it. */
function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return true;
  }
  try {
    return /^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${String(pid)}/stat`, 'utf8')) && readdirSync(`/proc/${String(pid)}/task`).length <= 1;
  } catch {
    // No such file: gone this moment, or a platform that cannot tell.
    return process.platform === 'linux';
  }
}

const cell = new Int32Array(new SharedArrayBuffer(4));

/** Stops this whole process for a while: no timer, no answer, no byte. */
export const standStill = (ms: number): void => { Atomics.wait(cell, 0, 0, ms); };

/**
 * Ends a process and returns when it is gone. It blocks: whoever calls this does nothing else meanwhile, so that a process
 * which ends another at a point of its own work has not moved when it goes on.
 */
export function endNow({ pid, signal }: Victim): void {
  // 0 and below are not one process but a whole group.
  if (!Number.isInteger(pid) || pid <= 1) throw new RangeError('not a process of ours');
  if (isGone(pid)) return;
  process.kill(pid, signal);
  for (const end = performance.now() + LIMIT_MS; !isGone(pid);) {
    if (performance.now() > end) throw new Error(`process ${String(pid)} does not end`);
    standStill(POLL_MS);
  }
}
