import { describe, expect, it } from '@jest/globals';
import { DISPENSE_STATES } from '../dispense/state.js';
import { DELIVERY_STATES } from '../treatment/delivery-transitions.js';
import { mayOrder, ordersFor, type OrderSubject } from './orders.js';

const said = (subject: OrderSubject): string => ordersFor(subject).map(({ action, found }) => (found === undefined ? action : `${action} ${found}`)).join(', ');
const outward = (everSent: boolean, late = false): readonly string[] => DELIVERY_STATES.flatMap((state) => {
  const orders = said({ ledger: 'outward', state, everSent, late });
  return orders === '' ? [] : [`${state}: ${orders}`];
});

describe('what operators may order', () => {
  it('of a dispensation to another country exactly this', () => {
    expect(outward(true)).toEqual([
      'QUEUED: retry', 'PENDING: retry', 'AWAITING_PROFESSIONAL: close recorded, close not-recorded',
      'OPERATOR: retry, reconcile, close recorded, close not-recorded', 'DISCARD_QUEUED: retry', 'DISCARD_PENDING: retry',
      'DISCARD_AWAITING_PROFESSIONAL: close recorded, close not-recorded', 'DISCARD_OPERATOR: retry, reconcile, close recorded, close not-recorded',
    ]);
  });

  it('what never left is never called recorded, and is not sent after the pharmacy was told that it was not', () => {
    expect(outward(false).filter((line) => /^(OPERATOR|AWAITING)/.test(line))).toEqual(['AWAITING_PROFESSIONAL: close not-recorded', 'OPERATOR: close not-recorded']);
    expect(said({ ledger: 'outward', state: 'OPERATOR', everSent: false, late: true })).toBe('retry, reconcile, close not-recorded');
  });

  it('of a reported hand-over only while its effect is open, and only after the gateway has looked itself', () => {
    const inward = (attempts: number): readonly string[] => DISPENSE_STATES.flatMap((state) => {
      const orders = said({ ledger: 'inward', state, attempts });
      return orders === '' ? [] : [`${state}: ${orders}`];
    });
    expect(inward(0)).toEqual(['UNKNOWN: reconcile']);
    expect(inward(1)).toEqual(['UNKNOWN: reconcile, retry, close', 'DISCARD_UNKNOWN: retry']);
  });

  it('of a conflict to close it, and to ask the list where it is ours; never to try it again, for it was refused for good', () => {
    expect([said({ ledger: 'conflict', state: 'OPEN', inward: true }), said({ ledger: 'conflict', state: 'OPEN', inward: false }), said({ ledger: 'conflict', state: 'CLOSED', inward: true })])
      .toEqual(['reconcile, close', 'close', '']);
    expect(mayOrder({ ledger: 'outward', state: 'OPERATOR', everSent: true, late: false }, { action: 'close' })).toBe(false);
    expect(mayOrder({ ledger: 'outward', state: 'OPERATOR', everSent: true, late: false }, { action: 'close', found: 'recorded' })).toBe(true);
  });
});
