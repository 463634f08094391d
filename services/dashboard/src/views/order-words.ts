import type { PossibleOrder } from '@ncp/domain';
import type { KnownOrder, LedgerCase } from '@ncp/store';
import type { Texts } from '../texts/index.js';
import type { Tone } from './frame.js';
import type { IconName } from '@ncp/web';

const DISCARDING = /^DISCARD_/;

/** The button. */
export function orderName({ orders }: Texts, { of }: LedgerCase, { action, found }: PossibleOrder): string {
  if (found === undefined) return orders.actions[action];
  return (DISCARDING.test(of.state) ? orders.closeDiscardAs : orders.closeAs)[found];
}

/** What will happen. */
export function orderWill({ orders: { will } }: Texts, { of }: LedgerCase, { action, found }: PossibleOrder): string {
  if (of.ledger === 'inward') return will.inward[action];
  if (of.ledger === 'conflict') return action === 'reconcile' ? will.conflict.reconcile : of.inward ? will.conflict.close : will.conflict.closeOutward;
  if (found === undefined) return action === 'reconcile' ? will.outward.reconcile : will.outward.retry;
  if (DISCARDING.test(of.state)) return found === 'recorded' ? will.outward.discardRecorded : will.outward.discardDone;
  return will.outward[found];
}

const PEOPLE = /OPERATOR$/;
const PROFESSIONAL = /AWAITING_PROFESSIONAL$/;
const SETTLED = /^(RECORDED|REFUSED|DISCARDED|DISCARD_REFUSED|CONFIRMED|REJECTED|RETRYABLE|CLOSED)$/;

/** What happens if nobody acts. */
export function ifNobodyActs({ orders: { ifNobody } }: Texts, { of }: LedgerCase): string {
  if (SETTLED.test(of.state)) return ifNobody.settled;
  if (of.ledger === 'conflict') return of.inward ? ifNobody.conflict : ifNobody.conflictOutward;
  if (of.ledger === 'inward') return ifNobody.inward;
  return ifNobody.outward[PEOPLE.test(of.state) ? 'people' : PROFESSIONAL.test(of.state) ? 'professional' : 'waiting'];
}

export const stateTone = ({ of }: LedgerCase): readonly [Tone, IconName] => {
  if (SETTLED.test(of.state)) return ['plain', 'check'];
  return PEOPLE.test(of.state) || of.ledger === 'conflict' ? ['bad', 'warning'] : ['wait', 'clock'];
};

export const statusTone: Readonly<Record<KnownOrder['order']['status'], readonly [Tone, IconName]>> = {
  ordered: ['wait', 'clock'], begun: ['wait', 'clock'], done: ['good', 'check'], overtaken: ['note', 'info'], refused: ['bad', 'cross'],
};

/** Everything that is known of how it went, in words. */
export function outcomeWords({ orders }: Texts, { order, result = {} }: KnownOrder): string {
  const { stands, reason } = result;
  return [orders.status[order.status], ...(stands === undefined ? [] : [orders.stands[stands]]), ...(reason === undefined ? [] : [orders.reasons[reason]])].join('; ');
}
