import { NcpError, type NcpErrorCode } from '@ncp/domain';
import { NS, childrenOf, textOf, type XmlElement } from '@ncp/xml';
import { ANONYMOUS } from './soap-names.js';

/** WS-Addressing 1.0 properties of a message (wire-contract 1.3). */
export interface Addressing {
  readonly action: string;
  readonly messageId?: string;
  readonly to?: string;
  readonly relatesTo?: string;
}

const MAX_URI_CHARACTERS = 256;
const ABSOLUTE_URI = /^[A-Za-z][A-Za-z0-9+.-]{0,30}:[!#-;=?-Z_a-z~[\]]+$/;

const isUri = (text: string): boolean => text.length <= MAX_URI_CHARACTERS && ABSOLUTE_URI.test(text);

/** The text of the only block of that name; two of them are refused. xs:anyURI collapses white space. */
const single = (blocks: readonly XmlElement[], local: string, code: NcpErrorCode): string | undefined => {
  const [only, another] = blocks.filter((block) => block.ns === NS.wsa && block.local === local);
  if (another !== undefined) throw new NcpError(code, { header: local });
  return only === undefined ? undefined : textOf(only).trim();
};

const requireUri = (text: string, code: NcpErrorCode, header: string): string => {
  if (!isUri(text)) throw new NcpError(code, { header, length: text.length });
  return text;
};

/** We answer on the connection the request came on and nowhere else. */
const requireAnonymous = (blocks: readonly XmlElement[], local: 'ReplyTo' | 'FaultTo'): void => {
  for (const endpoint of blocks.filter((block) => block.ns === NS.wsa && block.local === local)) {
    const [address, another] = childrenOf(endpoint, NS.wsa, 'Address');
    const isAnonymous = address !== undefined && another === undefined && textOf(address).trim() === ANONYMOUS;
    if (!isAnonymous) throw new NcpError('NCP_SOAP_ADDRESSING', { header: local });
  }
};

const ADDRESS = /^(https?):\/\/([^/?#]+)([^?#]*)/i;
const DEFAULT_PORT = { http: ':80', https: ':443' } as const;

/** Scheme and host in lower case, default port removed: the parts that compare without regard to case. */
const comparable = (url: string): string => {
  const [, scheme = '', authority = '', path = ''] = ADDRESS.exec(url) ?? [];
  const lower = scheme.toLowerCase();
  const port = lower === 'http' ? DEFAULT_PORT.http : DEFAULT_PORT.https;
  const host = authority.toLowerCase();
  return `${lower}://${host.endsWith(port) ? host.slice(0, -port.length) : host}${path === '' ? '/' : path}`;
};

const requireOurAddress = (to: string, ourUrls: readonly string[]): void => {
  if (to === ANONYMOUS) return;
  const isOurs = ourUrls.some((url) => comparable(url) === comparable(to)) && ADDRESS.test(to);
  if (!isOurs) throw new NcpError('NCP_SOAP_TO');
};

/** The MessageID alone, for messages whose profile has no action (wire-contract 4.8). @throws NcpError NCP_SOAP_MESSAGE_ID */
export const messageIdIn = (blocks: readonly XmlElement[]): string | undefined => {
  const messageId = single(blocks, 'MessageID', 'NCP_SOAP_MESSAGE_ID');
  return messageId === undefined ? undefined : requireUri(messageId, 'NCP_SOAP_MESSAGE_ID', 'MessageID');
};

/**
 * Reads the addressing blocks.
 * @throws NcpError NCP_SOAP_ACTION, NCP_SOAP_MESSAGE_ID, NCP_SOAP_TO, NCP_SOAP_ADDRESSING, NCP_SOAP_RELATES_TO
 */
export const readAddressing = (blocks: readonly XmlElement[], ourUrls: readonly string[] | undefined): Addressing => {
  const action = single(blocks, 'Action', 'NCP_SOAP_ACTION');
  const messageId = single(blocks, 'MessageID', 'NCP_SOAP_MESSAGE_ID');
  const to = single(blocks, 'To', 'NCP_SOAP_TO');
  const relatesTo = single(blocks, 'RelatesTo', 'NCP_SOAP_RELATES_TO');
  if (action === undefined || action === '') throw new NcpError('NCP_SOAP_ACTION', { header: 'Action' });
  if (to !== undefined && ourUrls !== undefined) requireOurAddress(to, ourUrls);
  requireAnonymous(blocks, 'ReplyTo');
  requireAnonymous(blocks, 'FaultTo');
  return {
    action: requireUri(action, 'NCP_SOAP_ACTION', 'Action'),
    ...(messageId === undefined ? {} : { messageId: requireUri(messageId, 'NCP_SOAP_MESSAGE_ID', 'MessageID') }),
    ...(to === undefined ? {} : { to: requireUri(to, 'NCP_SOAP_TO', 'To') }),
    ...(relatesTo === undefined ? {} : { relatesTo: requireUri(relatesTo, 'NCP_SOAP_RELATES_TO', 'RelatesTo') }),
  };
};
