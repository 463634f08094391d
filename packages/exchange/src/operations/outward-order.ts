import { assertionOf, compareInstants, mayOrder, type Delivery, type DeliveryEvent } from '@ncp/domain';
import type { OperatorOrder } from '../ports/index.js';
import { conflictKeyOf, moved } from '../treatment/delivery/delivery-record.js';
import { aboutItself, endOrder, type OrderAbout, type OrderEnd, type OrderGateway } from './order-record.js';

const aboutOf = ({ exchange, country, confirmedAt }: Delivery): OrderAbout => ({ exchange, country, receivedAt: confirmedAt });

/**
 * An order about a dispensation that another country is told of. It only moves the row, with its record, in one commit; what
 * is then sent is the dispatcher's, the same bytes under the same id, with an intent of its own.
 */
export async function outwardOrder(gateway: OrderGateway, order: OperatorOrder): Promise<void> {
  // While an attempt is on its way the order waits; it is taken up again within seconds.
  await gateway.deliveries.exclusively(order.subject, async () => {
    const delivery = await gateway.deliveries.find(order.subject);
    if (delivery === undefined) {
      await endOrder(gateway, order, aboutItself(order), { status: 'refused', result: { reason: 'unknown-row' } });
      return;
    }
    const about = aboutOf(delivery);
    const refused = await refusalOf(gateway, order, delivery);
    if (refused !== undefined) {
      await endOrder(gateway, order, about, refused);
      return;
    }
    const next = moved(gateway, delivery, eventOf(order, delivery));
    if (next === undefined) {
      await endOrder(gateway, order, about, { status: 'refused', result: { state: delivery.state, reason: 'not-allowed' } });
      return;
    }
    const settles = order.action === 'close' && order.found === 'recorded' && delivery.late !== undefined;
    // A guard that does not hold leaves the order open: the next look finds the row as it is by then.
    await endOrder(gateway, order, about, { status: 'done', result: { state: next.delivery.state } }, {
      ...next.commit, ...(settles ? { closeConflict: { key: conflictKeyOf(delivery), note: order.note } } : {}),
    });
  });
}

async function refusalOf(gateway: OrderGateway, { action, found, seen }: OperatorOrder, delivery: Delivery): Promise<OrderEnd | undefined> {
  const { state, everSent, late, country, prescriptionHash, turn } = delivery;
  if (state !== seen) return { status: 'overtaken', result: { state } };
  const asked = { action: action as 'retry' | 'reconcile' | 'close', ...(found === undefined ? {} : { found }) };
  if (!mayOrder({ ledger: 'outward', state, everSent, late: late !== undefined }, asked)) return { status: 'refused', result: { state, reason: 'not-allowed' } };
  if (action === 'reconcile' && compareInstants(assertionOf(delivery).notOnOrAfter, gateway.surroundings.now()) <= 0) return { status: 'refused', result: { state, reason: 'assertion-ended' } };
  // Whoever dispensed again may have done so instead of this one: sending it now could make two of one.
  if (state === 'OPERATOR' && action !== 'close' && (await gateway.deliveries.lastTurnOf(country, prescriptionHash)) > turn) return { status: 'refused', result: { state, reason: 'later-dispensation' } };
  return undefined;
}

function eventOf({ action, found }: OperatorOrder, { state }: Delivery): DeliveryEvent {
  if (action === 'close' && found !== undefined) return { kind: 'closed', found };
  return { kind: state === 'OPERATOR' || state === 'DISCARD_OPERATOR' ? 'reopened' : 'hastened' };
}
