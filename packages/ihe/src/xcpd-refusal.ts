import { ERROR_REGISTRY, type NcpError, type NcpErrorCode, type WireCode } from '@ncp/domain';
import { shownCode, wireText } from './registry-refusal.js';
import type { XcpdReason, XcpdRefusal } from './xcpd-types.js';

/** From our errors to the answer of ITI-55, as data (decisions D10-D13, D22, UC-A1; wire-contract 2.3). */

const IHE_REASONS = '1.3.6.1.4.1.19376.1.2.27.3';
const EHDSI_REASONS = '1.3.6.1.4.1.12559.11.10.1.3.2.2.1';

/** Where a reason stands below detectedIssueEvent: what the sender must do, or what was done about it. */
export interface ReasonEntry {
  readonly codeSystem: string;
  readonly child: 'triggerFor' | 'mitigatedBy';
}

export const XCPD_REASONS: Readonly<Record<XcpdReason, ReasonEntry>> = {
  AnswerNotAvailable: { codeSystem: IHE_REASONS, child: 'mitigatedBy' },
  ResponderBusy: { codeSystem: IHE_REASONS, child: 'mitigatedBy' },
  InternalError: { codeSystem: IHE_REASONS, child: 'mitigatedBy' },
  AdditionalDemographicsRequested: { codeSystem: EHDSI_REASONS, child: 'triggerFor' },
  DemographicsQueryNotAllowed: { codeSystem: EHDSI_REASONS, child: 'triggerFor' },
  EHICDataRequested: { codeSystem: EHDSI_REASONS, child: 'mitigatedBy' },
  PrivacyViolation: { codeSystem: EHDSI_REASONS, child: 'mitigatedBy' },
  InsufficientRights: { codeSystem: EHDSI_REASONS, child: 'mitigatedBy' },
  PatientAuthenticationRequired: { codeSystem: EHDSI_REASONS, child: 'mitigatedBy' },
  PolicyViolation: { codeSystem: EHDSI_REASONS, child: 'mitigatedBy' },
};

/** Acknowledgement typeCode, queryAck statusCode and queryResponseCode (decisions D10). */
export const XCPD_OUTCOMES = {
  match: { acknowledgement: 'AA', status: 'deliveredResponse', response: 'OK' },
  'no-match': { acknowledgement: 'AA', status: 'deliveredResponse', response: 'NF' },
  refused: { acknowledgement: 'AE', status: 'aborted', response: 'AE' },
} as const;

interface Rule {
  /** Whole codes, or the beginning of a family of codes. */
  readonly codes: readonly NcpErrorCode[];
  readonly family?: string;
  readonly kind: XcpdRefusal['kind'];
  readonly reason: XcpdReason;
  /** Wire code; absent: the one of the registry. */
  readonly wire?: WireCode;
  /** Code shown; absent: the one of the registry's `shownAs`. */
  readonly shown?: NcpErrorCode;
}

const CONSENT: readonly NcpErrorCode[] = ['NCP_CONSENT', 'NCP_CONSENT_NONE', 'NCP_CONSENT_COUNTRY'];

const NO_MATCH: Omit<Rule, 'codes'> = {
  kind: 'no-match', reason: 'AnswerNotAvailable', wire: 'ERROR_PI_NO_MATCH', shown: 'NCP_PI_NO_MATCH',
};

/** First rule that fits decides. */
const RULES: readonly Rule[] = [
  { codes: ['NCP_PI_NO_IDENTIFIER'], kind: 'refused', reason: 'DemographicsQueryNotAllowed' },
  { codes: ['NCP_PI_MULTIPLE'], kind: 'refused', reason: 'AnswerNotAvailable' },
  // One answer for every cause that says something about a person (D12): any other NCP_PI_ code, and consent.
  { ...NO_MATCH, codes: CONSENT, family: 'NCP_PI_' },
  // The wrong sender is a matter of trust, not of addressing (D69).
  { codes: ['NCP_IHE_SENDER'], kind: 'refused', reason: 'InsufficientRights' },
  { codes: [], family: 'NCP_IHE_', kind: 'refused', reason: 'AnswerNotAvailable', wire: 'ERROR_PI_GENERIC' },
  { codes: [], family: 'NCP_SAML_', kind: 'refused', reason: 'InsufficientRights' },
  // Known as a profile message and still bad XML: something hidden in what is signed (D60).
  { codes: ['NCP_XML_PI', 'NCP_XML_COMMENT_IN_VALUE', 'NCP_XML_DUPLICATE_ID'], kind: 'refused', reason: 'InsufficientRights' },
  { codes: [], family: 'NCP_DSIG_', kind: 'refused', reason: 'InsufficientRights' },
  { codes: [], family: 'NCP_XSW_', kind: 'refused', reason: 'InsufficientRights' },
  { codes: [], family: 'NCP_TRUST_', kind: 'refused', reason: 'InsufficientRights' },
  // A wrong person in the national answer is told as an outage (UC-A1 5.4).
  { codes: [], family: 'NCP_NATIONAL_', kind: 'refused', reason: 'ResponderBusy', wire: 'ERROR_PI_GENERIC', shown: 'NCP_NATIONAL_UNAVAILABLE' },
];

const OTHERWISE: Rule = { codes: [], kind: 'refused', reason: 'InternalError', wire: 'ERROR_PI_GENERIC' };

/** `XCPD_NO_CONSENT=insufficient-rights` (decisions D12). */
const CONSENT_TOLD: Rule = { codes: CONSENT, kind: 'refused', reason: 'InsufficientRights', wire: 'ERROR_PI_GENERIC' };

export interface XcpdRefusalPolicy {
  readonly noConsent: 'nomatch' | 'insufficient-rights';
}

const fits = (rule: Rule, code: NcpErrorCode): boolean =>
  rule.codes.includes(code) || (rule.family !== undefined && code.startsWith(rule.family));

/** The answer to ITI-55 that an error leads to. Only the exchange id differs between causes that must look alike. */
export const xcpdRefusalFor = (
  error: NcpError,
  exchangeId: string,
  policy: XcpdRefusalPolicy = { noConsent: 'nomatch' },
): XcpdRefusal => {
  const rules = policy.noConsent === 'insufficient-rights' ? [CONSENT_TOLD, ...RULES] : RULES;
  const rule = rules.find((one) => fits(one, error.code)) ?? OTHERWISE;
  const shown = rule.shown ?? shownCode(error.code);
  return {
    kind: rule.kind,
    reason: rule.reason,
    wire: rule.wire ?? ERROR_REGISTRY[shown].wire,
    text: wireText(shown, exchangeId),
  };
};
