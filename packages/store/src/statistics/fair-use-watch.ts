import { addMs, countryCode, FAIR_USE, type FairUseEvent, type FairUseKind, type Instant } from '@ncp/domain';
import { guarded, isDataFault, type Pool } from '../database.js';
import { fromDate, toDate } from '../times.js';

/** Looks for what passes a threshold in what was recorded, whichever process took it. It counts; it never decides. */
export interface FairUseWatch {
  /** Records what it finds; returns what is new. @throws NcpError NCP_STORE_UNAVAILABLE */
  look(now: Instant): Promise<readonly FairUseEvent[]>;
}

/** What operators see of it. Patients are pseudonyms that only the key of the services can make. */
export interface FairUseReport {
  /** Newest first. @throws NcpError NCP_STORE_UNAVAILABLE */
  events(since: Instant, limit: number): Promise<readonly FairUseEvent[]>;
}

/** A message is recorded at its end: a look goes back this much further than its window, so that none is missed between two. */
const LATE_MS = 5 * 60_000;

interface Found {
  readonly direction: 'inbound' | 'outbound'; readonly country: string; readonly subject: string;
  readonly began_at: Date; readonly last_at: Date; readonly highest: number; readonly exchange: string;
}

/** An index takes no longer subject; what is the same up to here is counted as one. Longer ones are refused at the door (SAML-20). */
const MAX_SUBJECT = 512;

/** $1 the beginning of the look, $2 the window in milliseconds, $3 the threshold. `recent`: direction, country, subject, exchange, at. */
const over = (recent: string): string => `
with recent as (${recent}),
counted as (select *, (count(*) over (partition by direction, country, subject order by at range between make_interval(secs => ($2::float8 - 0.001) / 1000) preceding and current row))::int as within from recent)
select direction, country, subject, min(at) as began_at, max(at) as last_at, max(within) as highest, (array_agg(exchange order by within desc, at))[1] as exchange
from counted where within > $3 group by direction, country, subject`;

const OF_TRANSACTIONS = (subject: string, where: string): string =>
  `select direction, country, ${subject} as subject, exchange, received_at as at from transaction_record where received_at > $1 and not probe ${where}`;

/** Messages of leaves, with whom they are about. Leaves have no index by time: the walk back ends at the first that is older. */
const OF_PATIENTS = `
select case when l.country_a = 'SE' then 'inbound' else 'outbound' end as direction, case when l.country_a = 'SE' then l.country_b else l.country_a end as country,
  s.pseudonym as subject, l.exchange, l.time as at
from audit_leaf l join audit_subject s using (sequence)
where l.kind in ('identify', 'list-prescriptions', 'retrieve-prescriptions', 'list-summaries', 'retrieve-summaries', 'dispense', 'discard') and l.time > $1 and l.sequence > coalesce((select o.sequence from audit_leaf o where o.time < $1 order by o.sequence desc limit 1), 0)`;

const QUERIES: Readonly<Record<FairUseKind, string>> = {
  'country': over(OF_TRANSACTIONS(`''::text`, '')),
  'point-of-care': over(OF_TRANSACTIONS(`left(point_of_care, ${String(MAX_SUBJECT)})`, `and point_of_care <> ''`)),
  'patient': over(OF_PATIENTS),
};

/** What goes on is the same event: it grows. */
const GROW = `
update abuse_event set last_at = greatest(last_at, $6), highest = greatest(highest, $7)
where kind = $1 and direction = $2 and country = $3 and subject = $4 and last_at >= $5::timestamptz - make_interval(secs => $8::float8 / 1000) returning id`;
const BEGIN = `
insert into abuse_event (kind, direction, country, subject, began_at, last_at, highest, threshold, exchange) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing returning id`;

const KINDS = Object.keys(FAIR_USE) as FairUseKind[];

export const createFairUseWatch = (pool: Pool): FairUseWatch => ({
  look: (now) => guarded(async () => {
    const begun: FairUseEvent[] = [];
    for (const kind of KINDS) {
      const { messages, windowMs } = FAIR_USE[kind];
      const { rows } = await pool.query<Found>(QUERIES[kind], [toDate(addMs(now, -windowMs - LATE_MS)), windowMs, messages]);
      for (const found of rows) if (await isNew(pool, kind, found)) begun.push(eventOf({ ...found, kind, threshold: messages }));
    }
    return begun;
  }),
});

/** A row that cannot be kept is told with each look, rather than keep the others from being told. */
async function isNew(pool: Pool, kind: FairUseKind, { direction, country, subject, began_at: beganAt, last_at: lastAt, highest, exchange }: Found): Promise<boolean> {
  const { messages, windowMs } = FAIR_USE[kind];
  const named = [kind, direction, country, subject, beganAt, lastAt, highest];
  try {
    const grown = await pool.query(GROW, [...named, windowMs]);
    if ((grown.rowCount ?? 0) > 0) return false;
    return ((await pool.query(BEGIN, [...named, messages, exchange])).rowCount ?? 0) > 0;
  } catch (error) {
    if (isDataFault(error)) return true;
    throw error;
  }
}

const eventOf = ({ began_at, last_at, country, kind, direction, subject, highest, threshold, exchange }: Found & { readonly kind: FairUseKind; readonly threshold: number }): FairUseEvent =>
  ({ kind, direction, subject, highest, threshold, exchange, country: countryCode(country), beganAt: fromDate(began_at), lastAt: fromDate(last_at) });

export const createFairUseReport = (pool: Pool): FairUseReport => ({
  events: (since, limit) => guarded(async () => {
    const { rows } = await pool.query<Found & { readonly kind: FairUseKind; readonly threshold: number }>(
      'select kind, direction, country, subject, began_at, last_at, highest, threshold, exchange from abuse_overview where last_at >= $1 order by last_at desc, id desc limit $2', [toDate(since), limit]);
    return rows.map(eventOf);
  }),
});
