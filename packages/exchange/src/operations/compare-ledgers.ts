import { epochMs, isOpenDelivery, isUnsettled, type Delivery, type Instant } from '@ncp/domain';
import { lookUpEffects, type Effects } from '../dispense/national-outcome.js';
import { callFor } from '../dispense/reconcile.js';
import type { DispenseRecord, LedgerDifference, OrderResult } from '../ports/index.js';
import type { OrderGateway } from './order-record.js';

const PAGE = 200;
/** Differences that are named; the rest is counted [local]. */
const NAMED = 500;
/** So many rows in a row that the list does not answer for: it is asked no further today [local]. */
const SILENT_LIMIT = 20;
/** What is younger settles by itself. */
const YOUNG_MS = 3_600_000;
/** An answer that could not be written to its sender is learnt by repeating the document; after a day nobody has. */
const ACKNOWLEDGED_WITHIN_MS = 24 * YOUNG_MS;

type Kind = LedgerDifference['kind'];

const olderThan = (ms: number, since: Instant, now: Instant): boolean => epochMs(now) - epochMs(since) > ms;

/** How a row differs from what the list holds for its key. */
function againstList({ state }: DispenseRecord, effects: Effects): Kind | undefined {
  const holds = effects.count === 'one' && effects.dispense.status === 'completed';
  if (effects.count === 'unknown') return 'unanswered';
  if (effects.count === 'many') return 'double';
  if (state !== 'CONFIRMED') return holds ? 'unexpected' : undefined;
  if (effects.count === 'none') return 'missing';
  return holds ? undefined : 'taken-back';
}

const unacknowledged = ({ state, deliveredAt, confirmedAt }: DispenseRecord, now: Instant): boolean =>
  state === 'CONFIRMED' && deliveredAt === undefined && confirmedAt !== undefined && olderThan(ACKNOWLEDGED_WITHIN_MS, confirmedAt, now);

function outwardDifference({ state, confirmedAt, answer, closed }: Delivery, now: Instant): Kind | undefined {
  if (isOpenDelivery(state) || state === 'OPERATOR' || state === 'DISCARD_OPERATOR') return olderThan(YOUNG_MS, confirmedAt, now) ? 'unsettled' : undefined;
  // Their Success is all that says it; what people found out is theirs to answer for.
  return state === 'RECORDED' && answer?.status !== 'Success' && closed === undefined ? 'unacknowledged' : undefined;
}

/**
 * Every key of both ledgers against the national list and against what the other countries said (DISP-63). Changes nothing;
 * what differs is listed for people.
 * @throws NcpError NCP_STORE_UNAVAILABLE
 */
export async function compareLedgers(gateway: OrderGateway): Promise<NonNullable<OrderResult['compared']>> {
  const found: LedgerDifference[] = [];
  const inward = await compareInward(gateway, found);
  const outward = await compareOutward(gateway, found);
  return { inward, outward, differences: found.slice(0, NAMED), untold: Math.max(0, found.length - NAMED) };
}

async function compareInward(gateway: OrderGateway, found: LedgerDifference[]): Promise<number> {
  const now = gateway.surroundings.now();
  let [count, silent] = [0, 0];
  for (let page = await gateway.orders.dispensesAfter(undefined, PAGE); page.length > 0; page = await gateway.orders.dispensesAfter(page.at(-1)?.key, PAGE)) {
    for (const record of page) {
      const { exchange, key, state, receivedAt } = record;
      const note = (kind: Kind): void => { found.push({ ledger: 'inward', subject: exchange, country: key.country, state, kind }); };
      count += 1;
      if (isUnsettled(state)) {
        if (olderThan(YOUNG_MS, receivedAt, now)) note('unsettled');
        continue;
      }
      const kind = silent < SILENT_LIMIT ? againstList(record, await lookUpEffects(gateway, record.actorDispatchId, callFor(record, gateway, undefined))) : 'unanswered';
      silent = kind === 'unanswered' ? silent + 1 : 0;
      if (kind !== undefined) note(kind);
      else if (unacknowledged(record, now)) note('unacknowledged');
    }
  }
  return count;
}

async function compareOutward(gateway: OrderGateway, found: LedgerDifference[]): Promise<number> {
  const now = gateway.surroundings.now();
  let count = 0;
  for (let page = await gateway.orders.deliveriesAfter(undefined, PAGE); page.length > 0; page = await gateway.orders.deliveriesAfter(page.at(-1)?.id, PAGE)) {
    for (const delivery of page) {
      count += 1;
      const kind = outwardDifference(delivery, now);
      if (kind !== undefined) found.push({ ledger: 'outward', subject: delivery.id, country: delivery.country, state: delivery.state, kind });
    }
  }
  return count;
}
