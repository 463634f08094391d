import type { DispenseState } from '../dispensation.js';
import { NcpError } from '../errors/ncp-error.js';

/**
 * Life of one reported hand-over (reliability-security 4.2). Each arrow is one commit; nothing else is legal.
 *
 * INTENT is committed before the national list is called. UNKNOWN is a state, not an error: the call was sent and nobody
 * knows its effect. RETRYABLE means provably nothing happened, so the same document may be processed anew.
 */
const NEXT: Readonly<Record<DispenseState, readonly DispenseState[]>> = {
  // UNKNOWN straight from INTENT: killed in between, so nobody can say whether the call was made (DISP-02).
  INTENT: ['SENT', 'REJECTED', 'UNKNOWN', 'RETRYABLE'],
  SENT: ['CONFIRMED', 'REJECTED', 'UNKNOWN', 'RETRYABLE'],
  // SENT again, or RETRYABLE, only when the effect is provably absent (decisions G18).
  UNKNOWN: ['CONFIRMED', 'REJECTED', 'SENT', 'RETRYABLE'],
  RETRYABLE: ['INTENT', 'REJECTED', 'DISCARDED'],
  CONFIRMED: ['DISCARD_INTENT'],
  // A rejected report withdrawn by its sender: its conflict record is closed (use case A5, 4.5).
  REJECTED: ['DISCARDED'],
  // Back to CONFIRMED when the national list refused, or was provably not reached.
  DISCARD_INTENT: ['DISCARDED', 'DISCARD_UNKNOWN', 'CONFIRMED'],
  DISCARD_UNKNOWN: ['DISCARDED', 'CONFIRMED', 'DISCARD_INTENT'],
  // A discarded document never becomes an uttag again by repetition (decisions D80).
  DISCARDED: [],
};

export const DISPENSE_STATES: readonly DispenseState[] = Object.keys(NEXT) as DispenseState[];

export const mayBecome = (from: DispenseState, to: DispenseState): boolean => NEXT[from].includes(to);

/** @throws NcpError NCP_STORE_CONFLICT when the step is not legal: something else moved the row first */
export const requireTransition = (from: DispenseState, to: DispenseState): void => {
  if (!mayBecome(from, to)) throw new NcpError('NCP_STORE_CONFLICT', { from, to });
};

const UNSETTLED: readonly DispenseState[] = ['INTENT', 'SENT', 'UNKNOWN', 'DISCARD_INTENT', 'DISCARD_UNKNOWN'];

/** True while the effect on the national list is open: holds the prescription (rule E18) and answers 2201 (D53). */
export const isUnsettled = (state: DispenseState): boolean => UNSETTLED.includes(state);
