import type { TemplateTable } from '../release.js';

/** Section and entries of an eDispensation (cda-documents 6). Notation: ../table.ts. */

export const DISPENSATION: TemplateTable = {
  name: 'eHDSIDispensation', id: 'T.2.2', version: '2020-09-04T153909',
  rows: `
section [tpl:T.2.2] 1..1 R @classCode?=DOCSECT @moodCode?=EVN
  templateId [@root=T.2.2] 1..1 R II.EPSOS
  templateId [@root=2.16.840.1.113883.10.20.1.8] 0..1 O II.EPSOS
  id 1..1 M II.EPSOS
  code [code:60590-7^2.16.840.1.113883.6.1 | null] 1..1 R CE.EPSOS
  title 1..1 R ST
  text 1..1 R SD.TEXT
  entry [has:supply[tpl:T.3.3 & tpl:1.3.6.1.4.1.19376.1.5.3.1.4.7.3 & tpl:2.16.840.1.113883.10.20.1.34]] 1..1 R @typeCode! @typeCode~x_ActRelationshipEntry @contextConductionInd:bl
`,
};

export const SUPPLY: TemplateTable = {
  name: 'eHDSISupply', id: 'T.3.3', version: '2023-04-20T134250',
  rows: `
supply [tpl:T.3.3 & tpl:1.3.6.1.4.1.19376.1.5.3.1.4.7.3 & tpl:2.16.840.1.113883.10.20.1.34] 1..1 R @classCode=SPLY @moodCode=EVN @moodCode~x_DocumentSubstanceMood
  templateId [@root=T.3.3] 1..1 R II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.7.3] 1..1 R II.EPSOS
  templateId [@root=2.16.840.1.113883.10.20.1.34] 1..1 R II.EPSOS
  id 1..1 M II.EPSOS
  quantity 1..1 M PQ !packages
  product [has:manufacturedProduct[tpl:T.3.29]] 1..1 R @typeCode?=PRD > eHDSIePeDMedicationInformation
  performer [has:assignedEntity] 1..1 R > eHDSIPerformerBody
  entryRelationship [@typeCode=REFR][has:substanceAdministration[@classCode=SBADM][@moodCode=INT]] 1..1 M > eHDSIRelatedPrescription
  entryRelationship [has:act[has:code[code:SUBST^2.16.840.1.113883.5.6 | null]]] 0..1 O @typeCode=COMP
    act [has:code[code:SUBST^2.16.840.1.113883.5.6 | null]] 1..1 R @classCode=ACT @moodCode=EVN
      code [code:SUBST^2.16.840.1.113883.5.6 | null] 1..1 R
  participant [@contextControlCode=OP][@typeCode][has:participantRole] 0..* O > eHDSIDispenserCredentialingOrganization
`,
};

export const RELATED_PRESCRIPTION: TemplateTable = {
  name: 'eHDSIRelatedPrescription', id: '2.16.840.1.113883.3.1937.777.11.10.144', version: '2024-04-15T094040',
  rows: `
substanceAdministration [@classCode=SBADM][@moodCode=INT][has:consumable] 1..1 M
  id 1..1 M II.EPSOS
  consumable [has:manufacturedProduct[tpl:T.3.29]] 1..1 R > eHDSIePeDMedicationInformation
`,
};
