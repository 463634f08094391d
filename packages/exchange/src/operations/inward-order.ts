import { epochMs, mayOrder } from '@ncp/domain';
import { commitSettlement } from '../dispense/commit-settlement.js';
import { lookUpEffects, warnOfEffects, type Effects } from '../dispense/national-outcome.js';
import { callFor, confirm, reconcileDispensation, reject } from '../dispense/reconcile.js';
import type { DispenseRecord, OperatorOrder, OrderResult } from '../ports/index.js';
import { aboutItself, beginOrder, endOrder, type OrderAbout, type OrderEnd, type OrderGateway } from './order-record.js';

const HOUR_MS = 3_600_000;
/** A call whose answer nobody saw may still take effect for a while; only a row this old may be closed [local]. */
const CLOSE_AFTER_MS = HOUR_MS;

export const aboutRecord = ({ exchange, key, receivedAt }: DispenseRecord): OrderAbout => ({ exchange, country: key.country, receivedAt });

/** What the national list says of a row, in a word. */
export const standsOf = (effects: Effects): NonNullable<OrderResult['stands']> => {
  switch (effects.count) {
    case 'one': return effects.dispense.status === 'completed' ? 'yes' : 'taken-back';
    case 'none': return 'no';
    case 'many': return 'twice';
    case 'unknown': return 'not-known';
  }
};

/**
 * An order about a reported hand-over whose effect on the national list is open. The list is asked before anything else, so
 * that nothing is called twice and nothing that stands is closed as absent; each change has its guard.
 */
export async function inwardOrder(gateway: OrderGateway, order: OperatorOrder): Promise<void> {
  const rows = await gateway.orders.dispensesOf(order.subject);
  const record = rows.find(({ state }) => state === order.seen) ?? rows[0];
  if (record === undefined) {
    await endOrder(gateway, order, aboutItself(order), { status: 'refused', result: { reason: 'unknown-row' } });
    return;
  }
  const refused = refusalOf(gateway, order, record);
  const about = aboutRecord(record);
  if (refused === undefined && !(await beginOrder(gateway, order, about))) return;
  await endOrder(gateway, order, about, refused ?? await execute(gateway, order, record));
}

function refusalOf({ surroundings }: OrderGateway, { action, seen, status }: OperatorOrder, { state, attempts, receivedAt }: DispenseRecord): OrderEnd | undefined {
  // A killed process may have got as far as to settle it: then that is the outcome.
  if (state !== seen) return { status: status === 'begun' ? 'done' : 'overtaken', result: { state } };
  if (!mayOrder({ ledger: 'inward', state, attempts }, { action: action as 'retry' | 'reconcile' | 'close' })) return { status: 'refused', result: { state, reason: 'not-allowed' } };
  return action === 'close' && epochMs(surroundings.now()) - epochMs(receivedAt) < CLOSE_AFTER_MS ? { status: 'refused', result: { state, reason: 'young' } } : undefined;
}

async function execute(gateway: OrderGateway, { action }: OperatorOrder, record: DispenseRecord): Promise<OrderEnd> {
  if (action === 'retry') return retry(gateway, record);
  const effects = await lookUpEffects(gateway, record.actorDispatchId, callFor(record, gateway, undefined));
  const stands = standsOf(effects);
  if (effects.count === 'many') warnOfEffects(gateway, { exchange: record.exchange }, 'many');
  if (effects.count === 'one') {
    await (stands === 'yes' ? confirm({ record, gateway }, effects.dispense) : reject({ record, gateway }, 'NCP_DISPENSE_DISCARDED'));
    return present(gateway, record, { stands });
  }
  if (action === 'reconcile') return present(gateway, record, { stands });
  if (effects.count !== 'none') return { status: 'refused', result: { state: record.state, stands, ...(effects.count === 'unknown' ? { reason: 'list-silent' as const } : {}) } };
  // A hand-over is a fact (decisions D48): what the list does not hold is kept as a conflict record.
  await reject({ record, gateway }, 'NCP_DISPENSE_CLOSED');
  return present(gateway, record, { stands });
}

/** Planned for now, then settled as the reconciler does it: it asks first, and calls only what is provably absent (decisions G18). */
async function retry(gateway: OrderGateway, record: DispenseRecord): Promise<OrderEnd> {
  const now = gateway.surroundings.now();
  const planned = await commitSettlement(record, gateway, { kind: 'settle', key: record.key, from: [record.state], to: record.state, nextAttemptAt: now });
  if (planned) await reconcileDispensation(record.key, gateway);
  return present(gateway, record, {});
}

async function present({ ledger }: OrderGateway, { key, state }: DispenseRecord, result: OrderResult): Promise<OrderEnd> {
  return { status: 'done', result: { state: (await ledger.find(key))?.state ?? state, ...result } };
}
