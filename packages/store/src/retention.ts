import { randomUUID } from 'node:crypto';
import { addMs, compareInstants, type Instant } from '@ncp/domain';
import { guarded, openPool, type Pool } from './database.js';
import { OPEN_DELIVERIES, UNSETTLED } from './states.js';
import { toDate } from './times.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const YEAR_MS = 365.25 * DAY_MS;

interface Rule {
  readonly table: string;
  /** Rows this much older than their moment go. */
  readonly keepMs: number;
  /** $1 is the limit. Unsettled or open rows never go, whatever their age. */
  readonly where: string;
}

const listOf = (states: readonly string[]): string => states.map((state) => `'${state}'`).join(', ');

/** Retention is data (decisions 3.3). */
const SERVICE_RULES: readonly Rule[] = [
  { table: 'advisory_mark', keepMs: 0, where: 'expires_at < $1' },
  // Half an hour longer than a message counts: a clock that was set back meets it still (SAML-49).
  { table: 'replay_message', keepMs: DAY_MS + HOUR_MS / 2, where: 'admitted_at < $1' },
  // Assertions end at NotOnOrAfter + skew; the hour covers a clock that is set back (SAML-47, SAML-49).
  { table: 'replay_assertion', keepMs: HOUR_MS, where: 'not_on_or_after < $1' },
  { table: 'export', keepMs: 90 * DAY_MS, where: 'exported_at < $1' },
  { table: 'outbox', keepMs: 90 * DAY_MS, where: 'settled_at < $1' },
  { table: 'dispense', keepMs: 5 * YEAR_MS, where: `changed_at < $1 and state not in (${listOf(UNSETTLED)})` },
  { table: 'visit', keepMs: 30 * DAY_MS, where: 'expires_at < $1' },
  { table: 'delivery', keepMs: 5 * YEAR_MS, where: `changed_at < $1 and state not in (${listOf(OPEN_DELIVERIES)})` },
  // A gap that nobody has met for so long is of a release that nobody works with.
  { table: 'terminology_gap', keepMs: 2 * YEAR_MS, where: 'last_at < $1' },
  { table: 'terminology_release', keepMs: 10 * YEAR_MS, where: 'taken_at < $1' },
  // Statistics of closed years; nothing of a person is in them.
  { table: 'transaction_record', keepMs: 10 * YEAR_MS, where: 'received_at < $1' },
  { table: 'exchange_trace', keepMs: 90 * DAY_MS, where: 'made_at < $1' },
  { table: 'operator_order', keepMs: 10 * YEAR_MS, where: 'ended_at < $1' },
  { table: 'probe', keepMs: 30 * DAY_MS, where: 'asked_at < $1' },
  // What nobody asked about within a year is answered by the audit log [local].
  { table: 'abuse_event', keepMs: YEAR_MS, where: 'last_at < $1' },
  // Answers go before the acts they belong to; acts that wait never do.
  { table: 'operator_answer', keepMs: 10 * YEAR_MS, where: 'at < $1 and act in (select id from operator_act where settled_at is not null)' },
  { table: 'operator_act', keepMs: 10 * YEAR_MS, where: 'settled_at < $1 and not exists (select from operator_answer a where a.act = operator_act.id)' },
  { table: 'configuration_in_force', keepMs: 10 * YEAR_MS, where: 'at < $1 and exists (select from configuration_in_force c where c.service = configuration_in_force.service and c.at > configuration_in_force.at)' },
  { table: 'queue_report', keepMs: DAY_MS, where: 'at < $1' },
  { table: 'conflict_record', keepMs: 10 * YEAR_MS, where: 'closed_at < $1' },
];

/** Nothing of the audit is deleted sooner (decisions 3.3). */
export const AUDIT_YEARS = 10;

/** Leaves stay: the chain cannot lose its beginning, and they hold no personal data. */
const AUDIT_RULES: readonly Rule[] = [
  { table: 'audit_event', keepMs: AUDIT_YEARS * YEAR_MS, where: 'sequence in (select sequence from audit_leaf where time < $1)' },
  { table: 'evidence', keepMs: AUDIT_YEARS * YEAR_MS, where: 'sequence in (select sequence from audit_leaf where time < $1)' },
  // Whom a leaf is about is of no use without its event.
  { table: 'audit_subject', keepMs: AUDIT_YEARS * YEAR_MS, where: 'sequence in (select sequence from audit_leaf where time < $1)' },
];

export interface Deleted {
  readonly table: string;
  readonly rows: number;
}

/** What a purge deleted waits in the outbox, in the transaction that deleted it, until its leaf is appended (DAT-09). */
export const PURGED = 'record-retention';

export interface Retention {
  /** Deletes what the services may delete. */
  purge(now: Instant): Promise<readonly Deleted[]>;
  /** Deletes the bodies of events and evidence, and whom each leaf was about, before a time that is ten years ago or longer; needs the owner of the database. */
  purgeAudit(now: Instant, before?: Instant): Promise<readonly Deleted[]>;
}

/** @throws NcpError NCP_STORE_UNAVAILABLE, also when the role may not delete */
export function createRetention(pool: Pool): Retention {
  const apply = (rules: readonly Rule[], now: Instant, before: Instant = now): Promise<readonly Deleted[]> => guarded(async () => {
    const exchange = randomUUID();
    const deleted: Deleted[] = [];
    for (const { table, keepMs, where } of rules) {
      const limit = addMs(now, -keepMs);
      const { rows: [gone] } = await pool.query<{ rows: number }>(`
        with gone as (delete from ${table} where ${where} returning 1), counted as (select count(*)::int as rows from gone),
        told as (insert into outbox (kind, subject, exchange, created_at, not_before)
          select '${PURGED}', '${table}:' || rows, $2::text, $3::timestamptz, $3::timestamptz from counted where rows > 0)
        select rows from counted`, [toDate(compareInstants(before, limit) < 0 ? before : limit), exchange, toDate(now)]);
      deleted.push({ table, rows: gone?.rows ?? 0 });
    }
    return deleted;
  });
  return { purge: (now) => apply(SERVICE_RULES, now), purgeAudit: (now, before) => apply(AUDIT_RULES, now, before) };
}

/** The owner's part of retention, with nothing else open. @throws NcpError NCP_STORE_UNAVAILABLE, also when the role may not delete */
export async function purgeAuditLog(ownerUrl: string, { now, before }: { readonly now: Instant; readonly before: Instant }): Promise<readonly Deleted[]> {
  const pool = openPool({ url: ownerUrl, application: 'ncp audit purge', size: 1 });
  try {
    return await createRetention(pool).purgeAudit(now, before);
  } finally {
    await pool.end();
  }
}
