import type { SummarySnapshot, SummarySnapshots } from '@ncp/exchange';
import type { Kysely } from 'kysely';
import { guarded } from './database.js';
import type { Insertion } from './insert-rows.js';
import type { Tables } from './schema/tables.js';
import type { Sealer } from './seal.js';
import { toDate } from './times.js';
import { isUuid } from './visits.js';

const placeOf = (id: string): string => JSON.stringify(['summary_snapshot', id.toLowerCase()]);

/** Whom it is about and what it says, as one sealed piece of JSON; amounts are decimal texts, so nothing is lost in it. */
export const sealSnapshot = (sealer: Sealer, snapshot: SummarySnapshot): Buffer =>
  sealer.seal(Buffer.from(JSON.stringify(snapshot)), placeOf(snapshot.id));

/** Rows of one journal group. */
export const snapshotRows = (snapshots: readonly { readonly snapshot: SummarySnapshot; readonly sealed: Buffer }[]): Insertion => ({
  table: 'summary_snapshot', columns: ['id', 'country', 'made_at', 'expires_at', 'sealed_content'],
  rows: snapshots.map(({ snapshot: { id, country, madeAt, expiresAt }, sealed }) => [id, country, toDate(madeAt), toDate(expiresAt), sealed]),
});

/** @throws NcpError NCP_STORE_UNAVAILABLE, NCP_STORE_SEALED */
export const createSummarySnapshots = (db: Kysely<Tables>, sealer: Sealer): SummarySnapshots => ({
  find: (id) => guarded(async () => {
    if (!isUuid(id)) return undefined;
    const row = await db.selectFrom('summary_snapshot').select('sealed_content').where('id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : (JSON.parse(sealer.open(row.sealed_content, placeOf(id)).toString()) as SummarySnapshot);
  }),
  forget: (before) => guarded(async () => {
    const { numDeletedRows } = await db.deleteFrom('summary_snapshot').where('expires_at', '<', toDate(before)).executeTakeFirst();
    return Number(numDeletedRows);
  }),
});
