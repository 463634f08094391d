/** Fixed names of the assertions on the wire (wire-contract 4.1-4.5). */

export const QUALIFIERS = {
  hcp: 'urn:ehdsi:assertions:hcp',
  trc: 'urn:ehdsi:assertions:trc',
  nextOfKin: 'urn:ehdsi:assertions:nok',
} as const;

export type AssertionKind = keyof typeof QUALIFIERS;

export const HCP_ATTRIBUTES = {
  homeCommunityId: 'urn:ihe:iti:xca:2010:homeCommunityId',
  npi: 'urn:oasis:names:tc:xspa:1.0:subject:npi',
  subjectId: 'urn:oasis:names:tc:xspa:1.0:subject:subject-id',
  role: 'urn:oasis:names:tc:xacml:2.0:subject:role',
  organisation: 'urn:oasis:names:tc:xspa:1.0:subject:organization',
  organisationId: 'urn:oasis:names:tc:xspa:1.0:subject:organization-id',
  facilityType: 'urn:ehdsi:names:subject:healthcare-facility-type',
  purpose: 'urn:oasis:names:tc:xspa:1.0:subject:purposeofuse',
  locality: 'urn:oasis:names:tc:xspa:1.0:environment:locality',
  permissions: 'urn:oasis:names:tc:xspa:1.0:subject:hl7:permission',
  onBehalfOf: 'urn:ehdsi:names:subject:on-behalf-of',
  clinicalSpeciality: 'urn:ehdsi:names:subject:clinical-speciality',
} as const;

export const TRC_ATTRIBUTES = {
  patient: 'urn:oasis:names:tc:xspa:1.0:subject:subject-id',
  purpose: 'urn:oasis:names:tc:xspa:1.0:subject:purposeofuse',
  pin: 'urn:ehdsi:names:document:document-id:dispensationPinCode',
  prescriptionId: 'urn:ehdsi:names:document:document-id:prescriptionId',
} as const;

export const KIN_ID_ATTRIBUTE = 'urn:ehdsi:names:subject:nextofkin:id';

export const NAME_FORMAT_URI = 'urn:oasis:names:tc:SAML:2.0:attrname-format:uri';
export const SENDER_VOUCHES = 'urn:oasis:names:tc:SAML:2.0:cm:sender-vouches';
export const NAME_ID_UNSPECIFIED = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified';

const CONTEXT_CLASS = 'urn:oasis:names:tc:SAML:2.0:ac:classes:';
export const PREVIOUS_SESSION: string = `${CONTEXT_CLASS}PreviousSession`;
/** Two-factor classes that the reference implementation enforces (wire-contract 4.2). */
export const TWO_FACTOR_CLASSES: readonly string[] = [
  'MobileTwoFactorUnregistered', 'MobileTwoFactorContract', 'X509', 'SPKI', 'SmartcardPKI', 'SoftwarePKI', 'TLSClient',
].map((name) => CONTEXT_CLASS + name);

/** Code system of PurposeOfUse as eHDSI writes it, and the American one of the Danish test tool. */
export const PURPOSE_SYSTEM = '3bc18518-d305-46c2-a8d6-94bd59856e9e';
export const NHIN_PURPOSE_SYSTEM = '2.16.840.1.113883.3.18.7.1';
