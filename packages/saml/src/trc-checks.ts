import { parseCx } from '@ncp/domain';
import { areBounded, codedValueOf, isSingular, valueOf } from './attributes.js';
import { unless, type Check } from './check.js';
import type { AssertionFrame } from './frame.js';
import { AUTHENTICATION_CHECKS, ORIGIN_CHECKS, PERIOD_CHECKS, SUBJECT_CHECKS } from './frame-checks.js';
import { TRC_ATTRIBUTES as NAMES } from './names.js';

/** Checks of the treatment relationship (wire-contract 4.5; RS SAML-03). */

const attributesAreSingular: Check = ({ attributes }, context) =>
  unless(Object.values(NAMES).every((name) => isSingular(attributes, name, false)), context, 'attribute');

const textsAreBounded: Check = ({ attributes }, context) =>
  unless(areBounded(attributes, Object.values(NAMES), context.policy.maxTextCharacters), context, 'attribute');

const namesPatient: Check = ({ attributes }) =>
  parseCx(valueOf(attributes, NAMES.patient) ?? '').ok ? undefined : 'NCP_SAML_TRC_CONTENT';

const purposeIsLegalIfGiven: Check = ({ attributes }, { policy }) => {
  if (!attributes.has(NAMES.purpose)) return undefined;
  const purpose = codedValueOf(attributes, NAMES.purpose, 'PurposeOfUse');
  const isLegal = purpose !== undefined && policy.purposes.includes(purpose.code) && policy.purposeSystems.includes(purpose.codeSystem);
  return isLegal ? undefined : 'NCP_SAML_PURPOSE';
};

export const trcChecks = (hcp: AssertionFrame): readonly Check[] => {
  /** The first reference of Advice is the HCP assertion: position 2 does not count. */
  const restsOnHcp: Check = ({ advice }) => (advice[0] === hcp.id ? undefined : 'NCP_SAML_TRC_MISMATCH');

  /** The same professional, name format included: one name in two formats is two names. */
  const isSameProfessional: Check = ({ nameId }) =>
    nameId?.value === hcp.nameId?.value && nameId?.format === hcp.nameId?.format ? undefined : 'NCP_SAML_TRC_MISMATCH';

  return [
    ...ORIGIN_CHECKS, ...SUBJECT_CHECKS, ...PERIOD_CHECKS, ...AUTHENTICATION_CHECKS,
    attributesAreSingular, textsAreBounded, restsOnHcp, isSameProfessional, namesPatient, purposeIsLegalIfGiven,
  ];
};

/** A next-of-kin assertion is proven genuine and current, and grants nothing (decisions D70). */
export const nextOfKinChecks = (trc: AssertionFrame | undefined): readonly Check[] => {
  /** It need not name the patient; one that does must name the patient of the treatment relationship (RS SAML-24). */
  const concernsPatient: Check = ({ attributes }) => {
    const patient = valueOf(attributes, NAMES.patient);
    return patient === undefined || trc === undefined || patient === valueOf(trc.attributes, NAMES.patient)
      ? undefined
      : 'NCP_SAML_PATIENT_MISMATCH';
  };
  return [...ORIGIN_CHECKS, ...PERIOD_CHECKS, concernsPatient];
};
