/** URNs of the registry model that XCA and XDR share (wire-contract 2.4, 2.5, 2.7). */

export const FIND_DOCUMENTS = 'urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d';
export const STATUS_APPROVED = 'urn:oasis:names:tc:ebxml-regrep:StatusType:Approved';

export const OBJECT_TYPE = {
  stableDocument: 'urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1',
  submissionSet: 'urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd',
  classification: 'urn:oasis:names:tc:ebxml-regrep:ObjectType:RegistryObject:Classification',
  externalIdentifier: 'urn:oasis:names:tc:ebxml-regrep:ObjectType:RegistryObject:ExternalIdentifier',
} as const;

export const CLASSIFICATION_SCHEME = {
  confidentialityCode: 'urn:uuid:f4f85eac-e6cb-4883-b524-f2705394840f',
  classCode: 'urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a',
  typeCode: 'urn:uuid:f0306f51-975f-434e-a61c-c59651d33983',
  formatCode: 'urn:uuid:a09d5840-386c-46f2-b5ad-9c3699a4309d',
  healthcareFacilityTypeCode: 'urn:uuid:f33fb8ac-18af-42cc-ae0e-ed0b0bdb91e1',
  practiceSettingCode: 'urn:uuid:cccf5598-8b07-4b77-a05e-ae952c785ead',
  author: 'urn:uuid:93606bcf-9494-43ec-9b4e-a7748d1a838d',
  eventCodeList: 'urn:uuid:2c6b8cb7-8b2a-4051-b291-b1ae6a575ef4',
  submissionSetAuthor: 'urn:uuid:a7058bb9-b4e4-4307-ba5b-e3f0ab85e12d',
  contentTypeCode: 'urn:uuid:aa543740-bdda-424e-8c96-df4873be8500',
} as const;

/** Scheme and the Name that goes with it: OpenNCP finds the identifier by the Name, not by the scheme. */
export interface IdentifierScheme {
  readonly scheme: string;
  readonly name: string;
}

export const IDENTIFIER_SCHEME: Readonly<Record<
  'entryPatientId' | 'entryUniqueId' | 'setUniqueId' | 'setPatientId' | 'setSourceId', IdentifierScheme
>> = {
  entryPatientId: { scheme: 'urn:uuid:58a6f841-87b3-4a3e-92fd-a8ffeff98427', name: 'XDSDocumentEntry.patientId' },
  entryUniqueId: { scheme: 'urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab', name: 'XDSDocumentEntry.uniqueId' },
  setUniqueId: { scheme: 'urn:uuid:96fdda7c-d067-4183-912e-bf5ee74998a8', name: 'XDSSubmissionSet.uniqueId' },
  setPatientId: { scheme: 'urn:uuid:6b5aea1a-874d-4603-a4bc-96a0a7b38446', name: 'XDSSubmissionSet.patientId' },
  setSourceId: { scheme: 'urn:uuid:554ac39e-e3fe-47fe-b233-965d2a147832', name: 'XDSSubmissionSet.sourceId' },
};

export const ASSOCIATION_TYPE = {
  transform: 'urn:ihe:iti:2007:AssociationType:XFRM',
  hasMember: 'urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember',
} as const;

/** The constant that every OpenNCP writes as source of a submission. */
export const SUBMISSION_SOURCE_ID = '1.3.6.1.4.1.21367.2009.1.2.1';

export const EVENT_STATUS = '1.3.6.1.4.1.19376.1.2.3';
/** Not an OID: the name that eHDSI gave the free text of a strength. */
export const STRENGTH_SCHEME = 'eHDSI_Strength_CodeSystem';
export const PRACTICE_SETTING_SCHEME = 'eHDSI Practice Setting Codes-Not Used';
