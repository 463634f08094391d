import type { Visit } from '@ncp/domain';
import type { Visits } from '@ncp/exchange';
import type { Kysely } from 'kysely';
import { guarded } from './database.js';
import type { Tables } from './schema/tables.js';
import type { Sealer } from './seal.js';
import { toDate } from './times.js';

const placeOf = (id: string): string => JSON.stringify(['visit', 'content', id]);

/** The clear columns are what retention and the guard need; everything else is sealed as one piece of JSON. */
const rowOf = (visit: Visit, sealer: Sealer): Tables['visit'] => ({
  id: visit.id, version: visit.version, state: visit.state, country: visit.country,
  opened_at: toDate(visit.openedAt), expires_at: toDate(visit.expiresAt),
  sealed_content: sealer.seal(Buffer.from(JSON.stringify(visit)), placeOf(visit.id)),
});

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** What is no UUID cannot be a row, and PostgreSQL would refuse to compare it. */
export const isUuid = (id: string): boolean => UUID.test(id);

/** @throws NcpError NCP_STORE_UNAVAILABLE, NCP_STORE_SEALED */
export const createVisits = (db: Kysely<Tables>, sealer: Sealer): Visits => ({
  open: (visit) => guarded(async () => {
    await db.insertInto('visit').values(rowOf(visit, sealer)).execute();
  }),
  find: (id) => guarded(async () => {
    if (!isUuid(id)) return undefined;
    const row = await db.selectFrom('visit').select('sealed_content').where('id', '=', id).executeTakeFirst();
    const content = row?.sealed_content;
    return content === undefined || content === null ? undefined : (JSON.parse(sealer.open(content, placeOf(id.toLowerCase())).toString()) as Visit);
  }),
  change: (visit) => guarded(async () => {
    const { numUpdatedRows } = await db.updateTable('visit').set(rowOf(visit, sealer))
      .where('id', '=', visit.id).where('version', '=', visit.version - 1).where('sealed_content', 'is not', null).executeTakeFirst();
    return numUpdatedRows === 1n;
  }),
  forget: (before) => guarded(async () => {
    const { numUpdatedRows } = await db.updateTable('visit').set({ sealed_content: null })
      .where('expires_at', '<', toDate(before)).where('sealed_content', 'is not', null).executeTakeFirst();
    return Number(numUpdatedRows);
  }),
});
