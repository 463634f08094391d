import { countryCode, epochMs, type CountryCode, type DeliveryState, type DispenseState, type Instant, type ServiceFacts } from '@ncp/domain';
import { guarded, type Pool } from './database.js';
import { nationalFailingSince, serviceFacts } from './country-facts.js';
import { probeStates, type ProbeState } from './probes.js';
import { OPEN_DELIVERIES, UNSETTLED } from './states.js';
import { fromDate, toDate } from './times.js';

/** Rows of one kind, and since when the oldest of them waits. */
export interface Waiting<State extends string = string> {
  readonly state: State;
  readonly country: CountryCode;
  readonly rows: number;
  /** Of rows that are still to be settled. */
  readonly oldest?: Instant;
}

/** The state of the deployment as its database knows it: counts, codes and times, nothing of a person. */
export interface Signals {
  readonly outbox: readonly { readonly kind: string; readonly rows: number; readonly setAside: number; readonly dueSince?: Instant }[];
  readonly dispenses: readonly Waiting<DispenseState>[];
  readonly deliveries: readonly Waiting<DeliveryState>[];
  readonly conflicts: readonly { readonly country: CountryCode; readonly rows: number }[];
  /** Terms met within a day. */
  readonly gaps: readonly { readonly country: CountryCode; readonly reason: string; readonly terms: number }[];
  readonly services: readonly (ServiceFacts & { readonly country: CountryCode })[];
  readonly nationalFailingSince?: Instant;
  readonly probes: readonly ProbeState[];
}

export interface SignalReader {
  /** @throws NcpError NCP_STORE_UNAVAILABLE */
  read(now: Instant, countries: readonly CountryCode[]): Promise<Signals>;
  /** The database's own clock, epoch milliseconds. @throws NcpError NCP_STORE_UNAVAILABLE */
  clockMs(): Promise<number>;
}

const DAY_MS = 86_400_000;

const OUTBOX = `
select kind, count(*) filter (where set_aside_at is null)::int as rows, count(set_aside_at)::int as set_aside,
  min(greatest(created_at, not_before)) filter (where not_before <= $1 and set_aside_at is null) as due_since
from outbox where settled_at is null group by kind`;
const DISPENSES = 'select state, country, count(*)::int as rows, min(received_at) filter (where state = any($1)) as oldest from dispense group by state, country';
const DELIVERIES = 'select state, country, count(*)::int as rows, min(confirmed_at) filter (where state = any($1)) as oldest from delivery group by state, country';
const CONFLICTS = 'select country, count(*)::int as rows from conflict_record where closed_at is null group by country';
const GAPS = 'select country, reason, count(*)::int as terms from terminology_gap where last_at > $1 group by country, reason';

interface WaitingRow<State> { readonly state: State; readonly country: string; readonly rows: number; readonly oldest: Date | null }

const waiting = <State extends string>({ oldest, country, ...row }: WaitingRow<State>): Waiting<State> =>
  ({ ...row, country: countryCode(country), ...(oldest === null ? {} : { oldest: fromDate(oldest) }) });

/** The database's clock in milliseconds: any role may ask. */
export const databaseClockMs = (pool: Pool): Promise<number> => guarded(async () => {
  const { rows } = await pool.query<{ ms: string }>('select (extract(epoch from clock_timestamp()) * 1000)::text as ms');
  return Number(rows[0]?.ms);
});

/** For a role that may read both ledgers, the outbox and the probes. */
export function createSignalReader(pool: Pool): SignalReader {
  const query = async <T>(text: string, values: readonly unknown[] = []): Promise<readonly T[]> => (await pool.query(text, [...values])).rows as readonly T[];
  return {
    clockMs: () => databaseClockMs(pool),
    read: (now, countries) => guarded(async () => {
      const [outbox, dispenses, deliveries, conflicts, gaps, services, since, probes] = await Promise.all([
        query<{ kind: string; rows: number; set_aside: number; due_since: Date | null }>(OUTBOX, [toDate(now)]),
        query<WaitingRow<DispenseState>>(DISPENSES, [UNSETTLED]),
        query<WaitingRow<DeliveryState>>(DELIVERIES, [OPEN_DELIVERIES]),
        query<{ country: string; rows: number }>(CONFLICTS),
        query<{ country: string; reason: string; terms: number }>(GAPS, [new Date(epochMs(now) - DAY_MS)]),
        serviceFacts(pool, countries), nationalFailingSince(pool), probeStates(pool, countries),
      ]);
      return {
        outbox: outbox.map(({ due_since: due, set_aside: setAside, ...row }) => ({ ...row, setAside, ...(due === null ? {} : { dueSince: fromDate(due) }) })),
        dispenses: dispenses.map(waiting), deliveries: deliveries.map(waiting),
        conflicts: conflicts.map(({ country, rows }) => ({ country: countryCode(country), rows })),
        gaps: gaps.map(({ country, ...row }) => ({ ...row, country: countryCode(country) })),
        services: [...services].flatMap(([country, facts]) => facts.map((one) => ({ ...one, country }))),
        ...(since === undefined ? {} : { nationalFailingSince: since }),
        probes,
      };
    }),
  };
}

