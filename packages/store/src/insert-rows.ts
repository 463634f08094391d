import type { Connection } from './database.js';

/** PostgreSQL takes at most 65 535 parameters a statement. */
const MAX_PARAMETERS = 60_000;

export type Cell = string | number | bigint | boolean | Date | Uint8Array | null | readonly string[];

/** Rows of one table. Table and column names are ours, never input. */
export interface Insertion {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** `on conflict ...` */
  readonly conflict?: string;
}

/** The same insertions in parts that each fit a statement. */
function* parts(insertions: readonly Insertion[]): Generator<Insertion> {
  for (const insertion of insertions) {
    const rowsAtOnce = Math.floor(MAX_PARAMETERS / insertion.columns.length);
    for (let start = 0; start < insertion.rows.length; start += rowsAtOnce) yield { ...insertion, rows: insertion.rows.slice(start, start + rowsAtOnce) };
  }
}

/** Inserts gathered into one statement: each table its own part, foreign keys judged when all are in. */
class Statement {
  readonly #parts: string[] = [];
  readonly #cells: Cell[] = [];
  readonly #tables = new Set<string>();

  /** Two parts of one statement cannot see each other, so a table comes once. */
  fits({ table, columns, rows }: Insertion): boolean {
    return !this.#tables.has(table) && this.#cells.length + columns.length * rows.length <= MAX_PARAMETERS;
  }

  add({ table, columns, rows, conflict = '' }: Insertion): void {
    const tuples: string[] = [];
    for (const row of rows) {
      const from = this.#cells.length + 1;
      tuples.push(`(${columns.map((_, column) => `$${String(from + column)}`).join(',')})`);
      this.#cells.push(...row);
    }
    this.#tables.add(table);
    this.#parts.push(`insert into ${table} (${columns.join(',')}) values ${tuples.join(',')} ${conflict}`);
  }

  async run(client: Connection): Promise<void> {
    const last = this.#parts.at(-1);
    if (last === undefined) return;
    const before = this.#parts.slice(0, -1).map((part, index) => `part_${String(index)} as (${part})`);
    await client.query(before.length === 0 ? last : `with ${before.join(', ')} ${last}`, this.#cells);
  }
}

/** Inserts rows of several tables, in one round trip unless there are very many. */
export async function insertAll(client: Connection, insertions: readonly Insertion[]): Promise<void> {
  let statement = new Statement();
  for (const part of parts(insertions)) {
    if (!statement.fits(part)) {
      await statement.run(client);
      statement = new Statement();
    }
    statement.add(part);
  }
  await statement.run(client);
}
