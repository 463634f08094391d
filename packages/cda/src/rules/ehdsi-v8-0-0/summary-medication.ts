import type { TemplateTable } from '../release.js';

/** Medication of a Patient Summary (cda-documents 7). Notation: ../table.ts. */

export const MEDICATION_ITEM: TemplateTable = {
  name: 'eHDSIMedicationItem', id: 'T.3.4', version: '2024-01-25T135932',
  rows: `
substanceAdministration [tpl:T.3.4 & tpl:2.16.840.1.113883.10.20.1.24] 0..* O @classCode=SBADM @moodCode! @moodCode~=INT|=EVN atleast2(effectiveTime[xsi:IVL_TS] | effectiveTime[point] | effectiveTime[xsi:PIVL_TS] | effectiveTime[xsi:EIVL_TS] | effectiveTime[xsi:SXPR_TS]) atmost2(effectiveTime[xsi:IVL_TS] | effectiveTime[point] | effectiveTime[xsi:PIVL_TS] | effectiveTime[xsi:EIVL_TS] | effectiveTime[xsi:SXPR_TS])
  templateId [@root=T.3.4] 1..1 R II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.7] 0..1 O II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.7.1] 0..1 O II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.11] 0..1 O II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.9] 0..1 O II.EPSOS
  templateId [@root=2.16.840.1.113883.10.20.1.24] 1..1 R II.EPSOS
  id 1..1 M II.EPSOS
  code [in:42.49 | @code=DRUG | null] 0..1 O CD.EPSOS
  text 0..1 O ED
    reference 0..1 O
  statusCode [@code=active | @code=completed] 1..1 R CS
  effectiveTime [xsi:IVL_TS] 1..1 R IVL_TS @nullFlavor?=UNK
    low 0..1 O IVXB_TS
    width 0..1 O PQ
    high 0..1 O IVXB_TS
  effectiveTime [point] 0..1 O TS
  effectiveTime [xsi:PIVL_TS] 0..1 O PIVL_TS @institutionSpecified:bl
  effectiveTime [xsi:EIVL_TS] 0..1 O EIVL_TS
    event 0..1 O EIVL.event @code~42.41
  effectiveTime [xsi:SXPR_TS] 0..1 O SXPR_TS
  routeCode [in:42.12 | null] 0..1 O CE.EPSOS
  doseQuantity 0..1 O IVL_PQ @unit:cs !unit !amount
    low 0..1 O PQ @unit:cs !unit !amount
    high 0..1 O PQ @unit:cs !unit !amount
  rateQuantity 0..1 O IVL_PQ
  consumable [has:manufacturedProduct[tpl:T.3.31]] 1..1 R @typeCode?=CSM > eHDSIPSMedicationInformation
  author [has:functionCode[in:42.1]] 0..* O > eHDSIAuthorPrescriber
  entryRelationship [has:act[tpl:T.3.13 & tpl:2.16.840.1.113883.10.20.1.43]] 0..* O @typeCode=SUBJ @inversionInd! @inversionInd:bl
  entryRelationship [@typeCode=COMP] 0..* O
    sequenceNumber 1..1 M INT
  entryRelationship [@typeCode=RSON] 0..* O
  entryRelationship [has:act[tpl:T.3.14]] 0..* O @typeCode=RSON
    act [tpl:T.3.14] 0..* O > eHDSIInternalReference
`,
};

export const MEDICATION_REASON_OBSERVATION: TemplateTable = {
  name: 'eHDSIMedicationReasonObservation', id: 'T.3.41', version: '2022-07-12T094517',
  rows: `
observation [tpl:T.3.41 & tpl:1.3.6.1.4.1.19376.1.5.3.1.4.13] 1..1 R @classCode=OBS @moodCode=EVN
  templateId [@root=T.3.41] 1..1 R II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.13] 1..1 R II.EPSOS
  id 1..1 M II.EPSOS
  code [in:42.23] 1..1 R CE.EPSOS
  text 1..1 R ED
    reference 1..1 M TEL @value!
  statusCode [@code=completed] 1..1 R CS
  effectiveTime 1..1 R IVL_TS
  value [in:42.5 | in:42.63 | null] 0..* O CE.EPSOS
  value [in:42.5 | in:42.63 | null] 1..* S
`,
};

export const PS_MEDICATION_INFORMATION: TemplateTable = {
  name: 'eHDSIPSMedicationInformation', id: 'T.3.31', version: '2022-01-11T164400',
  rows: `
manufacturedProduct [tpl:T.3.31] 0..1 O @classCode?=MANU
  templateId [@root=T.3.31] 1..1 R II.EPSOS
  manufacturedMaterial [tpl:T.3.32] 1..1 R > eHDSIPSManufacturedMaterial
  manufacturerOrganization 0..1 O @classCode?=ORG @determinerCode?=INSTANCE !id-or-name
    name 0..1 O ON
    id 0..* O II.EPSOS
`,
};

export const PS_MANUFACTURED_MATERIAL: TemplateTable = {
  name: 'eHDSIPSManufacturedMaterial', id: 'T.3.32', version: '2024-04-11T135939',
  rows: `
. @classCode=MMAT @determinerCode=KIND
templateId [@root=T.3.32] 1..1 R II.EPSOS
code 0..1 O CE.EPSOS
name 0..1 O EN
pharm:desc 0..1 O EN
pharm:formCode [in:42.2 | null] 0..1 O CE.EPSOS
pharm:asContent [@classCode=CONT][has:pharm:containerPackagedProduct[@classCode=CONT][@determinerCode=KIND]] 0..1 O
  pharm:quantity 1..1 M PQ @unit:cs @value! !amount
  pharm:containerPackagedProduct [has:pharm:formCode[in:42.3 | null]] 1..1 R @classCode=CONT @determinerCode=KIND
    pharm:code 0..1 O CE.EPSOS
    pharm:formCode [in:42.3 | null] 1..1 R CE.EPSOS
    pharm:asContent [@classCode=CONT][has:pharm:containerPackagedProduct[@classCode=CONT][@determinerCode=KIND]] 0..1 O
      pharm:quantity 1..1 M PQ @unit:cs @value! !amount
      pharm:containerPackagedProduct [has:pharm:formCode[in:42.3 | null]] 1..1 R @classCode=CONT @determinerCode=KIND
        pharm:code 0..1 O CE.EPSOS
        pharm:formCode [in:42.3 | null] 1..1 R CE.EPSOS
        pharm:asContent [@classCode=CONT][has:pharm:containerPackagedProduct[@classCode=CONT][@determinerCode=KIND]] 0..1 O
          pharm:quantity 1..1 M PQ @unit:cs @value! !amount
          pharm:containerPackagedProduct [has:pharm:formCode[in:42.3 | null]] 1..1 R @classCode=CONT @determinerCode=KIND
            pharm:code 0..1 O CE.EPSOS
            pharm:formCode [in:42.3 | null] 1..1 R CE.EPSOS
            pharm:name 0..* O ST
        pharm:name 0..* O ST
    pharm:name 0..* O ST
pharm:asSpecializedKind [@classCode=GEN][has:pharm:generalizedMaterialKind[@classCode=MMAT][@determinerCode=KIND]] 0..* O
  pharm:generalizedMaterialKind [@classCode=MMAT][@determinerCode=KIND] 1..1 M
    pharm:code 1..1 R CD.EPSOS
pharm:ingredient [has:pharm:ingredientSubstance[has:pharm:code[in:42.24 | in:42.61 | null]]] 0..* O @classCode=ACTI
  pharm:quantity 1..1 M
    numerator 1..1 R PQ @unit! @unit:cs @value! !amount
    denominator 1..1 R PQ @unit! @unit:cs @value! !amount
  pharm:ingredientSubstance [has:pharm:code[in:42.24 | in:42.61 | null]] 1..1 R @classCode=MMAT @determinerCode=KIND
    pharm:code [in:42.24 | in:42.61 | null] 1..1 R CD.EPSOS
      originalText 0..* O ED
        reference 0..* O TEL
      translation 0..* O CD
    pharm:name 0..1 O
`,
};
