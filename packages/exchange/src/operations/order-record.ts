import { SWEDEN, type CountryCode, type ExchangeId, type Instant } from '@ncp/domain';
import { hex, sha256, utf8 } from '@ncp/xml';
import type { SettlementGateway } from '../dispense/commit-settlement.js';
import type { JournalEntry, OperatorOrder, OperatorOrders, OrderResult, OrderStatus } from '../ports/index.js';
import type { TreatmentGateway } from '../treatment/treatment-gateway.js';

/** What executing orders needs: the dispatcher composes it. */
export type OrderGateway = SettlementGateway & Pick<TreatmentGateway, 'deliveries'> & { readonly orders: OperatorOrders };

/** What an order is about, as records name it. */
export interface OrderAbout {
  readonly exchange: ExchangeId;
  readonly country: CountryCode;
  readonly receivedAt: Instant;
}

/** How an order ended. */
export interface OrderEnd {
  readonly status: Exclude<OrderStatus, 'ordered' | 'begun'>;
  readonly result: OrderResult;
}

/** An order about no row of a ledger is its own exchange. */
export const aboutItself = ({ id, orderedAt }: OperatorOrder): OrderAbout => ({ exchange: id as ExchangeId, country: SWEDEN, receivedAt: orderedAt });

/** By which the operator is named in the chain; a name has no place in a leaf (RS 5). */
const actorOf = ({ role, orderedBy }: OperatorOrder): string => `${role}/${orderedBy}`;

/** SHA-256, hex, of everything that was ordered: with it the chain holds who, what and why, and holds no text. */
export const orderHash = ({ id, action, ledger, subject, seen, found, note, orderedBy, role, orderedAt }: OperatorOrder): string =>
  hex(sha256(utf8(JSON.stringify([id, action, ledger, subject, seen, found ?? null, note, orderedBy, role, orderedAt]))));

function entryOf(gateway: Pick<OrderGateway, 'surroundings'>, order: OperatorOrder, about: OrderAbout, kind: string, outcome: 0 | 4): Pick<JournalEntry, 'facts' | 'leaf'> {
  const { exchange, country, receivedAt } = about;
  return {
    facts: { id: exchange, transaction: order.ledger === 'page' || order.ledger === 'all' ? 'unknown' : 'ITI-41', country, messageId: '', receivedAt, outcome, codes: [] },
    leaf: {
      time: gateway.surroundings.now(), kind, exchange, countryA: order.ledger === 'outward' ? country : SWEDEN, countryB: order.ledger === 'outward' ? SWEDEN : country,
      actor: actorOf(order), eventHash: '', requestHash: orderHash(order), responseHash: '', outcome, codes: [],
    },
  };
}

/**
 * The intent, committed before anything outside is asked. False when the order has ended meanwhile.
 * @throws NcpError NCP_AUDIT_UNAVAILABLE
 */
export async function beginOrder(gateway: OrderGateway, order: OperatorOrder, about: OrderAbout): Promise<boolean> {
  if (order.status === 'begun') return true;
  const committed = await gateway.journal.commit({ ...entryOf(gateway, order, about, `order-${order.action}-begun`, 0), order: { id: order.id, from: ['ordered'], to: 'begun' } });
  return committed.ok;
}

/**
 * The outcome with its leaf, and with what it changes, in one commit. False when a guard did not hold: the row moved, or the
 * order has ended; then nothing was done.
 * @throws NcpError NCP_AUDIT_UNAVAILABLE
 */
export async function endOrder(gateway: OrderGateway, order: OperatorOrder, about: OrderAbout, end: OrderEnd, change: Pick<JournalEntry, 'ledger' | 'deliveries' | 'outbox' | 'conflict' | 'closeConflict'> = {}): Promise<boolean> {
  const committed = await gateway.journal.commit({
    ...entryOf(gateway, order, about, `order-${order.action}`, end.status === 'done' ? 0 : 4), ...change,
    order: { id: order.id, from: ['ordered', 'begun'], to: end.status, result: end.result },
  });
  return committed.ok;
}
