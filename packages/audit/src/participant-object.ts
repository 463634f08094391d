import { element, encodeBase64, utf8, type XmlElement } from '@ncp/xml';
import { type AuditCode, codedElement } from './coded.js';
import type { AuditedMessage, AuditFacts } from './event-facts.js';
import { SERVICES } from './service.js';

const MESSAGES = 'eHealth DSI Msg';
const SECURITY = 'eHealth DSI Security';
const TRANSACTIONS = 'IHE Transactions';

const same = (code: string, system: string, text: string): AuditCode => ({ code, system, display: text, original: text });

const PATIENT = same('2', 'DICOM', 'Patient Number');
const SUBMISSION_SET = same('urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd', 'IHE XDS Metadata', 'submission set classificationNode');
const TARGET = same('12', 'RFC-3881', 'URI');
const ERROR = same('9', SECURITY, 'Error Message');
const REQUEST = same('req', MESSAGES, 'Request Message');
const HCP_ISSUED = same('IdA', SECURITY, 'HCP Identity Assertion');
const TRC_ISSUED = same('TrcA', SECURITY, 'TRC Assertion');
const TRANSLATION = 'eHealth DSI Translation';
const SOURCE = same('in', TRANSLATION, 'Input Data');
const RESULT = same('out', TRANSLATION, 'Output Data');
const RESPONSE = same('rsp', MESSAGES, 'Response Message');

/** Life cycle "translation". */
const TRANSLATED = '5';

/** Life cycle "logical deletion": a discard takes a document back. */
const DELETED = '14';

interface ObjectFacts {
  readonly id: string;
  readonly idType: AuditCode;
  readonly type: '1' | '2' | '4';
  readonly role?: string;
  readonly lifeCycle?: string;
  readonly query?: Uint8Array;
  readonly details?: readonly (readonly [type: string, value: Uint8Array])[];
}

const object = ({ id, idType, type, role, lifeCycle, query, details = [] }: ObjectFacts): XmlElement =>
  element('', 'ParticipantObjectIdentification',
    { ParticipantObjectID: id, ParticipantObjectTypeCode: type, ParticipantObjectTypeCodeRole: role, ParticipantObjectDataLifeCycle: lifeCycle },
    codedElement('ParticipantObjectIDTypeCode', idType),
    query === undefined ? undefined : element('', 'ParticipantObjectQuery', {}, encodeBase64(query)),
    details.map(([name, value]) => element('', 'ParticipantObjectDetail', { type: name, value: encodeBase64(value) })));

const messageObject = ({ id, securityHeader, headerHash }: AuditedMessage, idType: AuditCode): XmlElement =>
  object({
    id, idType, type: '4',
    details: [
      ...(securityHeader === undefined ? [] : [['securityheader', securityHeader] as const]),
      // No type of the specification: nobody takes a hash for a header [local].
      ...(headerHash === undefined ? [] : [['securityheader-sha256', utf8(headerHash)] as const]),
    ],
  });

const queryObjects = ({ service, request, query, homeCommunityId, withheld = [] }: AuditFacts): readonly XmlElement[] => {
  const { ihe } = SERVICES[service];
  return request === undefined ? [] : [object({
    id: request.id, idType: same(ihe.code, TRANSACTIONS, ihe.name), type: '2', role: '24',
    ...(query === undefined ? {} : { query }),
    details: [
      ...(homeCommunityId === undefined ? [] : [['ihe:homeCommunityID', utf8(homeCommunityId)] as const]),
      ...withheld.map((record) => ['withheld', utf8(record)] as const),
    ],
  })];
};

const targets = (ids: readonly string[], lifeCycle?: string): readonly XmlElement[] =>
  ids.map((id) => object({ id, idType: TARGET, type: '2', role: '4', ...(lifeCycle === undefined ? {} : { lifeCycle }) }));

/** What the exchange was about, beside the patient and the messages. */
const subjectObjects = (facts: AuditFacts): readonly XmlElement[] => {
  const { service, documents = [], classCodes = [], submissionSet, assertionId, translated } = facts;
  switch (service) {
    case 'identify':
      return queryObjects(facts);
    case 'list-summaries':
    case 'list-prescriptions':
      return [...queryObjects(facts), ...targets(documents.length > 0 ? documents : classCodes)];
    case 'retrieve-summaries':
    case 'retrieve-prescriptions': {
      const { ihe } = SERVICES[service];
      return documents.map((id) => object({ id, idType: same(ihe.code, TRANSACTIONS, ihe.name), type: '2', role: '3' }));
    }
    case 'dispense':
    case 'discard':
      return [
        ...(submissionSet === undefined ? [] : [object({ id: submissionSet, idType: SUBMISSION_SET, type: '2', role: '20' })]),
        ...targets(documents, service === 'discard' ? DELETED : undefined),
      ];
    case 'issue-hcp':
    case 'issue-trc':
      return assertionId === undefined ? [] : [object({ id: assertionId, idType: service === 'issue-hcp' ? HCP_ISSUED : TRC_ISSUED, type: '2' })];
    case 'translate':
      return translated === undefined ? [] : [
        object({ id: translated.from, idType: SOURCE, type: '4', lifeCycle: TRANSLATED }),
        object({ id: translated.to, idType: RESULT, type: '4', lifeCycle: TRANSLATED }),
      ];
    case 'communication-failure':
      return targets([...(submissionSet === undefined ? [] : [submissionSet]), ...documents]);
  }
};

/** The ParticipantObjectIdentification elements of one event (wire-contract 6.2), in the order of that table. */
export const participantObjects = (facts: AuditFacts): readonly XmlElement[] => {
  const { patient, errors = [], request, response } = facts;
  return [
    ...(patient === undefined ? [] : [object({ id: patient, idType: PATIENT, type: '1', role: '1' })]),
    ...subjectObjects(facts),
    ...errors.map(({ code, text }) => object({ id: code, idType: ERROR, type: '2', role: '3', details: [['errormsg', utf8(text)]] })),
    ...(request === undefined ? [] : [messageObject(request, REQUEST)]),
    ...(response === undefined ? [] : [messageObject(response, RESPONSE)]),
  ];
};
