import type { TemplateTable } from '../release.js';

/** Authors, performers, informants and participants of entries. Notation: ../table.ts. */

export const BODY_AUTHOR: TemplateTable = {
  name: 'eHDSIBodyAuthor', id: '2.16.840.1.113883.3.1937.777.11.10.151', version: '2022-07-12T111350',
  rows: `
templateId [@root=2.16.840.1.113883.3.1937.777.11.10.151] 1..1 R II.EPSOS
time 1..1 R TS.EPSOS.TZ
assignedAuthor 1..1 M ANY atmost1(assignedPerson | assignedAuthoringDevice)
  id 1..* R II.EPSOS
  code 0..1 O ANY
  assignedPerson 0..1 O ANY
  assignedAuthoringDevice 0..1 O > eHDSIDevice
  representedOrganization 0..1 O ANY
    id 0..* O II.EPSOS
    name 0..* O ANY
    telecom 0..* O TEL.EPSOS
    addr 0..* O AD.EPSOS
`,
};

export const ASSIGNED_ENTITY: TemplateTable = {
  name: 'eHDSIAssignedEntity', id: '2.16.840.1.113883.3.1937.777.11.10.114', version: '2020-04-16T105133',
  rows: `
. @classCode?=ASSIGNED
id 1..* R II.EPSOS
code [@codeSystem=2.16.840.1.113883.5.111 | null] 0..1 O CE.EPSOS
addr 1..* R AD.EPSOS
telecom 1..* R TEL.EPSOS
assignedPerson 0..1 O > eHDSIPerson
representedOrganization 0..1 O > eHDSIOrganization
`,
};

export const PERFORMER_BODY: TemplateTable = {
  name: 'eHDSIPerformerBody', id: '2.16.840.1.113883.3.1937.777.11.10.136', version: '2020-04-16T123315',
  rows: `
. @typeCode?=PRF
time 0..1 O IVL_TS
modeCode [in:ParticipationMode | null] 0..1 O CE.EPSOS
assignedEntity 1..1 R > eHDSIAssignedEntity
`,
};

export const PARTICIPANT_BODY: TemplateTable = {
  name: 'eHDSIParticipantBody', id: '2.16.840.1.113883.3.1937.777.11.10.134', version: '2020-04-16T123226',
  rows: `
. @typeCode! @typeCode~ParticipationType
time 0..1 O IVL_TS
awarenessCode [in:TargetAwareness | null] 0..1 O CE.EPSOS
participantRole 1..1 R @classCode~RoleClassRoot atmost1(playingDevice | playingEntity)
  code [@codeSystem=2.16.840.1.113883.5.111 | null] 0..1 O CE.EPSOS
  scopingEntity 0..1 O @classCode~EntityClassRoot @determinerCode?=INSTANCE
    code [in:EntityCode | null] 0..1 O CE.EPSOS
    desc 0..1 O ED
    id 0..* O II.EPSOS
  id 0..* O II.EPSOS
  addr 0..* O AD
  telecom 0..* O TEL
  playingDevice 0..* O > eHDSIDevice
  playingEntity 0..* O > eHDSIPlayingEntity
`,
};

export const PLAYING_ENTITY: TemplateTable = {
  name: 'eHDSIPlayingEntity', id: '2.16.840.1.113883.3.1937.777.11.10.128', version: '2020-04-16T123434',
  rows: `
. @classCode?=ENT @determinerCode?=INSTANCE
code [in:EntityCode | null] 0..1 O CE.EPSOS
desc 0..1 O ED
quantity 0..* O PQ
name 0..* O PN
`,
};

export const DISPENSER_CREDENTIALING_ORGANIZATION: TemplateTable = {
  name: 'eHDSIDispenserCredentialingOrganization', id: '2.16.840.1.113883.3.1937.777.11.10.149', version: '2020-04-16T123528',
  rows: `
. @typeCode! @typeCode~ParticipationType
time 0..1 O IVL_TS
awarenessCode [in:TargetAwareness | null] 0..1 O CE.EPSOS
participantRole 1..1 R @classCode?=LIC
  code [@codeSystem=2.16.840.1.113883.5.111 | null] 0..1 O CE.EPSOS
  scopingEntity 0..1 O @classCode?=ORG @determinerCode?=INSTANCE
    code [in:EntityCode | null] 0..1 O CE.EPSOS
    desc 0..1 O ED
    id 0..* O II.EPSOS
  id 0..* O II.EPSOS
  addr 0..* O AD
  telecom 0..* O TEL
`,
};

export const CDA_PERFORMER_BODY: TemplateTable = {
  name: 'CDAPerformerBody', id: '2.16.840.1.113883.3.1937.777.11.10.150', version: '2022-04-06T090013',
  rows: `
. @typeCode?=PRF
time 0..1 O IVL_TS
modeCode [in:ParticipationMode | null] 0..1 O CE
assignedEntity 1..1 R @classCode?=ASSIGNED
  id 1..* R (CDAAssignedEntity) II
  code 0..1 O (CDAAssignedEntity) CE
  assignedPerson 0..1 O
  representedOrganization 0..1 O
  addr 0..* O (CDAAssignedEntity) AD
  telecom 0..* O (CDAAssignedEntity) TEL
`,
};

export const CDA_ASSIGNED_ENTITY: TemplateTable = {
  name: 'CDAAssignedEntity', id: '2.16.840.1.113883.10.12.153', version: '2005-09-07T000000',
  rows: `
. @classCode?=ASSIGNED
id 1..* R II
code 0..1 O CE
assignedPerson 0..1 O > CDAPerson
representedOrganization 0..1 O > CDAOrganization
addr 0..* O AD
telecom 0..* O TEL
`,
};

export const CD_AINFORMANT_BODY: TemplateTable = {
  name: 'CDAinformantBody', id: '2.16.840.1.113883.3.1937.777.11.10.152', version: '2022-04-25T135903',
  rows: `
. @typeCode?=INF @contextControlCode?=OP atleast1(assignedEntity | relatedEntity[@classCode]) atmost1(assignedEntity | relatedEntity[@classCode])
assignedEntity 0..* O > CDAAssignedEntity
relatedEntity [@classCode] 0..* O > CDARelatedEntity
`,
};

export const CDA_RELATED_ENTITY: TemplateTable = {
  name: 'CDARelatedEntity', id: '2.16.840.1.113883.10.12.316', version: '2005-09-07T000000',
  rows: `
. @classCode! @classCode~RoleClassMutualRelationship
code [in:PersonalRelationshipRoleType | null] 0..1 O CE
effectiveTime 0..1 O IVL_TS
relatedPerson 0..1 O > CDAPerson
addr 0..* O AD
telecom 0..* O TEL
`,
};

export const CDA_PERSON: TemplateTable = {
  name: 'CDAPerson', id: '2.16.840.1.113883.10.12.152', version: '2005-09-07T000000',
  rows: `
. @classCode?=PSN @determinerCode?=INSTANCE
name 0..* O PN
`,
};

export const CDA_ORGANIZATION: TemplateTable = {
  name: 'CDAOrganization', id: '2.16.840.1.113883.10.12.151', version: '2005-09-07T000000',
  rows: `
. @classCode?=ORG @determinerCode?=INSTANCE
standardIndustryClassCode 0..1 O CE
asOrganizationPartOf 0..1 O @classCode?=PART
  code 0..1 O CE
  statusCode [code-in:RoleStatus | null] 0..1 O CS
  effectiveTime 0..1 O IVL_TS
  wholeOrganization 0..1 O @classCode?=ORG @determinerCode?=INSTANCE
    standardIndustryClassCode 0..1 O CE
    id 0..* O II
    name 0..* O ON
    telecom 0..* O TEL
    addr 0..* O AD
  id 0..* O II
id 0..* O II
name 0..* O ON
telecom 0..* O TEL
addr 0..* O AD
`,
};
