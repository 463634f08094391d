import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createDatabase, createRoles, dropDatabase, migrate, startEmbedded, type LoginRole } from '@ncp/store';
import { captureDatabase } from './capture.js';
import { keptToday, type KeptThing } from './kept-today.js';
import { endNow, type Outage, type Victim } from './victim.js';

/** An empty, migrated database of its own, on the server that DATABASE_URL names or on an embedded one. */
export interface TestDatabase {
  readonly ownerUrl: string;
  /** Connection string of a service's role. */
  url(role: LoginRole): string;
  /** A second, empty database for a queue. */
  readonly queueUrl: string;
  drop(): Promise<void>;
}

export interface TestPostgres {
  readonly kind: 'embedded' | 'DATABASE_URL';
  readonly database: () => Promise<TestDatabase>;
  readonly stop: () => Promise<void>;
  /** Only of a server that is ours to end. */
  readonly outage?: Outage;
}

const withPath = (url: string, database: string): string => {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
};

/** On a server we do not administer, the session takes the role instead of logging in as it. */
const withRole = (url: string, role: string): string => {
  const changed = new URL(url);
  changed.searchParams.set('options', `-c role=${role}`);
  return changed.href;
};

/** A server on which test databases are made; its roles are there. */
export interface DatabaseServer {
  readonly adminUrl: string;
  roleUrl(name: string, role: LoginRole): string;
  /** Its data directory goes with the test file. To drop a database there would only be to wait for a checkpoint. */
  readonly temporary?: boolean;
}

export async function makeDatabase(server: DatabaseServer): Promise<TestDatabase> {
  const name = `ncp_test_${randomBytes(6).toString('hex')}`;
  const queue = `${name}_queue`;
  await createDatabase(server.adminUrl, name);
  await createDatabase(server.adminUrl, queue);
  const ownerUrl = withPath(server.adminUrl, name);
  await migrate(ownerUrl);
  return {
    ownerUrl,
    url: (role) => (role === 'ncp_owner' ? ownerUrl : server.roleUrl(name, role)),
    queueUrl: withPath(server.adminUrl, queue),
    async drop() {
      await captureDatabase(ownerUrl);
      await captureDatabase(withPath(server.adminUrl, queue));
      if (server.temporary === true) return;
      await dropDatabase(server.adminUrl, name);
      await dropDatabase(server.adminUrl, queue);
    },
  };
}

/** To make a cluster takes a second of two processors, to copy one a fifth of that. */
const CLUSTER: KeptThing = {
  name: 'test-postgres', madeBy: ['packages/store/package.json', 'packages/store/src/embedded', 'packages/store/src/schema'],
  make: async (dataDir) => {
    await (await startEmbedded({ dataDir })).stop();
    // Each copy finds a port of its own.
    const file = join(dataDir, 'connection.json');
    const { port: _port, ...rest } = JSON.parse(await readFile(file, 'utf8')) as Readonly<Record<string, unknown>>;
    await writeFile(file, JSON.stringify(rest));
  },
};

/** One server for a test file; `database()` gives each suite its own database. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const given = process.env.DATABASE_URL;
  if (given !== undefined && given !== '') {
    await createRoles(given);
    const server = { adminUrl: given, roleUrl: (name: string, role: LoginRole) => withRole(withPath(given, name), role) };
    return { kind: 'DATABASE_URL', database: () => makeDatabase(server), stop: () => Promise.resolve() };
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'ncp-test-postgres-'));
  // It belongs to the account that the server runs as, which the library's own copying does not keep.
  await promisify(execFile)('cp', ['-a', `${await keptToday(CLUSTER)}/.`, dataDir]);
  let embedded = await startEmbedded({ dataDir });
  // PostgreSQL's immediate stop: no checkpoint, no farewell. SIGKILL would leave its sessions running.
  const victim = (): Victim => ({ pid: embedded.pid, signal: 'SIGQUIT' });
  const server: DatabaseServer = { adminUrl: embedded.databaseUrl('postgres', 'ncp_owner'), roleUrl: (name, role) => embedded.databaseUrl(name, role), temporary: true };
  return {
    kind: 'embedded',
    database: () => makeDatabase(server),
    outage: {
      victim,
      begin: () => { endNow(victim()); },
      async end() {
        const { port } = embedded;
        embedded = await startEmbedded({ dataDir });
        if (embedded.port !== port) throw new Error('the server came back on another port');
      },
    },
    async stop() {
      endNow(victim());
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
