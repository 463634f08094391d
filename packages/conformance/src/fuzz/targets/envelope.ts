import { NcpError } from '@ncp/domain';
import { decodeTrcRequest } from '@ncp/saml';
import { faultFor, readAnswer, readEnvelope, readMessage, readTrustRequest, writeEnvelope, writeMtom, PROFILES } from '@ncp/soap';
import { NS, element, parseXml, serialiseXml, text, utf8, type XmlElement } from '@ncp/xml';
import { readAll, type FuzzTarget } from '../target.js';
import { listAnswer, listQuestion, NOW, submission, xcpdRequest } from './messages.js';

const MESSAGE_ID = 'urn:uuid:7c0f2a0e-0b3a-4a55-8f2e-1f4d8b6a1c01';
const OUR_URL = 'https://ncp.example.se/ncp/xca';

const actionOf = (transaction: string, end: 'requestAction' | 'responseAction'): string => PROFILES.find((one) => one.transaction === transaction)?.[end] ?? '';

const request = (transaction: string, body: XmlElement): XmlElement => writeEnvelope({
  action: actionOf(transaction, 'requestAction'), messageId: MESSAGE_ID, to: OUR_URL, replyToAnonymous: true, body,
  blocks: [element(NS.wsse, 'wsse:Security', {}, element(NS.wsu, 'wsu:Timestamp', {}, element(NS.wsu, 'wsu:Created', {}, '2026-03-01T10:14:00Z'), element(NS.wsu, 'wsu:Expires', {}, '2026-03-01T10:19:00Z')))],
});

const answer = (): XmlElement => writeEnvelope({ action: actionOf('ITI-38', 'responseAction'), messageId: MESSAGE_ID, relatesTo: MESSAGE_ID, body: listAnswer() });
const fault = (): XmlElement => faultFor(new NcpError('NCP_SOAP_MUST_UNDERSTAND'), { messageId: MESSAGE_ID, exchangeId: 'exchange' }).envelope;

const readSoap = (input: Uint8Array): void => {
  const root = parseXml(input);
  readAll(
    () => readEnvelope(root, { ourUrls: [OUR_URL], now: NOW }),
    () => readAnswer(root, { messageId: MESSAGE_ID, transaction: 'ITI-38' }),
    () => decodeTrcRequest(readTrustRequest(root, NOW).body),
  );
};

/** A question to the token service, which has no action. */
const trustQuestion = (): XmlElement => element(NS.soap, 'soap:Envelope', {},
  element(NS.soap, 'soap:Header', {}, element(NS.wsa, 'wsa:MessageID', {}, MESSAGE_ID)),
  element(NS.soap, 'soap:Body', {}, element(NS.wst, 'wst:RequestSecurityToken', {},
    element(NS.wst, 'wst:RequestType', {}, `${NS.wst}/Issue`),
    element(NS.wst, 'wst:TokenType', {}, NS.saml),
    element(NS.trc, 'trc:TRCParameters', {},
      element(NS.trc, 'trc:PatientId', {}, '199008202385^^^&1.2.752.129.2.1.3.1&ISO'), element(NS.trc, 'trc:PurposeOfUse', {}, 'TREATMENT'), element(NS.trc, 'trc:PrescriptionId', {}, '1^2')))));

const soapSeeds = (): readonly XmlElement[] => [request('ITI-38', listQuestion()), request('ITI-55', xcpdRequest()), answer(), fault(), trustQuestion()];

/** The envelope, as request, as answer, and as a question to the token service. */
export const soapTarget: FuzzTarget = {
  name: 'soap', about: 'envelope, addressing, time stamp and faults', form: 'xml', read: readSoap, seeds: () => soapSeeds().map((root) => serialiseXml(root)),
  words: ['1', 'true', 'yes', '0', 'http://www.w3.org/2005/08/addressing/anonymous', 'http://www.w3.org/2005/08/addressing/none', 'http://schemas.xmlsoap.org/soap/envelope/', 'http://www.w3.org/2003/05/soap-envelope/role/next', 'role', 'actor', 'mustUnderstand', 'Security', 'Header', 'Body', 'RelatesTo', 'urn:uuid:x', '2026-03-01T24:00:00Z', '9999-12-31T23:59:60Z'],
};

/** An input is the content type, a line feed, and the body. */
const wired = (contentType: string, body: Uint8Array): Uint8Array => {
  const head = utf8(`${contentType}\n`);
  const whole = new Uint8Array(head.length + body.length);
  whole.set(head);
  whole.set(body, head.length);
  return whole;
};

const LINE_FEED = 10;

const readMtom = (input: Uint8Array): void => {
  const end = input.indexOf(LINE_FEED);
  const message = readMessage(text(input.subarray(0, Math.max(end, 0))), input.subarray(end + 1));
  readEnvelope(message.root, { ...(message.httpAction === undefined ? {} : { httpAction: message.httpAction }), ourUrls: [OUR_URL], now: NOW });
};

const mtomSeeds = (): readonly Uint8Array[] => {
  const parts = [{ contentId: 'document@peer', contentType: 'text/xml; charset=UTF-8', bytes: utf8('<ClinicalDocument xmlns="urn:hl7-org:v3"/>') }];
  const two = writeMtom(request('ITI-41', submission({ document: { contentId: 'document@peer' } })), parts, 'seed');
  const one = writeMtom(request('ITI-38', listQuestion()), [], 'seed');
  const plain = serialiseXml(request('ITI-38', listQuestion()));
  return [wired(two.contentType, two.body), wired(one.contentType, one.body), wired(`application/soap+xml; charset=UTF-8; action="${actionOf('ITI-38', 'requestAction')}"`, plain)];
};

/** What comes off a connection: content type, parts, references, envelope. */
export const mtomTarget: FuzzTarget = {
  name: 'mtom', about: 'multipart messages, their references and their envelope', form: 'bytes', read: readMtom, seeds: mtomSeeds,
  words: [
    '\r\n', '\r\n\r\n', '--', '\r\n--', '; boundary=', '; boundary="', '; start="<', '; type="application/xop+xml"', '; start-info="', 'multipart/related', 'application/soap+xml', 'application/xop+xml', 'text/xml', 'charset=UTF-8', 'charset=utf-16',
    'Content-ID: <', 'Content-Type: ', 'Content-Transfer-Encoding: base64', 'Content-Transfer-Encoding: quoted-printable', 'cid:document@peer', 'cid:', '%40', 'multipart/mixed', 'action=""', '\\"', '<xop:Include xmlns:xop="http://www.w3.org/2004/08/xop/include" href="cid:document@peer"/>',
  ],
};
