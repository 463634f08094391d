import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { NcpError } from '@ncp/domain';
import { serviceEnvironment } from '../deployment/processes.js';
import { ROOT } from '../layout.js';

/** A program that is told things and tells things, one JSON object a line. */
export interface TalkingChild {
  readonly pid: number;
  /** The next thing it tells. @throws NcpError NCP_CLI_PROCESS when it ends instead */
  next(): Promise<Readonly<Record<string, unknown>>>;
  tell(thing: object): void;
  end(): Promise<void>;
}

export function talkTo(entry: string, args: readonly string[]): TalkingChild {
  const child = spawn(process.execPath, [entry, ...args], { cwd: ROOT, stdio: ['pipe', 'pipe', 'pipe'], env: serviceEnvironment() });
  const errors: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => { errors.push(text); });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const exited = once(child, 'exit');
  return {
    pid: child.pid ?? 0,
    async next() {
      const { value, done } = await lines.next();
      if (done === true) throw new NcpError('NCP_CLI_PROCESS', { process: entry.slice(ROOT.length + 1), said: errors.join('').split('\n').slice(0, 10) });
      return JSON.parse(value) as Readonly<Record<string, unknown>>;
    },
    tell: (thing) => { child.stdin.write(`${JSON.stringify(thing)}\n`); },
    async end() {
      child.stdin.end();
      child.kill('SIGTERM');
      await exited;
    },
  };
}
