import { countryCode, NcpError, periodState, type CountryCode, type Instant, type PeriodState, type ReportingPeriod, type StatisticalTransaction } from '@ncp/domain';
import { guarded, type Pool } from '../database.js';
import { fromDate, toDate } from '../times.js';

/** How many transactions of one kind there are. */
export interface CountedTransactions extends Pick<StatisticalTransaction, 'direction' | 'country' | 'service' | 'templates'> {
  /** Ended well. */
  readonly succeeded: boolean;
  readonly count: number;
}

export interface StatisticsWish {
  readonly period: ReportingPeriod;
  /** With this country only. */
  readonly country?: CountryCode;
}

/** Typed rows of a period (wire-contract 12.3). Probes are never among them. @throws NcpError NCP_STORE_UNAVAILABLE */
export interface Statistics {
  /** In the order of their time, page by page: a period never sits in memory. */
  transactions(wish: StatisticsWish): AsyncIterable<StatisticalTransaction>;
  counts(wish: StatisticsWish): Promise<readonly CountedTransactions[]>;
  /** When the first message was that is still kept; undefined before there was any. */
  begins(): Promise<Instant | undefined>;
}

/**
 * Only a closed period is handed out, and an open one to whoever asks for an open one.
 * @throws NcpError NCP_STATISTICS_PERIOD (details.state: `open`, `gone`)
 */
export function requirePeriod(period: ReportingPeriod, now: Instant, { open = false }: { readonly open?: boolean } = {}): Exclude<PeriodState, 'gone'> {
  const state = periodState(period, now);
  if (state === 'gone' || (state === 'open' && !open)) throw new NcpError('NCP_STATISTICS_PERIOD', { period: period.name, state });
  return state;
}

const PAGE = 2_000;

interface Row {
  readonly id: string; readonly transaction_id: string; readonly direction: 'inbound' | 'outbound'; readonly country: string; readonly service: string; readonly transaction: string;
  readonly message_id: string; readonly reply_id: string; readonly point_of_care: string; readonly authentication: string;
  readonly received_at: Date; readonly at: string; readonly ended_at: Date; readonly total_ms: number; readonly outcome: StatisticalTransaction['outcome']; readonly codes: string[]; readonly templates: string[];
}

const transactionOf = (row: Row): StatisticalTransaction => ({
  key: row.transaction_id, direction: row.direction, country: countryCode(row.country), service: row.service, transaction: row.transaction,
  messageId: row.message_id, replyId: row.reply_id, pointOfCare: row.point_of_care, authentication: row.authentication,
  receivedAt: fromDate(row.received_at), endedAt: fromDate(row.ended_at), durationMs: row.total_ms, outcome: row.outcome, codes: row.codes, templates: row.templates,
});

// The time goes to and fro as text: a Date has milliseconds, the column microseconds.
const PAGE_SQL = `
select id, transaction_id, direction, country, service, transaction, message_id, reply_id, point_of_care, authentication,
  received_at, received_at::text as at, ended_at, total_ms, outcome, codes, templates
from transaction_record
where received_at >= $1 and received_at < $2 and not probe and ($3::text is null or country = $3) and (received_at, id) > ($4::timestamptz, $5::bigint)
order by received_at, id limit ${String(PAGE)}`;

const COUNT_SQL = `
select direction, country, service, templates, outcome = 0 as succeeded, count(*)::int as count from transaction_record
where received_at >= $1 and received_at < $2 and not probe and ($3::text is null or country = $3) group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5`;

export function createStatistics(pool: Pool): Statistics {
  const bounds = ({ period, country }: StatisticsWish): readonly unknown[] => [toDate(period.from), toDate(period.until), country ?? null];
  return {
    async *transactions(wish) {
      let last: readonly [at: string, id: string] = ['-infinity', '0'];
      for (;;) {
        const { rows } = await guarded(() => pool.query<Row>(PAGE_SQL, [...bounds(wish), ...last]));
        for (const row of rows) yield transactionOf(row);
        const end = rows.at(-1);
        if (end === undefined || rows.length < PAGE) return;
        last = [end.at, end.id];
      }
    },
    counts: (wish) => guarded(async () => {
      const { rows } = await pool.query<Omit<CountedTransactions, 'country'> & { readonly country: string }>(COUNT_SQL, [...bounds(wish)]);
      return rows.map((row) => ({ ...row, country: countryCode(row.country) }));
    }),
    begins: () => guarded(async () => {
      const { rows: [row] } = await pool.query<{ at: Date | null }>('select min(received_at) as at from transaction_record where not probe');
      return row === undefined || row.at === null ? undefined : fromDate(row.at);
    }),
  };
}
