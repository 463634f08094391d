import type { Instant } from '@ncp/domain';
import { guarded, type Pool } from './database.js';
import { fromDate, toDate } from './times.js';

/** A signed head of the audit tree as it is kept. */
export interface StoredCheckpoint {
  readonly size: number;
  /** Hex. */
  readonly root: string;
  /** Roots of its full subtrees, hex, largest first. */
  readonly frontier: readonly string[];
  readonly madeAt: Instant;
  /** Signed note. */
  readonly note: string;
}

/** Heads that were signed; appended, never changed. @throws NcpError NCP_STORE_UNAVAILABLE */
export interface Checkpoints {
  last(): Promise<StoredCheckpoint | undefined>;
  /** False: there is one of this size already. */
  add(checkpoint: StoredCheckpoint): Promise<boolean>;
}

export const createCheckpoints = (pool: Pool): Checkpoints => ({
  last: () => guarded(async () => {
    const { rows: [row] } = await pool.query<{ size: string; root: string; frontier: string[]; made_at: Date; note: string }>('select size, root, frontier, made_at, note from audit_checkpoint order by size desc limit 1');
    return row === undefined ? undefined : { size: Number(row.size), root: row.root, frontier: row.frontier, madeAt: fromDate(row.made_at), note: row.note };
  }),
  add: ({ size, root, frontier, madeAt, note }) => guarded(async () => {
    const { rowCount } = await pool.query('insert into audit_checkpoint (size, root, frontier, made_at, note) values ($1, $2, $3, $4, $5) on conflict do nothing', [size, root, frontier, toDate(madeAt), note]);
    return rowCount === 1;
  }),
});
