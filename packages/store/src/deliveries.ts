import type { Delivery } from '@ncp/domain';
import type { Deliveries } from '@ncp/exchange';
import type { Kysely, SelectQueryBuilder } from 'kysely';
import { guarded } from './database.js';
import { deliveryOf } from './delivery-row.js';
import type { DueWork } from './due-work.js';
import type { Tables } from './schema/tables.js';
import type { Sealer } from './seal.js';
import { OPEN_DELIVERIES, UNACKNOWLEDGED } from './states.js';
import { toDate } from './times.js';
import { isUuid } from './visits.js';

/** @throws NcpError NCP_STORE_UNAVAILABLE, NCP_STORE_SEALED; what `work` throws passes unchanged */
export function createDeliveries(db: Kysely<Tables>, sealer: Sealer, locks: Pick<DueWork, 'exclusively'>): Deliveries {
  const rows = () => db.selectFrom('delivery').selectAll();
  const all = (query: SelectQueryBuilder<Tables, 'delivery', Tables['delivery']>): Promise<readonly Delivery[]> =>
    guarded(async () => (await query.execute()).map((row) => deliveryOf(row, sealer)));

  return {
    find: async (id) => (isUuid(id) ? (await all(rows().where('id', '=', id)))[0] : undefined),
    findByKey: async (gln, key) => (await all(rows().where('gln', '=', gln).where('idempotency_key', '=', key)))[0],
    openOf: (country, patientHash) => all(rows().where('country', '=', country).where('patient_hash', '=', patientHash)
      .where('state', 'in', [...UNACKNOWLEDGED]).orderBy('confirmed_at', 'desc')),
    ofPatient: (country, patientHash, limit) => all(rows().where('country', '=', country).where('patient_hash', '=', patientHash)
      .orderBy('confirmed_at', 'desc').limit(limit)),
    lastTurnOf: (country, prescriptionHash) => guarded(async () => {
      const { last } = await db.selectFrom('delivery').select(({ fn }) => fn.max('turn').as('last'))
        .where('country', '=', country).where('prescription_hash', '=', prescriptionHash).executeTakeFirstOrThrow();
      return last ?? 0;
    }),
    ofPharmacy: (gln, limit) => all(rows().where('gln', '=', gln).orderBy('confirmed_at', 'desc').limit(limit)),
    due: (now, limit) => all(rows().where('state', 'in', [...OPEN_DELIVERIES]).where('next_attempt_at', '<=', toDate(now))
      .orderBy('next_attempt_at').limit(limit)),
    async exclusively<T>(id: string, work: () => Promise<T>): Promise<T | undefined> {
      let result: T | undefined;
      await locks.exclusively(`deliver ${id}`, async () => { result = await work(); });
      return result;
    },
  };
}
