import type { DispenseKey, DispenseState, ExchangeId, Instant } from '@ncp/domain';
import type { Kysely } from 'kysely';
import { guarded, type Pool } from './database.js';
import { keyOf } from './dispense-row.js';
import type { DispenseKeyColumns, Tables } from './schema/tables.js';
import { UNSETTLED } from './states.js';
import { toDate } from './times.js';

/** A row whose next attempt is ours. */
export interface ClaimedDispense {
  readonly key: DispenseKey;
  readonly state: DispenseState;
  /** This attempt's number, from 1. */
  readonly attempts: number;
}

/** The reconciler's view of the ledger. Rows are named by the exchange that reported them: an id that tells nothing. */
export interface DueWork {
  /** Exchanges with an unsettled row whose time has come, oldest first. */
  dueExchanges(now: Instant, limit: number): Promise<readonly ExchangeId[]>;
  /**
   * Takes the due rows of an exchange: counts the attempt and bars the row for a while **before** the work, so that a
   * process that dies of it (QUE-07) is slowed down. The use case plans the next look itself; a row is due when both its
   * plan and its bar have passed. Empty when nothing is due: then the job is a no-op.
   * `delaysMs[n]` is the bar of attempt n + 1; the last one repeats.
   */
  claim(exchange: ExchangeId, now: Instant, delaysMs: readonly number[]): Promise<readonly ClaimedDispense[]>;
  /** Runs the work unless another process is at the same thing; the lock dies with the process. False: not run. */
  exclusively(name: string, work: () => Promise<void>): Promise<boolean>;
  /** Rows per state, for the metrics. */
  countByState(): Promise<ReadonlyMap<DispenseState, number>>;
}

/** @throws NcpError NCP_STORE_UNAVAILABLE; what `work` throws passes unchanged */
export const createDueWork = (db: Kysely<Tables>, pool: Pool, lockPool: Pool): DueWork => ({
  dueExchanges: (now, limit) => guarded(async () => {
    const due = await db.selectFrom('dispense').select('exchange').where('state', 'in', [...UNSETTLED])
      .where('next_attempt_at', '<=', toDate(now))
      .where((eb) => eb.or([eb('claimed_until', 'is', null), eb('claimed_until', '<=', toDate(now))])).orderBy('next_attempt_at').limit(limit).execute();
    return [...new Set(due.map((row) => row.exchange as ExchangeId))];
  }),
  claim: (exchange, now, delaysMs) => guarded(async () => {
    const { rows } = await pool.query<DispenseKeyColumns & { state: DispenseState; attempts: number }>(
      `update dispense set attempts = attempts + 1,
         claimed_until = $2::timestamptz + ($3::integer[])[least(attempts + 1, cardinality($3::integer[]))] * interval '1 millisecond'
       where exchange = $1 and state = any($4) and next_attempt_at <= $2
         and (claimed_until is null or claimed_until <= $2)
       returning country, document_root, document_extension, item_id, state, attempts`,
      [exchange, toDate(now), delaysMs, UNSETTLED],
    );
    return rows.map((row) => ({ key: keyOf(row), state: row.state, attempts: row.attempts }));
  }),
  async exclusively(name, work) {
    const connection = await guarded(() => lockPool.connect());
    let reusable = false;
    try {
      const { rows } = await guarded(() => connection.query<{ taken: boolean }>('select pg_try_advisory_lock(hashtextextended($1, 0)) as taken', [name]));
      if (rows[0]?.taken !== true) {
        reusable = true;
        return false;
      }
      await work();
      await guarded(() => connection.query('select pg_advisory_unlock(hashtextextended($1, 0))', [name]));
      reusable = true;
      return true;
    } finally {
      // Closing the connection gives the lock back, whatever happened.
      connection.release(!reusable);
    }
  },
  countByState: () => guarded(async () => {
    const counts = await db.selectFrom('dispense').select((eb) => ['state', eb.fn.countAll<string>().as('rows')]).groupBy('state').execute();
    return new Map(counts.map((row) => [row.state, Number(row.rows)]));
  }),
});
