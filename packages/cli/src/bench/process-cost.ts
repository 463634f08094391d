import { readFileSync } from 'node:fs';

/** Linux counts processor time of a process in hundredths of a second, on every architecture Node runs on. */
const TICK_MS = 10;
const MIB_IN_KIB = 1024;

/** Processor time that a process has used so far, all its threads, user and system: milliseconds. */
export function cpuMsOf(pid: number): number {
  return cpuMsIn(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}

/** The name in parentheses may hold anything, also spaces and parentheses: fields are counted behind it. */
export function cpuMsIn(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [user = '0', system = '0'] = fields.slice(11, 13);
  return (Number(user) + Number(system)) * TICK_MS;
}

/** Resident memory now and at its highest: MiB. */
export function memoryOf(pid: number): { readonly now: number; readonly peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const of = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? '0') / MIB_IN_KIB;
  return { now: of('VmRSS'), peak: of('VmHWM') };
}
