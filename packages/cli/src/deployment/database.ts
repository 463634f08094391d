import { randomBytes } from 'node:crypto';
import { NcpError } from '@ncp/domain';
import { createDatabase, createRoles, dropDatabase, migrate, startEmbedded, stopEmbedded, type LoginRole } from '@ncp/store';

/** The database of a deployment, migrated. */
export interface Database {
  readonly kind: 'embedded' | 'DATABASE_URL';
  /** Connection string of a service's role. */
  url(role: LoginRole): string;
  /** Where the queue's own tables are, when there is no Redis. */
  readonly queueUrl: string;
  /** For people: host, port and name, never a password. */
  readonly place: string;
}

export interface DatabaseOptions {
  /** Cluster of the embedded server. */
  readonly folder: string;
  /** On a server of others: a database of its own, which `dropOwn` removes. */
  readonly own?: string;
}

const given = (): string | undefined => {
  const url = process.env['DATABASE_URL'];
  return url === undefined || url === '' ? undefined : url;
};

const placeOf = (url: string): string => {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
};

export const withDatabase = (url: string, name: string): string => {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
};

/** The session takes the role instead of logging in as it: on a server of others we set no passwords. */
const withRole = (url: string, role: LoginRole): string => {
  const changed = new URL(url);
  changed.searchParams.set('options', `-c role=${role}`);
  return changed.href;
};

async function onGivenServer(url: string, own: string | undefined): Promise<Database> {
  if (own !== undefined) await createDatabase(url, own);
  const database = own === undefined ? url : withDatabase(url, own);
  // A user who may not make roles has had them made, or works alone: the services then log in as that user.
  const roles = await createRoles(url).then(() => true, () => false);
  await migrate(database);
  return {
    kind: 'DATABASE_URL', place: placeOf(database), queueUrl: database,
    url: (role) => (roles && role !== 'ncp_owner' ? withRole(database, role) : database),
  };
}

/**
 * The server of DATABASE_URL, or an embedded one that is started for the purpose; roles, tables and queue database made.
 * @throws NcpError NCP_STORE_EMBEDDED, NCP_STORE_MIGRATION, NCP_STORE_UNAVAILABLE
 */
export async function openDatabase({ folder, own }: DatabaseOptions): Promise<Database> {
  const url = given();
  if (url !== undefined) return onGivenServer(url, own);
  const server = await startEmbedded({ dataDir: folder });
  await migrate(server.url('ncp_owner'));
  return { kind: 'embedded', place: placeOf(server.url('ncp_owner')), queueUrl: server.queueUrl, url: (role) => server.url(role) };
}

/** A name for a database that lives as long as one command. */
export const ownDatabaseName = (): string => `ncp_once_${randomBytes(6).toString('hex')}`;

/** Stops the embedded server of a folder, if there is one. */
export const closeEmbedded = (folder: string): Promise<boolean> => stopEmbedded(folder);

/** Removes a database that `own` made. */
export async function dropOwn(name: string): Promise<void> {
  const url = given();
  if (url === undefined) throw new NcpError('NCP_CLI_USAGE', { needed: 'DATABASE_URL' });
  await dropDatabase(url, name);
}
