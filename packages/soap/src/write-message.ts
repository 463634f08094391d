import { NcpError } from '@ncp/domain';
import { NS, childrenOf, hex, serialiseXml, sha256, textOf, utf8, type XmlElement } from '@ncp/xml';
import { byteSearch } from './byte-search.js';
import { SOAP_XML, XOP_XML } from './soap-names.js';

/** What goes into an HTTP request or answer. */
export interface HttpMessage {
  readonly contentType: string;
  readonly body: Uint8Array;
}

export interface Attachment {
  /** Without angle brackets; the xop:Include names it as `cid:` + this, percent-encoded where needed. */
  readonly contentId: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

const ROOT_ID = 'envelope@ncpeh';

const actionOf = (envelope: XmlElement): string => {
  const header = childrenOf(envelope, NS.soap, 'Header')[0];
  const action = header === undefined ? undefined : childrenOf(header, NS.wsa, 'Action')[0];
  return action === undefined ? '' : textOf(action);
};

/** Plain SOAP 1.2 with the action as media type parameter (wire-contract 1.2). */
export const writePlain = (envelope: XmlElement): HttpMessage => ({
  contentType: `${SOAP_XML}; charset=UTF-8; action="${actionOf(envelope)}"`,
  body: serialiseXml(envelope, { declaration: true }),
});

const joined = (pieces: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
};

/** Derived from the seed; derived again in the unlikely case that a part contains it. */
const boundaryFor = (seed: string, contents: readonly Uint8Array[]): string => {
  for (let attempt = 0; ; attempt += 1) {
    const boundary = `MIMEBoundary_${hex(sha256(utf8(`${seed}/${attempt}`))).slice(0, 48)}`;
    const find = byteSearch(utf8(boundary));
    if (contents.every((content) => find(content, 0) === -1)) return boundary;
  }
};

const HEADER_SAFE = /^[!-;=?-~]+( [!-;=?-~]+)*$/;

const requireSafe = (attachment: Attachment): void => {
  if (!HEADER_SAFE.test(attachment.contentId) || !HEADER_SAFE.test(attachment.contentType)) {
    throw new NcpError('NCP_MTOM_STRUCTURE', { at: 'part header' });
  }
};

const partHeader = (boundary: string, contentType: string, contentId: string): Uint8Array =>
  utf8(`\r\n--${boundary}\r\nContent-Type: ${contentType}\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <${contentId}>\r\n\r\n`);

/**
 * MTOM: the envelope as root part, each attachment as it is (wire-contract 1.5).
 * The same input gives the same bytes; `boundarySeed` is any text unique to the message.
 * @throws NcpError NCP_MTOM_STRUCTURE when an id or type cannot stand in a header
 */
export const writeMtom = (envelope: XmlElement, attachments: readonly Attachment[], boundarySeed: string): HttpMessage => {
  attachments.forEach(requireSafe);
  const root = serialiseXml(envelope, { declaration: true });
  const boundary = boundaryFor(boundarySeed, [root, ...attachments.map((attachment) => attachment.bytes)]);
  const rootType = `${XOP_XML}; charset=UTF-8; type="${SOAP_XML}"`;
  const body = joined([
    partHeader(boundary, rootType, ROOT_ID).subarray(2), root,
    ...attachments.flatMap(({ contentType, contentId, bytes }) => [partHeader(boundary, contentType, contentId), bytes]),
    utf8(`\r\n--${boundary}--\r\n`),
  ]);
  const contentType = `multipart/related; boundary="${boundary}"; type="${XOP_XML}"; start="<${ROOT_ID}>"; `
    + `start-info="${SOAP_XML}"; action="${actionOf(envelope)}"`;
  return { contentType, body };
};
