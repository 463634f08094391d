import type { Instant } from '@ncp/domain';
import { guarded, type Pool } from './database.js';
import { fromDate, toDate } from './times.js';

/** One masked side of a message that met trouble; `outline` as `outlineOf` made it. */
export interface TraceRow {
  readonly exchange: string;
  readonly country: string;
  readonly direction: 'inbound' | 'outbound';
  readonly transaction: string;
  readonly part: 'request' | 'answer';
  readonly outline: unknown;
  readonly at: Instant;
}

/** @throws NcpError NCP_STORE_UNAVAILABLE */
export interface Traces {
  add(rows: readonly TraceRow[]): Promise<void>;
}

export const createTraces = (pool: Pool): Traces => ({
  add: (rows) => guarded(async () => {
    if (rows.length === 0) return;
    await pool.query(
      `insert into exchange_trace (exchange, country, direction, transaction, part, made_at, outline)
       select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::jsonb[])`,
      [rows.map((row) => row.exchange), rows.map((row) => row.country), rows.map((row) => row.direction), rows.map((row) => row.transaction), rows.map((row) => row.part), rows.map((row) => toDate(row.at)), rows.map((row) => JSON.stringify(row.outline))],
    );
  }),
});

/** In the order in which they were made: of each message the request, then the answer. */
export const tracesOf = (pool: Pool, exchange: string): Promise<readonly TraceRow[]> => guarded(async () => {
  const { rows } = await pool.query<Omit<TraceRow, 'at'> & { readonly made_at: Date }>('select exchange, country, direction, transaction, part, made_at, outline from exchange_trace where exchange = $1 order by id', [exchange]);
  return rows.map(({ made_at, ...row }) => ({ ...row, at: fromDate(made_at) }));
});
