import { randomBytes } from 'node:crypto';
import { readMessage, type Fault, readFault } from '@ncp/soap';
import { child, childrenOf, NS, utf8, type Attachments, type XmlElement } from '@ncp/xml';
import type { GatewayWorld, PeerCode } from '../world.js';

/** One HTTP message as a peer's stack would put it together. */
export interface PeerMessage {
  readonly path: '/ncp/xcpd' | '/ncp/xca' | '/ncp/xdr';
  readonly action: string;
  readonly envelope: string;
  /** Parts beside the envelope: the message is then MTOM. */
  readonly parts?: readonly { readonly contentId: string; readonly bytes: Uint8Array }[];
  /** Multipart with the envelope as its only part, as some stacks always write it (decisions D79). */
  readonly alwaysMultipart?: boolean;
}

export interface PeerReply {
  readonly status: number;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  /** The child of Body. */
  readonly body: XmlElement;
  readonly attachments: Attachments;
  readonly fault: Fault | undefined;
}

const TIMES = { connectTimeoutMs: 5_000, answerTimeoutMs: 60_000, maxAnswerBytes: 64 * 1024 * 1024 };

/** Axis2's boundary and part ids, in its order of headers. */
function multipart({ action, envelope, parts = [] }: PeerMessage): { readonly contentType: string; readonly body: Uint8Array } {
  const boundary = `MIMEBoundary_${randomBytes(24).toString('hex')}`;
  const part = (type: string, id: string): Uint8Array =>
    utf8(`--${boundary}\r\nContent-Type: ${type}\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <${id}>\r\n\r\n`);
  const end = utf8('\r\n');
  return {
    contentType: `multipart/related; boundary="${boundary}"; type="application/xop+xml"; start="<0.root@apache.org>"; start-info="application/soap+xml"; action="${action}"`,
    body: new Uint8Array(Buffer.concat([
      part('application/xop+xml; charset=UTF-8; type="application/soap+xml"', '0.root@apache.org'), utf8(envelope), end,
      ...parts.flatMap(({ contentId, bytes }) => [part('text/xml; charset=UTF-8', contentId), bytes, end]),
      utf8(`--${boundary}--\r\n`),
    ])),
  };
}

/** Sends it over mutual TLS as that country, and takes the answer apart. */
export async function sendAs(world: GatewayWorld, country: PeerCode, message: PeerMessage): Promise<PeerReply> {
  const { contentType, body } = message.parts !== undefined || message.alwaysMultipart === true
    ? multipart(message) : { contentType: `application/soap+xml; charset=UTF-8; action="${message.action}"`, body: utf8(message.envelope) };
  const answer = await world.client(country).request({ method: 'POST', url: world.url + message.path, headers: { 'content-type': contentType }, body, ...TIMES });
  const type = answer.headers['content-type'] ?? '';
  const { root, attachments } = readMessage(type, answer.body);
  const content = child(root, NS.soap, 'Body');
  const [only] = content === undefined ? [] : childrenOf(content);
  if (only === undefined) throw new Error('an answer without content');
  return { status: answer.status, contentType: type, bytes: answer.body, body: only, attachments, fault: readFault(root) };
}
