import { CODE_SYSTEMS } from '@ncp/domain';
import { indented } from '../element-rule.js';
import { ENTRY_AUTHOR, PARTICIPANT } from './parties.js';
import { product } from './product.js';

/** The body of an ePrescription, level 3 (cda-documents 3, 5). */

const PATIENT_INSTRUCTIONS = `
= eHDSIPatientMedicationInstructions
act [tpl:T.3.12 & tpl:2.16.840.1.113883.10.20.1.49] 0..* O @classCode=ACT @moodCode=INT
  templateId [@root=1.3.6.1.4.1.12559.11.10.1.3.1.3.12] 1..1 R II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.3] 0..1 O
  templateId [@root=2.16.840.1.113883.10.20.1.49] 1..1 R II.EPSOS
  code [code:PINSTRUCT^${CODE_SYSTEMS.iheActCode} | null] 1..1 R CD
  text 0..1 O ED
    reference 1..1 M TEL @value!
  statusCode [@code=completed | null] 0..1 O CS`;

const FULFILMENT_INSTRUCTIONS = `
= eHDSIMedicationFulFillmentInstructions
act [tpl:T.3.13 & tpl:2.16.840.1.113883.10.20.1.43] 0..* O @classCode=ACT @moodCode=INT
  templateId [@root=1.3.6.1.4.1.12559.11.10.1.3.1.3.13] 1..1 M II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.3.1] 0..1 O II.EPSOS
  templateId [@root=2.16.840.1.113883.10.20.1.43] 1..1 M II.EPSOS
  code [code:FINSTRUCT^${CODE_SYSTEMS.iheActCode}] 0..1 O CD.EPSOS @codeSystemName=IHEActCode
  code [null] 0..1 O CD.EPSOS
  text 0..1 O ED
    reference 0..1 O
  statusCode [@code=completed] 1..1 R CS`;

const ITEM = `
= eHDSISubstanceAdministration
substanceAdministration [tpl:T.3.2 & tpl:2.16.840.1.113883.10.20.1.24] 1..1 R @classCode=SBADM @moodCode=INT !frequency
  templateId [@root=1.3.6.1.4.1.12559.11.10.1.3.1.3.2] 1..1 M II.EPSOS
  templateId [@root=2.16.840.1.113883.10.20.1.24] 1..1 M II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.7] 0..1 O II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.7.1] 0..1 O II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.9] 0..1 O II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.11] 0..1 O II.EPSOS
  id 1..1 M II.EPSOS
  code [in:ActSubstanceAdministrationCode | null] 0..1 O CD.EPSOS
  text 0..1 O ED
    reference 0..1 O
  statusCode [@code=active | @code=completed] 1..1 R CS
  effectiveTime [xsi:IVL_TS] 1..* R IVL_TS null=UNK
    low 0..1 O IVXB_TS
    width 0..1 O PQ
    high 0..1 O IVXB_TS
  effectiveTime [point] 0..* O TS !childless
  effectiveTime [xsi:PIVL_TS] 0..* O PIVL_TS
  effectiveTime [xsi:EIVL_TS] 0..* O EIVL_TS
    event 0..1 O EIVL.event @code~42.41
  effectiveTime [xsi:SXPR_TS] 0..* O SXPR_TS
  routeCode [in:42.12 | null] 0..1 O CE.EPSOS
  doseQuantity 0..1 O IVL_PQ !unit
    low 0..1 O IVXB_PQ @value! @unit! !unit
    high 0..1 O IVXB_PQ @value! @unit! !unit
  rateQuantity 0..1 O IVL_PQ
  consumable [has:manufacturedProduct[tpl:T.3.29]] 1..1 R @typeCode=CSM
${indented(2, product('0..* O'))}
${indented(1, ENTRY_AUTHOR)}
${indented(1, PARTICIPANT)}
  entryRelationship [@typeCode=COMP] 1..1 R
    supply [@classCode=SPLY & @moodCode=RQO] 0..* O
      independentInd 1..1 M BL @value=false
      quantity 1..1 M PQ @unit=1 !packages
  entryRelationship [has:observation[has:code[@code=SUBST]]] 0..1 O @typeCode=SUBJ @inversionInd=true
    observation [has:code[code:SUBST^${CODE_SYSTEMS.actClass}]] 0..* O @classCode?=OBS @moodCode?=EVN
      code [code:SUBST^${CODE_SYSTEMS.actClass}] 1..1 R
      value [in:42.7] 1..1 R
  entryRelationship [has:act[tpl:T.3.12]] 0..* O @typeCode=SUBJ @inversionInd=true
${indented(2, PATIENT_INSTRUCTIONS)}
  entryRelationship [has:act[tpl:T.3.13]] 0..* O @typeCode=SUBJ @inversionInd=true
${indented(2, FULFILMENT_INSTRUCTIONS)}`;

export const PRESCRIPTION_BODY: string = `
component [has:structuredBody] 1..1 M
  structuredBody [has:component] 1..1 M @classCode?=DOCBODY
    component [has:section[tpl:T.2.1]] 1..1 R
      = eHDSIPrescription
      section [tpl:T.2.1] 1..1 R @classCode?=DOCSECT @moodCode?=EVN
        templateId [@root=1.3.6.1.4.1.12559.11.10.1.3.1.2.1] 1..1 R II.EPSOS
        id 1..1 R II.EPSOS
        code [code:57828-6^${CODE_SYSTEMS.loinc} | null] 0..1 O CE.EPSOS
        title 0..1 O ST !prescriptions-title
        text 1..1 R SD.TEXT
        entry [has:substanceAdministration[tpl:T.3.2 & tpl:2.16.840.1.113883.10.20.1.24]] 1..1 R @typeCode=COMP
${indented(5, ITEM)}`;
