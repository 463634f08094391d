import { addMs, type ExchangeId, type Instant } from '@ncp/domain';
import { sql, type Kysely } from 'kysely';
import { guarded } from './database.js';
import type { Tables } from './schema/tables.js';
import { fromDate, toDate } from './times.js';

/** One row of background work: identifiers only. */
export interface OutboxRow {
  readonly id: string;
  readonly kind: string;
  readonly subject: string;
  readonly exchange: ExchangeId;
  /** How often it was handed out, this time included. */
  readonly attempts: number;
  /** W3C traceparent of what caused it. */
  readonly trace?: string;
}

export interface Outbox {
  /**
   * Hands out rows of the given kinds that are due, and marks them relayed. Two relays never get the same row; a row that is not settled
   * within `againAfterMs` is handed out again, for the queue may have lost it (QUE-01).
   */
  takeDue(now: Instant, options: { readonly kinds: readonly string[]; readonly limit: number; readonly againAfterMs: number }): Promise<readonly OutboxRow[]>;
  /** Open rows of one kind, in the order they were written; none that was set aside. */
  open(kind: string, limit: number): Promise<readonly OutboxRow[]>;
  settle(ids: readonly string[], now: Instant): Promise<void>;
  /** Out of the way of the others, because it cannot be done as it is: it stays open, and is neither handed out nor counted as waiting. */
  setAside(id: string, now: Instant): Promise<void>;
  /** Rows of one kind that were set aside and are open still, in the order they were written. */
  aside(kind: string): Promise<readonly OutboxRow[]>;
  row(id: string): Promise<OutboxRow | undefined>;
  /** The rows of a kind that were settled last: everything within `windowMs` of the very last one, in the order they were written, page by page. */
  lastSettled(kind: string, windowMs: number, page: { readonly after: string; readonly limit: number }): Promise<readonly OutboxRow[]>;
  /** When the row of a kind was made that waits longest, by one look into the index: asked for every message (AUD-14). */
  waitingSince(kind: string): Promise<Instant | undefined>;
  /** Rows that wait, and since when the oldest does: an alarm when it grows (AUD-14). */
  backlog(kind: string): Promise<{ readonly rows: number; readonly oldest?: Instant }>;
}

const COLUMNS = ['id', 'kind', 'subject', 'exchange', 'attempts', 'trace'] as const;
const rowOf = ({ trace, exchange, ...row }: { id: string; kind: string; subject: string; exchange: string; attempts: number; trace: string | null }): OutboxRow =>
  ({ ...row, exchange: exchange as ExchangeId, ...(trace === null ? {} : { trace }) });

const waiting = (db: Kysely<Tables>, kind: string) => db.selectFrom('outbox').where('kind', '=', kind).where('settled_at', 'is', null).where('set_aside_at', 'is', null);

/** @throws NcpError NCP_STORE_UNAVAILABLE */
export const createOutbox = (db: Kysely<Tables>): Outbox => ({
  takeDue: (now, { kinds, limit, againAfterMs }) => guarded(async () => {
    const taken = await db.updateTable('outbox')
      .set((eb) => ({ relayed_at: toDate(now), attempts: eb('attempts', '+', 1) }))
      .where('id', 'in', (eb) => eb.selectFrom('outbox').select('id').where('settled_at', 'is', null).where('set_aside_at', 'is', null)
        .where('kind', 'in', [...kinds]).where('not_before', '<=', toDate(now))
        .where((or) => or.or([or('relayed_at', 'is', null), or('relayed_at', '<=', toDate(addMs(now, -againAfterMs)))]))
        .orderBy('id').limit(limit).forUpdate().skipLocked())
      .returning(COLUMNS).execute();
    return taken.map(rowOf).sort((a, b) => Number(a.id) - Number(b.id));
  }),
  open: (kind, limit) => guarded(async () =>
    (await waiting(db, kind).select(COLUMNS).orderBy('id').limit(limit).execute()).map(rowOf)),
  settle: (ids, now) => guarded(async () => {
    if (ids.length === 0) return;
    await db.updateTable('outbox').set({ settled_at: toDate(now) }).where('id', 'in', [...ids]).where('settled_at', 'is', null).execute();
  }),
  setAside: (id, now) => guarded(async () => {
    await db.updateTable('outbox').set({ set_aside_at: toDate(now) }).where('id', '=', id).where('settled_at', 'is', null).execute();
  }),
  aside: (kind) => guarded(async () =>
    (await db.selectFrom('outbox').select(COLUMNS).where('kind', '=', kind).where('settled_at', 'is', null).where('set_aside_at', 'is not', null).orderBy('id').execute()).map(rowOf)),
  row: (id) => guarded(async () => {
    const row = await db.selectFrom('outbox').select(COLUMNS).where('id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : rowOf(row);
  }),
  lastSettled: (kind, windowMs, { after, limit }) => guarded(async () => {
    const { last } = await db.selectFrom('outbox').select((eb) => eb.fn.max('settled_at').as('last')).where('kind', '=', kind).executeTakeFirstOrThrow();
    if (last === null) return [];
    const since = new Date(last.getTime() - windowMs);
    return (await db.selectFrom('outbox').select(COLUMNS).where('kind', '=', kind).where('settled_at', '>=', since).where('id', '>', after).orderBy('id').limit(limit).execute()).map(rowOf);
  }),
  waitingSince: (kind) => guarded(async () => {
    const first = await waiting(db, kind).select('created_at').orderBy('id').limit(1).executeTakeFirst();
    return first === undefined ? undefined : fromDate(first.created_at);
  }),
  backlog: (kind) => guarded(async () => {
    const { rows, oldest } = await waiting(db, kind)
      .select([sql<string>`count(*)`.as('rows'), (eb) => eb.fn.min('created_at').as('oldest')]).executeTakeFirstOrThrow();
    return { rows: Number(rows), ...(oldest === null ? {} : { oldest: fromDate(oldest) }) };
  }),
});
