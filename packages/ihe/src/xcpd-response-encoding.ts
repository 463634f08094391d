import { hl7Date } from '@ncp/domain';
import { NS, type XmlElement, type XmlNode } from '@ncp/xml';
import { XCPD_OUTCOMES, XCPD_REASONS } from './xcpd-refusal.js';
import { asAgent, INTERACTION_ROOT } from './xcpd-request-encoding.js';
import type { XcpdAddress, XcpdAnswer, XcpdHead, XcpdPatient, XcpdRefusal, XcpdStamp } from './xcpd-types.js';
import { at, code, creationTime, hl7, instanceIdentifier, textElement } from './xcpd-values.js';

/** Writes PRPA_IN201306UV02 (wire-contract 2.3, decisions D10-D16). */
export const encodeXcpdResponse = (request: XcpdHead, answer: XcpdAnswer, stamp: XcpdStamp): XmlElement =>
  hl7('PRPA_IN201306UV02', { ITSVersion: 'XML_1.0' },
    hl7('id', { root: stamp.id, extension: stamp.extension }),
    creationTime(stamp.creationTime),
    code('versionCode', request.versionCode ?? 'V3PR1'),
    hl7('interactionId', { root: request.interactionRoot ?? INTERACTION_ROOT, extension: 'PRPA_IN201306UV02' }),
    code('processingCode', 'P'),
    code('processingModeCode', 'T'),
    code('acceptAckCode', 'NE'),
    receiver(request.senderHome),
    hl7('sender', { typeCode: 'SND' }, hl7('device', DEVICE, hl7('id', { root: stamp.home }))),
    acknowledgement(request, answer),
    controlActProcess(request, answer, stamp));

const DEVICE = { classCode: 'DEV', determinerCode: 'INSTANCE' } as const;

const receiver = (home: string | undefined): XmlElement =>
  hl7('receiver', { typeCode: 'RCV' },
    hl7('device', DEVICE, ...(home === undefined ? [hl7('id', { nullFlavor: 'NI' })] : [hl7('id', { root: home }), asAgent(home)])));

const acknowledgement = (request: XcpdHead, answer: XcpdAnswer): XmlElement =>
  hl7('acknowledgement', {},
    code('typeCode', XCPD_OUTCOMES[answer.kind].acknowledgement),
    hl7('targetMessage', {}, instanceIdentifier('id', request.id)),
    answer.kind === 'match' ? undefined : acknowledgementDetail(answer));

/** Exactly one on every answer without a subject, with text and a location that may be empty (decisions D11). */
const acknowledgementDetail = (refusal: XcpdRefusal): XmlElement =>
  hl7('acknowledgementDetail', { typeCode: 'E' },
    code('code', refusal.wire),
    hl7('text', {}, refusal.text),
    hl7('location', {}));

const controlActProcess = (request: XcpdHead, answer: XcpdAnswer, stamp: XcpdStamp): XmlElement => {
  const outcome = XCPD_OUTCOMES[answer.kind];
  return hl7('controlActProcess', { classCode: 'CACT', moodCode: 'EVN' },
    code('code', 'PRPA_TE201306UV02'),
    answer.kind === 'match'
      ? [answer.patient, ...(answer.others ?? [])].map((patient) => subject(patient, stamp.home))
      : reasonOf(answer),
    hl7('queryAck', {},
      request.queryId === undefined ? undefined : instanceIdentifier('queryId', request.queryId),
      code('statusCode', outcome.status),
      code('queryResponseCode', outcome.response)),
    echo(request.queryByParameter));
};

const reasonOf = (refusal: XcpdRefusal): XmlElement => {
  const { codeSystem, child } = XCPD_REASONS[refusal.reason];
  const reason = code('code', refusal.reason, codeSystem);
  return hl7('reasonOf', { typeCode: 'RSON' },
    hl7('detectedIssueEvent', { classCode: 'ALRT', moodCode: 'EVN' },
      code('code', 'ActAdministrativeDetectedIssueCode', '2.16.840.1.113883.5.4'),
      child === 'triggerFor'
        ? hl7('triggerFor', { typeCode: 'TRIG' }, hl7('actOrderRequired', { classCode: 'ACT', moodCode: 'RQO' }, reason))
        : hl7('mitigatedBy', { typeCode: 'MITGT' }, hl7('detectedIssueManagement', { classCode: 'ACT', moodCode: 'EVN' }, reason))));
};

const subject = (patient: XcpdPatient, home: string): XmlElement =>
  hl7('subject', { typeCode: 'SUBJ' },
    hl7('registrationEvent', { classCode: 'REG', moodCode: 'EVN' },
      hl7('id', { nullFlavor: 'NA' }),
      code('statusCode', 'active'),
      hl7('subject1', { typeCode: 'SBJ' },
        hl7('patient', { classCode: 'PAT' },
          instanceIdentifier('id', patient.id),
          code('statusCode', 'active'),
          patientPerson(patient),
          hl7('subjectOf1', {},
            hl7('queryMatchObservation', { classCode: 'OBS', moodCode: 'EVN' },
              code('code', 'IHE_PDQ', '2.16.840.1.113883.1.11.19914'),
              hl7('value', { 'xsi:type': 'INT', value: '100' }))))),
      hl7('custodian', { typeCode: 'CST' },
        hl7('assignedEntity', { classCode: 'ASSIGNED' },
          hl7('id', { root: home }),
          code('code', 'NotHealthDataLocator', '1.3.6.1.4.1.19376.1.2.27.2')))));

const patientPerson = (patient: XcpdPatient): XmlElement =>
  hl7('patientPerson', { classCode: 'PSN', determinerCode: 'INSTANCE' },
    hl7('name', {}, textElement('family', patient.family), textElement('given', patient.given.join(' '))),
    code('administrativeGenderCode', patient.gender),
    hl7('birthTime', { value: hl7Date(patient.birthDate) }),
    address(patient.address));

const address = (known: XcpdAddress | undefined): XmlElement | undefined => {
  const parts = [
    textElement('city', known?.city), textElement('postalCode', known?.postalCode),
    textElement('streetAddressLine', known?.street), textElement('country', known?.country),
  ];
  return parts.every((part) => part === undefined) ? undefined : hl7('addr', {}, parts);
};

/** The three parts of the query that are repeated, without what is empty and without anything of another namespace. */
const echo = (query: XmlElement | undefined): XmlElement | undefined => {
  if (query === undefined) return undefined;
  const [queryId, statusCode, parameters] = ['queryId', 'statusCode', 'parameterList'].map((local) => at(query, local));
  // The schema wants all three; half an echo would make the whole answer invalid.
  if (queryId === undefined || statusCode === undefined || parameters === undefined) return undefined;
  return hl7('queryByParameter', {}, copy(queryId), copy(statusCode), copy(parameters));
};

/** Names are the sender's, so that the tree is copied as it is: the builder takes only names of ours. */
const copy = (source: XmlElement): XmlElement => ({
  kind: 'element', ns: NS.hl7, local: source.local, prefix: '', namespaces: [],
  attributes: source.attributes.filter(({ ns }) => ns === ''),
  children: source.children.flatMap((node): readonly XmlNode[] => {
    if (node.kind === 'text') return node.value.trim() === '' ? [] : [node];
    return node.kind === 'element' && node.ns === NS.hl7 && !isSuperfluous(node) ? [copy(node)] : [];
  }),
});

/** Empty and optional. `semanticsText` is empty in many messages, and required by the schema. */
const isSuperfluous = (node: XmlElement): boolean =>
  node.local !== 'semanticsText' && node.attributes.length === 0 && node.children.every((one) => one.kind === 'text' && one.value.trim() === '');
