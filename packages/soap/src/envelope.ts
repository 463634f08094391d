import { NcpError, type Instant, type Transaction } from '@ncp/domain';
import { NS, childrenOf, type XmlElement } from '@ncp/xml';
import { readAddressing, type Addressing } from './addressing.js';
import { faultIn } from './fault.js';
import { blocksForUs, securityHeader } from './header-blocks.js';
import { operationOf, type Operation } from './profiles.js';
import { SOAP11 } from './soap-names.js';
import { checkTimestamp } from './timestamp.js';

/** A SOAP 1.2 message that is known to be one of the profile's. */
export interface Envelope {
  readonly root: XmlElement;
  readonly operation: Operation;
  readonly transaction: Transaction;
  readonly action: string;
  /** Empty only in an answer whose sender left it out. */
  readonly messageId: string;
  readonly to?: string;
  readonly relatesTo?: string;
  /** The wsse:Security block addressed to us. */
  readonly security?: XmlElement;
  /** The single child of Body. */
  readonly body: XmlElement;
  readonly header: XmlElement | undefined;
}

/** What the endpoint knows before it reads. */
export interface Expectation {
  /** `action` parameter of the Content-Type; must agree with wsa:Action. */
  readonly httpAction?: string;
  /** Addresses under which we are published; a wsa:To must be one of them. */
  readonly ourUrls?: readonly string[];
  /** Transactions served at this address. */
  readonly transactions?: readonly Transaction[];
  /** Needed to judge a wsu:Timestamp. */
  readonly now?: Instant;
}

export interface Parts {
  readonly header: XmlElement | undefined;
  readonly body: XmlElement;
}

const isBlank = (text: string): boolean => /^[\t\r\n ]*$/.test(text);

/** Elements only: SOAP 1.2 allows nothing but white space and comments between the parts. */
const requireElementsOnly = (element: XmlElement): readonly XmlElement[] => {
  const stray = element.children.some((node) => node.kind === 'text' && !isBlank(node.value));
  if (stray) throw new NcpError('NCP_SOAP_STRUCTURE', { at: element.local });
  return childrenOf(element);
};

const requireVersion = (root: XmlElement): void => {
  if (root.local !== 'Envelope') throw new NcpError('NCP_SOAP_STRUCTURE', { at: 'root' });
  if (root.ns !== NS.soap) throw new NcpError('NCP_SOAP_VERSION', { soap11: root.ns === SOAP11 });
};

const isSoap = (element: XmlElement | undefined, local: string): element is XmlElement =>
  element !== undefined && element.ns === NS.soap && element.local === local;

/** Shared with the token service. Optional Header, then one Body with one child, and nothing else (SOAP 1.2 part 1, 5.1-5.3). */
export const partsOf = (root: XmlElement): Parts => {
  requireVersion(root);
  const [first, second, third] = requireElementsOnly(root);
  const header = isSoap(first, 'Header') ? first : undefined;
  const soapBody = header === undefined ? first : second;
  const surplus = header === undefined ? second : third;
  if (!isSoap(soapBody, 'Body') || surplus !== undefined) throw new NcpError('NCP_SOAP_STRUCTURE', { at: 'Body' });
  const [body, another] = requireElementsOnly(soapBody);
  if (body === undefined || another !== undefined) throw new NcpError('NCP_SOAP_STRUCTURE', { at: 'Body' });
  if (header !== undefined) requireElementsOnly(header);
  return { header, body };
};

const requireAction = (found: Addressing, wanted: string, httpAction: string | undefined): void => {
  const http = httpAction ?? '';
  if (found.action !== wanted || (http !== '' && http !== found.action)) throw new NcpError('NCP_SOAP_ACTION');
};

const optionalFields = (addressing: Addressing, security: XmlElement | undefined): Pick<Envelope, 'to' | 'relatesTo' | 'security'> => ({
  ...(addressing.to === undefined ? {} : { to: addressing.to }),
  ...(addressing.relatesTo === undefined ? {} : { relatesTo: addressing.relatesTo }),
  ...(security === undefined ? {} : { security }),
});

/**
 * Reads a request. The body element decides the operation; wsa:Action and the HTTP action may not contradict it
 * (wire-contract 1.2, 1.3). Missing To and ReplyTo are accepted.
 * @throws NcpError NCP_SOAP_VERSION, _STRUCTURE, _MUST_UNDERSTAND, _ACTION, _MESSAGE_ID, _ADDRESSING, _TO, _OPERATION,
 *   _EXPIRED; NCP_XSW_WRAPPING for two security headers
 */
export const readEnvelope = (root: XmlElement, expect: Expectation = {}): Envelope => {
  const { header, body } = partsOf(root);
  const blocks = blocksForUs(header);
  const security = securityHeader(header, blocks);
  const addressing = readAddressing(blocks, expect.ourUrls);
  const operation = operationOf(body);
  const isServed = operation !== undefined && (expect.transactions?.includes(operation.transaction) ?? true);
  if (!isServed) throw new NcpError('NCP_SOAP_OPERATION');
  requireAction(addressing, operation.requestAction, expect.httpAction);
  if (addressing.messageId === undefined) throw new NcpError('NCP_SOAP_MESSAGE_ID', { header: 'MessageID' });
  checkTimestamp(security, expect.now);
  return {
    root, operation, transaction: operation.transaction, action: addressing.action, messageId: addressing.messageId,
    body, header, ...optionalFields(addressing, security),
  };
};

/**
 * Reads the answer to our request. An answer to another request is never used (RS SOAP-10).
 * @throws NcpError NCP_SOAP_FAULT when the peer answered with a fault (details: its class and size, never its text),
 *   NCP_SOAP_RELATES_TO, and those of `readEnvelope`
 */
export const readAnswer = (root: XmlElement, request: { readonly messageId: string; readonly transaction: Transaction }): Envelope => {
  const { header, body } = partsOf(root);
  const fault = faultIn(body);
  if (fault !== undefined) {
    const { code, subcode, textLength } = fault;
    throw new NcpError('NCP_SOAP_FAULT', { code, textLength, ...(subcode === undefined ? {} : { subcode }) });
  }
  const blocks = blocksForUs(header);
  const addressing = readAddressing(blocks, undefined);
  if (addressing.relatesTo !== request.messageId) throw new NcpError('NCP_SOAP_RELATES_TO');
  const operation = operationOf(body, 'response');
  if (operation?.transaction !== request.transaction) throw new NcpError('NCP_SOAP_OPERATION');
  requireAction(addressing, operation.responseAction, undefined);
  const security = securityHeader(header, blocks);
  return {
    root, operation, transaction: operation.transaction, action: addressing.action,
    messageId: addressing.messageId ?? '', body, header, ...optionalFields(addressing, security),
  };
};
