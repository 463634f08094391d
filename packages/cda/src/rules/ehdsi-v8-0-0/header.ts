import { CODE_SYSTEMS } from '@ncp/domain';
import { CODE_OF_KIND, templateRootOf, type DocumentKind } from '../../reading/document-kind.js';
import { indented } from '../element-rule.js';
import { AUTHOR, HEADER_TELECOM, organisation, PRESCRIBER_AUTHOR, PRIVATE_ADDRESS } from './parties.js';

/** The header of each kind of document (cda-documents 2). */

const NAMES: Readonly<Record<DocumentKind, string>> = {
  'ep-l3': 'eHDSIePrescription', 'ep-l1': 'eHDSIePrescription PDF embedded', 'ed-l3': 'eHDSIeDispensation',
  'ps-l3': 'eHDSIPatientSummary', 'ps-l1': 'eHDSIPatientSummary PDF embedded',
};

const identity = (kind: DocumentKind): string => `
realmCode 0..1 O CS
typeId [@root=2.16.840.1.113883.1.3 & @extension=POCD_HD000040] 1..1 M II.EPSOS
templateId [@root=${templateRootOf(kind)}] 1..1 M ${kind.endsWith('l1') ? 'II' : 'II.EPSOS'}
id 1..1 M II
code [code:${CODE_OF_KIND[kind]}^${CODE_SYSTEMS.loinc}] 1..1 R CE.EPSOS @displayName!
title 1..1 M ST
effectiveTime 1..1 M TS.EPSOS.TZ !childless
confidentialityCode [in:confidentiality | null] 1..1 R CE.EPSOS
languageCode [in:42.6] 1..1 R CS !language
setId 0..1 O
versionNumber 0..1 O`;

const PATIENT = `
= eHDSIRecordTarget
recordTarget [has:patientRole] 1..1 M @typeCode?=RCT @contextControlCode?=OP
  patientRole [has:patient] 1..1 M @classCode?=PAT
    id 1..* R II.EPSOS
${indented(2, PRIVATE_ADDRESS)}
    ${HEADER_TELECOM}
    patient [has:administrativeGenderCode[in:42.34 | null]] 1..1 R @classCode?=PSN @determinerCode?=INSTANCE
      name 1..* M PN
        family 1..* M
        given 1..* M
      administrativeGenderCode [in:42.34 | null] 1..1 R CE.EPSOS null=UNK
      birthTime 1..1 M TS !childless
      guardian [tpl:1.3.6.1.4.1.19376.1.5.3.1.2.4] 0..* O @classCode=GUARD
        templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.2.4] 1..1 M II.EPSOS
        code [in:42.38 | null] 0..1 O CE.EPSOS
${indented(4, PRIVATE_ADDRESS)}
        ${HEADER_TELECOM}
        guardianPerson 1..1 R
          name 1..* R PN !two-name-parts
            family 1..* R
            given 1..* R
      languageCommunication [has:languageCode[in:42.6 | null]] 0..* O
        languageCode [in:42.6 | null] 1..1 R CS !language`;

const CUSTODIAN = `
= eHDSICustodian
custodian [has:assignedCustodian] 1..1 M @typeCode?=CST
  assignedCustodian [has:representedCustodianOrganization] 1..1 R @classCode?=ASSIGNED
${indented(2, organisation('representedCustodianOrganization', '1..1 R', '1..1'))}`;

const LEGAL_AUTHENTICATOR = `
= eHDSILegalAuthenticator
legalAuthenticator [has:signatureCode[@code=S | null]] 1..1 R
  time 1..1 M TS.EPSOS.TZ !childless
  signatureCode [@code=S | null] 1..1 R CS
  assignedEntity 1..1 M
    id 1..1 M
    addr 1..* R AD.EPSOS
    ${HEADER_TELECOM}
    assignedPerson 1..1 R @classCode?=PSN @determinerCode?=INSTANCE
      name 1..1 R PN
        family 1..* M
        given 1..* M
${indented(2, organisation('representedOrganization', '1..1 M'))}`;

const FULFILMENT = `
= eHDSIInFulfillmentOf
inFulfillmentOf [has:order[@moodCode=RQO]] 1..1 M @typeCode?=FLFS
  order [@moodCode=RQO] 1..1 R @classCode?=ACT
    id 1..1 R II
    code [@codeSystem=2.16.840.1.113883.5.4 | null] 0..1 O CE
    priorityCode [in:ActPriority | null] 0..1 O CE`;

const related = (cardinality: string): string => `
= eHDSIRelatedDocument
relatedDocument [@typeCode=XFRM & has:parentDocument] ${cardinality}
  parentDocument 1..1 R @classCode?=DOCCLIN @moodCode?=EVN
    id 1..* R II.EPSOS
    code [@codeSystem=${CODE_SYSTEMS.loinc} | null] 0..1 O CD.EPSOS
    text 0..1 O ED
    setId 0..1 O II.EPSOS
    versionNumber 0..1 O INT !whole-number`;

const PARTICIPANTS = `
= eHDSIPatientContacts
participant [tpl:1.3.6.1.4.1.19376.1.5.3.1.2.4] {cardinality} @typeCode=IND
  templateId [@root=1.3.6.1.4.1.19376.1.5.3.1.2.4] 1..1 M
  functionCode [code:PCP^2.16.840.1.113883.5.88 | null] 0..1 O
  time 0..1 O
  associatedEntity [@classCode=PRS] 0..* O
    code [in:42.38 | null] 0..1 O CE.EPSOS
${indented(2, PRIVATE_ADDRESS)}
    ${HEADER_TELECOM}
    associatedPerson 0..* O
      name 1..1 R PN !two-name-parts
        family 1..* R
        given 1..* R
    scopingOrganization 0..* O
      name 1..1 R ON`;

const DOCUMENTATION = `
= eHDSIDocumentationOf
documentationOf [@typeCode=DOC & has:serviceEvent[@classCode=PCPR & @moodCode=EVN]] 1..1 R
  serviceEvent [@classCode=PCPR & @moodCode=EVN] 1..1 R
    id 0..* O II.EPSOS
    code 0..1 O CE.EPSOS
    effectiveTime [has:high] 0..1 O IVL_TS
      low 0..1 O TS !childless
      high 1..1 R TS !childless
    effectiveTime [@nullFlavor | @value] 0..1 O TS !childless
    performer [has:functionCode[in:42.1 | null]] 0..* O
      functionCode [in:42.1 | null] 1..1 R CE.EPSOS
      time 0..1 O IVL_TS
      assignedEntity 1..1 M
        id 1..* R II.EPSOS
        code 0..1 O CE.EPSOS
        addr 1..* R AD.EPSOS
        ${HEADER_TELECOM}`;

const BODY_L1 = `
component [has:nonXMLBody[@classCode=DOCBODY & @moodCode=EVN]] 1..1 M
  nonXMLBody [@classCode=DOCBODY & @moodCode=EVN & has:text] 1..1 M
    text 1..1 M @mediaType=application/pdf @representation=B64 !no-reference !has-content`;

const participants = (cardinality: string): string => PARTICIPANTS.replace('{cardinality}', cardinality);

const PARTS: Readonly<Record<DocumentKind, readonly string[]>> = {
  'ep-l3': [PRESCRIBER_AUTHOR, CUSTODIAN, LEGAL_AUTHENTICATOR, related('1..1 M')],
  'ep-l1': [PRESCRIBER_AUTHOR, CUSTODIAN, LEGAL_AUTHENTICATOR, related('1..1 M'), BODY_L1],
  'ed-l3': [AUTHOR, CUSTODIAN, LEGAL_AUTHENTICATOR, FULFILMENT, related('0..1 O')],
  'ps-l3': [AUTHOR, CUSTODIAN, LEGAL_AUTHENTICATOR, participants('1..* R'), DOCUMENTATION, related('1..* M')],
  'ps-l1': [AUTHOR, CUSTODIAN, LEGAL_AUTHENTICATOR, participants('0..* O'), DOCUMENTATION, related('1..1 M'), BODY_L1],
};

/** The rules of a document's header, and of the body of a level 1 document. */
export const headerRules = (kind: DocumentKind): string =>
  `\n= ${NAMES[kind]}${[identity(kind), PATIENT, ...PARTS[kind]].map((part) => indented(1, part)).join('\n')}`;
