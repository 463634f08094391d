import { NcpError, parseHomeCommunityId, urnOid } from '@ncp/domain';
import { binaryContent, child, childrenOf, element, encodeBase64, NS, textOf, type Attachments, type XmlElement } from '@ncp/xml';
import { DEFAULT_IHE_LIMITS, type IheLimits } from './limits.js';
import { requireMessage } from './message-root.js';
import { encodeRegistryResponse, readRegistryAnswer, type RegistryAnswer, type RegistryError, type ResponseStatus } from './registry-response.js';

/** The document retrieval of ITI-39 (wire-contract 2.6). */
export interface DocumentRequest {
  /** Bare OID; some senders name none. */
  readonly home?: string;
  readonly repositoryId: string;
  readonly documentId: string;
}

/** Where the bytes of a document are: in a part of the message, or inside it. */
export type DocumentBody = { readonly contentId: string } | { readonly bytes: Uint8Array };

export type RetrievedDocument = DocumentBody & {
  /** Echoed: home, repository and id of the answer are those of the request. */
  readonly request: DocumentRequest;
  readonly mimeType: string;
};

export interface RetrieveAnswer {
  readonly status: ResponseStatus;
  readonly documents: readonly RetrievedDocument[];
  readonly errors: readonly RegistryError[];
}

export interface ReceivedDocument extends DocumentRequest {
  readonly mimeType: string;
  readonly bytes: Uint8Array;
}

export interface ReceivedDocuments extends RegistryAnswer {
  readonly documents: readonly ReceivedDocument[];
}

const xdsb = (local: string, ...children: readonly (XmlElement | string | undefined | readonly (XmlElement | undefined)[])[]): XmlElement =>
  element(NS.xdsb, local, {}, ...children);

const identifiers = (request: DocumentRequest): readonly (XmlElement | undefined)[] => [
  request.home === undefined ? undefined : xdsb('HomeCommunityId', urnOid(request.home)),
  xdsb('RepositoryUniqueId', request.repositoryId),
  xdsb('DocumentUniqueId', request.documentId),
];

/** Writes the content of a document element: a reference to a part, or base64. */
export const documentContent = (body: DocumentBody): XmlElement | string =>
  'contentId' in body
    ? element(NS.xop, 'xop:Include', { href: `cid:${encodeURIComponent(body.contentId).replaceAll('%40', '@')}` })
    : encodeBase64(body.bytes);

/** Writes the request; OpenNCP's server answers only the first document of a message (wire-contract 2.6). */
export const encodeRetrieve = (requests: readonly DocumentRequest[]): XmlElement =>
  xdsb('RetrieveDocumentSetRequest', requests.map((request) => xdsb('DocumentRequest', identifiers(request))));

/** Writes the answer to ITI-39. */
export const encodeRetrieveResponse = (answer: RetrieveAnswer): XmlElement =>
  xdsb('RetrieveDocumentSetResponse',
    encodeRegistryResponse(answer),
    answer.documents.map((document) =>
      xdsb('DocumentResponse',
        identifiers(document.request),
        xdsb('mimeType', document.mimeType),
        xdsb('Document', documentContent(document)))));

/**
 * Reads the request; every document of it is answered (IHE-08).
 * @throws NcpError NCP_IHE_STRUCTURE, NCP_IHE_LIMIT
 */
export const decodeRetrieve = (body: XmlElement, limits: IheLimits = DEFAULT_IHE_LIMITS): { readonly requests: readonly DocumentRequest[] } => {
  requireMessage(body, NS.xdsb, 'RetrieveDocumentSetRequest');
  const found = childrenOf(body, NS.xdsb, 'DocumentRequest');
  if (found.length === 0) throw new NcpError('NCP_IHE_STRUCTURE', { expected: 'DocumentRequest' });
  if (found.length > limits.maxDocumentRequests) throw new NcpError('NCP_IHE_LIMIT', { requests: found.length });
  return { requests: found.map((one) => readRequest(one, limits)) };
};

/**
 * Reads the answer to ITI-39, its documents inline or as parts (wire-contract 1.5).
 * @throws NcpError NCP_IHE_STRUCTURE, NCP_IHE_LIMIT, NCP_MTOM_REFERENCE, NCP_XML_BASE64
 */
export const decodeRetrieveResponse = (
  body: XmlElement,
  attachments: Attachments,
  limits: IheLimits = DEFAULT_IHE_LIMITS,
): ReceivedDocuments => {
  requireMessage(body, NS.xdsb, 'RetrieveDocumentSetResponse');
  const response = child(body, NS.rs, 'RegistryResponse');
  if (response === undefined) throw new NcpError('NCP_IHE_STRUCTURE', { expected: 'RegistryResponse' });
  const found = childrenOf(body, NS.xdsb, 'DocumentResponse');
  if (found.length > limits.maxDocumentRequests) throw new NcpError('NCP_IHE_LIMIT', { documents: found.length });
  return { ...readRegistryAnswer(response), documents: found.map((one) => readDocument(one, attachments, limits)) };
};

const readPart = (owner: XmlElement, local: string): string | undefined => {
  const found = child(owner, NS.xdsb, local);
  const text = found === undefined ? '' : textOf(found).trim();
  return text === '' ? undefined : text;
};

const readRequest = (owner: XmlElement, limits: IheLimits): DocumentRequest => {
  const repositoryId = readPart(owner, 'RepositoryUniqueId');
  const documentId = readPart(owner, 'DocumentUniqueId');
  if (repositoryId === undefined || documentId === undefined) throw new NcpError('NCP_IHE_STRUCTURE', { expected: 'DocumentUniqueId' });
  if (documentId.length > limits.maxDocumentIdCharacters) throw new NcpError('NCP_IHE_LIMIT', { characters: documentId.length });
  const homeText = readPart(owner, 'HomeCommunityId');
  const home = homeText === undefined ? undefined : parseHomeCommunityId(homeText);
  if (home?.ok === false) throw new NcpError('NCP_IHE_STRUCTURE', { expected: 'HomeCommunityId' });
  return { repositoryId, documentId, ...(home === undefined ? {} : { home: home.value }) };
};

const readDocument = (owner: XmlElement, attachments: Attachments, limits: IheLimits): ReceivedDocument => {
  const content = child(owner, NS.xdsb, 'Document');
  if (content === undefined) throw new NcpError('NCP_IHE_STRUCTURE', { expected: 'Document' });
  return {
    ...readRequest(owner, limits),
    mimeType: readPart(owner, 'mimeType') ?? 'text/xml',
    bytes: binaryContent(content, attachments),
  };
};
