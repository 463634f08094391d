/**
 * Identifiers and codes that several packages share (decisions 3.1). Official values only: our own choices are in
 * `local-constants.ts`, the schemes of one message family are in the package that owns it.
 */

/** homeCommunityId and repositoryUniqueId of Sweden (wire-contract 3.4, decisions D27). */
export const SWEDEN_HOME_COMMUNITY_ID = '1.2.752.221.3.1.1';

/** Roots of identifiers (sweden-national 2.6). */
export const IDENTIFIER_ROOTS = {
  personnummer: '1.2.752.129.2.1.3.1',
  samordningsnummer: '1.2.752.129.2.1.3.3',
  legitimationCode: '1.2.752.116.3.1.1',
  prescriberCode: '1.2.752.116.3.1.2',
  occupation: '1.2.752.116.3.1.3',
  hsaId: '1.2.752.129.2.1.4.1',
  organisationNumber: '2.5.4.97',
  gln: '1.3.88',
  /** NPL-id: 14 digits name the product; six digits under this root are an old varunummer. */
  nplId: '1.2.752.129.2.1.5.1',
  nplPackId: '1.2.752.129.2.1.5.2',
} as const;

/** Code systems of the eHDSI documents (cda-documents 3-7, 11). */
export const CODE_SYSTEMS = {
  atc: '2.16.840.1.113883.6.73',
  edqm: '0.4.0.127.0.16.1.1.2.1',
  loinc: '2.16.840.1.113883.6.1',
  snomedCt: '2.16.840.1.113883.6.96',
  ucum: '2.16.840.1.113883.6.8',
  isco: '2.16.840.1.113883.2.9.6.2.7',
  icd10: '1.3.6.1.4.1.12559.11.10.1.3.1.44.2',
  country: '1.0.3166.1',
  confidentiality: '2.16.840.1.113883.5.25',
  administrativeGender: '2.16.840.1.113883.5.1',
  nullFlavor: '2.16.840.1.113883.5.1008',
  actClass: '2.16.840.1.113883.5.6',
  substitution: '2.16.840.1.113883.5.1070',
  timingEvent: '2.16.840.1.113883.5.139',
  absentOrUnknown: '2.16.840.1.113883.5.1150.1',
  /** PINSTRUCT and FINSTRUCT. */
  iheActCode: '1.3.6.1.4.1.19376.1.5.3.2',
} as const;

/** Class codes: LOINC, except the discard, which is a class of XDS only (wire-contract 3.1). */
export const CLASS_CODES = {
  ePrescription: '57833-6',
  eDispensation: '60593-1',
  discard: 'DISCARD-60593-1',
  patientSummary: '60591-5',
} as const;
export type ClassCode = (typeof CLASS_CODES)[keyof typeof CLASS_CODES];

/** Section codes (LOINC) of the two medication documents. */
export const SECTION_CODES = { prescription: '57828-6', dispensation: '60590-7' } as const;

/** Exact spelling when written; compared case-insensitively when read (wire-contract 3.2). */
export const FORMAT_CODES = {
  ePrescription: 'urn:epsos:ep:pre:2010',
  patientSummary: 'urn:epSOS:ps:ps:2010',
  eDispensation: 'urn:epSOS:ep:dis:2010',
  discard: 'urn:eHDSI:ed:discard:2020',
  pdf: 'urn:ihe:iti:xds-sd:pdf:2008',
} as const;
export type FormatCode = (typeof FORMAT_CODES)[keyof typeof FORMAT_CODES];

/** The known format code that a text spells in any case. */
export const readFormatCode = (text: string): FormatCode | undefined =>
  Object.values(FORMAT_CODES).find((known) => known.toLowerCase() === text.toLowerCase());

/** The known class code that a text spells exactly. */
export const readClassCode = (text: string): ClassCode | undefined =>
  Object.values(CLASS_CODES).find((known) => known === text);

const TEMPLATE_PREFIX = '1.3.6.1.4.1.12559.11.10.1.3.1';

/** templateId roots of whole documents (cda-documents 0, wire-contract 3.3). */
export const DOCUMENT_TEMPLATES = {
  ePrescription: `${TEMPLATE_PREFIX}.1.1`,
  ePrescriptionLevel1: `${TEMPLATE_PREFIX}.1.6`,
  eDispensation: `${TEMPLATE_PREFIX}.1.2`,
  patientSummary: `${TEMPLATE_PREFIX}.1.3`,
  patientSummaryLevel1: `${TEMPLATE_PREFIX}.1.7`,
  /** Not a legal OID: seen only in a discard, where it replaces the template of the eDispensation (decisions D47). */
  discard: `${TEMPLATE_PREFIX}.1.2-DISCARD`,
} as const;

/** Substitution codes of an ePrescription; only `N` forbids (cda-documents 3, decisions D40). */
export const SUBSTITUTION = { none: 'N', generic: 'G', therapeutic: 'TE' } as const;

/** Audience of every eHDSI assertion (decisions D66). */
export const ASSERTION_AUDIENCE = 'urn:ehdsi:assertions.audience:x-border';
