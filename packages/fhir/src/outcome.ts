import { codingsIn } from './coding.js';
import type { FhirValue } from './json.js';
import { nodeIn, nodesIn, resourceNode, textIn } from './node.js';

/** One issue of an OperationOutcome: codes only. Its text may quote the request, so it stays behind. */
export interface OutcomeIssue {
  readonly severity: 'fatal' | 'error' | 'warning' | 'information';
  /** FHIR issue type, e.g. `business-rule`. */
  readonly type: string;
  /** Codes of `details`: NLL error codes, AFF codes. */
  readonly codes: readonly string[];
}

const SEVERITIES = ['fatal', 'error', 'warning', 'information'] as const;

/**
 * NLLOperationOutcome (sweden-national 2.9).
 * @throws NcpError NCP_NATIONAL_MALFORMED
 */
export function decodeOutcome(value: FhirValue): readonly OutcomeIssue[] {
  const node = resourceNode(value, 'OperationOutcome');
  return nodesIn(node, 'issue').map((issue) => {
    const details = nodeIn(issue, 'details');
    return {
      severity: SEVERITIES.find((severity) => severity === textIn(issue, 'severity')) ?? 'error',
      type: textIn(issue, 'code') ?? '',
      codes: codingsIn(details).map((coding) => textIn(coding, 'code')).filter((code) => code !== undefined),
    };
  });
}
