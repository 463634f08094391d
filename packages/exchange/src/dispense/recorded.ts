import { ERROR_REGISTRY, type NcpErrorCode } from '@ncp/domain';
import type { RecordedOutcome } from '../ports/index.js';

/** The outcome as the ledger keeps it, so that every repetition of the document gets the same answer. */
export function recordedOutcome(codes: readonly NcpErrorCode[]): RecordedOutcome {
  const errors = codes.map((code) => ({ wire: ERROR_REGISTRY[code].wire, severity: ERROR_REGISTRY[code].severity, code }));
  return { status: errors.some((e) => e.severity === 'error') ? 'Failure' : 'Success', errors };
}

export const codesOf = (outcome: RecordedOutcome): readonly NcpErrorCode[] =>
  outcome.errors.flatMap((e) => (isCode(e.code) ? [e.code] : []));

const isCode = (text: string): text is NcpErrorCode => Object.hasOwn(ERROR_REGISTRY, text);
