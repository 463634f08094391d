import { CODE_SYSTEMS } from '@ncp/domain';
import { indented } from '../element-rule.js';
import { LICENCE, organisation } from './parties.js';
import { product } from './product.js';

/** The body of an eDispensation (cda-documents 6). */

const SUPPLY_TEMPLATES = 'tpl:T.3.3 & tpl:1.3.6.1.4.1.19376.1.5.3.1.4.7.3 & tpl:2.16.840.1.113883.10.20.1.34';
const SUBSTITUTED = `code:SUBST^${CODE_SYSTEMS.actClass} | null`;

const SUPPLY = `
= eHDSISupply
supply [${SUPPLY_TEMPLATES}] 1..1 R @classCode=SPLY @moodCode=EVN
  templateId [@root=1.3.6.1.4.1.12559.11.10.1.3.1.3.3] 1..1 M II.EPSOS
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.4.7.3] 1..1 M II.EPSOS
  templateId [@root=2.16.840.1.113883.10.20.1.34] 1..1 M II.EPSOS
  id 1..1 M II.EPSOS
  quantity 1..1 M PQ
  quantity [@value] 0..* O !packages
  product [has:manufacturedProduct[tpl:T.3.29]] 1..1 R @typeCode?=PRD
${indented(2, product('0..* O'))}
  performer [has:assignedEntity] 1..1 R @typeCode?=PRF
    time 0..1 O IVL_TS
    modeCode [in:ParticipationMode | null] 0..1 O CE.EPSOS
    = eHDSIAssignedEntity
    assignedEntity 1..1 R @classCode?=ASSIGNED
      id 1..* R II.EPSOS
      code [@codeSystem=2.16.840.1.113883.5.111 | null] 0..1 O CE.EPSOS
      addr 1..* R AD.EPSOS
      telecom 1..* R TEL.EPSOS
      assignedPerson 0..1 O @classCode?=PSN @determinerCode?=INSTANCE
        name 1..* R PN
${indented(3, organisation('representedOrganization', '0..1 O'))}
${indented(1, LICENCE)}
  entryRelationship [@typeCode=REFR & has:substanceAdministration[@classCode=SBADM & @moodCode=INT]] 1..1 M
    = eHDSIRelatedPrescription
    substanceAdministration [@classCode=SBADM & @moodCode=INT & has:consumable] 1..1 M
      id 1..1 M II.EPSOS
      consumable [has:manufacturedProduct[tpl:T.3.29]] 1..1 R
${indented(4, product('0..1 O'))}
  entryRelationship [has:act[has:code[${SUBSTITUTED}]]] 0..1 O @typeCode=COMP
    act [has:code[${SUBSTITUTED}]] 1..1 R @classCode=ACT @moodCode=EVN
      code [${SUBSTITUTED}] 1..1 R`;

export const DISPENSATION_BODY: string = `
component [has:structuredBody] 1..1 M
  structuredBody [has:component] 1..1 M @classCode?=DOCBODY
    component [has:section[tpl:T.2.2]] 1..1 R @typeCode?=COMP
      = eHDSIDispensation
      section [tpl:T.2.2] 1..1 R @classCode?=DOCSECT @moodCode?=EVN
        templateId [@root=1.3.6.1.4.1.12559.11.10.1.3.1.2.2] 1..1 M II.EPSOS
        templateId [@root=2.16.840.1.113883.10.20.1.8] 0..1 O II.EPSOS
        id 1..1 M II.EPSOS
        code [code:60590-7^${CODE_SYSTEMS.loinc} | null] 1..1 R CE.EPSOS
        title 1..1 R ST
        text 1..1 R SD.TEXT
        entry [has:supply[${SUPPLY_TEMPLATES}]] 1..1 R @typeCode! @typeCode~x_ActRelationshipEntry
${indented(5, SUPPLY)}`;
