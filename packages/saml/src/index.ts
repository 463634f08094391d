export type {
  AssertionUse, CodedRole, HcpAssertion, NextOfKinAssertion, SignedFrame, TrcAssertion, ValidatedAssertions,
} from './assertion.js';
export { DEFAULT_SAML_POLICY, type SamlPolicy } from './policy.js';
export { TWO_FACTOR_CLASSES } from './names.js';
export { type Signer, type ValidationContext, validateAssertions } from './validate.js';
export { requireClass } from './entitlement.js';
export { requirePatient, requirePrescription, type RequestedPatient } from './fit.js';
export { issueHcpAssertion, type HcpClaims, type IssueOptions } from './issue-hcp.js';
export { issueTrcAssertion, type HcpReference, type TrcOptions } from './issue-trc.js';
export { decodeTrcRequest, encodeTrcResponse, type TrcRequest } from './trc-request.js';
