import { accessSync, constants, existsSync, mkdirSync, readFileSync, statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT, type Layout } from '../layout.js';
import { isPortFree, PREFERRED_PORTS, type PortName } from '../deployment/ports.js';
import { fault, ok, warning, type Check } from './check.js';

const GIB = 1024 ** 3;
const NEEDED_BYTES = GIB;

/** `>=24.21 <27`: the only form the root package.json uses. */
export function isNodeInRange(version: string, range: string): boolean {
  const [, minMajor, minMinor, below] = /^>=(\d+)\.(\d+) <(\d+)$/.exec(range) ?? [];
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  if (minMajor === undefined || minMinor === undefined || below === undefined) return false;
  return major < Number(below) && (major > Number(minMajor) || (major === Number(minMajor) && minor >= Number(minMinor)));
}

export function checkNode(): Check {
  const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { readonly engines: { readonly node: string } };
  const found = `${process.version} at ${process.execPath}`;
  return isNodeInRange(process.version, engines.node)
    ? ok('node', found)
    : fault('node', `${found}, needed ${engines.node}`, 'start through ./ncp, which brings the pinned runtime');
}

export function checkPlatform(): Check {
  const platform = `${process.platform}-${process.arch}`;
  const embedded = ['linux-x64', 'linux-arm64', 'darwin-arm64'].includes(platform);
  return embedded ? ok('platform', platform) : warning('platform', platform, 'no embedded PostgreSQL for this platform: set DATABASE_URL');
}

const nearest = (path: string): string => (existsSync(path) ? path : nearest(dirname(path)));

export function checkDisk({ state }: Layout): Check {
  try {
    mkdirSync(state, { recursive: true, mode: 0o700 });
    accessSync(state, constants.W_OK);
  } catch {
    return fault('disk', `${state} cannot be written`, 'choose another folder with --state, or correct its owner');
  }
  const { bavail, bsize } = statfsSync(nearest(state));
  const free = bavail * bsize;
  const text = `${(free / GIB).toFixed(1)} GiB free at ${state}`;
  return free < NEEDED_BYTES ? fault('disk', text, 'the database and the logs need 1 GiB') : ok('disk', text);
}

/** Ports that the deployment would like; one that runs may hold them itself. */
export async function checkPorts(held: ReadonlySet<number>): Promise<readonly Check[]> {
  const names = Object.keys(PREFERRED_PORTS) as PortName[];
  return Promise.all(names.map(async (name) => {
    const port = PREFERRED_PORTS[name];
    const free = await isPortFree(port);
    if (held.has(port)) return ok(`port ${name}`, free ? `${port}, kept for us, not in use` : `${port}, ours`);
    return free ? ok(`port ${name}`, `${port} is free`) : warning(`port ${name}`, `${port} is taken`, 'start takes another; the run manifest tells which');
  }));
}
