import { createHash } from 'node:crypto';
import { isNcpError, stockholmDate, type Instant } from '@ncp/domain';
import type { OperatorOrder, OperatorOrders } from '@ncp/exchange';
import type { Store } from '@ncp/store';
import { safeReason } from './queue.js';
import type { DispatchReport } from './report.js';

/** Executes one order; composed from the use case of `exchange`. */
export type Execute = (id: string) => Promise<OperatorOrder | undefined>;

export interface OrderDeps {
  readonly store: Pick<Store, 'work'> & { readonly orders: Pick<OperatorOrders, 'open'> };
  readonly now: () => Instant;
  readonly execute: Execute;
  readonly report: DispatchReport;
}

/** Orders of one round; people do not give more at once. */
const ROUND = 20;

/**
 * Whoever works on a dispensation has it alone: an order about one of the inward ledger takes the same lock as its
 * reconciliation. The use case locks deliveries itself.
 */
const lockOf = ({ ledger, subject, id }: OperatorOrder): string => (ledger === 'inward' ? `reconcile ${subject}` : `order ${id}`);

/** Takes up every order that has not ended, oldest first. One that fails stays open and is tried again. */
export async function executeOrders({ store, execute, report }: OrderDeps): Promise<void> {
  for (const order of await store.orders.open(ROUND)) {
    try {
      await store.work.exclusively(lockOf(order), async () => { await execute(order.id); });
    } catch (error) {
      report.alarm(isNcpError(error) ? error.code : 'NCP_INTERNAL', { step: 'order', order: order.id, reason: safeReason(error) });
    }
  }
}

/** One comparison of everything a day: its id is the day's, so that of several dispatchers one orders it. */
export function dailyComparison(now: Instant): Omit<OperatorOrder, 'status'> {
  const day = stockholmDate(now);
  const hex = createHash('sha256').update(`daily comparison ${day}`).digest('hex');
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  return { id, action: 'reconcile', ledger: 'all', subject: day, seen: '', note: 'daily comparison', orderedBy: 'dispatcher', role: 'system', orderedAt: now };
}
