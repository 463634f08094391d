import { countryCode, type CountryCode, type ExchangeId, type Instant, type NcpErrorCode, type PeerService } from '@ncp/domain';
import type { ProbeLog, ProbeResult } from '@ncp/exchange';
import { guarded, type Pool } from './database.js';
import { fromDate, toDate } from './times.js';

/** How a service of a country fared when it was last probed. */
export interface ProbeState extends ProbeResult {
  /** When it last answered, if only to say no. */
  readonly lastSuccess?: Instant;
  /** The first probe since then that found nobody; absent while it works. */
  readonly failingSince?: Instant;
}

const ADD = `
insert into probe (country, service, kind, asked_at, ms, outcome, code, exchange)
select * from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::integer[], $6::text[], $7::text[], $8::text[])`;

/** For each country and service: the latest probe, the last that was answered, and the first since that was not. Index look-ups only. */
const STATES = `
select latest.*, good.asked_at as good_at, bad.asked_at as bad_at
from unnest($1::text[]) as c(country) cross join unnest(array['identify', 'query', 'retrieve', 'submit']) as s(service)
cross join lateral (select * from probe_overview p where p.country = c.country and p.service = s.service order by asked_at desc limit 1) latest
left join lateral (select asked_at from probe_overview p
  where p.country = c.country and p.service = s.service and p.outcome in ('answered', 'refused') order by asked_at desc limit 1) good on true
left join lateral (select asked_at from probe_overview p
  where p.country = c.country and p.service = s.service and p.outcome not in ('answered', 'refused')
    and p.asked_at > coalesce(good.asked_at, '-infinity') order by asked_at limit 1) bad on true`;

interface Row {
  readonly country: string; readonly service: PeerService; readonly kind: ProbeResult['kind']; readonly asked_at: Date; readonly ms: number;
  readonly outcome: ProbeResult['outcome']; readonly code: NcpErrorCode | null; readonly exchange: ExchangeId | null; readonly good_at: Date | null; readonly bad_at: Date | null;
}

const stateOf = (row: Row): ProbeState => ({
  country: countryCode(row.country), service: row.service, kind: row.kind, at: fromDate(row.asked_at), ms: row.ms, outcome: row.outcome,
  ...(row.code === null ? {} : { code: row.code }),
  ...(row.exchange === null ? {} : { exchange: row.exchange }),
  ...(row.good_at === null ? {} : { lastSuccess: fromDate(row.good_at) }),
  ...(row.bad_at === null ? {} : { failingSince: fromDate(row.bad_at) }),
});

/** For whoever may read the view. @throws NcpError NCP_STORE_UNAVAILABLE */
export const probeStates = (pool: Pool, codes: readonly CountryCode[]): Promise<readonly ProbeState[]> =>
  guarded(async () => (await pool.query<Row>(STATES, [[...codes]])).rows.map(stateOf));

/** @throws NcpError NCP_STORE_UNAVAILABLE */
export const createProbeLog = (pool: Pool): ProbeLog => ({
  note: (results) => guarded(async () => {
    if (results.length === 0) return;
    await pool.query(ADD, [
      results.map(({ country }) => country), results.map(({ service }) => service), results.map(({ kind }) => kind), results.map(({ at }) => toDate(at)),
      results.map(({ ms }) => Math.max(0, Math.round(ms))), results.map(({ outcome }) => outcome), results.map(({ code }) => code ?? null), results.map(({ exchange }) => exchange ?? null),
    ]);
  }),
  lastAt: (country) => guarded(async () => {
    const { rows } = await pool.query<{ at: Date | null }>('select max(asked_at) as at from probe where country = $1', [country]);
    const at = rows[0]?.at ?? null;
    return at === null ? undefined : fromDate(at);
  }),
});
