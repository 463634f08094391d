import { NcpError, type CountryCode } from '@ncp/domain';
import { guarded, openPool } from './database.js';

/** Rows that one statement inserts: it must end within the time limit of a statement. */
const AT_ONCE = 100_000;

const FILL_SQL = `
insert into transaction_record (exchange, direction, transaction, service, country, message_id, received_at, ended_at, total_ms, peer_ms, national_ms, outcome, codes, steps)
select 'sample-' || n, (array['inbound', 'outbound'])[1 + n % 2], 'ITI-55', (array['identify', 'list-prescriptions', 'retrieve-prescriptions', 'dispense'])[1 + n % 4],
  ($3::text[])[1 + (n * 7) % array_length($3::text[], 1)], 'urn:uuid:' || n, now() - (n * (31536000.0 / $4::float8) * interval '1 second'), now(), 40 + n % 30, n % 20, n % 15,
  case when n % 50 = 0 then 8 when n % 9 = 0 then 12 else 0 end,
  case when n % 50 = 0 then array['NCP_PEER_TIMEOUT'] when n % 9 = 0 then array['NCP_PI_NO_MATCH'] else array[]::text[] end, '[]'::jsonb
from generate_series($1::int, $2::int) as n`;

/**
 * Fills a database with a year of made-up traffic, for measuring what operators see. `url`: as owner of the tables.
 * @throws NcpError NCP_CLI_USAGE when there is traffic already: what happened is never mixed with what did not; NCP_STORE_UNAVAILABLE
 */
export async function fillSampleTraffic(url: string, { rows, countries }: { readonly rows: number; readonly countries: readonly CountryCode[] }): Promise<void> {
  const pool = openPool({ url, application: 'sample-traffic', size: 1 });
  try {
    const { rows: [found] } = await guarded(() => pool.query<{ some: boolean }>('select exists (select from transaction_record) as some'));
    if (found?.some !== false) throw new NcpError('NCP_CLI_USAGE', { needed: 'a database without traffic' });
    for (let first = 1; first <= rows; first += AT_ONCE) await guarded(() => pool.query(FILL_SQL, [first, Math.min(rows, first + AT_ONCE - 1), [...countries], rows]));
    await guarded(() => pool.query('analyze transaction_record'));
  } finally {
    await pool.end();
  }
}
