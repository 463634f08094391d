import type { NcpErrorCode } from '@ncp/domain';
import type { AssertionKind } from './names.js';

/** Causes that have one code for the professional's assertion and another for the treatment relationship (decisions D60). */
export type Cause = 'structure' | 'unsupported' | 'issuer' | 'subject' | 'conditions' | 'notYet' | 'expired' | 'lifetime' | 'audience' | 'attribute' | 'assurance';

const IDENTITY_CODES: Readonly<Record<Cause, NcpErrorCode>> = {
  structure: 'NCP_SAML_STRUCTURE',
  unsupported: 'NCP_SAML_UNSUPPORTED',
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
    unsupported: 'NCP_SAML_TRC_UNSUPPORTED',
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

export const codeFor = (kind: AssertionKind, cause: Cause): NcpErrorCode => CODES[kind][cause];
