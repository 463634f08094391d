import { epochMs, type Instant, instantFromEpoch } from '@ncp/domain';
import { element, hex, serialiseXml, sha256, type XmlElement } from '@ncp/xml';
import { type AuditCode, codedElement } from './coded.js';
import type { AuditedGateway, AuditedProfessional, AuditFacts } from './event-facts.js';
import type { AuditEvent } from './leaf.js';
import { participantObjects } from './participant-object.js';
import { DEED_CODES, SERVICES } from './service.js';

const LOOPBACK = '127.0.0.1';
const BY_NAME = '1';
const BY_ADDRESS = '2';

const POINT_OF_CARE: AuditCode = { code: '110152', system: 'DCM', display: 'Destination Role ID', original: '1.3.6.1.4.1.12559.11.10.1.3.2.2.2' };
const HUMAN_REQUESTOR: AuditCode = { code: '110153', system: 'DCM', display: 'Source Role ID', original: 'Source Role ID' };
const CONSUMER: AuditCode = { code: 'ServiceConsumer', system: 'eHealth DSI', display: 'Service Consumer', original: 'Service Consumer' };
const PROVIDER: AuditCode = { code: 'ServiceProvider', system: 'eHealth DSI', display: 'Service Provider', original: 'Service Provider' };

/** Wire-contract 6.3: UTC, always with three digits of a second. */
const eventTime = (time: Instant): string => {
  const text = instantFromEpoch(epochMs(time));
  return text.includes('.') ? text : text.replace('Z', '.000Z');
};

const eventIdentification = ({ side, service, time, outcome }: AuditFacts): XmlElement => {
  const { name, ihe, deed, action } = SERVICES[service];
  return element('', 'EventIdentification',
    { EventActionCode: action[side], EventDateTime: eventTime(time), EventOutcomeIndicator: String(outcome) },
    codedElement('EventID', { code: DEED_CODES[deed[side]], system: 'DCM', display: ihe.name, original: deed[side] }),
    codedElement('EventTypeCode', { code: ihe.code, system: 'IHE Transactions', display: name, original: ihe.name }));
};

interface ParticipantFacts {
  readonly userId: string;
  readonly alternativeUserId?: string;
  readonly role: AuditCode;
  readonly requestor: boolean;
  readonly accessPoint: readonly [id: string, type: string];
}

const participant = ({ userId, alternativeUserId, role, requestor, accessPoint: [id, type] }: ParticipantFacts): XmlElement =>
  element('', 'ActiveParticipant',
    {
      UserID: userId, AlternativeUserID: alternativeUserId, UserIsRequestor: String(requestor),
      NetworkAccessPointID: id, NetworkAccessPointTypeCode: type,
    },
    codedElement('RoleIDCode', role));

/** IHE ITI-40: without an id of the service provider the name and who issued it stand in brackets. */
const userIdOf = ({ nameId, issuer, spProvidedId }: AuditedProfessional): string => spProvidedId ?? `<${nameId}@${issuer}>`;

const isAddress = (host: string): boolean => /^[0-9.]+$|:/.test(host);

const gatewayParticipant = ({ commonName, address }: AuditedGateway, role: AuditCode, requestor: boolean): XmlElement =>
  participant({ userId: commonName, role, requestor, accessPoint: [address, isAddress(address) ? BY_ADDRESS : BY_NAME] });

const participants = ({ pointOfCare = 'SP', professional, consumer, provider }: AuditFacts): readonly XmlElement[] => [
  // Before the assertions were read nobody can be named but the gateways themselves.
  ...(professional === undefined
    ? []
    : [
        participant({ userId: pointOfCare, role: POINT_OF_CARE, requestor: true, accessPoint: [LOOPBACK, BY_NAME] }),
        participant({
          userId: userIdOf(professional), alternativeUserId: professional.subjectId, role: HUMAN_REQUESTOR, requestor: true,
          accessPoint: [LOOPBACK, BY_ADDRESS],
        }),
      ]),
  gatewayParticipant(consumer, CONSUMER, true),
  gatewayParticipant(provider, PROVIDER, false),
];

const sourceIdentification = (sourceId: string): XmlElement =>
  element('', 'AuditSourceIdentification', { AuditEnterpriseSiteID: sourceId, AuditSourceID: sourceId },
    element('', 'AuditSourceTypeCode', { 'csd-code': '4' }));

/**
 * The eHDSI audit event in DICOM form, valid against the unsigned schema (wire-contract 6, decisions D67). Same facts,
 * same bytes. It names the patient and the professional: it goes to the audit repository and nowhere else.
 */
export const auditEventFor = (facts: AuditFacts): AuditEvent => {
  const message = element('', 'AuditMessage', {},
    eventIdentification(facts), participants(facts), sourceIdentification(facts.sourceId), participantObjects(facts));
  const xml = serialiseXml(message, { declaration: true });
  return { type: SERVICES[facts.service].id, xml, hash: hex(sha256(xml)), ...(facts.patient === undefined ? {} : { subject: facts.patient }) };
};
