import { NcpError, type ClassCode, type CountryCode, type NcpErrorCode, type Transaction } from '@ncp/domain';
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

/** Causes that have one code for the professional's assertion and another for the treatment relationship (decisions D60). */
type Cause = 'structure' | 'issuer' | 'subject' | 'conditions' | 'notYet' | 'expired' | 'lifetime' | 'audience' | 'attribute' | 'assurance';

const IDENTITY_CODES: Readonly<Record<Cause, NcpErrorCode>> = {
  structure: 'NCP_SAML_STRUCTURE',
  issuer: 'NCP_SAML_ISSUER',
  subject: 'NCP_SAML_SUBJECT',
  conditions: 'NCP_SAML_CONDITIONS',
  notYet: 'NCP_SAML_NOT_YET',
  expired: 'NCP_SAML_EXPIRED',
  lifetime: 'NCP_SAML_LIFETIME',
  audience: 'NCP_SAML_AUDIENCE',
  attribute: 'NCP_SAML_ATTRIBUTE',
  assurance: 'NCP_SAML_ASSURANCE',
};

const CODES: Readonly<Record<AssertionKind, Readonly<Record<Cause, NcpErrorCode>>>> = {
  hcp: IDENTITY_CODES,
  nextOfKin: IDENTITY_CODES,
  trc: {
    structure: 'NCP_SAML_TRC_CONTENT',
    issuer: 'NCP_SAML_TRC_CONTENT',
    subject: 'NCP_SAML_TRC_CONTENT',
    assurance: 'NCP_SAML_TRC_CONTENT',
    conditions: 'NCP_SAML_TRC_CONDITIONS',
    notYet: 'NCP_SAML_TRC_NOT_YET',
    expired: 'NCP_SAML_TRC_EXPIRED',
    lifetime: 'NCP_SAML_TRC_LIFETIME',
    audience: 'NCP_SAML_TRC_AUDIENCE',
    attribute: 'NCP_SAML_TRC_ATTRIBUTE',
  },
};

export const codeFor = (context: CheckContext, cause: Cause): NcpErrorCode => CODES[context.kind][cause];

/** `cause` unless the condition holds. */
export const unless = (holds: boolean, context: CheckContext, cause: Cause): NcpErrorCode | undefined =>
  holds ? undefined : codeFor(context, cause);

/** Runs the table in its order and stops at the first refusal. */
export const runChecks = (checks: readonly Check[], frame: AssertionFrame, context: CheckContext): void => {
  for (const check of checks) {
    const code = check(frame, context);
    if (code !== undefined) throw new NcpError(code, { assertion: context.kind, check: check.name });
  }
};
