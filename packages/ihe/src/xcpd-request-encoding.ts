import { hl7Date, type InstanceIdentifier } from '@ncp/domain';
import type { XmlElement } from '@ncp/xml';
import type { XcpdAddress, XcpdQuestion } from './xcpd-types.js';
import { code, creationTime, hl7, instanceIdentifier, textElement } from './xcpd-values.js';

export const INTERACTION_ROOT = '2.16.840.1.113883.1.6';

/** Receiver or sender of a request: the home twice, because OpenNCP fails without the second (wire-contract 2.2). */
const party = (local: 'receiver' | 'sender', typeCode: 'RCV' | 'SND', home: string): XmlElement =>
  hl7(local, { typeCode },
    hl7('device', { classCode: 'DEV', determinerCode: 'INSTANCE' },
      hl7('id', { root: home }),
      asAgent(home)));

export const asAgent = (home: string): XmlElement =>
  hl7('asAgent', { classCode: 'AGNT' },
    hl7('representedOrganization', { classCode: 'ORG', determinerCode: 'INSTANCE' }, hl7('id', { root: home })));

const parameter = (local: string, semantics: string, value: XmlElement): XmlElement =>
  hl7(local, {}, value, hl7('semanticsText', {}, semantics));

const nameParameter = (name: XcpdQuestion['name']): XmlElement | undefined => {
  const parts = [textElement('family', name?.family), textElement('given', name?.given)];
  if (parts.every((part) => part === undefined)) return undefined;
  return parameter('livingSubjectName', 'LivingSubject.name', hl7('value', {}, parts));
};

const addressParameter = (address: XcpdAddress | undefined): XmlElement | undefined => {
  const parts = [
    textElement('streetName', address?.street), textElement('city', address?.city),
    textElement('country', address?.country), textElement('postalCode', address?.postalCode),
  ];
  if (parts.every((part) => part === undefined)) return undefined;
  return parameter('patientAddress', 'Patient.addr', hl7('value', {}, parts));
};

const idParameter = (id: InstanceIdentifier): XmlElement =>
  parameter('livingSubjectId', 'LivingSubject.id', instanceIdentifier('value', id));

const parameterList = (question: XcpdQuestion): XmlElement =>
  hl7('parameterList', {},
    question.gender === undefined
      ? undefined
      : parameter('livingSubjectAdministrativeGender', 'LivingSubject.administrativeGender', code('value', question.gender)),
    question.birthDate === undefined
      ? undefined
      : parameter('livingSubjectBirthTime', 'LivingSubject.birthTime', hl7('value', { value: hl7Date(question.birthDate) })),
    question.identifiers.map(idParameter),
    nameParameter(question.name),
    addressParameter(question.address));

/** Writes PRPA_IN201305UV02 as NCP-B sends it (wire-contract 2.2). */
export const encodeXcpdRequest = (question: XcpdQuestion): XmlElement =>
  hl7('PRPA_IN201305UV02', { ITSVersion: 'XML_1.0' },
    instanceIdentifier('id', question.id),
    creationTime(question.creationTime),
    code('versionCode', 'V3PR1'),
    hl7('interactionId', { root: INTERACTION_ROOT, extension: 'PRPA_IN201305UV02' }),
    code('processingCode', question.processingCode ?? 'P'),
    code('processingModeCode', 'T'),
    code('acceptAckCode', 'AL'),
    party('receiver', 'RCV', question.receiverHome),
    party('sender', 'SND', question.senderHome),
    hl7('controlActProcess', { classCode: 'CACT', moodCode: 'EVN' },
      // OpenNCP writes the OID into codeSystemName; the schema's place for it is codeSystem.
      code('code', 'PRPA_TE201305UV02', INTERACTION_ROOT),
      hl7('queryByParameter', {},
        instanceIdentifier('queryId', question.queryId),
        code('statusCode', 'new'),
        code('responseModalityCode', 'R'),
        code('responsePriorityCode', 'I'),
        parameterList(question))));
