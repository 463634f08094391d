import type { TemplateTable } from '../release.js';

/** Procedures, devices and vaccinations of a Patient Summary (cda-documents 7). Notation: ../table.ts. */

export const PROCEDURE: TemplateTable = {
  name: 'eHDSIProcedure', id: 'T.3.26', version: '2024-04-17T144630',
  rows: `
procedure [tpl:T.3.26] 0..* O @classCode=PROC @moodCode! @moodCode~=EVN|=INT @negationInd?=false atmost1(templateId[@root=2.16.840.1.113883.10.20.1.29] | templateId[@root=2.16.840.1.113883.10.20.1.25])
  templateId [@root=T.3.26] 1..1 R II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.19] 0..1 O II.EPSOS
  templateId [@root=2.16.840.1.113883.10.20.1.29] 0..1 O II.EPSOS
  templateId [@root=2.16.840.1.113883.10.20.1.25] 0..1 O II.EPSOS
  id 1..* R II.EPSOS
  code [in:42.10 | in:42.51 | null] 1..1 R CE.EPSOS @nullFlavor:cs
  text 1..1 R ED
    reference 1..1 M TEL @value!
  statusCode [code-in:eHDSIActStatusActiveAbortedCancelledCompleted | null] 1..1 R CS
  effectiveTime 1..1 R IVL_TS
  priorityCode [in:ActPriority | null] 0..1 O CE.EPSOS
  approachSiteCode [@codeSystem=2.16.840.1.113883.5.1052 | null] 0..1 O CD.EPSOS
  targetSiteCode [in:42.65 | null] 0..* O CD.EPSOS
  entryRelationship [has:act[tpl:T.3.14]] 0..* O @inversionInd:bl
    act [tpl:T.3.14] 0..* O > eHDSIInternalReference
`,
};

export const MEDICAL_DEVICE: TemplateTable = {
  name: 'eHDSIMedicalDevice', id: 'T.3.5', version: '2022-03-09T132731',
  rows: `
supply [tpl:T.3.5] 0..* O @classCode=SPLY @moodCode=EVN
  templateId [@root=T.3.5] 1..1 R II
  code 0..1 O CD
  text 0..1 O ED
    reference 1..1 M TEL @value!
  effectiveTime [type:IVL_TS][has:low] 1..1 R IVL_TS
    low 1..1 R
    high 0..1 O
  participant [@typeCode=DEV][has:participantRole[@classCode=MANU]] 1..* R
    participantRole [has:playingDevice[has:code[in:42.8 | in:42.48 | null]]] 1..1 R @classCode=MANU
      playingDevice [has:code[in:42.8 | in:42.48 | null]] 1..1 R @classCode=DEV @determinerCode=INSTANCE
        code [in:42.8 | in:42.48 | null] 1..1 R
  id 0..* O II
`,
};

export const IMMUNIZATION: TemplateTable = {
  name: 'eHDSIImmunization', id: 'T.3.19', version: '2024-01-26T133438',
  rows: `
substanceAdministration [tpl:T.3.19 & tpl:1.3.6.1.4.1.19376.1.5.3.1.4.12 & tpl:2.16.840.1.113883.10.20.1.24] 0..* O @classCode=SBADM @moodCode=EVN
  templateId [@root=T.3.19] 1..1 R II
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.12] 1..1 R II
  templateId [@root=2.16.840.1.113883.10.20.1.24] 1..1 R II
  id 1..1 M II.EPSOS
  code [code:IMMUNIZ^1.3.5.1.4.1.19376.1.5.3.2] 1..1 R CD.EPSOS
  text 1..1 R ED
    reference 1..1 M TEL @value!
  statusCode [code-in:ImmunizationStatusCodes | null] 1..1 R CS
  effectiveTime 1..1 R
  routeCode 0..1 O CE
  doseQuantity 0..1 O IVL_PQ !amount
  consumable [has:manufacturedProduct[tpl:T.3.18 & tpl:2.16.840.1.113883.10.20.1.53]] 1..1 R @typeCode=CSM > eHDSIImmunizationProduct
  entryRelationship [has:observation[tpl:T.3.28]] 0..1 O
  performer [has:assignedEntity] 0..* O > CDAPerformerBody
  participant [has:participantRole[has:code[in:42.5 | null]]] 0..* O @typeCode=IND
    participantRole [has:code[in:42.5 | null]] 1..1 R @classCode=AGNT
      code [in:42.5 | null] 1..1 R CD.EPSOS
      playingEntity [@classCode=ENT] 1..1 R
`,
};

export const IMMUNIZATION_PRODUCT: TemplateTable = {
  name: 'eHDSIImmunizationProduct', id: 'T.3.18', version: '2022-03-04T162647',
  rows: `
manufacturedProduct [tpl:T.3.18 & tpl:2.16.840.1.113883.10.20.1.53] 0..1 O @classCode?=MANU
  templateId [@root=T.3.18] 1..1 R II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.7.2] 0..1 O II.EPSOS
  templateId [@root=2.16.840.1.113883.10.20.1.53] 1..1 R II.EPSOS
  manufacturedMaterial [has:code[in:42.28 | null]] 1..1 R > eHDSIImmunizationMaterial
  manufacturerOrganization 0..1 O @classCode?=ORG @determinerCode?=INSTANCE !id-or-name
    name 0..1 O ON
    id 0..* O II.EPSOS
`,
};

export const IMMUNIZATION_MATERIAL: TemplateTable = {
  name: 'eHDSIImmunizationMaterial', id: '2.16.840.1.113883.3.1937.777.11.10.145', version: '2022-03-02T094638',
  rows: `
. @classCode?=MMAT @determinerCode?=KIND
code [in:42.28 | null] 1..1 R CE
  originalText 1..1 R ED
name 1..1 R EN
lotNumberText 0..1 O ST
`,
};

export const POSITION_OF_VACCINATION: TemplateTable = {
  name: 'eHDSIPositionOfVaccination', id: 'T.3.28', version: '2020-09-07T155939',
  rows: `
observation [tpl:T.3.28] 0..* O @classCode?=OBS @moodCode?=EVN
  templateId [@root=T.3.28] 1..1 R II
  templateId [@root=2.16.840.1.113883.10.20.1.46] 0..1 O II
  code [code:30973-2^2.16.840.1.113883.6.1 | null] 1..1 R CD
  statusCode [@code=completed | null] 1..1 R CS
  value 1..* R INT
`,
};
