import { DELIVERY_OPERATOR_MS, addMs, countryCode, type CountryCode, type CountryFacts, type SituationFacts, type Instant } from '@ncp/domain';
import type { StepTaken } from '@ncp/exchange';
import { nationalFailingSince, nationalSlow, serviceFacts } from './country-facts.js';
import { guarded, openPool, type Pool } from './database.js';
import { createOrderDesk, type OrderDesk } from './order-desk.js';
import { probeStates, type ProbeState } from './probes.js';
import { createOperatorDesk, type OperatorDesk } from './operator/desk.js';
import { checkSchema } from './schema/migrate.js';
import { databaseClockMs } from './signals.js';
import { createFairUseReport, type FairUseReport } from './statistics/fair-use-watch.js';
import { createStatistics, type Statistics } from './statistics/statistics.js';
import { fromDate, toDate } from './times.js';
import { tracesOf, type TraceRow } from './traces.js';

/** One message as operators see it: identifiers, codes and times only. */
export interface TransactionRow {
  readonly id: string;
  readonly exchange: string;
  readonly direction: 'inbound' | 'outbound';
  readonly transaction: string;
  readonly service: string;
  readonly country: CountryCode;
  readonly messageId: string;
  readonly receivedAt: Instant;
  readonly totalMs: number;
  readonly peerMs: number;
  readonly nationalMs: number;
  readonly outcome: 0 | 4 | 8 | 12;
  readonly codes: readonly string[];
  readonly steps: readonly StepTaken[];
  readonly probe: boolean;
}

export interface SearchWish {
  readonly country?: CountryCode;
  readonly code?: string;
  readonly exchange?: string;
  readonly from?: Instant;
  readonly until?: Instant;
  readonly onlyTrouble?: boolean;
  readonly limit: number;
}

/** Traffic of one service, probes left out. */
export interface TrafficRow {
  readonly direction: 'inbound' | 'outbound';
  readonly service: string;
  readonly count: number;
  /** Ended with outcome 8: temporary trouble. */
  readonly troubled: number;
  /** Ended with outcome 12 or 4: the answer was no. */
  readonly refused: number;
  readonly own: Percentiles;
  readonly peer: Percentiles;
  readonly national: Percentiles;
}
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export interface LedgerCount {
  readonly ledger: 'outward' | 'inward' | 'conflicts';
  readonly state: string;
  readonly country: CountryCode;
  readonly count: number;
  readonly oldest: Instant;
}

export interface AuditStep {
  readonly sequence: string;
  readonly time: Instant;
  readonly kind: string;
  readonly outcome: number;
  readonly codes: readonly string[];
  readonly actor: string;
}

/**
 * What operators see: reads of rows that hold no content and name no person. For the role of the dashboard.
 * @throws NcpError NCP_STORE_UNAVAILABLE
 */
export interface Operations {
  /** How each service of each of these countries fares, and what waits for its answer. */
  countries(codes: readonly CountryCode[]): Promise<readonly CountryFacts[]>;
  /** The latest probe of each service of these countries; probes are in no other figure here. */
  probes(codes: readonly CountryCode[]): Promise<readonly ProbeState[]>;
  /** First failure of the national list since it last answered; undefined while it works. */
  nationalFailingSince(): Promise<Instant | undefined>;
  /** Since when it answers slowly; undefined while it is quick. */
  nationalSlow(): Promise<SituationFacts['nationalSlow']>;
  work(now: Instant): Promise<SituationFacts['work']>;
  ledgers(): Promise<readonly LedgerCount[]>;
  traffic(country: CountryCode, since: Instant): Promise<readonly TrafficRow[]>;
  refusals(country: CountryCode, since: Instant, limit: number): Promise<readonly { readonly code: string; readonly count: number; readonly last: Instant }[]>;
  /** Codes and terms that the catalogue could not carry with this country, most frequent first. */
  gaps(country: CountryCode, limit: number): Promise<readonly { readonly code: string; readonly codeSystem: string; readonly field: string; readonly reason: string; readonly count: number; readonly last: Instant }[]>;
  /** Newest first. */
  search(wish: SearchWish): Promise<readonly TransactionRow[]>;
  /** How its messages were built, masked; empty for what went well, and after 90 days. */
  traces(exchange: string): Promise<readonly TraceRow[]>;
  exchange(id: string): Promise<{ readonly messages: readonly TransactionRow[]; readonly steps: readonly AuditStep[] }>;
}

/** A gap that nobody has met for so long is no news [local]. */
const GAPS_SINCE = '7 days';
const UNKNOWN_STATES = "('UNKNOWN', 'DISCARD_UNKNOWN')";

interface Row {
  readonly id: string; readonly exchange: string; readonly direction: 'inbound' | 'outbound'; readonly transaction: string; readonly service: string;
  readonly country: string; readonly message_id: string; readonly received_at: Date; readonly total_ms: number; readonly peer_ms: number; readonly national_ms: number;
  readonly outcome: TransactionRow['outcome']; readonly codes: string[]; readonly steps: StepTaken[]; readonly probe: boolean;
}

const rowOf = (row: Row): TransactionRow => ({
  id: row.id, exchange: row.exchange, direction: row.direction, transaction: row.transaction, service: row.service, country: countryCode(row.country), messageId: row.message_id,
  receivedAt: fromDate(row.received_at), totalMs: row.total_ms, peerMs: row.peer_ms, nationalMs: row.national_ms, outcome: row.outcome, codes: row.codes, steps: row.steps, probe: row.probe,
});

const at = <Name extends string>(name: Name, date: Date | null | undefined): Partial<Record<Name, Instant>> => (date === null || date === undefined ? {} : { [name]: fromDate(date) } as Record<Name, Instant>);
const percentiles = (values: readonly number[] | null): Percentiles => ({ p50: values?.[0] ?? 0, p95: values?.[1] ?? 0, p99: values?.[2] ?? 0 });

const WAITING_SQL = `
select country, count(*)::int as count, min(confirmed_at) as oldest from delivery_overview
where state in ('QUEUED', 'SENDING', 'PENDING', 'DISCARD_QUEUED', 'DISCARD_SENDING', 'DISCARD_PENDING') group by country`;

const LEDGER_SQL = `
select 'outward' as ledger, state, country, count(*)::int as count, min(changed_at) as oldest from delivery_overview group by state, country
union all select 'inward', state, country, count(*)::int, min(changed_at) from dispense_overview group by state, country
union all select 'conflicts', 'OPEN', country, count(*)::int, min(raised_at) from conflict_overview where closed_at is null group by country
order by 1, 2, 3`;

const TRAFFIC_SQL = `
select direction, service, count(*)::int as count, count(*) filter (where outcome = 8)::int as troubled, count(*) filter (where outcome in (4, 12))::int as refused,
  percentile_cont(array[0.5, 0.95, 0.99]) within group (order by greatest(0, total_ms - peer_ms - national_ms)) as own,
  percentile_cont(array[0.5, 0.95, 0.99]) within group (order by peer_ms) as peer,
  percentile_cont(array[0.5, 0.95, 0.99]) within group (order by national_ms) as national
from transaction_record where country = $1 and received_at >= $2 and not probe group by direction, service order by direction, service`;

/** @throws NcpError NCP_STORE_UNAVAILABLE */
function createOperations(pool: Pool): Operations {
  const query = <T>(text: string, values: readonly unknown[] = []): Promise<readonly T[]> =>
    guarded(async () => (await pool.query(text, [...values])).rows as readonly T[]);

  return {
    async countries(codes) {
      const [services, waiting] = await Promise.all([
        guarded(() => serviceFacts(pool, codes)),
        query<{ country: string; count: number; oldest: Date }>(WAITING_SQL),
      ]);
      return codes.map((code) => {
        const held = waiting.find(({ country }) => country === code);
        return {
          code,
          services: services.get(code) ?? [],
          ...(held === undefined ? {} : { waiting: { count: held.count, oldest: fromDate(held.oldest), peopleAt: addMs(fromDate(held.oldest), DELIVERY_OPERATOR_MS) } }),
        };
      });
    },

    probes: (codes) => probeStates(pool, codes),

    nationalFailingSince: () => guarded(() => nationalFailingSince(pool)),

    nationalSlow: () => guarded(() => nationalSlow(pool)),

    async work(now) {
      const [row] = await query<{ awaiting: number; operator: number; conflicts: number; unknown: number; gaps: number; awaiting_at: Date | null; operator_at: Date | null; conflicts_at: Date | null; unknown_at: Date | null }>(`
        select (select min(changed_at) from delivery_overview where state in ('AWAITING_PROFESSIONAL', 'DISCARD_AWAITING_PROFESSIONAL')) as awaiting_at,
          (select min(changed_at) from delivery_overview where state in ('OPERATOR', 'DISCARD_OPERATOR')) as operator_at,
          (select min(raised_at) from conflict_overview where closed_at is null) as conflicts_at,
          (select min(received_at) from dispense_overview where state in ${UNKNOWN_STATES} and changed_at <= $1) as unknown_at,
          (select count(*)::int from delivery_overview where state in ('AWAITING_PROFESSIONAL', 'DISCARD_AWAITING_PROFESSIONAL')) as awaiting,
          (select count(*)::int from delivery_overview where state in ('OPERATOR', 'DISCARD_OPERATOR')) as operator,
          (select count(*)::int from conflict_overview where closed_at is null) as conflicts,
          (select count(*)::int from dispense_overview where state in ${UNKNOWN_STATES} and changed_at <= $1) as unknown,
          (select count(*)::int from (select distinct code_system, code from terminology_gap where last_at > $1::timestamptz - interval '${GAPS_SINCE}') as gap) as gaps`, [toDate(now)]);
      return { awaitingProfessional: row?.awaiting ?? 0, operator: row?.operator ?? 0, conflicts: row?.conflicts ?? 0, unknown: row?.unknown ?? 0, gaps: row?.gaps ?? 0, since: {
        ...at('awaitingProfessional', row?.awaiting_at), ...at('operator', row?.operator_at), ...at('conflicts', row?.conflicts_at), ...at('unknown', row?.unknown_at),
      } };
    },

    async ledgers() {
      const rows = await query<{ ledger: LedgerCount['ledger']; state: string; country: string; count: number; oldest: Date }>(LEDGER_SQL);
      return rows.map(({ country, oldest, ...row }) => ({ ...row, country: countryCode(country), oldest: fromDate(oldest) }));
    },

    async traffic(country, since) {
      const rows = await query<Omit<TrafficRow, 'own' | 'peer' | 'national'> & Record<'own' | 'peer' | 'national', number[] | null>>(TRAFFIC_SQL, [country, toDate(since)]);
      return rows.map(({ own, peer, national, ...row }) => ({ ...row, own: percentiles(own), peer: percentiles(peer), national: percentiles(national) }));
    },

    async refusals(country, since, limit) {
      const rows = await query<{ code: string; count: number; last: Date }>(`
        select code, count(*)::int as count, max(received_at) as last from transaction_record, unnest(codes) as code
        where country = $1 and received_at >= $2 and not probe group by code order by count desc, code limit $3`, [country, toDate(since), limit]);
      return rows.map(({ last, ...row }) => ({ ...row, last: fromDate(last) }));
    },

    async gaps(country, limit) {
      const rows = await query<{ code: string; code_system: string; field: string; reason: string; count: number; last: Date }>(`
        select code, code_system, field, reason, sum(count)::int as count, max(last_at) as last from terminology_gap where country = $1
        group by code, code_system, field, reason order by count desc, code limit $2`, [country, limit]);
      return rows.map(({ code_system: codeSystem, last, ...row }) => ({ ...row, codeSystem, last: fromDate(last) }));
    },

    async search({ country, code, exchange, from, until, onlyTrouble = false, limit }) {
      const rows = await query<Row>(`
        select * from transaction_record
        where ($1::text is null or country = $1) and ($2::text is null or $2 = any(codes)) and ($3::text is null or exchange = $3)
          and ($4::timestamptz is null or received_at >= $4) and ($5::timestamptz is null or received_at < $5) and (not $6 or outcome = 8)
        order by received_at desc limit $7`,
      [country ?? null, code ?? null, exchange ?? null, from === undefined ? null : toDate(from), until === undefined ? null : toDate(until), onlyTrouble, limit]);
      return rows.map(rowOf);
    },

    traces: (exchange) => tracesOf(pool, exchange),

    async exchange(id) {
      const [messages, leaves] = await Promise.all([
        query<Row>('select * from transaction_record where exchange = $1 order by received_at, id', [id]),
        query<{ sequence: string; time: Date; kind: string; outcome: number; codes: string[]; actor: string }>('select sequence, time, kind, outcome, codes, actor from audit_leaf where exchange = $1 order by sequence', [id]),
      ]);
      return { messages: messages.map(rowOf), steps: leaves.map(({ time, ...leaf }) => ({ ...leaf, time: fromDate(time) })) };
    },
  };
}

export interface OpenOperations {
  readonly operations: Operations;
  readonly orders: OrderDesk;
  readonly statistics: Statistics;
  readonly fairUse: FairUseReport;
  /** The database's own clock, epoch milliseconds. @throws NcpError NCP_STORE_UNAVAILABLE */
  clockMs(): Promise<number>;
  readonly desk: OperatorDesk;
  /** @throws NcpError NCP_STORE_UNAVAILABLE */
  ready(): Promise<void>;
  close(): Promise<void>;
}

const CONNECTIONS = 6;

/**
 * Opens the operators' view alone: the dashboard has no key, so that it could not open a sealed value if it were given one.
 * @throws NcpError NCP_STORE_UNAVAILABLE, NCP_STORE_MIGRATION
 */
export async function openOperations({ url, application }: { readonly url: string; readonly application: string }): Promise<OpenOperations> {
  const pool = openPool({ url, application, size: CONNECTIONS });
  try {
    await guarded(() => checkSchema(pool));
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    operations: createOperations(pool), statistics: createStatistics(pool), fairUse: createFairUseReport(pool), orders: createOrderDesk(pool), desk: createOperatorDesk(pool), clockMs: () => databaseClockMs(pool),
    ready: () => guarded(async () => { await pool.query('select 1 from transaction_record limit 1'); }), close: () => pool.end(),
  };
}
