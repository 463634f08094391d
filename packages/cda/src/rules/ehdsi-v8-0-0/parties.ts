import { indented } from '../element-rule.js';

/** Blocks that headers and entries share (cda-template-tables; notation in element-rule.ts). */

const ADDRESS_PARTS = `
  city 0..1 O
  postalCode 0..1 O
  state 0..1 O`;

/** Of the patient and persons: no part of it is required. */
export const PRIVATE_ADDRESS: string = `
addr 1..1 R AD.EPSOS null=NI${ADDRESS_PARTS}
  country 0..1 O`;

export const HEADER_TELECOM = 'telecom 1..* R TEL @use~42.40 null=NI';

/** `name` is the element; `conformance` M or R. The custodian has one telecom, others any number. */
export const organisation = (name: string, cardinality: string, telecom = '1..*'): string => `
${name} ${cardinality} @classCode?=ORG @determinerCode?=INSTANCE
  id 1..1 R II.EPSOS
  name 1..1 R ON
  telecom ${telecom} R TEL @use~42.40 null=NI
  addr [has:country] 1..1 R AD.EPSOS${ADDRESS_PARTS.replaceAll('\n', '\n  ')}
    country 1..1 R`;

const prescriber = (name: string): string => `
= eHDSIAuthorPrescriber
${name} @typeCode?=AUT @contextControlCode?=OP
  functionCode [in:42.1] 1..1 R CE.EPSOS
  time 1..1 R TS.EPSOS.TZ !childless
  assignedAuthor 1..1 R @classCode?=ASSIGNED !person-or-device
    id 1..* R II.EPSOS null=NA
    code 0..1 O CE.EPSOS
    addr 1..* R AD.EPSOS
    telecom 1..* R TEL.EPSOS @use~42.40
    assignedPerson 1..1 M @classCode?=PSN @determinerCode?=INSTANCE
      name 1..1 R PN
        family 1..* R
        given 1..* R
${indented(2, organisation('representedOrganization', '1..1 R'))}`;

/** The author of a prescription: always a person with a coded function. */
export const PRESCRIBER_AUTHOR: string = prescriber('author [has:functionCode[in:42.1]] 1..* R');
/** The same inside an entry, where it is optional. */
export const ENTRY_AUTHOR: string = prescriber('author [has:functionCode[in:42.1]] 0..* O');

/** The author of an eDispensation or Patient Summary: a person or a device, never both. */
export const AUTHOR: string = `
= eHDSIAuthor
author [has:assignedAuthor] 1..* M @typeCode?=AUT @contextControlCode?=OP
  functionCode [in:42.1 | null] 0..1 O CE.EPSOS
  time 1..1 R TS.EPSOS.TZ !childless
  assignedAuthor [has:representedOrganization] 1..1 M @classCode?=ASSIGNED !one-person-or-device
    id 1..* R II.EPSOS null=NA
    code 0..1 O CE.EPSOS
    addr 1..* R AD.EPSOS
    telecom 1..* R TEL.EPSOS @use~42.40
    assignedPerson 0..1 O @classCode?=PSN @determinerCode?=INSTANCE
      name 1..1 R PN
        family 1..* M
        given 1..* M
    assignedAuthoringDevice 0..1 O @classCode?=DEV @determinerCode?=INSTANCE
      code [in:EntityCode | null] 0..1 O CE.EPSOS
      manufacturerModelName 0..1 O SC
      softwareName 0..1 O SC
${indented(2, organisation('representedOrganization', '1..1 R'))}`;

const participantEnd = `
    scopingEntity 0..1 O @determinerCode?=INSTANCE
      id 0..* O II.EPSOS
      code [in:EntityCode | null] 0..1 O CE.EPSOS
      desc 0..1 O ED`;

/** Participants of the two medication entries. */
export const PARTICIPANT: string = `
= eHDSIParticipant
participant [@contextControlCode=OP & @typeCode & has:participantRole] 0..* O @typeCode~ParticipationType
  time 0..1 O IVL_TS
  awarenessCode [in:TargetAwareness | null] 0..1 O CE.EPSOS
  participantRole 1..1 R !one-player
    id 0..* O II.EPSOS
    code [@codeSystem=2.16.840.1.113883.5.111 | null] 0..1 O CE.EPSOS
    addr 0..* O AD
    telecom 0..* O TEL
    playingDevice 0..* O @classCode?=DEV @determinerCode?=INSTANCE
      code [in:EntityCode | null] 0..1 O CE.EPSOS
      manufacturerModelName 0..1 O SC
      softwareName 0..1 O SC
    playingEntity 0..* O @classCode?=ENT @determinerCode?=INSTANCE
      code [in:EntityCode | null] 0..1 O CE.EPSOS
      quantity 0..* O PQ
      name 0..* O PN
      desc 0..1 O ED${participantEnd}`;

/** The participant of an eDispensation can only be a licence. */
export const LICENCE: string = PARTICIPANT
  .replace('participantRole 1..1 R !one-player', 'participantRole 1..1 R @classCode?=LIC !one-player')
  .replace('scopingEntity 0..1 O ', 'scopingEntity 0..1 O @classCode?=ORG ');
