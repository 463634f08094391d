import { parseXml, utf8, type XmlElement } from '@ncp/xml';

/** Text templates of requests; the tests change one thing at a time. */
export const QUERY_ACTION = 'urn:ihe:iti:2007:CrossGatewayQuery';
export const MESSAGE_ID = 'urn:uuid:7c0f2a0e-0b3a-4a55-8f2e-1f4d8b6a1c01';
export const QUERY_BODY = '<q:AdhocQueryRequest xmlns:q="urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0"/>';
export const XCPD_BODY = '<PRPA_IN201305UV02 xmlns="urn:hl7-org:v3" ITSVersion="XML_1.0"/>';
export const ANONYMOUS = 'http://www.w3.org/2005/08/addressing/anonymous';

export const action = (text = QUERY_ACTION): string => `<wsa:Action s:mustUnderstand="1">${text}</wsa:Action>`;
export const messageId = (text = MESSAGE_ID): string => `<wsa:MessageID>${text}</wsa:MessageID>`;

export interface EnvelopeText {
  readonly ns?: string;
  readonly header?: string;
  readonly body?: string;
}

/** `header` and `body` are the content of the two elements. */
export const envelopeText = ({ ns = 'http://www.w3.org/2003/05/soap-envelope', header = action() + messageId(), body = QUERY_BODY }: EnvelopeText = {}): string =>
  `<s:Envelope xmlns:s="${ns}" xmlns:wsa="http://www.w3.org/2005/08/addressing"><s:Header>${header}</s:Header><s:Body>${body}</s:Body></s:Envelope>`;

export const parsed = (xml: string): XmlElement => parseXml(utf8(xml));

export const envelope = (parts: EnvelopeText = {}): XmlElement => parsed(envelopeText(parts));

/** The code of the NcpError that `attempt` throws; `none` when it does not throw. */
export const refusalOf = (attempt: () => unknown): string => {
  try {
    attempt();
  } catch (error) {
    return error instanceof Error ? error.message : 'not an error';
  }
  return 'none';
};

export interface PartText {
  readonly headers: readonly string[];
  readonly content: string;
}

export const ROOT_HEADERS = ['Content-Type: application/xop+xml; charset=UTF-8; type="application/soap+xml"', 'Content-ID: <root@test>'];

export const rootPart = (body: string): PartText => ({ headers: ROOT_HEADERS, content: envelopeText({ body }) });

export const part = (contentId: string, content = 'bytes', ...more: readonly string[]): PartText => ({
  headers: ['Content-Type: text/xml', `Content-ID: <${contentId}>`, ...more], content,
});

export const CONTENT_TYPE = 'multipart/related; boundary="B"; type="application/xop+xml"; start="<root@test>"; start-info="application/soap+xml"';

export const multipart = (parts: readonly PartText[], boundary = 'B'): Uint8Array =>
  utf8(parts.map(({ headers, content }) => `--${boundary}\r\n${headers.map((line) => `${line}\r\n`).join('')}\r\n${content}\r\n`).join('') + `--${boundary}--\r\n`);

export const include = (href: string): string => `<Document><xop:Include xmlns:xop="http://www.w3.org/2004/08/xop/include" href="${href}"/></Document>`;

/** A body of ITI-41 with these document contents. */
export const submission = (...documents: readonly string[]): string =>
  `<ProvideAndRegisterDocumentSetRequest xmlns="urn:ihe:iti:xds-b:2007">${documents.join('')}</ProvideAndRegisterDocumentSetRequest>`;
