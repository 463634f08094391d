import type { OperatorOrder } from '@ncp/exchange';
import type { Insertable, Selectable } from 'kysely';
import type { OrderTable } from './schema/tables.js';
import { fromDate, toDate } from './times.js';

type OrderRow = Pick<Selectable<OrderTable>, 'id' | 'action' | 'ledger' | 'subject' | 'seen' | 'found' | 'note' | 'ordered_by' | 'role' | 'ordered_at' | 'status'>;

export const ORDER_COLUMNS: readonly (keyof OrderRow)[] = ['id', 'action', 'ledger', 'subject', 'seen', 'found', 'note', 'ordered_by', 'role', 'ordered_at', 'status'];

/** The checks of the table keep action and ledger together. */
export const orderOf = ({ ordered_by, ordered_at, found, ...row }: OrderRow): OperatorOrder =>
  ({ ...row, orderedBy: ordered_by, orderedAt: fromDate(ordered_at), ...(found === null ? {} : { found }) }) as OperatorOrder;

/** What of an order is written when it is given. */
export const newOrderRow = (order: Omit<OperatorOrder, 'status'>): Pick<Insertable<OrderTable>, 'id' | 'action' | 'ledger' | 'subject' | 'seen' | 'note' | 'ordered_by' | 'role' | 'ordered_at'> & { readonly found: OrderTable['found'] } => ({
  id: order.id, action: order.action, ledger: order.ledger, subject: order.subject, seen: order.seen, found: order.found ?? null, note: order.note,
  ordered_by: order.orderedBy, role: order.role, ordered_at: toDate(order.orderedAt),
});
