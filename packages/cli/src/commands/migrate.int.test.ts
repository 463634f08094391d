import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStore } from '@ncp/store';
import { startTestPostgres, type TestDatabase, type TestPostgres } from '@ncp/testkit';
import { migrateCommand } from './migrate.js';

describe('ncp migrate', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ncp-migrate-'));
  const keys = { current: { id: 'test', key: new Uint8Array(32).fill(7) } };
  const lines: string[] = [];
  const output = { json: false, line: (text = '') => { lines.push(text); }, progress: () => undefined, result: () => undefined };
  let postgres: TestPostgres;
  let database: TestDatabase;
  beforeAll(async () => {
    postgres = await startTestPostgres();
    database = await postgres.database();
  }, 120_000);
  afterAll(async () => {
    await database.drop();
    await postgres.stop();
    rmSync(folder, { recursive: true });
  });

  it('takes the owner\'s password from a file and gives the services theirs from files; each logs in with its own', async () => {
    const owner = new URL(database.ownerUrl);
    writeFileSync(join(folder, 'owner'), `${decodeURIComponent(owner.password)}\n`);
    owner.password = '';
    for (const role of ['ncp_a', 'ncp_dashboard']) writeFileSync(join(folder, `${role}_password`), `new '${role}'\\ %\n`);
    const options = { database: owner.href, passwordFile: join(folder, 'owner'), rolePasswords: folder };
    expect(await migrateCommand(output, options)).toBe(0);
    expect(lines.at(-1)).toBe('passwords set: ncp_a, ncp_dashboard');
    expect(lines.join()).not.toContain('new ');
    const url = (password: string): string => Object.assign(new URL(owner), { username: 'ncp_a', password: encodeURIComponent(password) }).href;
    const open = async (password: string): Promise<void> => (await openStore({ url: url(password), application: 'migrate-test', keys })).close();
    await open(`new 'ncp_a'\\ %`);
    // A server that somebody gave us may let everybody in.
    if (postgres.kind === 'embedded') await expect(open(`new 'ncp_dashboard'\\ %`)).rejects.toMatchObject({ code: 'NCP_STORE_UNAVAILABLE', details: { sqlState: '28P01' } });
  });

  it('refuses a folder without passwords', async () => {
    await expect(migrateCommand(output, { database: database.ownerUrl, rolePasswords: tmpdir() })).rejects.toMatchObject({ code: 'NCP_CLI_USAGE' });
  });
});
