import { NcpError } from '@ncp/domain';
import { createRoles, migrate } from '@ncp/store';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Output } from '../output.js';

/** Roles, where this user may make them, and tables up to date. @throws NcpError NCP_STORE_MIGRATION */
export async function migrateCommand(output: Output, options: { readonly database?: string }): Promise<ExitCode> {
  const url = options.database ?? process.env['DATABASE_URL'];
  if (url === undefined || url === '') throw new NcpError('NCP_CLI_USAGE', { needed: '--database or DATABASE_URL' });
  const roles = await createRoles(url).then(() => true, () => false);
  const applied = await migrate(url);
  output.line(roles ? 'roles are there' : 'this user may not make roles: infra/database says how they are made');
  output.line(applied.length === 0 ? 'the tables were up to date' : `applied: ${applied.join(', ')}`);
  output.result({ ok: true, roles, applied });
  return EXIT.ok;
}
