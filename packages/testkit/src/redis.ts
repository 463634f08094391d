import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { captureFolder } from './capture.js';
import { freePort } from './free-port.js';
import { endNow, type Outage, type Victim } from './victim.js';

export interface TestRedis {
  readonly kind: 'REDIS_URL' | 'container' | 'local process';
  readonly url: string;
  readonly stop: () => Promise<void>;
  /** Only of a process of ours. */
  readonly outage?: Outage;
}

/** Why there is none, for the title of a skipped suite. */
export interface NoRedis {
  readonly missing: string;
}

const IMAGE = 'redis:7.4-alpine';
const SAFE_SETTINGS = ['--appendonly', 'yes', '--maxmemory-policy', 'noeviction', '--save', ''];
const START_MS = 10_000;

async function startContainer(): Promise<TestRedis | undefined> {
  try {
    // Takes half a second to load: only by whom it is asked for.
    const { GenericContainer, getContainerRuntimeClient } = await import('testcontainers');
    await getContainerRuntimeClient();
    const container = await new GenericContainer(IMAGE).withExposedPorts(6379).withCommand(['redis-server', ...SAFE_SETTINGS]).start();
    return {
      kind: 'container', url: `redis://${container.getHost()}:${container.getMappedPort(6379)}`,
      stop: async () => { await container.stop(); },
    };
  } catch {
    // No container runtime, or no image within reach: the next way is tried.
    return undefined;
  }
}

const answers = (port: number): Promise<boolean> => new Promise((resolve) => {
  const socket = createConnection(port, '127.0.0.1');
  socket.once('error', () => { resolve(false); });
  socket.once('connect', () => {
    socket.destroy();
    resolve(true);
  });
});

async function stopProcess(child: ChildProcess, directory: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  await rm(directory, { recursive: true, force: true });
}

async function launch(port: number, directory: string, settings: readonly string[]): Promise<ChildProcess | undefined> {
  const child = spawn('redis-server', ['--bind', '127.0.0.1', '--port', String(port), '--dir', directory, ...settings], { stdio: 'ignore' });
  const end = performance.now() + START_MS;
  while (performance.now() < end && child.exitCode === null) {
    if (await answers(port)) return child;
    await pause(20);
  }
  child.kill('SIGKILL');
  return undefined;
}

/** A redis-server of our own with settings of our choice, e.g. a wrong eviction policy. */
export async function startLocalRedis(settings: readonly string[] = SAFE_SETTINGS): Promise<TestRedis | undefined> {
  if (spawnSync('redis-server', ['--version']).status !== 0) return undefined;
  const directory = await mkdtemp(join(tmpdir(), 'ncp-test-redis-'));
  const port = await freePort();
  let child = await launch(port, directory, settings);
  if (child === undefined) {
    await rm(directory, { recursive: true, force: true });
    return undefined;
  }
  const victim = (): Victim => {
    if (child?.pid === undefined) throw new Error('redis-server does not run');
    return { pid: child.pid, signal: 'SIGKILL' };
  };
  return {
    kind: 'local process', url: `redis://127.0.0.1:${port}`,
    outage: {
      victim,
      begin: () => { endNow(victim()); },
      async end() {
        child = await launch(port, directory, settings);
        if (child === undefined) throw new Error('redis-server does not come back');
      },
    },
    async stop() {
      captureFolder('redis', directory);
      if (child !== undefined) await stopProcess(child, directory);
    },
  };
}

/** REDIS_URL, else a container, else a local process, else the reason why not. */
export async function startTestRedis(): Promise<TestRedis | NoRedis> {
  const given = process.env.REDIS_URL;
  if (given !== undefined && given !== '') return { kind: 'REDIS_URL', url: given, stop: () => Promise.resolve() };
  return (await startContainer()) ?? (await startLocalRedis()) ?? { missing: 'no REDIS_URL, no container runtime, no redis-server' };
}
