import { NcpError, type ClassCode, type CountryCode, type NcpErrorCode, type Transaction } from '@ncp/domain';
import { codeFor, type Cause } from './cause.js';
import type { AssertionFrame } from './frame.js';
import type { AssertionKind } from './names.js';
import type { SamlPolicy } from './policy.js';

/** What a check may look at beside the assertion. */
export interface CheckContext {
  readonly kind: AssertionKind;
  readonly policy: SamlPolicy;
  readonly nowMs: number;
  /** Country of the TLS peer. */
  readonly peer: CountryCode;
  /** Country of the certificate that signed this assertion. */
  readonly signer: CountryCode;
  readonly transaction: Transaction;
  readonly classCode?: ClassCode;
}

/** One rule: undefined when it holds, else the code of the refusal. The name of the function is the name of the rule. */
export type Check = (frame: AssertionFrame, context: CheckContext) => NcpErrorCode | undefined;

/** `cause` unless the condition holds. */
export const unless = (holds: boolean, context: CheckContext, cause: Cause): NcpErrorCode | undefined =>
  holds ? undefined : codeFor(context.kind, cause);

/** Runs the table in its order and stops at the first refusal. */
export const runChecks = (checks: readonly Check[], frame: AssertionFrame, context: CheckContext): void => {
  for (const check of checks) {
    const code = check(frame, context);
    if (code !== undefined) throw new NcpError(code, { assertion: context.kind, check: check.name });
  }
};
