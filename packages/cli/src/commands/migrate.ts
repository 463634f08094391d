import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { NcpError } from '@ncp/domain';
import { readSecret, withPassword } from '@ncp/runtime';
import { createRoles, LOGIN_ROLES, migrate, setPasswords, type LoginRole } from '@ncp/store';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Output } from '../output.js';

export interface MigrateOptions {
  readonly database?: string;
  /** The password of the owner's URL. */
  readonly passwordFile?: string;
  /** Holds `<role>_password` for the roles of the services. */
  readonly rolePasswords?: string;
}

/** The passwords that a folder holds; a role without a file keeps what it has. @throws NcpError NCP_CLI_USAGE when it holds none */
function passwordsIn(folder: string): Partial<Record<LoginRole, string>> {
  const found = LOGIN_ROLES.filter((role) => role !== 'ncp_owner').map((role) => [role, join(folder, `${role}_password`)] as const).filter(([, file]) => existsSync(file));
  if (found.length === 0) throw new NcpError('NCP_CLI_USAGE', { option: '--role-passwords', needed: 'a folder with files such as ncp_a_password' });
  return Object.fromEntries(found.map(([role, file]) => [role, readSecret(file)]));
}

/** Roles, where this user may make them, and tables up to date. @throws NcpError NCP_STORE_MIGRATION, NCP_CLI_USAGE, NCP_CONFIG_FILE */
export async function migrateCommand(output: Output, options: MigrateOptions): Promise<ExitCode> {
  const given = options.database ?? process.env['DATABASE_URL'];
  if (given === undefined || given === '') throw new NcpError('NCP_CLI_USAGE', { needed: '--database or DATABASE_URL' });
  const { url } = withPassword({ url: given, passwordFile: options.passwordFile }, resolve);
  const passwords = options.rolePasswords === undefined ? {} : passwordsIn(options.rolePasswords);
  const roles = await createRoles(url).then(() => true, () => false);
  const applied = await migrate(url);
  await setPasswords(url, passwords);
  output.line(roles ? 'roles are there' : 'this user may not make roles: infra/database says how they are made');
  output.line(applied.length === 0 ? 'the tables were up to date' : `applied: ${applied.join(', ')}`);
  if (Object.keys(passwords).length > 0) output.line(`passwords set: ${Object.keys(passwords).join(', ')}`);
  output.result({ ok: true, roles, applied, passwords: Object.keys(passwords) });
  return EXIT.ok;
}
