import { DISPENSE_FLAGS, ERROR_REGISTRY, type NcpErrorCode } from '@ncp/domain';
import type { DispenseRecord, Observer, RecordedOutcome } from '../ports/index.js';

/** The outcome as the ledger keeps it, so that every repetition of the document gets the same answer. */
export function recordedOutcome(codes: readonly NcpErrorCode[]): RecordedOutcome {
  const errors = codes.map((code) => ({ wire: ERROR_REGISTRY[code].wire, severity: ERROR_REGISTRY[code].severity, code }));
  return { status: errors.some((e) => e.severity === 'error') ? 'Failure' : 'Success', errors };
}

export const codesOf = (outcome: RecordedOutcome): readonly NcpErrorCode[] =>
  outcome.errors.flatMap((e) => (isCode(e.code) ? [e.code] : []));

const isCode = (text: string): text is NcpErrorCode => Object.hasOwn(ERROR_REGISTRY, text);

/** A confirmed hand-over is a Success; what was odd about it is a warning (decisions D48). */
export const confirmedOutcome = ({ flags }: Pick<DispenseRecord, 'flags'>): RecordedOutcome =>
  recordedOutcome(flags.includes('OVER_QUANTITY') ? ['NCP_DISPENSE_OVER_QUANTITY'] : []);

/** Tells people what was odd about a hand-over that is now recorded (decisions D49, D54, D59). */
export function warnOfFlags({ exchange, flags }: Pick<DispenseRecord, 'exchange' | 'flags'>, observer: Observer): void {
  for (const flag of flags.filter(isAlarming)) observer.alarm('NCP_DISPENSE_REVIEW', { exchange, flag });
}

const isAlarming = (flag: string): boolean => Object.entries(DISPENSE_FLAGS).some(([name, { alarm }]) => name === flag && alarm);
