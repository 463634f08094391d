import type { TemplateTable } from '../release.js';

/** What headers consist of (cda-documents 2). Notation: ../table.ts. */

export const RECORD_TARGET: TemplateTable = {
  name: 'eHDSIRecordTarget', id: '2.16.840.1.113883.3.1937.777.11.10.100', version: '2024-04-10T122640',
  rows: `
. @typeCode?=RCT @contextControlCode?=OP
patientRole [has:patient] 1..1 M @classCode?=PAT
  id 1..* R II.EPSOS
  addr 1..1 R AD.EPSOS @nullFlavor?=NI
    city 0..1 O
    postalCode 0..1 O
    state 0..1 O
    country 0..1 O
  telecom 1..* R TEL @use~42.40 @nullFlavor?=NI
  patient [has:administrativeGenderCode[in:42.34 | null]] 1..1 R @classCode?=PSN @determinerCode?=INSTANCE
    name 1..* M PN
      family 1..* M
      given 1..* M
    administrativeGenderCode [in:42.34 | null] 1..1 R CE.EPSOS null=UNK
    birthTime 1..1 M TS
    guardian [tpl:1.3.6.1.4.1.19376.1.5.3.1.2.4] 0..* O @classCode=GUARD @nullFlavor:cs
      templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.2.4] 1..1 R II.EPSOS
      code [in:42.38 | null] 0..1 O CE.EPSOS
      addr 1..1 R AD.EPSOS @nullFlavor?=NI
        city 0..1 O
        postalCode 0..1 O
        state 0..1 O
        country 0..1 O
      telecom 1..* R TEL @use~42.40 @nullFlavor?=NI
      guardianPerson 1..1 R
        name 1..* R PN atleast2(family | given)
          family 1..* R
          given 1..* R
    languageCommunication [has:languageCode[code-in:42.6 | null]] 0..* O
      languageCode [code-in:42.6 | null] 1..1 R CS !language
`,
};

export const AUTHOR_PRESCRIBER: TemplateTable = {
  name: 'eHDSIAuthorPrescriber', id: '2.16.840.1.113883.3.1937.777.11.10.103', version: '2020-10-07T082031',
  rows: `
. @typeCode?=AUT @contextControlCode?=OP
functionCode [in:42.1] 1..1 R CE.EPSOS
time 1..1 R TS.EPSOS.TZ
assignedAuthor 1..1 R @classCode?=ASSIGNED !person-or-device
  id 1..* R II.EPSOS @nullFlavor?=NA
  code 0..1 O CE.EPSOS
  addr 1..* R AD.EPSOS
  telecom 1..* R TEL.EPSOS @use~42.40
  assignedPerson 1..1 M @classCode?=PSN @determinerCode?=INSTANCE
    name 1..1 R PN
      family 1..* R
      given 1..* R
  representedOrganization 1..1 R > eHDSIOrganization
`,
};

export const AUTHOR: TemplateTable = {
  name: 'eHDSIAuthor', id: '2.16.840.1.113883.3.1937.777.11.10.102', version: '2020-10-02T132723',
  rows: `
. @typeCode?=AUT @contextControlCode?=OP
functionCode [in:42.1 | null] 0..1 O CE.EPSOS
time 1..1 R TS.EPSOS.TZ
assignedAuthor [has:representedOrganization] 1..1 M @classCode?=ASSIGNED atleast1(assignedPerson | assignedAuthoringDevice) atmost1(assignedPerson | assignedAuthoringDevice)
  id 1..* R II.EPSOS @nullFlavor?=NA
  code 0..1 O CE.EPSOS
  addr 1..* R AD.EPSOS
  telecom 1..* R TEL.EPSOS @use~42.40
  assignedPerson 0..1 O @classCode?=PSN @determinerCode?=INSTANCE
    name 1..1 R PN
      family 1..* M
      given 1..* M
  assignedAuthoringDevice 0..1 O > eHDSIDevice
  representedOrganization 1..1 R > eHDSIOrganization
`,
};

export const DEVICE: TemplateTable = {
  name: 'eHDSIDevice', id: '2.16.840.1.113883.3.1937.777.11.10.129', version: '2020-09-09T140539',
  rows: `
. @classCode?=DEV @determinerCode?=INSTANCE
code [in:EntityCode | null] 0..1 O CE.EPSOS
manufacturerModelName 0..1 O SC
softwareName 0..1 O SC
`,
};

export const ORGANIZATION: TemplateTable = {
  name: 'eHDSIOrganization', id: '2.16.840.1.113883.3.1937.777.11.10.111', version: '2020-10-07T094007',
  rows: `
. @classCode?=ORG @determinerCode?=INSTANCE
id 1..1 R II.EPSOS @nullFlavor:cs
name 1..1 R ON @nullFlavor:cs
telecom 1..* R TEL @use~42.40 @nullFlavor?=NI
addr [has:country] 1..1 R AD.EPSOS !parts
  city 0..1 O
  postalCode 0..1 O
  state 0..1 O
  country 1..1 R
`,
};

export const PERSON: TemplateTable = {
  name: 'eHDSIPerson', id: '2.16.840.1.113883.3.1937.777.11.10.113', version: '2020-04-16T105053',
  rows: `
. @classCode?=PSN @determinerCode?=INSTANCE
name 1..* R PN
`,
};

export const CUSTODIAN: TemplateTable = {
  name: 'eHDSICustodian', id: '2.16.840.1.113883.3.1937.777.11.10.104', version: '2020-10-06T082529',
  rows: `
. @typeCode?=CST
assignedCustodian [has:representedCustodianOrganization] 1..1 R @classCode?=ASSIGNED
  representedCustodianOrganization 1..1 R @classCode?=ORG @determinerCode?=INSTANCE
    id 1..1 R II.EPSOS @nullFlavor:cs
    name 1..1 R ON @nullFlavor:cs
    telecom 1..1 R TEL @use~42.40 @nullFlavor?=NI
    addr [has:country] 1..1 R AD.EPSOS !parts
      city 0..1 O
      postalCode 0..1 O
      state 0..1 O
      country 1..1 R
`,
};

export const LEGAL_AUTHENTICATOR: TemplateTable = {
  name: 'eHDSILegalAuthenticator', id: '2.16.840.1.113883.3.1937.777.11.10.109', version: '2020-04-16T105713',
  rows: `
time 1..1 M TS.EPSOS.TZ
signatureCode [@code=S | null] 1..1 R CS
assignedEntity 1..1 M
  id 1..1 M
  addr 1..* R AD.EPSOS
  telecom 1..* R TEL @use~42.40 @nullFlavor?=NI
  assignedPerson 1..1 R @classCode?=PSN @determinerCode?=INSTANCE
    name 1..1 R PN
      family 1..* M
      given 1..* M
  representedOrganization 1..1 M > eHDSIOrganization
`,
};

export const IN_FULFILLMENT_OF: TemplateTable = {
  name: 'eHDSIinFulfillmentOf', id: '2.16.840.1.113883.3.1937.777.11.10.115', version: '2024-04-15T093813',
  rows: `
. @typeCode?=FLFS
order [@moodCode=RQO] 1..1 R @classCode?=ACT
  id 1..1 R II
  code [@codeSystem=2.16.840.1.113883.5.4 | null] 0..1 O CE
  priorityCode [in:ActPriority | null] 0..1 O CE
`,
};

export const RELATED_DOCUMENT: TemplateTable = {
  name: 'eHDSIRelatedDocument', id: '2.16.840.1.113883.3.1937.777.11.10.107', version: '2020-11-13T155040',
  rows: `
parentDocument 1..1 R @classCode?=DOCCLIN @moodCode?=EVN
  id 1..* R II.EPSOS
  code [@codeSystem=2.16.840.1.113883.6.1 | null] 0..1 O CD.EPSOS
  text 0..1 O ED
  setId 0..1 O II.EPSOS
  versionNumber 0..1 O INT
`,
};

export const CONTACT_PREFERRED_HP_LEGAL_ORGANIZATION: TemplateTable = {
  name: 'eHDSIContactPreferredHPLegalOrganization', id: '2.16.840.1.113883.3.1937.777.11.10.101', version: '2022-04-19T091308',
  rows: `
. @typeCode=IND
templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.2.4] 1..1 R
functionCode [code:PCP^2.16.840.1.113883.5.88 | null] 0..1 O
time 0..1 O IVL_TS.EPSOS.TZ.OPT
associatedEntity [@classCode=PRS] 0..* O @classCode! @classCode~42.39|=PRS atleast1(associatedPerson | scopingOrganization) atmost1(associatedPerson | scopingOrganization)
  code [in:42.38 | null] 0..1 O CV.EPSOS
  addr 1..1 R AD.EPSOS @nullFlavor?=NI !parts
    city 0..1 O
    postalCode 0..1 O
    state 0..1 O
    country 0..1 O
  telecom 1..* R TEL @use~42.40 @nullFlavor?=NI
  associatedPerson 0..* O
    name 1..1 R PN atleast2(family | given)
      family 1..* R
      given 1..* R
  scopingOrganization 0..* O
    name 1..1 R ON
`,
};

export const DOCUMENTATION_OF_PCPR: TemplateTable = {
  name: 'eHDSIDocumentationOfPCPR', id: '2.16.840.1.113883.3.1937.777.11.10.106', version: '2022-04-12T155029',
  rows: `
serviceEvent [@classCode=PCPR][@moodCode=EVN] 1..1 R atleast1(effectiveTime[has:high] | effectiveTime[null | @value]) atmost1(effectiveTime[has:high] | effectiveTime[null | @value])
  code 0..1 O CE.EPSOS
  effectiveTime [has:high] 0..1 O IVL_TS
    low 0..1 O TS
    high 1..1 R TS
  effectiveTime [null | @value] 0..1 O TS
  id 0..* O II.EPSOS
  performer [has:functionCode[in:42.1 | null]] 0..* O @typeCode! @typeCode~x_ServiceEventPerformer
    functionCode [in:42.1 | null] 1..1 R CE.EPSOS
    time 0..1 O IVL_TS
    assignedEntity 1..1 M
      id 1..* R II.EPSOS
      code 0..1 O CE.EPSOS
      addr 1..* R AD.EPSOS
      telecom 1..* R TEL @use~42.40 @nullFlavor?=NI
      assignedPerson 0..1 O > eHDSIPerson
      representedOrganization 0..1 O > eHDSIOrganization
`,
};
