import { lookUpEffects } from '../dispense/national-outcome.js';
import { callFor } from '../dispense/reconcile.js';
import type { OpenConflict, OperatorOrder } from '../ports/index.js';
import { standsOf } from './inward-order.js';
import { aboutItself, beginOrder, endOrder, type OrderAbout, type OrderGateway } from './order-record.js';

/** An order about a hand-over that a list could not take: ask how it stands, or close it with what people did about it. */
export async function conflictOrder(gateway: OrderGateway, order: OperatorOrder): Promise<void> {
  const conflict = await gateway.orders.conflict(order.subject);
  if (conflict === undefined) {
    await endOrder(gateway, order, aboutItself(order), { status: 'refused', result: { reason: 'unknown-row' } });
    return;
  }
  const about: OrderAbout = { ...aboutItself(order), country: conflict.key.country };
  if (!conflict.open) {
    await endOrder(gateway, order, about, { status: 'overtaken', result: { state: 'CLOSED' } });
    return;
  }
  if (order.action === 'close') {
    await endOrder(gateway, order, about, { status: 'done', result: { state: 'CLOSED' } }, { closeConflict: { key: conflict.key, id: conflict.id, note: order.note } });
    return;
  }
  await ask(gateway, order, about, conflict);
}

/** Nothing is changed: whoever closes it knows then how it stands. */
async function ask(gateway: OrderGateway, order: OperatorOrder, about: OrderAbout, { key }: OpenConflict): Promise<void> {
  const record = await gateway.ledger.find(key);
  if (order.action !== 'reconcile' || record === undefined) {
    await endOrder(gateway, order, about, { status: 'refused', result: { state: 'OPEN', reason: 'not-allowed' } });
    return;
  }
  if (!(await beginOrder(gateway, order, about))) return;
  const effects = await lookUpEffects(gateway, record.actorDispatchId, callFor(record, gateway, undefined));
  await endOrder(gateway, order, about, { status: 'done', result: { state: 'OPEN', stands: standsOf(effects) } });
}
