import { NcpError, parseCx, parseHomeCommunityId, type CountryCode } from '@ncp/domain';
import type { CodedRole, HcpAssertion, NextOfKinAssertion, SignedFrame, TrcAssertion } from './assertion.js';
import { codedValueOf, textsOf, valueOf, type AttributeTable, type CodedAttribute } from './attributes.js';
import { shortPermissions } from './entitlement.js';
import type { AssertionFrame } from './frame.js';
import { HCP_ATTRIBUTES, KIN_ID_ATTRIBUTE, TRC_ATTRIBUTES } from './names.js';
import { earlier, requireInstant } from './time.js';

/** Frames whose checks have passed, as the types that the rest of the gateway sees. */

/** What a check has proven present; absent only if a check was removed, and then nothing is returned. */
const proven = <T>(value: T | undefined): T => {
  if (value === undefined) throw new NcpError('NCP_SAML_STRUCTURE', { at: 'decode' });
  return value;
};

const optional = <K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> => {
  const made: Partial<Record<K, string>> = {};
  if (value !== undefined) made[key] = value;
  return made;
};

const roleOf = (coded: CodedAttribute): CodedRole => ({ code: coded.code, ...optional('display', coded.display) });

const delegatorOf = (attributes: AttributeTable): Pick<HcpAssertion, 'onBehalfOf'> => {
  const coded = codedValueOf(attributes, HCP_ATTRIBUTES.onBehalfOf, 'Role');
  return coded === undefined ? {} : { onBehalfOf: roleOf(coded) };
};

const communityOf = (attributes: AttributeTable): string | undefined => {
  const given = valueOf(attributes, HCP_ATTRIBUTES.homeCommunityId);
  const parsed = given === undefined ? undefined : parseHomeCommunityId(given);
  return parsed?.ok === true ? parsed.value : undefined;
};

const signedFrame = (frame: AssertionFrame, country: CountryCode): SignedFrame => {
  const conditions = proven(frame.conditions);
  return {
    id: frame.id,
    issuer: frame.issuer,
    country,
    notBefore: requireInstant(conditions.notBefore),
    notOnOrAfter: requireInstant(conditions.notOnOrAfter),
    oneTimeUse: conditions.oneTimeUse,
  };
};

export const hcpFrom = (frame: AssertionFrame, country: CountryCode): HcpAssertion => {
  const { attributes } = frame;
  const nameId = proven(frame.nameId);
  const authentication = proven(frame.authentications[0]);
  return {
    ...signedFrame(frame, country),
    nameId: nameId.value,
    nameIdFormat: nameId.format,
    ...optional('spProvidedId', nameId.spProvidedId),
    subjectId: proven(valueOf(attributes, HCP_ATTRIBUTES.subjectId)),
    role: roleOf(proven(codedValueOf(attributes, HCP_ATTRIBUTES.role, 'Role'))),
    ...optional('organisation', valueOf(attributes, HCP_ATTRIBUTES.organisation)),
    ...optional('organisationId', valueOf(attributes, HCP_ATTRIBUTES.organisationId)),
    facilityType: proven(valueOf(attributes, HCP_ATTRIBUTES.facilityType)),
    purpose: proven(codedValueOf(attributes, HCP_ATTRIBUTES.purpose, 'PurposeOfUse')).code,
    locality: proven(valueOf(attributes, HCP_ATTRIBUTES.locality)),
    permissions: shortPermissions(textsOf(attributes, HCP_ATTRIBUTES.permissions)),
    ...optional('homeCommunityId', communityOf(attributes)),
    authnInstant: requireInstant(authentication.instant),
    assurance: authentication.classRef,
    ...delegatorOf(attributes),
    ...optional('clinicalSpeciality', valueOf(attributes, HCP_ATTRIBUTES.clinicalSpeciality)),
  };
};

export const trcFrom = (frame: AssertionFrame, country: CountryCode, hcp: HcpAssertion): TrcAssertion => {
  const { attributes } = frame;
  const own = signedFrame(frame, country);
  const patient = parseCx(proven(valueOf(attributes, TRC_ATTRIBUTES.patient)));
  const purpose = codedValueOf(attributes, TRC_ATTRIBUTES.purpose, 'PurposeOfUse');
  return {
    ...own,
    notOnOrAfter: earlier(own.notOnOrAfter, hcp.notOnOrAfter),
    nameId: proven(frame.nameId).value,
    hcpId: hcp.id,
    patient: proven(patient.ok ? patient.value : undefined),
    ...optional('purpose', purpose?.code),
    ...optional('pin', valueOf(attributes, TRC_ATTRIBUTES.pin)),
    ...optional('prescriptionId', valueOf(attributes, TRC_ATTRIBUTES.prescriptionId)),
  };
};

export const nextOfKinFrom = (frame: AssertionFrame, country: CountryCode): NextOfKinAssertion => ({
  ...signedFrame(frame, country),
  ...optional('kinId', valueOf(frame.attributes, KIN_ID_ATTRIBUTE)),
});
