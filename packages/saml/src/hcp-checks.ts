import { isRoleCode } from '@ncp/domain';
import { areBounded, codedValueOf, isSingular, textsOf, valueOf, type AttributeTable } from './attributes.js';
import { unless, type Check } from './check.js';
import { entitlementFault, organisationFault, shortPermissions } from './entitlement.js';
import { AUTHENTICATION_CHECKS, ORIGIN_CHECKS, PERIOD_CHECKS, SUBJECT_CHECKS } from './frame-checks.js';
import { HCP_ATTRIBUTES as NAMES } from './names.js';
import type { SamlPolicy } from './policy.js';

/** Checks of the professional's attributes (wire-contract 4.3, 4.4, 4.7; decisions D65). */

const attributesAreSingular: Check = ({ attributes }, context) =>
  unless(Object.values(NAMES).every((name) => isSingular(attributes, name, name === NAMES.permissions)), context, 'attribute');

const textsAreBounded: Check = ({ attributes }, context) =>
  unless(areBounded(attributes, Object.values(NAMES), context.policy.maxTextCharacters), context, 'attribute');

const hasSubjectId: Check = ({ attributes }, context) => unless(valueOf(attributes, NAMES.subjectId) !== undefined, context, 'attribute');

const legalRole = (attributes: AttributeTable, name: string, policy: SamlPolicy): string | undefined => {
  const role = codedValueOf(attributes, name, 'Role');
  return role !== undefined && role.codeSystem === policy.roleSystem && isRoleCode(role.code) ? role.code : undefined;
};

const hasKnownRole: Check = ({ attributes }, { policy }) =>
  legalRole(attributes, NAMES.role, policy) === undefined ? 'NCP_SAML_ROLE' : undefined;

/** Somebody acting for another must say for whom in a role we know; it adds nothing to her own rights. */
const delegatorIsKnown: Check = ({ attributes }, { policy }) =>
  attributes.has(NAMES.onBehalfOf) && legalRole(attributes, NAMES.onBehalfOf, policy) === undefined ? 'NCP_SAML_ROLE' : undefined;

const hasFacilityType: Check = ({ attributes }) =>
  valueOf(attributes, NAMES.facilityType) === undefined ? 'NCP_SAML_POINT_OF_CARE' : undefined;

/** Legal, not a certain one (decisions D65). */
const facilityTypeIsLegal: Check = ({ attributes }, context) =>
  unless(context.policy.facilityTypes.includes(valueOf(attributes, NAMES.facilityType)?.toLowerCase() ?? ''), context, 'attribute');

const hasLegalPurpose: Check = ({ attributes }, { policy }) => {
  const purpose = codedValueOf(attributes, NAMES.purpose, 'PurposeOfUse');
  const isLegal = purpose !== undefined && policy.purposes.includes(purpose.code) && policy.purposeSystems.includes(purpose.codeSystem);
  return isLegal ? undefined : 'NCP_SAML_PURPOSE';
};

const emergencyIsAnsweredFor: Check = ({ attributes }, { policy }) => {
  const isEmergency = codedValueOf(attributes, NAMES.purpose, 'PurposeOfUse')?.code === 'EMERGENCY';
  const hasExtras = policy.emergencyNeeds.every((need) => valueOf(attributes, NAMES[need]) !== undefined);
  return !isEmergency || hasExtras ? undefined : 'NCP_SAML_PURPOSE';
};

const hasLocality: Check = ({ attributes }) =>
  valueOf(attributes, NAMES.locality) === undefined ? 'NCP_SAML_POINT_OF_CARE' : undefined;

const hasOrganisationIfNeeded: Check = ({ attributes }, { classCode }) =>
  organisationFault(valueOf(attributes, NAMES.organisationId), classCode);

const isEntitled: Check = ({ attributes }, context) => {
  const holder = {
    role: legalRole(attributes, NAMES.role, context.policy) ?? '',
    permissions: shortPermissions(textsOf(attributes, NAMES.permissions)),
    country: context.signer,
  };
  return entitlementFault(holder, context, context.policy);
};

/** Order of wire-contract 4.7, origin first: nothing a stranger says is looked at further. */
export const HCP_CHECKS: readonly Check[] = [
  ...ORIGIN_CHECKS,
  ...SUBJECT_CHECKS,
  ...PERIOD_CHECKS,
  ...AUTHENTICATION_CHECKS,
  attributesAreSingular, textsAreBounded, hasSubjectId, hasKnownRole, delegatorIsKnown, hasFacilityType, facilityTypeIsLegal,
  hasLegalPurpose, emergencyIsAnsweredFor, hasLocality, hasOrganisationIfNeeded, isEntitled,
];
