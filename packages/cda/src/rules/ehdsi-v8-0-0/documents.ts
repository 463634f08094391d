import type { TemplateTable } from '../release.js';

/** Documents (cda-documents 2, 3, 6, 7, 8). Notation: ../table.ts. */

export const E_PRESCRIPTION: TemplateTable = {
  name: 'eHDSIePrescription', id: 'T.1.1', version: '2024-04-19T095714',
  rows: `
ClinicalDocument [tpl:T.1.1] 0..* O !no-schema-location
  realmCode 0..1 O CS
  typeId [@root=2.16.840.1.113883.1.3][@extension=POCD_HD000040] 1..1 R II.EPSOS @extension:st
  templateId [@root=T.1.1] 1..1 R II.EPSOS
  id 1..1 M+ (eHDSIId) II
  code [code:57833-6^2.16.840.1.113883.6.1] 1..1 R CV.EPSOS @displayName!
  title 1..1 M ST
  effectiveTime 1..1 M TS.EPSOS.TZ
  confidentialityCode [in:confidentiality | null] 1..1 R CE.EPSOS
  languageCode [code-in:42.6] 1..1 R CS !language
  setId 0..1 O
  versionNumber 0..1 O
  recordTarget [has:patientRole] 1..1 M+ > eHDSIRecordTarget
  author [has:functionCode[in:42.1]] 1..* R > eHDSIAuthorPrescriber
  custodian [has:assignedCustodian] 1..1 M+ > eHDSICustodian
  legalAuthenticator [has:signatureCode[@code=S | null]] 1..1 R > eHDSILegalAuthenticator
  relatedDocument [@typeCode=XFRM][has:parentDocument] 1..1 M+ > eHDSIRelatedDocument
  component [has:structuredBody] 1..1 M
    structuredBody [has:component] 1..1 M @classCode?=DOCBODY
      component [has:section[tpl:T.2.1]] 1..1 R
`,
};

export const E_PRESCRIPTION_PDF_EMBEDDED: TemplateTable = {
  name: 'eHDSIePrescriptionPDFEmbedded', id: 'T.1.6', version: '2024-04-19T095804',
  rows: `
ClinicalDocument [tpl:T.1.6] 0..* O !no-schema-location
  realmCode 0..1 O CS
  typeId [@root=2.16.840.1.113883.1.3][@extension=POCD_HD000040] 1..1 R II.EPSOS @extension:st
  templateId [@root=T.1.6] 1..1 R II
  id 1..1 M+ (eHDSIId) II
  code [code:57833-6^2.16.840.1.113883.6.1] 1..1 R CV.EPSOS @displayName!
  title 1..1 M ST
  effectiveTime 1..1 M TS.EPSOS.TZ
  confidentialityCode [in:confidentiality | null] 1..1 R CE.EPSOS
  languageCode [code-in:42.6] 1..1 R CS !language
  setId 0..1 O
  versionNumber 0..1 O
  recordTarget [has:patientRole] 1..1 M+ > eHDSIRecordTarget
  author [has:functionCode[in:42.1]] 1..* R > eHDSIAuthorPrescriber
  custodian [has:assignedCustodian] 1..1 M+ > eHDSICustodian
  legalAuthenticator [has:signatureCode[@code=S | null]] 1..1 R > eHDSILegalAuthenticator
  relatedDocument [@typeCode=XFRM][has:parentDocument] 1..1 M+ > eHDSIRelatedDocument
  component [has:nonXMLBody[@classCode=DOCBODY][@moodCode=EVN]] 1..1 M
    nonXMLBody [@classCode=DOCBODY][@moodCode=EVN][has:text] 1..1 M
      text 1..1 M @mediaType=application/pdf @representation=B64 !has-content
        reference 0..0 O
`,
};

export const E_DISPENSATION: TemplateTable = {
  name: 'eHDSIeDispensation', id: 'T.1.2', version: '2024-04-19T095620',
  rows: `
ClinicalDocument [tpl:T.1.2] 0..* O !no-schema-location
  realmCode 0..1 O CS
  typeId [@root=2.16.840.1.113883.1.3][@extension=POCD_HD000040] 1..1 R II.EPSOS @extension:st
  templateId [@root=T.1.2] 1..1 R II.EPSOS
  id 1..1 M+ (eHDSIId) II
  code [code:60593-1^2.16.840.1.113883.6.1] 1..1 R CV.EPSOS @displayName!
  title 1..1 M ST
  effectiveTime 1..1 M TS.EPSOS.TZ
  confidentialityCode [in:confidentiality | null] 1..1 R CE.EPSOS
  languageCode [code-in:42.6] 1..1 R CS !language
  setId 0..1 O
  versionNumber 0..1 O
  recordTarget [has:patientRole] 1..1 M+ > eHDSIRecordTarget
  author [has:assignedAuthor] 1..* M+ > eHDSIAuthor
  custodian [has:assignedCustodian] 1..1 M+ > eHDSICustodian
  legalAuthenticator [has:signatureCode[@code=S | null]] 1..1 R > eHDSILegalAuthenticator
  inFulfillmentOf [has:order[@moodCode=RQO]] 1..1 M+ > eHDSIinFulfillmentOf
  relatedDocument [@typeCode=XFRM][has:parentDocument] 0..1 O > eHDSIRelatedDocument
  component [has:structuredBody] 1..1 M
    structuredBody [has:component] 1..1 M @classCode?=DOCBODY
      component [has:section[tpl:T.2.2]] 1..1 R @typeCode?=COMP
`,
};

export const PATIENT_SUMMARY: TemplateTable = {
  name: 'eHDSIPatientSummary', id: 'T.1.3', version: '2024-04-19T100332',
  rows: `
ClinicalDocument [tpl:T.1.3] 0..* O !no-schema-location
  realmCode 0..1 O CS
  typeId [@root=2.16.840.1.113883.1.3][@extension=POCD_HD000040] 1..1 R II.EPSOS @extension:st
  templateId [@root=T.1.3] 1..1 R II.EPSOS
  id 1..1 M+ (eHDSIId) II
  code [code:60591-5^2.16.840.1.113883.6.1] 1..1 R CV.EPSOS @displayName!
  title 1..1 M ST
  effectiveTime 1..1 M TS.EPSOS.TZ
  confidentialityCode [in:confidentiality | null] 1..1 R CE.EPSOS
  languageCode [code-in:42.6] 1..1 R CS !language
  setId 0..1 O
  versionNumber 0..1 O
  recordTarget [has:patientRole] 1..1 M+ > eHDSIRecordTarget
  author [has:assignedAuthor] 1..* M+ > eHDSIAuthor
  custodian [has:assignedCustodian] 1..1 M+ > eHDSICustodian
  legalAuthenticator [has:signatureCode[@code=S | null]] 1..1 R > eHDSILegalAuthenticator
  participant [has:templateId[@root=1.3.6.1.4.1.19376.1.5.3.1.2.4]] 1..* R > eHDSIContactPreferredHPLegalOrganization
  documentationOf [@typeCode=DOC][has:serviceEvent[@classCode=PCPR][@moodCode=EVN]] 1..1 R > eHDSIDocumentationOfPCPR
  relatedDocument [@typeCode=XFRM][has:parentDocument] 1..* M+ > eHDSIRelatedDocument
  component [has:structuredBody] 1..1 M
    structuredBody 1..1 M @classCode?=DOCBODY
      component [has:section[tpl:T.2.3 & tpl:2.16.840.1.113883.10.20.1.8]] 1..1 R
      component [has:section[tpl:T.2.12]] 1..1 R
      component [has:section[tpl:T.2.15 & tpl:2.16.840.1.113883.10.20.1.6]] 0..1 O
      component [has:section[tpl:T.2.10]] 0..1 O
      component [has:section[tpl:T.2.11]] 1..1 R
      component [has:section[tpl:T.2.9 & tpl:2.16.840.1.113883.10.20.1.11]] 1..1 R
      component [has:section[tpl:T.2.4 & tpl:2.16.840.1.113883.10.20.1.7]] 1..1 R
      component [has:section[tpl:T.2.8 & tpl:2.16.840.1.113883.10.20.1.10]] 0..1 O
      component [has:section[tpl:T.2.14]] 0..1 O
      component [has:section[tpl:T.2.13 & tpl:2.16.840.1.113883.10.20.1.15]] 0..1 O
      component [has:section[tpl:T.2.7]] 0..1 O
      component [has:section[tpl:T.2.6]] 0..1 O
      component [has:section[tpl:T.2.5]] 0..1 O
      component [has:section[tpl:T.2.16]] 0..1 O > eHDSIAdvanceDirectivesSection
`,
};

export const ORIGINAL_PS: TemplateTable = {
  name: 'eHDSI-OriginalPS', id: 'T.1.7', version: '2024-04-19T100407',
  rows: `
ClinicalDocument [tpl:T.1.7] 0..* O !no-schema-location
  realmCode 0..1 O CS
  typeId [@root=2.16.840.1.113883.1.3][@extension=POCD_HD000040] 1..1 R II.EPSOS @extension:st
  templateId [@root=T.1.7] 1..1 R II
  id 1..1 M+ (eHDSIId) II
  code [code:60591-5^2.16.840.1.113883.6.1] 1..1 R CV.EPSOS @displayName!
  title 1..1 M ST
  effectiveTime 1..1 M TS.EPSOS.TZ
  confidentialityCode [in:confidentiality | null] 1..1 R CE.EPSOS
  languageCode [code-in:42.6] 1..1 R CS !language
  setId 0..1 O
  versionNumber 0..1 O
  recordTarget [has:patientRole] 1..1 M+ > eHDSIRecordTarget
  author [has:assignedAuthor] 1..* M+ > eHDSIAuthor
  custodian [has:assignedCustodian] 1..1 M+ > eHDSICustodian
  legalAuthenticator [has:signatureCode[@code=S | null]] 1..1 R > eHDSILegalAuthenticator
  documentationOf [@typeCode=DOC][has:serviceEvent[@classCode=PCPR][@moodCode=EVN]] 1..1 R > eHDSIDocumentationOfPCPR
  relatedDocument [@typeCode=XFRM][has:parentDocument] 1..1 M+ > eHDSIRelatedDocument
  component [has:nonXMLBody[@classCode=DOCBODY][@moodCode=EVN]] 1..1 M
    nonXMLBody [@classCode=DOCBODY][@moodCode=EVN][has:text] 1..1 M
      text 1..1 M @mediaType=application/pdf @representation=B64 !has-content
        reference 0..0 O
  participant [has:templateId[@root=1.3.6.1.4.1.19376.1.5.3.1.2.4]] 0..* O > eHDSIContactPreferredHPLegalOrganization
`,
};
