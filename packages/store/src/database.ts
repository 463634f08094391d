import { NcpError, type NcpErrorCode } from '@ncp/domain';
import { Client, DatabaseError, Pool as PgPool, type PoolClient } from 'pg';

/** Longer than any statement of ours takes; shorter than the time budget of a request (decisions 3.3). */
const STATEMENT_TIMEOUT_MS = 10_000;
const CONNECT_TIMEOUT_MS = 5_000;
/** Setting up may wait for a server that is still recovering. */
const SETUP_TIMEOUT_MS = 20_000;

export type Pool = PgPool;
export type Connection = PoolClient;

export interface PoolOptions {
  readonly url: string;
  /** Shown in pg_stat_activity. */
  readonly application: string;
  readonly size: number;
}

export function openPool({ url, application, size }: PoolOptions): Pool {
  const pool = new PgPool({
    connectionString: url, application_name: application, max: size, connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS, idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS, keepAlive: true,
  });
  // An idle connection that breaks is dropped by the pool; the next query opens a new one and reports its own failure.
  pool.on('error', () => undefined);
  // One that breaks in use, between two queries, tells its next query. Unheard, the event would end the process (FLT-03).
  pool.on('connect', (client) => { client.on('error', () => undefined); });
  return pool;
}

/** One connection for one piece of work, closed afterwards. */
export async function withConnection<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: SETUP_TIMEOUT_MS, application_name: 'ncp-setup' });
  // Breaks are reported by the query that meets them.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export async function canConnect(url: string): Promise<boolean> {
  try {
    await withConnection(url, (client) => client.query('select 1'));
    return true;
  } catch {
    // Any reason means not yet, or not ours; the caller decides how long to ask.
    return false;
  }
}

/** SQLSTATE: a row would break a unique constraint. */
export const UNIQUE_VIOLATION = '23505';

/** SQLSTATE of a database error; undefined for broken connections and everything else. */
export const sqlStateOf = (error: unknown): string | undefined => (error instanceof DatabaseError ? error.code : undefined);

export const constraintOf = (error: unknown): string | undefined => (error instanceof DatabaseError ? error.constraint : undefined);

const IN_OUR_OWN_CODE = [NcpError, TypeError, RangeError];
const isOurOwn = (error: unknown): boolean => IN_OUR_OWN_CODE.some((kind) => error instanceof kind);

/** Cardinality, data, integrity, syntax or access, view check, program limit, raised by a trigger: the rows are at fault. */
const DATA_FAULTS = ['21', '22', '23', '42', '44', '54', 'P0'];
/** Connection, resources, ended by the operator, rolled back by the server (deadlock). */
const PASSING_FAULTS = ['08', '53', '57P', '40'];

/** Something in the rows was refused; without it the rest would have passed. */
export function isDataFault(error: unknown): boolean {
  const state = sqlStateOf(error);
  return state === undefined ? isOurOwn(error) : DATA_FAULTS.some((kind) => state.startsWith(kind));
}

/** The connection broke or the server gave up the transaction: the same work may pass the next time. */
export function isPassingFault(error: unknown): boolean {
  const state = sqlStateOf(error);
  return state === undefined ? !isOurOwn(error) : PASSING_FAULTS.some((kind) => state.startsWith(kind));
}

/** Library messages may quote values, so only the SQLSTATE leaves this package. */
export function storeError(code: NcpErrorCode, error: unknown): NcpError {
  if (error instanceof NcpError) return error;
  return new NcpError(code, { sqlState: sqlStateOf(error) ?? 'none' }, error);
}

/** Runs a read or write; any failure becomes NCP_STORE_UNAVAILABLE, and the caller refuses (house rule 1). */
export async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storeError('NCP_STORE_UNAVAILABLE', error);
  }
}
