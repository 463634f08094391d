import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const readIfThere = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // No such process, or a platform without /proc.
    return undefined;
  }
};

/** Its sockets are open until the last of its threads has ended, also when the first one has. */
const hasThreads = (pid: number): boolean => {
  try {
    return readdirSync(`/proc/${pid}/task`).length > 1;
  } catch {
    return false;
  }
};

/** Ended, but not collected by its parent: in containers the first process often collects nothing. */
const isZombie = (pid: number): boolean => / Z /.test((readIfThere(`/proc/${pid}/stat`) ?? '').replace(/^\d+ \(.*\)/s, '')) && !hasThreads(pid);

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch {
    // No such process, or not ours: either way it is not a process of this deployment.
    return false;
  }
}

/** Does a living process run this program? After a reboot its number may belong to any other. */
export function runsProgram(pid: number, program: string): boolean {
  if (!isAlive(pid)) return false;
  const commandLine = readIfThere(`/proc/${pid}/cmdline`) ?? spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
  return commandLine.includes(program);
}
