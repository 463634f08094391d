import { type CountryCode, type DispenseKey, type Instant } from '@ncp/domain';
import type { DispenseRecord, Hold, Ledger } from '@ncp/exchange';
import { sql, type Expression, type ExpressionBuilder, type Kysely, type SqlBool } from 'kysely';
import { guarded } from './database.js';
import { recordOf } from './dispense-row.js';
import type { Tables } from './schema/tables.js';
import type { Sealer } from './seal.js';
import { UNSETTLED } from './states.js';
import { toDate } from './times.js';

type Builder = ExpressionBuilder<Tables, 'dispense'>;

const isKey = (eb: Builder, key: DispenseKey): Expression<SqlBool> => eb.and({
  country: key.country, document_root: key.documentRoot, document_extension: key.documentExtension, item_id: key.itemId,
});

interface DocumentId {
  readonly country: CountryCode;
  readonly root: string;
  readonly extension: string;
}

/** Rows reported under the document id itself, or under a second id for the same hand-over (decisions D51). */
const isDocument = (eb: Builder, { country, root, extension }: DocumentId, itemId?: string): Expression<SqlBool> => eb.or([
  eb.and({ country, document_root: root, document_extension: extension, ...(itemId === undefined ? {} : { item_id: itemId }) }),
  eb.exists(eb.selectFrom('dispense_alias as a').select('a.item_id')
    .where('a.country', '=', country).where('a.document_root', '=', root).where('a.document_extension', '=', extension)
    .$if(itemId !== undefined, (query) => query.where('a.item_id', '=', itemId ?? ''))
    .whereRef('a.country', '=', 'dispense.country').whereRef('a.of_document_root', '=', 'dispense.document_root')
    .whereRef('a.of_document_extension', '=', 'dispense.document_extension').whereRef('a.of_item_id', '=', 'dispense.item_id')),
]);

/** Reads of the dispensation ledger (port `Ledger`). @throws NcpError NCP_STORE_UNAVAILABLE, NCP_STORE_SEALED */
export function createLedger(db: Kysely<Tables>, sealer: Sealer): Ledger {
  const records = (query: { execute(): Promise<Parameters<typeof recordOf>[0][]> }): Promise<readonly DispenseRecord[]> =>
    guarded(async () => (await query.execute()).map((row) => recordOf(row, sealer)));
  const rows = () => db.selectFrom('dispense').selectAll();

  return {
    async find(key) {
      const document = { country: key.country, root: key.documentRoot, extension: key.documentExtension };
      return (await records(rows().where((eb) => isDocument(eb, document, key.itemId)).limit(1)))[0];
    },
    findByDocument: (country, root, extension) =>
      records(rows().where((eb) => isDocument(eb, { country, root, extension })).orderBy('received_at').orderBy('item_id')),
    holdsOn: (prescriptionIds) => guarded(async () => {
      if (prescriptionIds.length === 0) return new Map<string, Hold>();
      // Asked for every document and list: written out, because putting a query together costs more than running it.
      const { rows: held } = await sql<{ readonly prescription_id: string; readonly hold: Hold }>`
        select prescription_id, 'open-conflict' as hold from conflict_record where prescription_id = any(${prescriptionIds}) and closed_at is null
        union all
        select prescription_id, 'unsettled' as hold from dispense where prescription_id = any(${prescriptionIds}) and state in (${sql.join(UNSETTLED.map((state) => sql.lit(state)))})`.execute(db);
      const conflicts = held.filter(({ hold }) => hold === 'open-conflict');
      const unsettled = held.filter(({ hold }) => hold === 'unsettled');
      return new Map([...conflicts, ...unsettled].map((row) => [row.prescription_id, row.hold] as const));
    }),
    findByContent: (country, contentHash) =>
      records(rows().where('country', '=', country).where('content_hash', '=', contentHash).orderBy('received_at', 'desc')),
    confirmedSince: ({ country, pharmacyId, prescriptionId, since }) =>
      records(rows().where('country', '=', country).where('pharmacy_id', '=', pharmacyId).where('prescription_id', '=', prescriptionId)
        .where('state', '=', 'CONFIRMED').where('handed_over_at', '>=', toDate(since)).orderBy('handed_over_at')),
    exportedSince: ({ country, prescriptionId, since }) => guarded(async () => {
      const found = await db.selectFrom('export').select('id').where('prescription_id', '=', prescriptionId)
        .where('country', '=', country).where('exported_at', '>=', toDate(since)).limit(1).execute();
      return found.length > 0;
    }),
    due: (now: Instant, limit: number) =>
      records(rows().where('state', 'in', [...UNSETTLED]).where('next_attempt_at', '<=', toDate(now))
        .where((eb) => eb.or([eb('claimed_until', 'is', null), eb('claimed_until', '<=', toDate(now))])).orderBy('next_attempt_at').limit(limit)),
    markDelivered: (key, at) => guarded(async () => {
      await db.updateTable('dispense').set({ delivered_at: toDate(at) }).where((eb) => isKey(eb, key)).execute();
    }),
  };
}

