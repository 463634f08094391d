import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isNcpError } from '@ncp/domain';
import { startTestPostgres, type TestDatabase, type TestPostgres } from '@ncp/testkit';
import { withConnection } from '../database.js';
import { openStore } from '../store.js';
import { migrate, MIGRATIONS } from './migrate.js';

const keys = { current: { id: 'test', key: new Uint8Array(32).fill(7) } };
const reasonOf = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(() => 'no error', (error: unknown) => (isNcpError(error) && error.code === 'NCP_STORE_MIGRATION' ? (error.details.reason ?? error.details.sqlState) : error));

describe('migrations', () => {
  let postgres: TestPostgres;
  let database: TestDatabase;
  const sql = (text: string) => withConnection(database.ownerUrl, (client) => client.query(text));

  beforeAll(async () => {
    postgres = await startTestPostgres();
    database = await postgres.database();
  });
  afterAll(async () => {
    await database.drop();
    await postgres.stop();
  });

  it('applies each step once, also when several processes start at the same time', async () => {
    const fresh = await postgres.database();
    await withConnection(fresh.ownerUrl, (client) => client.query('drop schema public cascade; create schema public'));
    const applied = await Promise.all([1, 2, 3].map(() => migrate(fresh.ownerUrl)));
    expect(applied.flat()).toEqual(MIGRATIONS.map((migration) => migration.name));
    await fresh.drop();
  });

  it('gives every table a comment', async () => {
    const { rows } = await sql(`select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and obj_description(oid) is null`);
    expect(rows).toEqual([]);
  });

  it('FLT-41 a step that fails leaves nothing behind and the next run resumes', async () => {
    const broken = { id: 900, name: 'broken', sql: 'create table half (n integer); select 1 / 0' };
    expect(await reasonOf(migrate(database.ownerUrl, [...MIGRATIONS, broken]))).toBe('22012');
    await expect(sql('select * from half')).rejects.toMatchObject({ code: '42P01' });
    expect(await migrate(database.ownerUrl, [...MIGRATIONS, { ...broken, sql: 'create table half (n integer)' }])).toEqual(['broken']);
  });

  it('FLT-40 the release before works on the database of the release after', async () => {
    const store = await openStore({ url: database.url('ncp_a'), application: 'older', keys });
    await store.ready();
    await store.close();
  });

  it('refuses a step whose text is not the one that was applied', async () => {
    const [first] = MIGRATIONS;
    if (first === undefined) throw new Error('no migrations');
    expect(await reasonOf(migrate(database.ownerUrl, [{ ...first, sql: `${first.sql} ` }]))).toBe('changed');
  });

  it('refuses to open a database that was never migrated, or not far enough', async () => {
    const fresh = await postgres.database();
    await withConnection(fresh.ownerUrl, (client) => client.query('delete from schema_migration where id = 3'));
    expect(await reasonOf(openStore({ url: fresh.ownerUrl, application: 'early', keys }))).toBe('missing');
    await withConnection(fresh.ownerUrl, (client) => client.query('drop table schema_migration'));
    expect(await reasonOf(openStore({ url: fresh.ownerUrl, application: 'early', keys }))).toBe('42P01');
    await fresh.drop();
  });

  it('DAT-12 a service role sees only its own tables', async () => {
    const may = async (role: 'ncp_b' | 'ncp_dashboard' | 'ncp_a', table: string): Promise<boolean> =>
      withConnection(database.url(role), async (client) => (await client.query(`select has_table_privilege('${table}', 'select') as may`)).rows[0].may);
    expect(await may('ncp_dashboard', 'audit_leaf')).toBe(true);
    for (const table of ['dispense', 'audit_event', 'evidence', 'conflict_record', 'replay_message']) expect(await may('ncp_dashboard', table)).toBe(false);
    for (const table of ['dispense', 'replay_message']) expect([await may('ncp_a', table), await may('ncp_b', table)]).toEqual([true, false]);
  });

  it('is not ready for a role that may not append', async () => {
    const store = await openStore({ url: database.url('ncp_dashboard'), application: 'reader', keys });
    await expect(store.ready()).rejects.toMatchObject({ code: 'NCP_STORE_UNAVAILABLE' });
    await store.close();
  });
});
