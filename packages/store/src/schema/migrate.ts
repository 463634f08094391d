import { createHash } from 'node:crypto';
import { NcpError } from '@ncp/domain';
import type pg from 'pg';
import { storeError, withConnection } from '../database.js';
import { GRANTS_SQL } from './grants.js';
import type { Migration } from './migration.js';
import { audit } from './migrations/0001-audit.js';
import { dispense } from './migrations/0002-dispense.js';
import { replayAndOutbox } from './migrations/0003-replay-and-outbox.js';
import { treatment } from './migrations/0004-treatment.js';
import { terminologyGaps } from './migrations/0005-terminology-gaps.js';
import { summarySnapshot } from './migrations/0006-summary-snapshot.js';
import { deliveryTurn } from './migrations/0007-delivery-turn.js';
import { transactionRecord } from './migrations/0008-transaction-record.js';
import { operatorOrder } from './migrations/0009-operator-order.js';
import { exchangeTrace } from './migrations/0010-exchange-trace.js';
import { probeAndTrace } from './migrations/0011-probe-and-trace.js';
import { operators } from './migrations/0012-operators.js';
import { operatorPages } from './migrations/0013-operator-pages.js';
import { replicas } from './migrations/0014-replicas.js';
import { keyUse } from './migrations/0015-key-use.js';
import { setAside } from './migrations/0016-set-aside.js';

export const MIGRATIONS: readonly Migration[] = [
  audit, dispense, replayAndOutbox, treatment, terminologyGaps, summarySnapshot, deliveryTurn, transactionRecord, operatorOrder, exchangeTrace, probeAndTrace,
  operators, operatorPages, replicas, keyUse, setAside,
];

/** "NCPM": one migration run at a time, whatever process starts it. */
const MIGRATION_LOCK = 0x4e43504d;

const hashOf = (migration: Migration): string => createHash('sha256').update(migration.sql).digest('hex');

interface Queryable {
  query(text: string): Promise<pg.QueryResult>;
}

async function recorded(client: Queryable): Promise<ReadonlyMap<number, string>> {
  const { rows } = await client.query('select id, hash from schema_migration order by id');
  return new Map(rows.map((row: { id: number; hash: string }) => [row.id, row.hash]));
}

const refuseChanged = (migration: Migration, hash: string | undefined): void => {
  if (hash !== undefined && hash !== hashOf(migration)) throw new NcpError('NCP_STORE_MIGRATION', { reason: 'changed', migration: migration.id });
};

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.sql);
    await client.query('insert into schema_migration (id, name, hash) values ($1, $2, $3)', [migration.id, migration.name, hashOf(migration)]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

/**
 * Brings the schema up to date: each step in one transaction, one runner at a time; killed half-way it is resumed by the
 * next run (FLT-41). Returns the names of the steps applied. Needs the owner of the database.
 * @throws NcpError NCP_STORE_MIGRATION
 */
export async function migrate(ownerUrl: string, migrations: readonly Migration[] = MIGRATIONS): Promise<readonly string[]> {
  try {
    return await withConnection(ownerUrl, async (client) => {
      // A session lock: it ends with the connection, so a killed runner blocks nobody.
      await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
      await client.query(`create table if not exists schema_migration (
        id integer primary key, name text not null, hash text not null, applied_at timestamptz not null default now());
        comment on table schema_migration is 'Steps of the schema that were applied, with the hash of their text.'`);
      const known = await recorded(client);
      const applied: string[] = [];
      for (const migration of migrations) {
        refuseChanged(migration, known.get(migration.id));
        if (known.has(migration.id)) continue;
        await apply(client, migration);
        applied.push(migration.name);
      }
      await client.query(GRANTS_SQL);
      return applied;
    });
  } catch (error) {
    throw storeError('NCP_STORE_MIGRATION', error);
  }
}

/**
 * Refuses a database that lacks a step of ours or holds another text for one. Later steps are accepted: the release
 * before works on the database of the release after (FLT-40).
 * @throws NcpError NCP_STORE_MIGRATION
 */
export async function checkSchema(client: Queryable): Promise<void> {
  const known = await recorded(client).catch((error: unknown) => {
    throw storeError('NCP_STORE_MIGRATION', error);
  });
  for (const migration of MIGRATIONS) {
    if (!known.has(migration.id)) throw new NcpError('NCP_STORE_MIGRATION', { reason: 'missing', migration: migration.id });
    refuseChanged(migration, known.get(migration.id));
  }
}
