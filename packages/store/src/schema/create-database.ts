import { withConnection } from '../database.js';

/** Creates a database unless it exists. */
export async function createDatabase(adminUrl: string, name: string, owner?: string): Promise<void> {
  await withConnection(adminUrl, async (client) => {
    const known = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (known.rowCount !== 0) return;
    const owned = owner === undefined ? '' : ` owner ${client.escapeIdentifier(owner)}`;
    await client.query(`create database ${client.escapeIdentifier(name)}${owned}`);
  });
}

/** Drops a database and ends the sessions in it. */
export async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  await withConnection(adminUrl, (client) => client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`));
}
