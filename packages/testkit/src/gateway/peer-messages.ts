import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { toDiscard } from '@ncp/cda';
import { calendarDate, COUNTRIES, countryCode, instant, SWEDEN_HOME_COMMUNITY_ID, type InstanceIdentifier, type Transaction } from '@ncp/domain';
import { encodeAdhocQuery, encodeProvideAndRegister, encodeRetrieve, encodeXcpdRequest, type SubmissionDraft } from '@ncp/ihe';
import { hcpAssertion, pharmacistOf, trcAssertion, type PatientId, type Professional, type Seal } from '@ncp/simulator';
import { PROFILES } from '@ncp/soap';
import { serialiseXml, text, utf8, type XmlElement } from '@ncp/xml';
import { signAgain, type Edit } from './assertion-text.js';
import { PUBLISHED_URLS } from './observed-gateway.js';
import type { WireRequest } from './raw-wire.js';
import type { GatewayWorld, PeerCode } from './world.js';

/** What may differ from a good message; every part can be put in as text. */
export interface MessageParts {
  readonly body: string;
  /** Content of the security header; left out with all of its header when empty. */
  readonly security?: string;
  /** Further header blocks, before the others. */
  readonly blocks?: string;
  readonly action?: string;
  readonly messageId?: string;
  readonly to?: string;
  /** Changes the whole envelope before it is sent. */
  readonly edit?: Edit;
  /** Parts beside the envelope: it is then sent as MTOM. */
  readonly attachments?: readonly { readonly contentId: string; readonly bytes: Uint8Array }[];
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Message extends WireRequest {
  readonly messageId: string;
}

export interface AssertionParts {
  readonly id?: string;
  readonly now?: Date;
  readonly who?: Professional;
  /** Changes the assertion before it is signed. */
  readonly edit?: Edit;
  /** Signs instead of the country's own seal. */
  readonly seal?: Seal;
}

/** Writes the messages of one country as its gateway would, and every way of doing it wrong. */
export interface PeerMessages {
  readonly country: PeerCode;
  readonly home: string;
  readonly seal: Seal;
  readonly professional: Professional;
  hcp(parts?: AssertionParts): string;
  trc(patient: PatientId, hcpId: string, parts?: AssertionParts): string;
  /** Genuine assertions for a patient, made once and used until they have carried half of what they may. */
  genuine(patient?: PatientId): string;
  write(transaction: Transaction, parts: MessageParts): Message;
}

const WSA = 'http://www.w3.org/2005/08/addressing';
const WSSE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd';
const PATHS: Readonly<Record<Transaction, string>> = { 'ITI-55': '/ncp/xcpd', 'ITI-38': '/ncp/xca', 'ITI-39': '/ncp/xca', 'ITI-41': '/ncp/xdr' };
const USES_OF_ONE_PAIR = 100;

export const SOAP_TYPE = 'application/soap+xml; charset=UTF-8';
export const BOUNDARY = 'part-of-the-message';

const asText = (element: XmlElement): string => text(serialiseXml(element));
export const idIn = (assertion: string): string => /\bID="([^"]+)"/.exec(assertion)?.[1] ?? '';

export async function messagesOf(world: GatewayWorld, country: PeerCode): Promise<PeerMessages> {
  const keyPair = world.pki.countries[country]?.seal;
  const home = COUNTRIES.find(({ code }) => code === country)?.homeCommunityId;
  if (keyPair === undefined || home === undefined) throw new Error(country);
  const seal: Seal = { certificatePem: await readFile(keyPair.certificate, 'utf8'), keyPem: await readFile(keyPair.key, 'utf8') };
  const professional = pharmacistOf(country);
  const kept = new Map<string, { readonly text: string; uses: number }>();

  const hcp = ({ id = `_${randomUUID()}`, now = new Date(), who = professional, edit, seal: by = seal }: AssertionParts = {}): string => {
    const made = hcpAssertion(by, who, { id, now, country, homeCommunityId: home });
    return edit === undefined ? made : signAgain(edit(made), by);
  };
  const trc = (patient: PatientId, hcpId: string, { id = `_${randomUUID()}`, now = new Date(), who = professional, edit, seal: by = seal }: AssertionParts = {}): string => {
    const made = trcAssertion(by, who, { id, hcpId, now, country, patient });
    return edit === undefined ? made : signAgain(edit(made), by);
  };
  return {
    country, home, seal, professional, hcp, trc,
    genuine(patient) {
      const key = patient === undefined ? '' : `${patient.root}^${patient.extension}`;
      const known = kept.get(key);
      if (known !== undefined && known.uses < USES_OF_ONE_PAIR) {
        known.uses += 1;
        return known.text;
      }
      const identity = hcp();
      const made = patient === undefined ? identity : identity + trc(patient, idIn(identity));
      kept.set(key, { text: made, uses: 1 });
      return made;
    },
    write: (transaction, parts) => writeMessage(transaction, parts),
  };
}

function writeMessage(transaction: Transaction, parts: MessageParts): Message {
  const { messageId = `urn:uuid:${randomUUID()}`, security = '', blocks = '', edit = (xml) => xml, headers = {} } = parts;
  const path = PATHS[transaction];
  const action = parts.action ?? PROFILES.find((one) => one.transaction === transaction)?.requestAction ?? '';
  const to = parts.to ?? PUBLISHED_URLS.find((url) => url.endsWith(path)) ?? '';
  const envelope = edit(
    `<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope"><soap:Header xmlns:wsa="${WSA}">${blocks}`
    + `<wsa:Action>${action}</wsa:Action><wsa:MessageID>${messageId}</wsa:MessageID><wsa:To>${to}</wsa:To>`
    + (security === '' ? '' : `<wsse:Security xmlns:wsse="${WSSE}" soap:mustUnderstand="true">${security}</wsse:Security>`)
    + `</soap:Header><soap:Body>${parts.body}</soap:Body></soap:Envelope>`);
  if (parts.attachments === undefined) {
    return { path, messageId, headers: { 'content-type': `${SOAP_TYPE}; action="${action}"`, ...headers }, body: utf8(envelope) };
  }
  const part = (type: string, id: string): Uint8Array =>
    utf8(`\r\n--${BOUNDARY}\r\nContent-Type: ${type}\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <${id}>\r\n\r\n`);
  return {
    path, messageId,
    headers: {
      'content-type': `multipart/related; boundary="${BOUNDARY}"; type="application/xop+xml"; start="<root@peer>"; start-info="application/soap+xml"`,
      ...headers,
    },
    body: joined([
      part('application/xop+xml; charset=UTF-8; type="application/soap+xml"', 'root@peer'), utf8(envelope),
      ...parts.attachments.flatMap(({ contentId, bytes }) => [part('text/xml; charset=UTF-8', contentId), bytes]),
      utf8(`\r\n--${BOUNDARY}--\r\n`),
    ]),
  };
}

export const joined = (pieces: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(pieces));

/** Bodies of good requests, as text. */
export const identifyBody = (home: string, question: { readonly patient?: PatientId; readonly birthDate?: string; readonly receiver?: string } = {}): string =>
  asText(encodeXcpdRequest({
    id: { root: randomUUID(), extension: '4711470011' }, queryId: { root: '1.263507841149' }, creationTime: instant(new Date().toISOString()),
    senderHome: home, receiverHome: question.receiver ?? SWEDEN_HOME_COMMUNITY_ID,
    identifiers: question.patient === undefined ? [] : [question.patient],
    ...(question.birthDate === undefined ? {} : { birthDate: calendarDate(question.birthDate) }),
  }));

export const listBody = (patient: PatientId): string => asText(encodeAdhocQuery({ patient, classCodes: ['57833-6'] }));

export const retrieveBody = (documentIds: readonly string[], place: { readonly home?: string; readonly repository?: string } = {}): string =>
  asText(encodeRetrieve(documentIds.map((documentId) => ({
    home: place.home ?? SWEDEN_HOME_COMMUNITY_ID, repositoryId: place.repository ?? SWEDEN_HOME_COMMUNITY_ID, documentId,
  }))));

export const submitBody = (peer: PeerMessages, patient: PatientId, submission: {
  readonly kind?: 'dispense' | 'discard'; readonly documentId: string; readonly document: SubmissionDraft['document'];
}): string => {
  const now = instant(new Date().toISOString());
  return asText(encodeProvideAndRegister({
    kind: submission.kind ?? 'dispense', documentUniqueId: submission.documentId,
    submissionSetId: `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`).toString()}`,
    patient: { id: patient, family: 'Visitor', given: ['Test'] }, country: countryCode(peer.country), languageCode: 'en-GB',
    createdAt: now, submittedAt: now, document: submission.document,
    author: { person: peer.professional.name, institution: peer.professional.organisation, institutionId: peer.professional.organisationId },
  }, randomUUID));
};

/** A prepared eDispensation, or its discard, as a whole message in two parts; `parts` changes the envelope. */
export function submission(
  peer: PeerMessages, patient: PatientId, prepared: { readonly id: InstanceIdentifier; readonly document: Uint8Array },
  { kind = 'dispense', ...parts }: Partial<MessageParts> & { readonly kind?: 'dispense' | 'discard' } = {},
): Message {
  const contentId = `document-${randomUUID()}@peer`;
  const documentId = `${prepared.id.root}^${prepared.id.extension ?? ''}`;
  return peer.write('ITI-41', {
    security: peer.genuine(patient), body: submitBody(peer, patient, { kind, documentId, document: { contentId } }),
    attachments: [{ contentId, bytes: kind === 'discard' ? toDiscard(prepared.document) : prepared.document }], ...parts,
  });
}
