import { randomUUID } from 'node:crypto';
import type { InstanceIdentifier } from '@ncp/domain';
import { escapeXml as t } from '../../foreign/xml-text.js';
import type { AbroadCountry } from '../countries.js';
import type { Dialect } from '../dialect.js';
import type { AbroadPatient } from '../documents/plan.js';
import type { IdentifyQuestion } from './request.js';

/** What ITI-55 answers: people, or why nobody (wire-contract 2.3). */
export interface IdentifyOutcome {
  readonly kind: 'match' | 'none' | 'refused';
  readonly candidates: readonly AbroadPatient[];
  readonly refusal?: { readonly code: string; readonly text: string; readonly reason: string };
}

const EHDSI_REASONS = new Set(['DemographicsQueryNotAllowed', 'InsufficientRights', 'PrivacyViolation', 'AdditionalDemographicsRequested']);

const id = (name: string, { root, extension }: InstanceIdentifier): string => `<${name} root="${t(root)}"${extension === undefined ? '' : ` extension="${t(extension)}"`}/>`;

const subject = ({ homeCommunityId, code }: AbroadCountry, dialect: Dialect, who: AbroadPatient): string =>
  '<subject typeCode="SUBJ"><registrationEvent classCode="REG" moodCode="EVN"><id nullFlavor="NA"/><statusCode code="active"/>'
  + `<subject1 typeCode="SBJ"><patient classCode="PAT">${id('id', who.id)}<statusCode code="active"/><patientPerson classCode="PSN" determinerCode="INSTANCE">`
  + `<name><family>${t(who.family)}</family><given>${t(who.given.join(' '))}</given></name><administrativeGenderCode code="${who.gender}"/><birthTime value="${dialect.birthTime(who.birthDate)}"/>`
  + `<addr><city>${t(who.city)}</city><country>${code}</country></addr></patientPerson>`
  + '<subjectOf1><queryMatchObservation classCode="OBS" moodCode="EVN"><code code="IHE_PDQ" codeSystem="2.16.840.1.113883.1.11.19914"/><value xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="INT" value="100"/></queryMatchObservation></subjectOf1>'
  + `</patient></subject1><custodian typeCode="CST"><assignedEntity classCode="ASSIGNED"><id root="${homeCommunityId}"/><code code="NotHealthDataLocator" codeSystem="1.3.6.1.4.1.19376.1.2.27.2"/></assignedEntity></custodian></registrationEvent></subject>`;

function reasonOf(reason: string): string {
  const code = `<code code="${reason}" codeSystem="${EHDSI_REASONS.has(reason) ? '1.3.6.1.4.1.12559.11.10.1.3.2.2.1' : '1.3.6.1.4.1.19376.1.2.27.3'}"/>`;
  const inside = reason === 'DemographicsQueryNotAllowed'
    ? `<triggerFor typeCode="TRIG"><actOrderRequired classCode="ACT" moodCode="RQO">${code}</actOrderRequired></triggerFor>`
    : `<mitigatedBy typeCode="MITGT"><detectedIssueManagement classCode="ACT" moodCode="EVN">${code}</detectedIssueManagement></mitigatedBy>`;
  return `<reasonOf typeCode="RSON"><detectedIssueEvent classCode="ALRT" moodCode="EVN"><code code="ActAdministrativeDetectedIssueCode" codeSystem="2.16.840.1.113883.5.4"/>${inside}</detectedIssueEvent></reasonOf>`;
}

const device = (kind: 'receiver' | 'sender', oid: string): string => {
  const agent = `<asAgent classCode="AGNT"><representedOrganization classCode="ORG" determinerCode="INSTANCE"><id root="${t(oid)}"/></representedOrganization></asAgent>`;
  return `<${kind} typeCode="${kind === 'receiver' ? 'RCV' : 'SND'}"><device classCode="DEV" determinerCode="INSTANCE"><id root="${t(oid)}"/>${kind === 'receiver' ? agent : ''}</device></${kind}>`;
};

/** PRPA_IN201306UV02. */
export function identifyAnswer(country: AbroadCountry, dialect: Dialect, question: IdentifyQuestion, outcome: IdentifyOutcome, now: Date): string {
  const [ack, status, response] = dialect.queryAck[outcome.kind];
  const { refusal } = outcome;
  const queryId = id('queryId', question.queryId ?? { root: '1.1' });
  const detail = refusal === undefined ? '' : `<acknowledgementDetail typeCode="E"><code code="${refusal.code}"/><text>${t(refusal.text)}</text></acknowledgementDetail>`;
  const asked = question.identifiers.map((one) => `<livingSubjectId>${id('value', one)}<semanticsText>LivingSubject.id</semanticsText></livingSubjectId>`).join('');
  return '<PRPA_IN201306UV02 xmlns="urn:hl7-org:v3" ITSVersion="XML_1.0">'
    + `<id root="${randomUUID()}" extension="1"/><creationTime value="${dialect.messageTime(now)}"/><versionCode code="V3PR1"/><interactionId root="2.16.840.1.113883.1.6" extension="PRPA_IN201306UV02"/>`
    + '<processingCode code="P"/><processingModeCode code="T"/><acceptAckCode code="NE"/>'
    + device('receiver', question.sender ?? '1.1') + device('sender', country.homeCommunityId)
    + `<acknowledgement><typeCode code="${ack}"/><targetMessage>${id('id', question.id ?? { root: '1.1' })}</targetMessage>${detail}</acknowledgement>`
    + `<controlActProcess classCode="CACT" moodCode="EVN"><code code="PRPA_TE201306UV02" codeSystem="2.16.840.1.113883.1.6"/>`
    + outcome.candidates.map((who) => subject(country, dialect, who)).join('') + (refusal === undefined ? '' : reasonOf(refusal.reason))
    + `<queryAck>${queryId}<statusCode code="${status}"/><queryResponseCode code="${response}"/></queryAck>`
    + `<queryByParameter>${queryId}<statusCode code="new"/><parameterList>${asked}</parameterList></queryByParameter></controlActProcess></PRPA_IN201306UV02>`;
}
