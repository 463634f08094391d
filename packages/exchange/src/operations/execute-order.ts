import type { OperatorOrder } from '../ports/index.js';
import { compareLedgers } from './compare-ledgers.js';
import { conflictOrder } from './conflict-order.js';
import { inwardOrder } from './inward-order.js';
import { aboutItself, beginOrder, endOrder, type OrderGateway } from './order-record.js';
import { outwardOrder } from './outward-order.js';

const hasEnded = ({ status }: OperatorOrder): boolean => status !== 'ordered' && status !== 'begun';

/**
 * Executes what an operator ordered, with its record of who and why. Safe to run twice and to be killed anywhere: whatever is
 * sent or registered for it is asked for first, under the same key or the same bytes, and every change has a guard on the
 * state that the operator saw. The caller keeps others away from the same order.
 * @returns the order as it is afterwards; one that has not ended is to be taken up again
 * @throws NcpError NCP_STORE_UNAVAILABLE, NCP_AUDIT_UNAVAILABLE: the caller tries again later
 */
export async function executeOrder(gateway: OrderGateway, id: string): Promise<OperatorOrder | undefined> {
  const order = await gateway.orders.find(id);
  if (order === undefined || hasEnded(order)) return order;
  switch (order.ledger) {
    case 'inward': await inwardOrder(gateway, order); break;
    case 'outward': await outwardOrder(gateway, order); break;
    case 'conflict': await conflictOrder(gateway, order); break;
    case 'all': await compareAll(gateway, order); break;
    // Something that was done or tried on a page: its record is all there is to do.
    case 'page': await endOrder(gateway, order, aboutItself(order), { status: order.action === 'denied' ? 'refused' : 'done', result: {} }); break;
  }
  return gateway.orders.find(id);
}

async function compareAll(gateway: OrderGateway, order: OperatorOrder): Promise<void> {
  if (!(await beginOrder(gateway, order, aboutItself(order)))) return;
  const compared = await compareLedgers(gateway);
  if (compared.differences.length > 0) gateway.observer.alarm('NCP_LEDGER_DIFFERENCE', { order: order.id, count: compared.differences.length + compared.untold });
  await endOrder(gateway, order, aboutItself(order), { status: 'done', result: { compared } });
}
