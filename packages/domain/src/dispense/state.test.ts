import { describe, expect, it } from '@jest/globals';
import { DISPENSE_STATES, isUnsettled, mayBecome, requireTransition } from '../index.js';

/** The whole relation, written out a second time: a deleted or added arrow must break this test. */
const LEGAL = [
  'INTENT SENT', 'INTENT REJECTED', 'INTENT UNKNOWN', 'INTENT RETRYABLE',
  'SENT CONFIRMED', 'SENT REJECTED', 'SENT UNKNOWN', 'SENT RETRYABLE',
  'UNKNOWN CONFIRMED', 'UNKNOWN REJECTED', 'UNKNOWN SENT', 'UNKNOWN RETRYABLE',
  'RETRYABLE INTENT', 'RETRYABLE REJECTED', 'RETRYABLE DISCARDED',
  'CONFIRMED DISCARD_INTENT', 'REJECTED DISCARDED',
  'DISCARD_INTENT DISCARDED', 'DISCARD_INTENT DISCARD_UNKNOWN', 'DISCARD_INTENT CONFIRMED',
  'DISCARD_UNKNOWN DISCARDED', 'DISCARD_UNKNOWN CONFIRMED', 'DISCARD_UNKNOWN DISCARD_INTENT',
];

describe('states of a dispensation', () => {
  it('allows exactly the arrows of the design', () => {
    const all = DISPENSE_STATES.flatMap((from) => DISPENSE_STATES.filter((to) => mayBecome(from, to)).map((to) => `${from} ${to}`));
    expect(all.toSorted()).toEqual(LEGAL.toSorted());
  });

  it('DISP-07 never turns a confirmed dispensation into a failure', () => {
    expect(DISPENSE_STATES.filter((to) => mayBecome('CONFIRMED', to))).toEqual(['DISCARD_INTENT']);
    expect(() => requireTransition('CONFIRMED', 'REJECTED')).toThrow('NCP_STORE_CONFLICT');
    expect(() => requireTransition('CONFIRMED', 'DISCARD_INTENT')).not.toThrow();
  });

  it('holds the prescription while an effect is open', () => {
    expect(DISPENSE_STATES.filter(isUnsettled).toSorted()).toEqual(['DISCARD_INTENT', 'DISCARD_UNKNOWN', 'INTENT', 'SENT', 'UNKNOWN']);
  });
});
