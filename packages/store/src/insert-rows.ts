import type { Connection } from './database.js';

/** PostgreSQL takes at most 65 535 parameters a statement. */
const MAX_PARAMETERS = 60_000;

export type Cell = string | number | bigint | boolean | Date | Uint8Array | null | readonly string[];

/** One statement for many rows of one table. Table and column names are ours, never input. */
export async function insertRows(client: Connection, table: string, columns: readonly string[], rows: readonly (readonly Cell[])[], conflict = ''): Promise<void> {
  const rowsAtOnce = Math.floor(MAX_PARAMETERS / columns.length);
  for (let start = 0; start < rows.length; start += rowsAtOnce) {
    const part = rows.slice(start, start + rowsAtOnce);
    const tuples = part.map((_, row) => `(${columns.map((__, column) => `$${row * columns.length + column + 1}`).join(',')})`);
    await client.query(`insert into ${table} (${columns.join(',')}) values ${tuples.join(',')} ${conflict}`, part.flat());
  }
}
