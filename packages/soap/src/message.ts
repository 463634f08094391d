import { NcpError } from '@ncp/domain';
import { DEFAULT_LIMITS, childrenOf, parseXml, type Attachments, type XmlElement, type XmlLimits } from '@ncp/xml';
import { parseMediaType, requireUtf8, type MediaType } from './content-type.js';
import { splitMultipart, type MultipartLimits, type Part } from './multipart.js';
import { operationOf } from './profiles.js';
import { checkReferences, decodeContentId } from './references.js';
import { MULTIPART_RELATED, SOAP_XML, XOP_XML } from './soap-names.js';

/** Bounds of one message; sizes in bytes (decisions 3.3). */
export interface MessageLimits extends MultipartLimits {
  readonly maxTotalBytes: number;
  /** The root part, or the whole of a plain message. */
  readonly maxEnvelopeBytes: number;
  /** The same for ITI-55 and ITI-38 requests, which carry no document. */
  readonly maxQueryEnvelopeBytes: number;
  readonly maxAttachmentBytes: number;
  readonly xml: XmlLimits;
}

const MIB = 1024 * 1024;

export const DEFAULT_MESSAGE_LIMITS: MessageLimits = {
  maxTotalBytes: 64 * MIB,
  maxEnvelopeBytes: 12 * MIB,
  maxQueryEnvelopeBytes: MIB,
  maxAttachmentBytes: 50 * MIB,
  maxParts: 16,
  maxPartHeaderBytes: 8 * 1024,
  maxBoundaryLength: 70,
  xml: DEFAULT_LIMITS,
};

/** A message taken off the wire: the parsed envelope and the parts it refers to. */
export interface Message {
  readonly root: XmlElement;
  /** By Content-ID, percent-decoded, without angle brackets. */
  readonly attachments: Attachments;
  /** `action` parameter of the Content-Type, from wherever the stack puts it. */
  readonly httpAction?: string;
  readonly multipart: boolean;
}

const unsupported = (at: string): NcpError => new NcpError('NCP_HTTP_CONTENT_TYPE', { at });
const malformed = (at: string): NcpError => new NcpError('NCP_MTOM_STRUCTURE', { at });

/** `application/soap+xml` inside a `type` or `start-info` parameter; CXF and .NET put the action there too. */
const innerAction = (text: string | undefined): string | undefined => {
  const inner = text === undefined ? undefined : parseMediaType(text);
  if (text !== undefined && inner?.name !== SOAP_XML) throw unsupported('inner type');
  return inner?.parameters.get('action');
};

const withoutBrackets = (text: string): string => (/^<.*>$/.test(text) ? text.slice(1, -1) : text);

const contentIdOf = (part: Part): string | undefined => {
  const header = part.headers.get('content-id');
  return header === undefined ? undefined : decodeContentId(withoutBrackets(header));
};

const PLAIN_ENCODINGS = new Set(['binary', '8bit', '7bit']);

/** No transfer encoding changes bytes, and no part holds further parts (RS SOAP-23, SOAP-27). */
const requirePlainPart = (part: Part): void => {
  const encoding = part.headers.get('content-transfer-encoding')?.toLowerCase() ?? 'binary';
  const type = part.headers.get('content-type');
  const name = type === undefined ? '' : parseMediaType(type)?.name;
  if (!PLAIN_ENCODINGS.has(encoding) || name === undefined || name.startsWith('multipart/')) throw malformed('part');
};

const rootPartOf = (parts: readonly Part[], start: string | undefined): Part => {
  const wanted = start === undefined ? undefined : decodeContentId(withoutBrackets(start.trim()));
  const root = start === undefined ? parts[0] : parts.find((part) => contentIdOf(part) === wanted && wanted !== undefined);
  if (root === undefined) throw malformed('root part');
  return root;
};

const attachmentsOf = (parts: readonly Part[], root: Part, limits: MessageLimits): Attachments => {
  const seen = new Set<string>();
  const attachments = new Map<string, Uint8Array>();
  for (const part of parts) {
    const id = contentIdOf(part);
    if (part !== root && (id === undefined || id === '')) throw malformed('Content-ID');
    if (id !== undefined && seen.has(id)) throw malformed('Content-ID');
    if (part.content.length > limits.maxAttachmentBytes) throw new NcpError('NCP_MTOM_LIMIT', { limit: 'part' });
    if (id !== undefined) seen.add(id);
    if (part !== root && id !== undefined) attachments.set(id, part.content);
  }
  return attachments;
};

const rootActions = (root: Part): readonly (string | undefined)[] => {
  const type = parseMediaType(root.headers.get('content-type') ?? '');
  if (type === undefined || (type.name !== XOP_XML && type.name !== SOAP_XML)) throw malformed('root part');
  requireUtf8(type);
  return [type.parameters.get('action'), innerAction(type.parameters.get('type'))];
};

/** 12 MiB are for documents; a query that large is refused by its own bound. */
const requireSize = (root: XmlElement, bytes: number, limits: MessageLimits): void => {
  const [body] = childrenOf(root).filter((part) => part.local === 'Body').flatMap((part) => childrenOf(part));
  const transaction = body === undefined ? undefined : operationOf(body)?.transaction;
  const isQuery = transaction === 'ITI-55' || transaction === 'ITI-38';
  if (isQuery && bytes > limits.maxQueryEnvelopeBytes) throw new NcpError('NCP_HTTP_TOO_LARGE', { limit: 'envelope' });
};

const parseEnvelope = (bytes: Uint8Array, limits: MessageLimits): XmlElement => {
  if (bytes.length > limits.maxEnvelopeBytes) throw new NcpError('NCP_HTTP_TOO_LARGE', { limit: 'envelope' });
  const root = parseXml(bytes, limits.xml);
  requireSize(root, bytes.length, limits);
  return root;
};

/** Stacks put the action in different places; where several are filled they must agree. */
const actionIn = (...places: readonly (string | undefined)[]): Pick<Message, 'httpAction'> => {
  const [httpAction, another] = new Set(places.filter((action) => action !== undefined && action !== ''));
  if (another !== undefined) throw new NcpError('NCP_SOAP_ACTION', { at: 'Content-Type' });
  return httpAction === undefined ? {} : { httpAction };
};

const readPlain = (type: MediaType, body: Uint8Array, limits: MessageLimits): Message => {
  requireUtf8(type);
  const root = parseEnvelope(body, limits);
  const attachments: Attachments = new Map();
  checkReferences(root, attachments);
  return { root, attachments, multipart: false, ...actionIn(type.parameters.get('action')) };
};

const readMultipart = (type: MediaType, body: Uint8Array, limits: MessageLimits): Message => {
  const inner = type.parameters.get('type')?.toLowerCase();
  if (inner !== XOP_XML && inner !== SOAP_XML) throw unsupported('type');
  const fromStartInfo = innerAction(type.parameters.get('start-info'));
  const parts = splitMultipart(body, type.parameters.get('boundary'), limits);
  parts.forEach(requirePlainPart);
  const rootPart = rootPartOf(parts, type.parameters.get('start'));
  const attachments = attachmentsOf(parts, rootPart, limits);
  const action = actionIn(type.parameters.get('action'), fromStartInfo, ...rootActions(rootPart));
  const root = parseEnvelope(rootPart.content, limits);
  checkReferences(root, attachments);
  return { root, attachments, multipart: true, ...action };
};

/**
 * Reads an HTTP body: plain SOAP, or MTOM with one part or more, on every transaction (wire-contract 1.5, decisions D79).
 * @throws NcpError NCP_HTTP_CONTENT_TYPE, NCP_HTTP_TOO_LARGE, NCP_MTOM_STRUCTURE, NCP_MTOM_LIMIT, NCP_MTOM_REFERENCE,
 *   NCP_SOAP_ACTION when two places name different actions, NCP_XML_*
 */
export const readMessage = (contentType: string, body: Uint8Array, limits: MessageLimits = DEFAULT_MESSAGE_LIMITS): Message => {
  if (body.length > limits.maxTotalBytes) throw new NcpError('NCP_HTTP_TOO_LARGE', { limit: 'message' });
  const type = parseMediaType(contentType);
  if (type?.name === SOAP_XML) return readPlain(type, body, limits);
  if (type?.name === MULTIPART_RELATED) return readMultipart(type, body, limits);
  throw unsupported('media type');
};
