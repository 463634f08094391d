import { ERROR_REGISTRY, type NcpErrorCode } from '@ncp/domain';
import type { OutcomeIndicator } from './context.js';

const TEMPORARY = /^NCP_(NATIONAL|STORE|AUDIT|QUEUE|INTERNAL)/;
const POLICY = /^NCP_(PI|CONSENT|DOCUMENT|DISPENSE|DISCARD|EP|PS|CDA)_?/;

/** ATNA outcome of a code (decisions 5): 8 temporary trouble, 4 policy, consent or rule, 12 refusal for good. */
export function outcomeOf(code: NcpErrorCode): OutcomeIndicator {
  if (code === 'NCP_EP_NONE' || code === 'NCP_PS_NONE' || code === 'NCP_PI_UNKNOWN') return 0;
  if (TEMPORARY.test(code) || ERROR_REGISTRY[code].retryable) return 8;
  return POLICY.test(code) ? 4 : 12;
}

/** The worst of several; nothing is success. */
export const worstOutcome = (codes: readonly NcpErrorCode[]): OutcomeIndicator =>
  codes.reduce<OutcomeIndicator>((worst, code) => {
    const outcome = outcomeOf(code);
    return outcome > worst ? outcome : worst;
  }, 0);
