import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, open, rename, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isNcpError, NcpError } from '@ncp/domain';
import { canConnect } from '../database.js';
import { createDatabase } from '../schema/create-database.js';
import { createRoles, type LoginRole } from '../schema/roles.js';
import { asAccount, serverAccount, type Account } from './account.js';
import { runnableBinaries, type Binaries, type Programs } from './binaries.js';
import { clusterIn, ensureCluster, pgdataIn, reachable, SERVER_ENVIRONMENT } from './cluster.js';
import { credentialsIn, keepCredentials, type Credentials } from './credentials.js';
import { errorCodeOf } from './files.js';
import { isAlive, runningPostmaster, stopPostmaster } from './postmaster.js';
import { withStartLock } from './start-lock.js';

const HOST = '127.0.0.1';
const POLL_MS = 20;
/** Includes crash recovery of a busy cluster. */
const READY_MS = 60_000;
const START_ATTEMPTS = 3;
const LOG_LIMIT_BYTES = 10 * 1024 * 1024;

export interface EmbeddedOptions {
  /** Holds the cluster, its log and the connection file; made if missing. */
  readonly dataDir: string;
  /** Where root may copy the programs to when the installation is closed to the server account. */
  readonly programCaches?: readonly string[];
  /** The server programs; those of the npm package when left out. */
  readonly programs?: Programs;
}

/** A PostgreSQL server that outlives this process; it belongs to whoever starts and stops it. */
export interface EmbeddedServer {
  readonly pid: number;
  readonly port: number;
  /** True when a server of this data directory was already running. */
  readonly reused: boolean;
  /** Connection string of the gateway's database for a role. `ncp_owner` migrates, nobody else may. */
  url(role: LoginRole): string;
  /** A database of its own for the dispatcher's queue. */
  readonly queueUrl: string;
  /** Another database on the same server, for tests. */
  databaseUrl(name: string, role: LoginRole): string;
  stop(): Promise<void>;
}

const urlOf = (credentials: Credentials, port: number, role: LoginRole, database: string): string =>
  `postgres://${role}:${credentials.passwords[role]}@${HOST}:${port}/${database}`;

/** The port if it is free; 0 asks for any. */
const freePort = (wanted: number): Promise<number | undefined> =>
  new Promise((settle) => {
    const probe = createServer();
    probe.once('error', () => { settle(undefined); });
    probe.listen(wanted, HOST, () => {
      const address = probe.address();
      probe.close(() => { settle(typeof address === 'object' && address !== null ? address.port : undefined); });
    });
  });

/** The server's own log: no statements, no parameters, no key values, for they may hold personal data (DAT-05). */
const SETTINGS = [
  `listen_addresses=${HOST}`, 'unix_socket_directories=', 'fsync=on', 'synchronous_commit=on', 'full_page_writes=on', 'jit=off',
  'log_min_error_statement=panic', 'log_error_verbosity=terse', 'log_parameter_max_length_on_error=0', 'log_timezone=UTC',
  'password_encryption=scram-sha-256', 'max_connections=200',
];

async function openLog(dataDir: string): Promise<Awaited<ReturnType<typeof open>>> {
  const path = join(dataDir, 'postgres.log');
  if (existsSync(path) && (await stat(path)).size > LOG_LIMIT_BYTES) await rename(path, `${path}.1`);
  return open(path, 'a', 0o600);
}

interface Launch {
  readonly dataDir: string;
  readonly binaries: Binaries;
  readonly account: Account | undefined;
}

async function launch({ dataDir, binaries, account }: Launch, port: number): Promise<number | undefined> {
  const log = await openLog(dataDir);
  try {
    const child = spawn(
      join(binaries.bin, 'postgres'),
      ['-D', reachable(pgdataIn(dataDir), account), '-p', String(port), ...SETTINGS.flatMap((setting) => ['-c', setting])],
      { ...asAccount(account), cwd: pgdataIn(dataDir), env: SERVER_ENVIRONMENT, detached: true, stdio: ['ignore', log.fd, log.fd] },
    );
    child.on('error', () => { /* pid stays undefined; the attempt counts as failed */ });
    child.unref();
    return child.pid;
  } finally {
    await log.close();
  }
}

async function isReady(pid: number, url: string): Promise<boolean> {
  const end = performance.now() + READY_MS;
  while (performance.now() < end && isAlive(pid)) {
    if (await canConnect(url)) return true;
    await pause(POLL_MS);
  }
  return false;
}

async function startServer(task: Launch, credentials: Credentials): Promise<{ pid: number; port: number }> {
  for (let attempt = 1; attempt <= START_ATTEMPTS; attempt += 1) {
    // A client of the last run finds the server again when it gets its old port.
    const wanted = attempt === 1 && credentials.port !== undefined ? await freePort(credentials.port) : undefined;
    const port = wanted ?? (await freePort(0));
    if (port === undefined) continue;
    await keepCredentials(task.dataDir, { ...credentials, port });
    const pid = await launch(task, port);
    if (pid !== undefined && (await isReady(pid, urlOf(credentials, port, 'ncp_owner', 'postgres')))) return { pid, port };
    if (pid !== undefined) await stopPostmaster(pid);
    await pause(attempt * 250);
  }
  throw new NcpError('NCP_STORE_EMBEDDED', { reason: 'server-does-not-start', log: join(task.dataDir, 'postgres.log'), advice: 'set DATABASE_URL' });
}

/** An orphan of a launcher that was killed: used again when it answers to our password, stopped when it hangs. */
async function adopt(dataDir: string, credentials: Credentials): Promise<{ pid: number; port: number } | undefined> {
  const found = await runningPostmaster(dataDir);
  if (found === undefined) return undefined;
  if (await isReady(found.pid, urlOf(credentials, found.port, 'ncp_owner', 'postgres'))) return found;
  await stopPostmaster(found.pid);
  return undefined;
}

async function start(dataDir: string, options: EmbeddedOptions): Promise<EmbeddedServer> {
  const credentials = await credentialsIn(dataDir);
  const adopted = await adopt(dataDir, credentials);
  const server = adopted ?? (await (async () => {
    const account = await serverAccount(clusterIn(dataDir));
    const binaries = await runnableBinaries(account, {
      ...(options.programs === undefined ? {} : { programs: options.programs }),
      ...(options.programCaches === undefined ? {} : { caches: options.programCaches }),
    });
    await ensureCluster(dataDir, binaries, account, credentials.passwords.ncp_owner);
    return startServer({ dataDir, binaries, account }, credentials);
  })());
  const { pid, port } = server;
  const admin = urlOf(credentials, port, 'ncp_owner', 'postgres');
  await createRoles(admin, credentials.passwords);
  await createDatabase(admin, 'ncp', 'ncp_owner');
  await createDatabase(admin, 'ncp_queue', 'ncp_dispatcher');
  return {
    pid, port, reused: adopted !== undefined,
    url: (role) => urlOf(credentials, port, role, 'ncp'),
    queueUrl: urlOf(credentials, port, 'ncp_dispatcher', 'ncp_queue'),
    databaseUrl: (name, role) => urlOf(credentials, port, role, name),
    stop: () => stopPostmaster(pid),
  };
}

/**
 * Starts, or finds running, a PostgreSQL of our own: loopback only, random port and passwords, durable writes on.
 * The server is detached: killing this process leaves it serving, and the next call with the same directory finds it.
 * @throws NcpError NCP_STORE_EMBEDDED with the reason; the way out is always to set DATABASE_URL
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const dataDir = resolve(options.dataDir);
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    return await withStartLock(dataDir, () => start(dataDir, options));
  } catch (error) {
    if (isNcpError(error)) throw error;
    throw new NcpError('NCP_STORE_EMBEDDED', { reason: errorCodeOf(error), dataDir, advice: 'set DATABASE_URL' }, error);
  }
}

/** Stops the server of a data directory, whoever started it. False when none was running. */
export async function stopEmbedded(dataDir: string): Promise<boolean> {
  const running = await runningPostmaster(resolve(dataDir));
  if (running === undefined) return false;
  await stopPostmaster(running.pid);
  return true;
}
