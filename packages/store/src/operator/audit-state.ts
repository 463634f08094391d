import type { Instant } from '@ncp/domain';
import { guarded, type Pool } from '../database.js';
import { fromDate } from '../times.js';

/** The audit log in figures; nothing of what it holds. */
export interface AuditState {
  /** Leaves: the sequence has no gap, so the last one's number is their count. */
  readonly leaves: bigint;
  readonly last?: { readonly sequence: bigint; readonly hash: string; readonly at: Instant };
  /** The last signed head of the tree over the leaves. */
  readonly checkpoint?: { readonly size: bigint; readonly root: string; readonly at: Instant };
  readonly forwarding: {
    /** Events that the repository has not been sent. */
    readonly waiting: number;
    readonly oldest?: Instant;
    /** Events that could not be signed as they are, and wait for people. */
    readonly setAside: number;
    readonly lastSent?: Instant;
  };
}

const STATE = `
select l.sequence, l.hash, l.time, w.waiting, w.oldest, w.aside, f.settled_at as sent, c.size, c.root, c.made_at
from (select count(*) filter (where set_aside_at is null)::int as waiting, min(created_at) filter (where set_aside_at is null) as oldest, count(set_aside_at)::int as aside
  from outbox where kind = 'forward-audit' and settled_at is null) w
left join lateral (select sequence, hash, time from audit_leaf order by sequence desc limit 1) l on true
left join lateral (select settled_at from outbox where kind = 'forward-audit' and settled_at is not null order by settled_at desc limit 1) f on true
left join lateral (select size, root, made_at from audit_checkpoint order by size desc limit 1) c on true`;

/** @throws NcpError NCP_STORE_UNAVAILABLE */
export const readAuditState = (pool: Pool): Promise<AuditState> => guarded(async () => {
  const { rows: [row] } = await pool.query<{ sequence: string | null; hash: string | null; time: Date | null; waiting: number; oldest: Date | null; aside: number; sent: Date | null; size: string | null; root: string | null; made_at: Date | null }>(STATE);
  return {
    leaves: BigInt(row?.sequence ?? 0),
    ...(row === undefined || row.sequence === null || row.hash === null || row.time === null ? {} : { last: { sequence: BigInt(row.sequence), hash: row.hash, at: fromDate(row.time) } }),
    ...(row === undefined || row.size === null || row.root === null || row.made_at === null ? {} : { checkpoint: { size: BigInt(row.size), root: row.root, at: fromDate(row.made_at) } }),
    forwarding: {
      waiting: row?.waiting ?? 0, setAside: row?.aside ?? 0, ...(row === undefined || row.oldest === null ? {} : { oldest: fromDate(row.oldest) }), ...(row === undefined || row.sent === null ? {} : { lastSent: fromDate(row.sent) }),
    },
  };
});

/** Rows of background work that are not done, by kind. */
export interface OutboxState {
  readonly kind: string;
  readonly waiting: number;
  readonly oldest: Instant;
  /** How often the row that was handed out most often was. */
  readonly attempts: number;
}

/** @throws NcpError NCP_STORE_UNAVAILABLE */
export const readOutboxState = (pool: Pool): Promise<readonly OutboxState[]> => guarded(async () => {
  const { rows } = await pool.query<{ kind: string; waiting: number; oldest: Date; attempts: number }>(
    'select kind, count(*)::int as waiting, min(created_at) as oldest, max(attempts) as attempts from outbox where settled_at is null and set_aside_at is null group by kind order by kind');
  return rows.map(({ oldest, ...row }) => ({ ...row, oldest: fromDate(oldest) }));
});
