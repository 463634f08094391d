import { ERROR_REGISTRY, type NcpErrorCode } from '@ncp/domain';
import type { OutcomeIndicator } from '../../affiliation/context.js';

/** They found nobody, or have nothing: an answer like any other. */
const NONE: ReadonlySet<NcpErrorCode> = new Set<NcpErrorCode>(['NCP_PEER_NO_MATCH', 'NCP_EP_NONE', 'NCP_PS_NONE']);

/** Their rule, their consent, their word that it must not be shown. */
const POLICY: ReadonlySet<NcpErrorCode> = new Set<NcpErrorCode>(['NCP_PEER_REFUSED', 'NCP_PEER_NO_CONSENT', 'NCP_DELIVERY_WITHHELD', 'NCP_IHE_NO_DOCUMENT']);

/** Theirs, but no statement about the request: the same may succeed later. */
const TEMPORARY: ReadonlySet<NcpErrorCode> = new Set<NcpErrorCode>(['NCP_SOAP_FAULT', 'NCP_INTERNAL']);

/** ATNA outcome of what a country answered (decisions 5): 8 temporary trouble, 4 policy, consent or rule, 12 refusal for good. */
export function outwardOutcome(code: NcpErrorCode): OutcomeIndicator {
  if (NONE.has(code)) return 0;
  if (POLICY.has(code)) return 4;
  return TEMPORARY.has(code) || ERROR_REGISTRY[code].retryable ? 8 : 12;
}
