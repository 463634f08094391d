import type { InstanceIdentifier, Transaction } from '@ncp/domain';
import { attr, child, childrenOf, descendant, NS, parseXml, textOf, walk, type XmlElement } from '@ncp/xml';
import { readMime } from './mime.js';

/** A message from Sweden, as far as a country needs it. */
export interface AbroadRequest {
  readonly transaction: Transaction;
  readonly messageId: string;
  /** The envelope as it came: signatures are checked on it. */
  readonly envelope: string;
  readonly body: XmlElement;
  readonly parts: ReadonlyMap<string, Uint8Array>;
}

const BODIES: Readonly<Record<string, Transaction>> = {
  PRPA_IN201305UV02: 'ITI-55', AdhocQueryRequest: 'ITI-38', RetrieveDocumentSetRequest: 'ITI-39', ProvideAndRegisterDocumentSetRequest: 'ITI-41',
};

/** Undefined for what is no message of the four. */
export function readRequest(contentType: string, bytes: Uint8Array): AbroadRequest | undefined {
  const { root, parts } = readMime(contentType, bytes);
  const envelope = parseXml(root);
  const body = childrenOf(child(envelope, NS.soap, 'Body') ?? envelope)[0];
  const transaction = body === undefined ? undefined : BODIES[body.local];
  const header = child(envelope, NS.soap, 'Header');
  const messageId = header === undefined ? undefined : child(header, NS.wsa, 'MessageID');
  if (body === undefined || transaction === undefined || messageId === undefined) return undefined;
  return { transaction, messageId: textOf(messageId).trim(), envelope: Buffer.from(root).toString('utf8'), body, parts };
}

const first = (from: XmlElement, ns: string, local: string): XmlElement | undefined => [...walk(from)].find((one) => one.ns === ns && one.local === local);
export const idFrom = (element: XmlElement | undefined): InstanceIdentifier | undefined => {
  const root = element === undefined ? undefined : attr(element, 'root');
  const extension = element === undefined ? undefined : attr(element, 'extension');
  return root === undefined ? undefined : { root, ...(extension === undefined ? {} : { extension }) };
};

/** What ITI-55 asks. */
export interface IdentifyQuestion {
  readonly id: InstanceIdentifier | undefined;
  readonly queryId: InstanceIdentifier | undefined;
  readonly receiver: string | undefined;
  readonly sender: string | undefined;
  readonly identifiers: readonly InstanceIdentifier[];
  readonly birthDate: string | undefined;
}

export function readIdentify(body: XmlElement): IdentifyQuestion {
  const at = (...path: readonly string[]): XmlElement | undefined => descendant(body, NS.hl7, ...path);
  const parameters = at('controlActProcess', 'queryByParameter', 'parameterList');
  const birth = descendant(parameters ?? body, NS.hl7, 'livingSubjectBirthTime', 'value');
  return {
    id: idFrom(at('id')), queryId: idFrom(at('controlActProcess', 'queryByParameter', 'queryId')),
    receiver: idFrom(at('receiver', 'device', 'id'))?.root, sender: idFrom(at('sender', 'device', 'id'))?.root,
    identifiers: parameters === undefined ? [] : childrenOf(parameters, NS.hl7, 'livingSubjectId').flatMap((one) => idFrom(child(one, NS.hl7, 'value')) ?? []),
    birthDate: birth === undefined ? undefined : attr(birth, 'value'),
  };
}

/** `<ext>^^^&<root>&ISO`. */
export function readCx(text: string): InstanceIdentifier | undefined {
  const [, extension, root] = /^'?([^^']+)\^\^\^&([\d.]+)&ISO'?$/.exec(text.trim()) ?? [];
  return extension === undefined || root === undefined ? undefined : { root, extension };
}

export function readList(body: XmlElement): { readonly patient: InstanceIdentifier | undefined; readonly classCode: string | undefined } {
  const slot = (name: string): string | undefined => {
    const found = [...walk(body)].find((one) => one.ns === NS.rim && one.local === 'Slot' && attr(one, 'name') === name);
    const value = found === undefined ? undefined : first(found, NS.rim, 'Value');
    return value === undefined ? undefined : textOf(value);
  };
  return { patient: readCx(slot('$XDSDocumentEntryPatientId') ?? ''), classCode: /^\('?([^^']+)\^\^/.exec(slot('$XDSDocumentEntryClassCode')?.trim() ?? '')?.[1] };
}

export const readRetrieve = (body: XmlElement): readonly string[] =>
  childrenOf(body, NS.xdsb, 'DocumentRequest').flatMap((one) => {
    const id = child(one, NS.xdsb, 'DocumentUniqueId');
    return id === undefined ? [] : [textOf(id).trim()];
  });

/** What ITI-41 brings: what it says it is, and its bytes. */
export interface SubmittedDocument {
  readonly formatCode: string | undefined;
  readonly classCode: string | undefined;
  readonly submissionSetId: string | undefined;
  readonly bytes: Uint8Array;
}

export function readSubmission({ body, parts }: AbroadRequest): SubmittedDocument | undefined {
  const classified = (scheme: string): string | undefined => {
    const found = [...walk(body)].find((one) => one.local === 'Classification' && attr(one, 'classificationScheme') === scheme);
    return found === undefined ? undefined : attr(found, 'nodeRepresentation');
  };
  const set = [...walk(body)].find((one) => one.local === 'ExternalIdentifier' && attr(one, 'identificationScheme') === 'urn:uuid:96fdda7c-d067-4183-912e-bf5ee74998a8');
  const document = childrenOf(body, NS.xdsb, 'Document')[0];
  if (document === undefined) return undefined;
  const include = child(document, NS.xop, 'Include');
  const content = include === undefined
    ? new Uint8Array(Buffer.from(textOf(document), 'base64'))
    : parts.get(decodeURIComponent((attr(include, 'href') ?? '').replace(/^cid:/, '')));
  return content === undefined ? undefined : {
    formatCode: classified('urn:uuid:a09d5840-386c-46f2-b5ad-9c3699a4309d'), classCode: classified('urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a'),
    submissionSetId: set === undefined ? undefined : attr(set, 'value'), bytes: content,
  };
}
