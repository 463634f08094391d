import { execFile, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { appendFile, chown, mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { createRoles, type LoginRole } from '@ncp/store';
import { Client } from 'pg';
import { freePort } from './free-port.js';
import { makeDatabase, type TestDatabase } from './postgres.js';
import { until } from './until.js';
import { endNow } from './victim.js';

const run = promisify(execFile);

/** A PostgreSQL that the machine has, whole: with the tools that the embedded one lacks (pg_basebackup, psql, ...). */
export interface InstalledPostgres {
  readonly bin: string;
  /** 15, 18, ... */
  readonly major: number;
}

const DEBIAN = '/usr/lib/postgresql';

/** The newest of Debian's, else one on the path; nothing where there is none. */
export function installedPostgres(): InstalledPostgres | undefined {
  const debian = existsSync(DEBIAN) ? readdirSync(DEBIAN).map(Number).filter(Number.isInteger).sort((a, b) => b - a).map((major) => join(DEBIAN, String(major), 'bin')) : [];
  const folders = [...debian, ...(process.env['PATH'] ?? '').split(delimiter)];
  const bin = folders.find((folder) => ['postgres', 'initdb', 'pg_basebackup', 'pg_receivewal', 'pg_verifybackup', 'psql'].every((name) => existsSync(join(folder, name))));
  if (bin === undefined) return undefined;
  const [, major = '0'] = / (\d+)\./.exec(execFileSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8' })) ?? [];
  return { bin, major: Number(major) };
}

/** PostgreSQL refuses to run as root: root lends it this account. */
const account = (): { readonly uid?: number; readonly gid?: number } => {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string): number => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
};

/** One cluster at one address: its data directory may be lost and another one take its place. */
export interface InstalledCluster {
  readonly port: number;
  /** Below it everything belongs to the account of the server. */
  readonly folder: string;
  /** As the superuser. */
  readonly adminUrl: string;
  /** For tools: the programs on the path, the passwords of ncp_backup and of the superuser in a PGPASSFILE. */
  readonly environment: NodeJS.ProcessEnv;
  readonly account: { readonly uid?: number; readonly gid?: number };
  /** A folder of the server's account. */
  make(name: string): Promise<string>;
  /** Starts the server on a data directory, with what recovery there is to do, and waits until it takes writes. */
  start(data: string): Promise<void>;
  /** A tool, run as the account of the server. @throws what it wrote to standard error */
  tool(program: string, args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<string>;
  database(): Promise<TestDatabase>;
  sql<T>(database: string, statement: string): Promise<readonly T[]>;
  /** Immediate stop, and the data directory is gone. */
  destroy(): Promise<void>;
  stop(): Promise<void>;
}

const START_MS = 60_000;
const BACKUP_ROLE = 'ncp_backup';

/** @param settings lines of postgresql.conf */
export async function initInstalledCluster({ bin }: InstalledPostgres, folder: string, settings: readonly string[]): Promise<InstalledCluster> {
  const user = account();
  const port = await freePort();
  const password = randomBytes(12).toString('hex');
  const passwords: Readonly<Record<LoginRole, string>> = { ncp_owner: password, ncp_a: password, ncp_b: password, ncp_dispatcher: password, ncp_dashboard: password };
  const environment: NodeJS.ProcessEnv = { PATH: `${bin}:/usr/local/bin:/usr/bin:/bin`, LC_ALL: 'C', TZ: 'UTC', PGPASSFILE: join(folder, 'pgpass') };
  const urlOf = (role: string, database: string): string => `postgres://${role}:${password}@127.0.0.1:${String(port)}/${database}`;
  const own = async (path: string): Promise<void> => { if (user.uid !== undefined && user.gid !== undefined) await chown(path, user.uid, user.gid); };
  const make = async (name: string): Promise<string> => {
    const path = join(folder, name);
    await mkdir(path, { mode: 0o700 });
    await own(path);
    return path;
  };
  await own(folder);
  for (const [name, text] of [['pgpass', ['postgres', BACKUP_ROLE].map((role) => `127.0.0.1:${String(port)}:*:${role}:${password}\n`).join('')], ['password', `${password}\n`]] as const) {
    await writeFile(join(folder, name), text, { mode: 0o600 });
    await own(join(folder, name));
  }
  const tool: InstalledCluster['tool'] = async (program, args, more = {}) =>
    (await run(program, [...args], { ...user, cwd: folder, env: { ...environment, ...more }, maxBuffer: 16 * 1024 * 1024 })).stdout;
  const first = join(folder, 'data');
  await tool('initdb', [`--pgdata=${first}`, '--username=postgres', `--pwfile=${join(folder, 'password')}`, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--data-checksums']);
  await appendFile(join(first, 'postgresql.conf'), `\n${["listen_addresses = '127.0.0.1'", "unix_socket_directories = ''", 'max_connections = 200', ...settings].join('\n')}\n`);

  let running: { readonly pid: number; readonly data: string } | undefined;
  const adminUrl = urlOf('postgres', 'postgres');
  const sql = async <T>(database: string, statement: string): Promise<readonly T[]> => {
    const client = new Client({ connectionString: urlOf('postgres', database) });
    // A server that is ended under it says so twice; the statement's own failure is enough.
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query(statement)).rows as T[];
    } finally {
      await client.end();
    }
  };
  const cluster: InstalledCluster = {
    port, folder, adminUrl, environment, account: user, make, tool, sql,
    async start(data) {
      const log = await open(join(folder, 'postgres.log'), 'a');
      const child = spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port)], { ...user, cwd: folder, env: environment, stdio: ['ignore', log.fd, log.fd] });
      await log.close();
      if (child.pid === undefined) throw new Error('postgres does not start');
      running = { pid: child.pid, data };
      await until('the server takes writes', async () => {
        if (child.exitCode !== null) throw new Error(`postgres ended: ${(await readFile(join(folder, 'postgres.log'), 'utf8')).slice(-2_000)}`);
        return (await sql<{ in_recovery: boolean }>('postgres', 'select pg_is_in_recovery() as in_recovery').catch(() => []))[0]?.in_recovery === false;
      }, START_MS);
    },
    async database() {
      await createRoles(adminUrl, passwords);
      return makeDatabase({ adminUrl, roleUrl: (name, role) => urlOf(role, name), temporary: true });
    },
    async destroy() {
      if (running === undefined) return;
      const { pid, data } = running;
      running = undefined;
      endNow({ pid, signal: 'SIGQUIT' });
      await rm(data, { recursive: true, force: true });
    },
    async stop() {
      if (running !== undefined) endNow({ pid: running.pid, signal: 'SIGQUIT' });
      running = undefined;
    },
  };
  await cluster.start(first);
  await sql('postgres', `create role ${BACKUP_ROLE} login replication password '${password}'`);
  return cluster;
}
