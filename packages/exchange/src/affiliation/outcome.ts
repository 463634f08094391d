import { ERROR_REGISTRY, type NcpErrorCode } from '@ncp/domain';
import type { OutcomeIndicator } from './context.js';

const TEMPORARY = /^NCP_(NATIONAL|STORE|AUDIT|QUEUE|INTERNAL)/;
const POLICY = /^NCP_(PI|CONSENT|DOCUMENT|DISPENSE|DISCARD|EP|PS|CDA)_?/;

/** Refusals for good inside the families of policy: the message itself is at fault (decisions 5). */
const FORMAT = /^NCP_(PI_NO_IDENTIFIER|DISPENSE_NOT_IDENTIFIABLE|CDA_(STRUCTURE|KIND|QUANTITY|DATE|ITEMS|PATIENT))$/;

/** ATNA outcome of a code (decisions 5): 8 temporary trouble, 4 policy, consent or rule, 12 refusal for good. */
export function outcomeOf(code: NcpErrorCode): OutcomeIndicator {
  if (code === 'NCP_EP_NONE' || code === 'NCP_PS_NONE' || code === 'NCP_PI_UNKNOWN') return 0;
  if (TEMPORARY.test(code) || ERROR_REGISTRY[code].retryable) return 8;
  return POLICY.test(code) && !FORMAT.test(code) ? 4 : 12;
}

/** The worst of several; nothing is success. */
export const worstOutcome = (codes: readonly NcpErrorCode[]): OutcomeIndicator =>
  codes.reduce<OutcomeIndicator>((worst, code) => {
    const outcome = outcomeOf(code);
    return outcome > worst ? outcome : worst;
  }, 0);
