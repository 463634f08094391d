import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestPostgres, type TestDatabase, type TestPostgres } from '@ncp/testkit';
import { withConnection } from '../database.js';
import { migrate } from './migrate.js';
import { AUDIT_WRITER, LOGIN_ROLES } from './roles.js';

const SERVICES = LOGIN_ROLES.filter((role) => role !== 'ncp_owner');
const AUDIT = ['audit_leaf', 'audit_event', 'evidence'];

describe('rights in the database (decisions G29)', () => {
  let postgres: TestPostgres;
  let database: TestDatabase;
  const ask = async (text: string): Promise<readonly Record<string, unknown>[]> => withConnection(database.ownerUrl, async (client) => (await client.query(text)).rows);
  /** `role: right table`, members' rights included, of every relation there is. */
  const rights = async (roles: readonly string[], wanted: readonly string[]): Promise<readonly string[]> => (await ask(`
    select role || ': ' || wanted || ' ' || c.relname as found
      from pg_class c, unnest(array['${roles.join(`','`)}']) role, unnest(array['${wanted.join(`','`)}']) wanted
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v', 'm', 'p') and has_table_privilege(role, c.oid, wanted) order by 1`)).map(({ found }) => String(found));

  beforeAll(async () => {
    postgres = await startTestPostgres();
    database = await postgres.database();
  }, 120_000);
  afterAll(async () => {
    await database.drop();
    await postgres.stop();
  });

  it('AUD-22 no role of a service may change, remove or empty what is audited, in any table of it', async () => {
    const found = await rights([...SERVICES, AUDIT_WRITER], ['update', 'delete', 'truncate', 'trigger', 'references']);
    expect(found.filter((one) => AUDIT.some((table) => one.endsWith(` ${table}`)))).toEqual([]);
    expect(await rights([AUDIT_WRITER], ['insert'])).toEqual(expect.arrayContaining(AUDIT.map((table) => `${AUDIT_WRITER}: insert ${table}`)));
  });

  it('DAT-12 the dashboard reads, adds what operators ask and review, changes nothing, and sees no relation that has a sealed column of the gateway', async () => {
    expect(await rights(['ncp_dashboard'], ['insert', 'update', 'delete', 'truncate', 'trigger'])).toEqual(['review_mark', 'review_sample'].map((table) => `ncp_dashboard: insert ${table}`));
    const readable = (await rights(['ncp_dashboard'], ['select'])).map((one) => one.split(' ').at(-1));
    const sealed = (await ask(`select distinct table_name as t from information_schema.columns where table_schema = 'public' and data_type = 'bytea'`)).map(({ t }) => t);
    expect(sealed.length).toBeGreaterThan(5);
    // Letters between the dashboard and the dispatcher, and the public key that they are sealed to.
    expect(readable.filter((table) => sealed.includes(table))).toEqual(['operator_act', 'operator_answer', 'operator_letter_key']);
  });

  it('DAT-12 the dashboard writes of orders and acts what is asked, and nothing of what became of it', async () => {
    const insertable = await ask(`select c.table_name as t, array_agg(c.column_name::text order by c.column_name) filter (where not has_column_privilege('ncp_dashboard', c.table_name::regclass, c.column_name, 'insert')) as barred
      from information_schema.columns c where c.table_name in ('operator_act', 'operator_order') group by 1 order by 1`);
    expect(insertable).toEqual([{ t: 'operator_act', barred: ['settled_at'] }, { t: 'operator_order', barred: ['begun_at', 'ended_at', 'result', 'status'] }]);
    const settled = `insert into operator_act (id, kind, operator, role, detail, reason, reference, asked_at, settled_at) values (gen_random_uuid(), 'verify-audit', 'o', 'security', '', '', '', now(), now())`;
    // A database of an earlier release has the whole right: it is taken back.
    await ask('grant insert on operator_act to ncp_dashboard');
    await migrate(database.ownerUrl);
    await expect(withConnection(database.url('ncp_dashboard'), (client) => client.query(settled))).rejects.toMatchObject({ code: '42501' });
    await withConnection(database.url('ncp_dashboard'), (client) => client.query(settled.replace(', settled_at', '').replace(', now(), now()', ', now()')));
  });

  it('DAT-12 nobody but the owner may empty a table, make one, own one, or is more than an ordinary role', async () => {
    expect(await rights([...SERVICES, AUDIT_WRITER, 'public'], ['truncate', 'trigger', 'references'])).toEqual([]);
    expect(await rights(['public'], ['select', 'insert', 'update', 'delete'])).toEqual([]);
    const [schema] = await ask(`select array(select role from unnest(array['${SERVICES.join(`','`)}']) role where has_schema_privilege(role, 'public', 'create')) as makers`);
    expect(schema).toEqual({ makers: [] });
    expect(await ask(`select tablename from pg_tables where tableowner in ('${SERVICES.join(`','`)}')`)).toEqual([]);
    expect(await ask(`select rolname from pg_roles where rolname in ('${[...SERVICES, AUDIT_WRITER].join(`','`)}')
      and (rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls)`)).toEqual([]);
    expect(await ask(`select rolcanlogin from pg_roles where rolname = '${AUDIT_WRITER}'`)).toEqual([{ rolcanlogin: false }]);
  });

  it('DAT-12 the role that backs up reads the head of the chain and no table', async () => {
    await withConnection(database.ownerUrl, (client) => client.query(readFileSync(new URL('../../../../infra/backup/role.sql', import.meta.url), 'utf8')));
    expect(await rights(['ncp_backup'], ['select', 'insert', 'update', 'delete', 'truncate'])).toEqual([]);
    expect(await ask(`select table_name || '.' || column_name as c from information_schema.column_privileges where grantee = 'ncp_backup' order by 1`))
      .toEqual([{ c: 'audit_leaf.hash' }, { c: 'audit_leaf.sequence' }]);
  });
});
