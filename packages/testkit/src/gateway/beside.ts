import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '@ncp/runtime';
import { startSource, type SourceProcess } from '../source-process.js';
import type { GatewayWorld } from './world.js';

/** A process of ours beside the world's own gateway, over the same database and national list. */
export interface ProcessBeside {
  readonly process: SourceProcess;
  readonly healthPort: number;
  /** Everything it wrote so far. */
  log(): string;
  /** Ends it without any chance to clean up. */
  kill(): Promise<void>;
}

export interface GatewayBeside extends ProcessBeside {
  readonly url: string;
}

const sourceOf = (name: string): string => fileURLToPath(new URL(`${name}.ts`, import.meta.url));

async function start(world: GatewayWorld, program: string, config: Config): Promise<{ readonly beside: ProcessBeside; readonly ports: readonly number[] }> {
  const file = join(world.pki.directory, '..', `${program}-${randomUUID()}.json`);
  await writeFile(file, JSON.stringify({ ...config, log: { level: 'info' } }));
  const process = startSource(sourceOf(program), [file]);
  const written: string[] = [];
  process.child.stdout?.on('data', (chunk: Buffer) => { written.push(chunk.toString()); });
  const ports = (await process.line(/^ready /)).split(' ').slice(1).map(Number);
  return { ports, beside: { process, healthPort: ports.at(-1) ?? 0, log: () => written.join(''), kill: () => process.kill() } };
}

export interface Ahead {
  /** Its clock runs this far ahead, for times that no test can wait for. */
  readonly aheadMs?: number;
}

const clockOf = ({ aheadMs }: Ahead): Pick<Config, 'clock'> => (aheadMs === undefined ? {} : { clock: new Date(Date.now() + aheadMs).toISOString() });

/** Another NCP-A process over the world's database, as in production. */
export async function startGatewayBeside(world: GatewayWorld, ahead: Ahead = {}): Promise<GatewayBeside> {
  const { config } = world;
  const { beside, ports: [port = 0] } = await start(world, 'ncp-a-under-test', { ...config, ...clockOf(ahead), ncpA: { ...config.ncpA, port: 0, healthPort: 0 } });
  return { ...beside, url: `https://127.0.0.1:${String(port)}` };
}

export interface DispatcherOptions extends Ahead {
  /** `redis:` or `postgres:`; the world's queue database when left out. */
  readonly queueUrl?: string;
  readonly auditRepository?: Config['auditRepository'];
}

/** The dispatcher as a process of its own. */
export async function startDispatcherBeside(world: GatewayWorld, options: DispatcherOptions = {}): Promise<ProcessBeside> {
  const { database } = world;
  const { queueUrl, auditRepository } = options;
  const { beside } = await start(world, 'dispatcher-under-test', {
    ...world.config, ...clockOf(options), database: { url: database.url('ncp_dispatcher') }, queue: { url: queueUrl ?? database.queueUrl }, dispatcher: { healthPort: 0 },
    ...(auditRepository === undefined ? {} : { auditRepository }),
  });
  return beside;
}

/** How often each code was alarmed since the process began, as an operator's monitoring reads it. */
export async function alarmsOf({ healthPort }: { readonly healthPort: number }): Promise<ReadonlyMap<string, number>> {
  const text = await (await fetch(`http://127.0.0.1:${String(healthPort)}/metrics`)).text();
  return new Map([...text.matchAll(/^ncp_alarms_total\{code="(\w+)"\} (\d+)$/gm)].map(([, code = '', count = '0']) => [code, Number(count)]));
}
