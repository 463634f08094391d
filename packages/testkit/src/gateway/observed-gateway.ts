import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSource } from '../source-process.js';
import type { GatewayWorld } from './world.js';

/** An NCP-A in a process of its own, over the world's database and national list, whose memory and log can be watched. */
export interface ObservedGateway {
  readonly url: string;
  /** Resident memory now, bytes; undefined where the system does not tell. */
  resident(): number | undefined;
  /** Highest resident memory since the last `forgetPeak`, bytes. */
  peak(): number | undefined;
  forgetPeak(): Promise<void>;
  /** Everything it wrote so far. */
  log(): string;
  stop(): Promise<void>;
}

const program = fileURLToPath(new URL('ncp-a-under-test.ts', import.meta.url));
const KIB = 1024;

/** The addresses under which an observed gateway is published; wsa:To must be one of them. */
export const PUBLISHED_URLS: readonly string[] = ['/ncp/xcpd', '/ncp/xca', '/ncp/xdr'].map((path) => `https://ncp.example.se${path}`);

/** Logs at the most talkative level, so that whatever may leak does. */
export async function observeGateway(world: GatewayWorld): Promise<ObservedGateway> {
  const { config } = world;
  const file = join(world.pki.directory, '..', 'observed.json');
  await writeFile(file, JSON.stringify({ ...config, log: { level: 'info' }, ncpA: { ...config.ncpA, urls: PUBLISHED_URLS, port: 0, healthPort: 0 } }));
  const running = startSource(program, [file]);
  const written: string[] = [];
  const keep = (chunk: Buffer): void => { written.push(chunk.toString()); };
  running.child.stdout?.on('data', keep);
  running.child.stderr?.on('data', keep);
  const [, port = ''] = /^ready (\d+)/.exec(await running.line(/^ready /)) ?? [];
  const { pid } = running.child;
  const memory = (field: 'VmRSS' | 'VmHWM'): number | undefined => {
    try {
      const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
      const [, kib] = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status) ?? [];
      return kib === undefined ? undefined : Number(kib) * KIB;
    } catch {
      return undefined;
    }
  };
  return {
    url: `https://127.0.0.1:${port}`,
    resident: () => memory('VmRSS'),
    peak: () => memory('VmHWM'),
    // 5 resets the high-water mark (proc(5)).
    forgetPeak: () => writeFile(`/proc/${String(pid)}/clear_refs`, '5').catch(() => undefined),
    log: () => written.join(''),
    stop: () => running.kill(),
  };
}
