import type { DispenseState } from '../dispensation.js';
import type { DeliveryState } from '../treatment/delivery.js';
import { isOpenDelivery } from '../treatment/delivery-transitions.js';

/** What an operator may have done to a row of a ledger (reliability-security 4.3). */
export const ORDER_ACTIONS = ['retry', 'reconcile', 'close'] as const;
export type OrderAction = (typeof ORDER_ACTIONS)[number];

/** `inward`: our prescriptions dispensed abroad. `outward`: theirs dispensed here. `conflict`: what a list could not take. */
export const ORDER_LEDGERS = ['inward', 'outward', 'conflict'] as const;
export type OrderLedger = (typeof ORDER_LEDGERS)[number];

/** What people found out, in a close of the outward ledger: does the dispensation stand in the other country? */
export const ORDER_FINDINGS = ['recorded', 'not-recorded'] as const;
export type OrderFinding = (typeof ORDER_FINDINGS)[number];

/** What of a row decides which orders it takes; nothing of it tells of a person. */
export type OrderSubject =
  | { readonly ledger: 'inward'; readonly state: DispenseState; readonly attempts: number }
  | { readonly ledger: 'outward'; readonly state: DeliveryState; readonly everSent: boolean; readonly late: boolean }
  | { readonly ledger: 'conflict'; readonly state: 'OPEN' | 'CLOSED'; readonly inward: boolean };

/** An order that a row takes now; a close of the outward ledger says what was found, and only what can be true. */
export interface PossibleOrder {
  readonly action: OrderAction;
  readonly found?: OrderFinding;
}

const close = (...found: readonly OrderFinding[]): readonly PossibleOrder[] => found.map((one) => ({ action: 'close', found: one }));

/**
 * Not sent in a day, and the hand-over did not happen: the pharmacy was told that it is not recorded, and may have dispensed
 * anew. Sending it now could make two of one.
 */
const toldNotRecorded = ({ state, everSent, late }: Extract<OrderSubject, { ledger: 'outward' }>): boolean => state === 'OPERATOR' && !everSent && !late;

function outward(subject: Extract<OrderSubject, { ledger: 'outward' }>): readonly PossibleOrder[] {
  const { state, everSent } = subject;
  switch (state) {
    case 'OPERATOR':
      return [...(toldNotRecorded(subject) ? [] : [{ action: 'retry' as const }, { action: 'reconcile' as const }]), ...close(...(everSent ? ['recorded' as const] : []), 'not-recorded')];
    case 'DISCARD_OPERATOR': return [{ action: 'retry' }, { action: 'reconcile' }, ...close('recorded', 'not-recorded')];
    // Nothing may be sent for whoever has not signed in (decisions D71): a pharmacist releases it, or people close it.
    case 'AWAITING_PROFESSIONAL': return close(...(everSent ? ['recorded' as const] : []), 'not-recorded');
    case 'DISCARD_AWAITING_PROFESSIONAL': return close('recorded', 'not-recorded');
    case 'SENDING':
    case 'DISCARD_SENDING': return [];
    default: return isOpenDelivery(state) ? [{ action: 'retry' }] : [];
  }
}

/** A row that the reconciler has not looked at yet is looked at within seconds; nobody need order it. */
const inward = ({ state, attempts }: Extract<OrderSubject, { ledger: 'inward' }>): readonly PossibleOrder[] => {
  if (state === 'UNKNOWN') return [{ action: 'reconcile' }, ...(attempts === 0 ? [] : [{ action: 'retry' as const }, { action: 'close' as const }])];
  return state === 'DISCARD_UNKNOWN' && attempts > 0 ? [{ action: 'retry' }] : [];
};

/** The orders that a row takes as it is now: where the state machines allow no step there is no button. Pure. */
export function ordersFor(subject: OrderSubject): readonly PossibleOrder[] {
  switch (subject.ledger) {
    case 'inward': return inward(subject);
    case 'outward': return outward(subject);
    case 'conflict':
      if (subject.state === 'CLOSED') return [];
      return [...(subject.inward ? [{ action: 'reconcile' as const }] : []), { action: 'close' }];
  }
}

/** Is this order one of those that the row takes now? */
export const mayOrder = (subject: OrderSubject, asked: PossibleOrder): boolean =>
  ordersFor(subject).some(({ action, found }) => action === asked.action && found === asked.found);
