import { countryCode, type CountryCode, type Instant, type OrderSubject } from '@ncp/domain';
import type { OperatorOrder, OrderResult } from '@ncp/exchange';
import { guarded, type Pool } from './database.js';
import { newOrderRow, orderOf } from './order-row.js';
import type { OrderTable } from './schema/tables.js';
import { fromDate } from './times.js';
import { isUuid } from './visits.js';

/** What an operator asks for; the state that she saw comes with it. */
export type NewOrder = Omit<OperatorOrder, 'status'>;

/** An order with what became of it. */
export interface KnownOrder {
  readonly order: OperatorOrder;
  readonly endedAt?: Instant;
  readonly result?: OrderResult;
}

/** A row of a ledger as operators see it: nothing sealed, nothing that names a person. */
export interface LedgerCase {
  /** By which it is ordered about. */
  readonly subject: string;
  readonly of: OrderSubject;
  readonly exchange?: string;
  readonly country: CountryCode;
  readonly since: Instant;
  readonly nextAt?: Instant;
  readonly attempts: number;
  /** Pharmacy (GLN) of an outward row. */
  readonly pharmacy?: string;
  readonly code?: string;
  /** An order that has not ended yet. */
  readonly ordered?: string;
}

/**
 * Where orders are given and their outcome is read: for the roles of dashboard and command line, who can do no more.
 * @throws NcpError NCP_STORE_UNAVAILABLE
 */
export interface OrderDesk {
  /** `already`: this very order, or another one for the same row that has not ended. */
  give(order: NewOrder): Promise<'given' | 'already'>;
  find(id: string): Promise<KnownOrder | undefined>;
  /** Newest first. */
  recent(limit: number, subject?: string): Promise<readonly KnownOrder[]>;
  /** The last comparison of everything that has ended. */
  lastComparison(): Promise<KnownOrder | undefined>;
  /** Rows that are not settled, oldest first. */
  cases(ledger: OrderSubject['ledger'], limit: number): Promise<readonly LedgerCase[]>;
  case(ledger: OrderSubject['ledger'], subject: string): Promise<LedgerCase | undefined>;
}

type KnownRow = Omit<OrderTable, 'status'> & { readonly status: OperatorOrder['status'] };

const knownOf = ({ begun_at: _begun, ended_at, result, ...row }: KnownRow): KnownOrder =>
  ({ order: orderOf(row), ...(ended_at === null ? {} : { endedAt: fromDate(ended_at) }), ...(result === null ? {} : { result }) });

interface CaseRow {
  readonly subject: string; readonly state: string; readonly exchange: string | null; readonly country: string; readonly since: Date; readonly next_at: Date | null;
  readonly attempts: number; readonly pharmacy: string | null; readonly code: string | null; readonly ever_sent: boolean; readonly late: boolean; readonly inward: boolean; readonly ordered: string | null;
}

interface CaseSource {
  readonly columns: string;
  readonly from: string;
  /** Rows that are not settled. */
  readonly open: string;
  /** The row that $1 names, with the index of its own key. */
  readonly one: string;
}
const SOURCES: Readonly<Record<OrderSubject['ledger'], CaseSource>> = {
  outward: {
    columns: 'id::text as subject, state, exchange, country, changed_at as since, next_attempt_at as next_at, attempts, gln as pharmacy, null as code, ever_sent, late, false as inward',
    from: 'delivery_overview', open: "state not in ('RECORDED', 'REFUSED', 'DISCARDED', 'DISCARD_REFUSED')", one: 'id = $1::uuid',
  },
  inward: {
    columns: 'exchange as subject, state, exchange, country, received_at as since, next_attempt_at as next_at, attempts, null as pharmacy, flags[1] as code, false as ever_sent, false as late, true as inward',
    from: 'dispense_overview', open: "state in ('INTENT', 'SENT', 'UNKNOWN', 'DISCARD_INTENT', 'DISCARD_UNKNOWN')", one: 'exchange = $1',
  },
  conflict: {
    columns: "id::text as subject, case when closed_at is null then 'OPEN' else 'CLOSED' end as state, exchange, country, raised_at as since, null::timestamptz as next_at, 0 as attempts, null as pharmacy, code, false as ever_sent, false as late, inward",
    from: 'conflict_overview', open: 'closed_at is null', one: 'id = $1::bigint',
  },
};
/** Ids that cannot be one of a ledger are not looked for: PostgreSQL would refuse to compare them. */
const FORMS: Readonly<Record<OrderSubject['ledger'], (subject: string) => boolean>> = { outward: isUuid, inward: (subject) => subject.length <= 64, conflict: (subject) => /^\d{1,18}$/.test(subject) };

const casesSql = (ledger: OrderSubject['ledger'], which: 'open' | 'one', limit: string): string => {
  const { columns, from, ...where } = SOURCES[ledger];
  return `select x.*, (select o.id::text from operator_order o where o.ledger = '${ledger}' and o.subject = x.subject and o.ended_at is null limit 1) as ordered
    from (select ${columns} from ${from} where ${where[which]}) x order by since limit ${limit}`;
};

function caseOf(ledger: OrderSubject['ledger'], { state, ever_sent, late, inward, attempts, ...row }: CaseRow): LedgerCase {
  const of = (ledger === 'outward' ? { ledger, state, everSent: ever_sent, late } : ledger === 'inward' ? { ledger, state, attempts } : { ledger, state, inward }) as OrderSubject;
  return {
    of, subject: row.subject, attempts, country: countryCode(row.country), since: fromDate(row.since),
    ...(row.exchange === null ? {} : { exchange: row.exchange }), ...(row.next_at === null ? {} : { nextAt: fromDate(row.next_at) }),
    ...(row.pharmacy === null ? {} : { pharmacy: row.pharmacy }), ...(row.code === null ? {} : { code: row.code }), ...(row.ordered === null ? {} : { ordered: row.ordered }),
  };
}

export function createOrderDesk(pool: Pool): OrderDesk {
  const known = (text: string, values: readonly unknown[]): Promise<readonly KnownOrder[]> =>
    guarded(async () => (await pool.query<KnownRow>(`select * from operator_order ${text}`, [...values])).rows.map(knownOf));
  return {
    give: (order) => guarded(async () => {
      const row = newOrderRow(order);
      const columns = Object.keys(row);
      const { rowCount } = await pool.query(`insert into operator_order (${columns.join(', ')}) values (${columns.map((_, index) => `$${String(index + 1)}`).join(', ')}) on conflict do nothing`, Object.values(row));
      return rowCount === 1 ? 'given' : 'already';
    }),
    find: async (id) => (isUuid(id) ? (await known('where id = $1', [id]))[0] : undefined),
    recent: (limit, subject) => known(`where ledger <> 'page' and ($2::text is null or subject = $2) order by ordered_at desc limit $1`, [limit, subject ?? null]),
    lastComparison: async () => (await known(`where ledger = 'all' and ended_at is not null order by ordered_at desc limit 1`, []))[0],
    cases: (ledger, limit) => guarded(async () =>
      (await pool.query<CaseRow>(casesSql(ledger, 'open', '$1'), [limit])).rows.map((row) => caseOf(ledger, row))),
    case: (ledger, subject) => guarded(async () => {
      const [row] = FORMS[ledger](subject) ? (await pool.query<CaseRow>(casesSql(ledger, 'one', '1'), [subject])).rows : [];
      return row === undefined ? undefined : caseOf(ledger, row);
    }),
  };
}
