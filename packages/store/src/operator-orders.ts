import type { Instant } from '@ncp/domain';
import type { LedgerGuard, OperatorOrders, OrderChange } from '@ncp/exchange';
import { sql, type Kysely } from 'kysely';
import { guarded, type Connection } from './database.js';
import { deliveryOf } from './delivery-row.js';
import { keyOf, recordOf } from './dispense-row.js';
import { newOrderRow, ORDER_COLUMNS, orderOf } from './order-row.js';
import type { Tables } from './schema/tables.js';
import type { Sealer } from './seal.js';
import { toDate } from './times.js';
import { isUuid } from './visits.js';

const NUMBER = /^\d{1,18}$/;

/** For whoever executes orders (port `OperatorOrders`). @throws NcpError NCP_STORE_UNAVAILABLE, NCP_STORE_SEALED */
export function createOperatorOrders(db: Kysely<Tables>, sealer: Sealer): OperatorOrders {
  const orders = () => db.selectFrom('operator_order').select([...ORDER_COLUMNS]);
  return {
    give: (order) => guarded(async () => {
      const { numInsertedOrUpdatedRows } = await db.insertInto('operator_order').values(newOrderRow(order)).onConflict((on) => on.doNothing()).executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n ? 'given' : 'already';
    }),
    find: (id) => guarded(async () => {
      const row = isUuid(id) ? await orders().where('id', '=', id).executeTakeFirst() : undefined;
      return row === undefined ? undefined : orderOf(row);
    }),
    open: (limit) => guarded(async () => (await orders().where('ended_at', 'is', null).orderBy('ordered_at').limit(limit).execute()).map(orderOf)),
    conflict: (id) => guarded(async () => {
      const row = NUMBER.test(id) ? await db.selectFrom('conflict_record').selectAll().where('id', '=', id).executeTakeFirst() : undefined;
      return row === undefined ? undefined : { id: row.id, key: keyOf(row), open: row.closed_at === null };
    }),
    dispensesOf: (exchange) => guarded(async () =>
      (await db.selectFrom('dispense').selectAll().where('exchange', '=', exchange).orderBy('received_at').execute()).map((row) => recordOf(row, sealer))),
    dispensesAfter: (after, limit) => guarded(async () =>
      (await db.selectFrom('dispense').selectAll()
        .$if(after !== undefined, (query) => query.where(sql<boolean>`(country, document_root, document_extension, item_id) > (${after?.country ?? ''}, ${after?.documentRoot ?? ''}, ${after?.documentExtension ?? ''}, ${after?.itemId ?? ''})`))
        .orderBy('country').orderBy('document_root').orderBy('document_extension').orderBy('item_id').limit(limit).execute()).map((row) => recordOf(row, sealer))),
    deliveriesAfter: (after, limit) => guarded(async () =>
      (await db.selectFrom('delivery').selectAll().$if(after !== undefined, (query) => query.where('id', '>', after ?? '')).orderBy('id').limit(limit).execute()).map((row) => deliveryOf(row, sealer))),
  };
}

/** Moves an order inside the writer's transaction. Undefined: done. */
export async function applyOrder(client: Connection, { id, from, to, result }: OrderChange, now: Instant): Promise<LedgerGuard | undefined> {
  const ended = to !== 'ordered' && to !== 'begun';
  const updated = await client.query(
    `update operator_order set status = $2, begun_at = coalesce(begun_at, case when $3 then begun_at else $4::timestamptz end),
       ended_at = case when $3 then $4::timestamptz end, result = $5 where id = $1 and status = any($6)`,
    [id, to, ended, toDate(now), result === undefined ? null : JSON.stringify(result), from],
  );
  return updated.rowCount === 0 ? 'state-changed' : undefined;
}
