import type { TemplateTable } from '../release.js';

/** Section and entries of an ePrescription (cda-documents 3, 5). Notation: ../table.ts. */

export const PRESCRIPTION: TemplateTable = {
  name: 'eHDSIPrescription', id: 'T.2.1', version: '2023-07-05T123643',
  rows: `
section [tpl:T.2.1] 1..1 R @classCode?=DOCSECT @moodCode?=EVN
  templateId [@root=T.2.1] 1..1 R II.EPSOS
  id 1..1 R II.EPSOS
  code [code:57828-6^2.16.840.1.113883.6.1 | null] 0..1 O CE.EPSOS
  title 0..1 O ST !prescriptions-title
  text 1..1 R SD.TEXT
  entry [has:substanceAdministration[tpl:T.3.2 & tpl:2.16.840.1.113883.10.20.1.24]] 1..1 R @typeCode=COMP @contextConductionInd:bl
`,
};

export const SUBSTANCE_ADMINISTRATION: TemplateTable = {
  name: 'eHDSISubstanceAdministration', id: 'T.3.2', version: '2023-07-03T135239',
  rows: `
substanceAdministration [tpl:T.3.2 & tpl:2.16.840.1.113883.10.20.1.24] 0..* O @classCode=SBADM @moodCode=INT atleast1(effectiveTime[point] | effectiveTime[xsi:PIVL_TS] | effectiveTime[xsi:EIVL_TS] | effectiveTime[xsi:SXPR_TS])
  templateId [@root=T.3.2] 1..1 R II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.7] 0..1 O II.EPSOS
  templateId [@root=2.16.840.1.113883.10.20.1.24] 1..1 R II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.7.1] 0..1 O II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.11] 0..1 O II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.9] 0..1 O II.EPSOS
  id 1..1 M II.EPSOS
  code [in:ActSubstanceAdministrationCode | null] 0..1 O CD.EPSOS
  text 0..1 O ED
    reference 0..1 O
  statusCode [@code=active | @code=completed] 1..1 R CS
  effectiveTime [xsi:IVL_TS] 1..* R IVL_TS @nullFlavor?=UNK
    low 0..1 O IVXB_TS
    width 0..1 O PQ
    high 0..1 O IVXB_TS
  routeCode [in:42.12 | null] 0..1 O CE.EPSOS
  doseQuantity 0..1 O IVL_PQ @unit:cs !unit !amount
    low 0..1 O IVXB_PQ @unit! @unit:cs @value! !unit !amount
    high 0..1 O IVXB_PQ @unit! @unit:cs @value! !unit !amount
  rateQuantity 0..1 O IVL_PQ
  consumable [has:manufacturedProduct[tpl:T.3.29]] 1..1 R @typeCode=CSM > eHDSIePeDMedicationInformation
  entryRelationship [@typeCode=COMP] 1..1 R
    supply [@classCode=SPLY][@moodCode=RQO] 0..* O
      independentInd 1..1 M BL @value=false
      quantity 1..1 M PQ @unit=1 !packages
  entryRelationship [has:act[tpl:T.3.13]] 0..* O @typeCode=SUBJ @inversionInd=true
  effectiveTime [point] 0..* O TS
  effectiveTime [xsi:PIVL_TS] 0..* O PIVL_TS @institutionSpecified:bl
  effectiveTime [xsi:EIVL_TS] 0..* O EIVL_TS
    event 0..1 O EIVL.event @code~42.41
  effectiveTime [xsi:SXPR_TS] 0..* O SXPR_TS
  author [has:functionCode[in:42.1]] 0..* O > eHDSIAuthorPrescriber
  participant [@contextControlCode=OP][@typeCode][has:participantRole] 0..* O > eHDSIParticipantBody
  entryRelationship [has:observation[has:code[@code=SUBST]]] 0..1 O @inversionInd=true @typeCode=SUBJ
    observation [has:code[code:SUBST^2.16.840.1.113883.5.6]] 0..* O @classCode?=OBS @moodCode?=EVN
      code [code:SUBST^2.16.840.1.113883.5.6] 1..1 R
      value [in:42.7] 1..1 R
  entryRelationship [has:act[tpl:T.3.12]] 0..* O @typeCode=SUBJ @inversionInd=true
`,
};

export const PATIENT_MEDICATION_INSTRUCTIONS: TemplateTable = {
  name: 'eHDSIPatientMedicationInstructions', id: 'T.3.12', version: '2023-07-03T134024',
  rows: `
act [tpl:T.3.12 & tpl:2.16.840.1.113883.10.20.1.49] 0..* O @classCode=ACT @moodCode=INT
  templateId [@root=T.3.12] 1..1 R II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.3] 0..1 O
  templateId [@root=2.16.840.1.113883.10.20.1.49] 1..1 R II.EPSOS
  code [code:PINSTRUCT^1.3.6.1.4.1.19376.1.5.3.2 | null] 1..1 R CD
  text 0..1 O ED
    reference 1..1 M TEL @value!
  statusCode [@code=completed | null] 0..1 O CS
`,
};

export const MEDICATION_FUL_FILLMENT_INSTRUCTIONS: TemplateTable = {
  name: 'eHDSIMedicationFulFillmentInstructions', id: 'T.3.13', version: '2020-09-03T123053',
  rows: `
act [tpl:T.3.13 & tpl:2.16.840.1.113883.10.20.1.43] 0..* O @classCode=ACT @moodCode=INT
  templateId [@root=T.3.13] 1..1 R II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.3.1] 0..1 O II.EPSOS
  templateId [@root=2.16.840.1.113883.10.20.1.43] 1..1 R II.EPSOS
  code [code:FINSTRUCT^1.3.6.1.4.1.19376.1.5.3.2 | null] 0..1 O CD.EPSOS null-or:@codeSystemName=IHEActCode
  text 0..1 O ED
    reference 0..1 O
  statusCode [@code=completed] 1..1 R CS
`,
};
