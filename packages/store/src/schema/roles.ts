import { withConnection } from '../database.js';

/** Roles that processes log in with (decisions G29). `ncp_owner` owns the tables and runs migrations. */
export const LOGIN_ROLES = ['ncp_owner', 'ncp_a', 'ncp_b', 'ncp_dispatcher', 'ncp_dashboard'] as const;
export type LoginRole = (typeof LOGIN_ROLES)[number];

/** Appends to the audit tables and reads them; the services that audit are its members. Nobody logs in as it. */
export const AUDIT_WRITER = 'ncp_audit_writer';
const AUDITING: readonly LoginRole[] = ['ncp_a', 'ncp_b', 'ncp_dispatcher'];

const createRole = (role: string, attributes: string): string =>
  `do $$ begin if not exists (select from pg_roles where rolname = '${role}') then create role ${role} ${attributes}; end if; end $$;`;

/**
 * Creates the roles; harmless when repeated. `infra/database/roles.sql` is this text, for databases that others administer:
 * passwords are set there by the administrator.
 */
export const ROLES_SQL: string = [
  createRole(AUDIT_WRITER, 'nologin'),
  ...LOGIN_ROLES.map((role) => createRole(role, 'login')),
  ...AUDITING.map((role) => `grant ${AUDIT_WRITER} to ${role};`),
].join('\n');

/** Creates the roles and, on a server of our own, sets their passwords. */
export async function createRoles(adminUrl: string, passwords: Partial<Record<LoginRole, string>> = {}): Promise<void> {
  await withConnection(adminUrl, (client) => client.query(ROLES_SQL));
  await setPasswords(adminUrl, passwords);
}

/** Gives the services' roles their passwords; the owner's is the business of who made the server. */
export async function setPasswords(adminUrl: string, passwords: Partial<Record<LoginRole, string>>): Promise<void> {
  const known = LOGIN_ROLES.filter((role) => role !== 'ncp_owner').flatMap((role) => (passwords[role] === undefined ? [] : [[role, passwords[role]] as const]));
  if (known.length === 0) return;
  await withConnection(adminUrl, async (client) => {
    const commands = known.map(([role, password]) => `alter role ${role} password ${client.escapeLiteral(password)};`);
    await client.query(commands.join('\n'));
  });
}
