import { isTrouble, NATIONAL_SLOW_MS, type CountryCode, type Instant, type PeerService, type ServiceFacts, type SituationFacts } from '@ncp/domain';
import type { Pool } from './database.js';
import { fromDate } from './times.js';

/** Every service that a message can be about, as audit leaves name them. */
const SERVICES = ['identify', 'list-prescriptions', 'retrieve-prescriptions', 'list-summaries', 'retrieve-summaries', 'dispense', 'discard', 'security'];
/** Which probe asks the endpoint that such a message goes to; none does for the others. */
const PROBED_AS: Readonly<Record<string, PeerService>> = {
  identify: 'identify', 'list-prescriptions': 'query', 'list-summaries': 'query', 'retrieve-prescriptions': 'retrieve', 'retrieve-summaries': 'retrieve', dispense: 'submit', discard: 'submit',
};
/** The national list is judged by what inbound messages met in this time [local]. */
const NATIONAL_LOOK_BACK_MS = 24 * 3_600_000;

/**
 * A probe `p` shows that the fault of the message `latest` is mended. A whole question that was answered shows it of every fault; a
 * knock, or a no, only that a connection comes about: who hangs or answers nonsense may do so still.
 */
const SHOWS_MENDED = `(p.kind = 'identify' and p.outcome = 'answered' or p.outcome in ('answered', 'refused')
  and exists (select from unnest(latest.codes) as code where code = 'NCP_PEER_UNAVAILABLE' or code like 'NCP_TRUST_%'))`;

/**
 * For each country, direction and service: the latest message, the last that worked, the first since that did not (a probe in between
 * begins anew), and when the latest probe showed that it is mended. Index look-ups only.
 */
const SERVICE_SQL = `
select c.country, d.direction, s.service, latest.codes, good.received_at as good_at, bad.received_at as bad_at, mended.asked_at as mended_at
from unnest($1::text[]) as c(country) cross join (values ('inbound'), ('outbound')) as d(direction) cross join unnest($2::text[], $3::text[]) as s(service, probe)
cross join lateral (select received_at, outcome, codes from transaction_record t
  where t.country = c.country and t.direction = d.direction and t.service = s.service order by received_at desc limit 1) latest
left join lateral (select received_at from transaction_record t
  where t.country = c.country and t.direction = d.direction and t.service = s.service and t.outcome <> 8 order by received_at desc limit 1) good on true
left join lateral (select asked_at from probe_overview p
  where p.country = c.country and p.service = s.probe and p.asked_at < latest.received_at and ${SHOWS_MENDED} order by asked_at desc limit 1) before on latest.outcome = 8 and d.direction = 'outbound'
left join lateral (select received_at from transaction_record t
  where t.country = c.country and t.direction = d.direction and t.service = s.service and t.outcome = 8
    and t.received_at > coalesce(greatest(good.received_at, before.asked_at), '-infinity') order by received_at limit 1) bad on latest.outcome = 8
left join lateral (select asked_at from (
    select asked_at, kind, outcome from probe_overview where country = c.country and service = s.probe order by asked_at desc limit 1) p
  where p.asked_at > latest.received_at and ${SHOWS_MENDED}) mended on latest.outcome = 8 and d.direction = 'outbound'`;

const NATIONAL_SQL = `
with asked as (select received_at, outcome = 8 and exists (select from unnest(codes) as code where code like 'NCP_NATIONAL_%') as failed
  from transaction_record where direction = 'inbound' and received_at > now() - make_interval(secs => $1) and (national_ms > 0 or outcome = 8) order by received_at desc limit 500)
select min(received_at) as since from asked where failed and received_at > coalesce((select max(received_at) from asked where not failed), '-infinity')`;

const SLOW_SQL = `
with asked as (select received_at, national_ms from transaction_record
  where direction = 'inbound' and received_at > now() - make_interval(secs => $1) and national_ms > 0 and outcome <> 8 order by received_at desc limit 500)
select min(received_at) as since, (select national_ms from asked order by received_at desc limit 1)::int as latest
from asked where national_ms >= $2 and received_at > coalesce((select max(received_at) from asked where national_ms < $2), '-infinity')`;

interface ServiceRow {
  readonly country: CountryCode; readonly direction: 'inbound' | 'outbound'; readonly service: string; readonly codes: string[];
  readonly good_at: Date | null; readonly bad_at: Date | null; readonly mended_at: Date | null;
}

function factsOf({ direction, service, codes, good_at: good, bad_at: bad, mended_at: mended }: ServiceRow): ServiceFacts {
  const known = { direction, service, ...(good === null ? {} : { lastSuccess: fromDate(good) }) };
  const code = codes.find(isTrouble);
  if (bad === null || code === undefined) return known;
  return mended === null ? { ...known, failingSince: fromDate(bad), code } : { ...known, answersAgain: fromDate(mended) };
}

/** How each service of these countries fares in real traffic; of probes only whether they show a fault of it mended. Errors are the driver's: callers guard. */
export async function serviceFacts(pool: Pool, codes: readonly CountryCode[]): Promise<ReadonlyMap<CountryCode, readonly ServiceFacts[]>> {
  const { rows } = await pool.query<ServiceRow>(SERVICE_SQL, [[...codes], SERVICES, SERVICES.map((service) => PROBED_AS[service] ?? null)]);
  return new Map(codes.map((code) => [code, rows.filter(({ country }) => country === code).map(factsOf)]));
}

/** First failure of the national list since it last answered; undefined while it works. Errors are the driver's: callers guard. */
export async function nationalFailingSince(pool: Pool): Promise<Instant | undefined> {
  const { rows } = await pool.query<{ since: Date | null }>(NATIONAL_SQL, [NATIONAL_LOOK_BACK_MS / 1_000]);
  const since = rows[0]?.since ?? null;
  return since === null ? undefined : fromDate(since);
}

/** Since when the national list answers, but slowly; undefined while it is quick. Errors are the driver's: callers guard. */
export async function nationalSlow(pool: Pool): Promise<SituationFacts['nationalSlow']> {
  const { rows } = await pool.query<{ since: Date | null; latest: number | null }>(SLOW_SQL, [NATIONAL_LOOK_BACK_MS / 1_000, NATIONAL_SLOW_MS]);
  const { since = null, latest = null } = rows[0] ?? {};
  return since === null || latest === null ? undefined : { since: fromDate(since), latestMs: latest };
}
