import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { captureOutput } from './capture.js';

/** A program of ours as a process of its own, run from its TypeScript source. It can be killed like any other. */
export interface SourceProcess {
  readonly child: ChildProcess;
  /** Resolves with the next line of standard output that matches. */
  line(pattern: RegExp): Promise<string>;
  /** Ends it without any chance to clean up. */
  kill(): Promise<void>;
  /** Exit status; what it wrote to standard error is part of the failure. */
  ended(): Promise<number>;
}

const preload = fileURLToPath(new URL('../register-sources.mjs', import.meta.url));

/** What one process compiled is there for the next, as in a deployment: a suite starts hundreds. */
const NODE_COMPILE_CACHE = fileURLToPath(new URL('../../../.ncp/compile-cache', import.meta.url));

export interface SourceOptions {
  /** Added to ours. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Another user, when we are root. */
  readonly user?: { readonly uid: number; readonly gid: number };
}

const builtFrom = (file: string): string => file.replace('/src/', '/dist/').replace(/\.ts$/, '.js');

/** `./ncp test` has just built everything and says so: what is in a build starts in half the time. */
const programOf = (file: string): readonly string[] =>
  process.env['NCP_TEST_BUILT'] === '1' && file.includes('/src/') && existsSync(builtFrom(file)) ? [builtFrom(file)] : ['--import', preload, file];

/** @param file absolute path of a `.ts` program */
export function startSource(file: string, args: readonly string[] = [], { environment = {}, user }: SourceOptions = {}): SourceProcess {
  const child = spawn(process.execPath, [...programOf(file), ...args], {
    env: { ...process.env, NODE_COMPILE_CACHE, NODE_OPTIONS: '', ...environment }, stdio: ['ignore', 'pipe', 'pipe'], ...user,
  });
  const errors: string[] = [];
  const capture = captureOutput(basename(file, '.ts'));
  child.stdout.on('data', capture);
  child.stderr.on('data', capture);
  child.stderr.on('data', (chunk: Buffer) => { errors.push(chunk.toString()); });
  const lines: string[] = [];
  const waiting = new Set<{ readonly pattern: RegExp; readonly resolve: (line: string) => void; readonly reject: (error: Error) => void }>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    for (const one of waiting) {
      if (!one.pattern.test(line)) continue;
      waiting.delete(one);
      one.resolve(line);
      return;
    }
    lines.push(line);
  });
  const exit = once(child, 'exit').then(([status]): number => {
    for (const one of waiting) one.reject(new Error(`ended with ${String(status)} before it said ${String(one.pattern)}: ${errors.join('')}`));
    waiting.clear();
    return typeof status === 'number' ? status : 1;
  });
  return {
    child,
    line: (pattern) => new Promise((resolve, reject) => {
      const at = lines.findIndex((line) => pattern.test(line));
      const [known] = at === -1 ? [] : lines.splice(at, 1);
      if (known !== undefined) resolve(known);
      else if (child.exitCode !== null) reject(new Error(`ended with ${child.exitCode}: ${errors.join('')}`));
      else waiting.add({ pattern, resolve, reject });
    }),
    async kill() {
      child.kill('SIGKILL');
      await exit;
    },
    async ended() {
      const status = await exit;
      if (status !== 0) throw new Error(`ended with ${status}: ${errors.join('')}`);
      return status;
    },
  };
}
