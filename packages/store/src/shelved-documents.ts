import type { ShelvedDocuments, ShelfPlace } from '@ncp/exchange';
import { guarded, type Pool } from './database.js';
import type { Sealer } from './seal.js';
import { isUuid } from './visits.js';

/** As long as the payload cache of country A (decisions D29). */
const LIFE = '15 minutes';
/** Prescriptions weigh a tenth of it; what is heavier is fetched anew by another replica. */
const MOST_BYTES = 8 * 1024 * 1024;

const placeOf = ({ visit, key, version }: ShelfPlace): string => JSON.stringify(['shelved_document', visit.toLowerCase(), key, version]);

/** All times are the server's: replicas share no other clock. @throws NcpError NCP_STORE_UNAVAILABLE, NCP_STORE_SEALED */
export const createShelvedDocuments = (pool: Pool, sealer: Sealer): ShelvedDocuments => ({
  put: (place, bytes) => guarded(async () => {
    if (bytes.byteLength > MOST_BYTES) return;
    await pool.query(
      `insert into shelved_document (visit, key, version, expires_at, sealed_content) values ($1, $2, $3, now() + interval '${LIFE}', $4)
       on conflict (visit, key) do update set version = excluded.version, expires_at = excluded.expires_at, sealed_content = excluded.sealed_content`,
      [place.visit, place.key, place.version, sealer.seal(bytes, placeOf(place))],
    );
  }),
  take: (place) => guarded(async () => {
    if (!isUuid(place.visit)) return undefined;
    const { rows } = await pool.query<{ readonly sealed_content: Buffer }>(
      'select sealed_content from shelved_document where visit = $1 and key = $2 and version = $3 and expires_at > now()', [place.visit, place.key, place.version],
    );
    return rows[0] === undefined ? undefined : sealer.open(rows[0].sealed_content, placeOf(place));
  }),
  clear: (visit) => guarded(async () => { await pool.query('delete from shelved_document where visit = $1', [visit]); }),
  forget: () => guarded(async () => (await pool.query('delete from shelved_document where expires_at <= now()')).rowCount ?? 0),
});
