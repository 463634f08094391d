import { NcpError, parseCx, readFormatCode, type FormatCode } from '@ncp/domain';
import { attr, binaryContent, child, childrenOf, NS, type Attachments, type XmlElement } from '@ncp/xml';
import { SUBMISSION_KINDS, type SubmissionClassCode, type SubmissionKind } from './document-kinds.js';
import { given } from './given.js';
import { DEFAULT_IHE_LIMITS, type IheLimits } from './limits.js';
import { requireMessage } from './message-root.js';
import { CLASSIFICATION_SCHEME, IDENTIFIER_SCHEME } from './registry-codes.js';
import { readClassifications, readExternalIdentifier } from './registry-object.js';
import { firstValue, readSlots, requireSlotLimits } from './slots.js';

/** What a peer submits with ITI-41 (wire-contract 2.7): one dispensation or one discard. */
export interface Submission {
  /** Decided by the format code, whatever its case; the class code agrees (decisions D46). */
  readonly kind: SubmissionKind;
  readonly formatCode: FormatCode;
  readonly classCode: SubmissionClassCode;
  readonly documentUniqueId: string;
  /** Of a discard: the discard's own id. */
  readonly submissionSetId: string;
  readonly patientCx?: string;
  /** Absent when the CX form is not readable. */
  readonly patient?: { readonly root: string; readonly extension: string };
  /** As sent. OpenNCP formats it with a 12-hour clock: never for ordering (wire-contract 2.7). */
  readonly creationTime?: string;
  readonly languageCode?: string;
  readonly authorPerson?: string;
  readonly authorInstitution?: string;
  readonly document: Uint8Array;
}

/**
 * Reads ProvideAndRegisterDocumentSetRequest, its document inline or as a part.
 * @throws NcpError NCP_IHE_STRUCTURE, NCP_IHE_LIMIT, NCP_IHE_FORMAT_CODE (unknown), NCP_IHE_CLASS_CODE (does not agree),
 * NCP_IHE_DOCUMENT (none, several, or not the one described), NCP_MTOM_REFERENCE, NCP_XML_BASE64
 */
export const decodeProvideAndRegister = (
  body: XmlElement,
  attachments: Attachments,
  limits: IheLimits = DEFAULT_IHE_LIMITS,
): Submission => {
  requireMessage(body, NS.xdsb, 'ProvideAndRegisterDocumentSetRequest');
  requireSlotLimits(body, limits);
  const submit = child(body, NS.lcm, 'SubmitObjectsRequest');
  const list = submit === undefined ? undefined : child(submit, NS.rim, 'RegistryObjectList');
  if (list === undefined) throw new NcpError('NCP_IHE_STRUCTURE', { expected: 'RegistryObjectList' });
  const entries = childrenOf(list, NS.rim, 'ExtrinsicObject');
  const [entry] = entries;
  if (entry === undefined) throw new NcpError('NCP_IHE_DOCUMENT', { entries: 0 });

  const kind = readKind(entry);
  if (entries.length > 1) throw new NcpError('NCP_IHE_DOCUMENT', { entries: entries.length });
  return {
    ...readEntry(entry, limits),
    ...readSet(list),
    kind,
    formatCode: SUBMISSION_KINDS[kind].formatCode,
    classCode: SUBMISSION_KINDS[kind].classCode,
    document: binaryContent(onlyDocument(body, entry), attachments),
  };
};

/** The format code first, then the class code, which must say the same (decisions D46). */
const readKind = (entry: XmlElement): SubmissionKind => {
  const nodes = readClassifications(entry);
  const node = (scheme: string): string | undefined => nodes.find((one) => one.scheme === scheme)?.node;
  const format = readFormatCode(node(CLASSIFICATION_SCHEME.formatCode) ?? '');
  const kinds: readonly SubmissionKind[] = ['dispense', 'discard'];
  const kind = kinds.find((one) => SUBMISSION_KINDS[one].formatCode === format);
  if (kind === undefined) throw new NcpError('NCP_IHE_FORMAT_CODE');
  if (node(CLASSIFICATION_SCHEME.classCode) !== SUBMISSION_KINDS[kind].classCode) throw new NcpError('NCP_IHE_CLASS_CODE');
  return kind;
};

const onlyDocument = (body: XmlElement, entry: XmlElement): XmlElement => {
  const documents = childrenOf(body, NS.xdsb, 'Document');
  const [document] = documents;
  const described = document !== undefined && attr(document, 'id')?.trim() === attr(entry, 'id')?.trim();
  if (document === undefined || documents.length > 1 || !described) {
    throw new NcpError('NCP_IHE_DOCUMENT', { documents: documents.length, described });
  }
  return document;
};

type EntryPart = Pick<Submission, 'documentUniqueId' | 'patientCx' | 'patient' | 'creationTime' | 'languageCode'>;

const readEntry = (entry: XmlElement, limits: IheLimits): EntryPart => {
  const slots = readSlots(entry);
  const documentUniqueId = readExternalIdentifier(entry, IDENTIFIER_SCHEME.entryUniqueId);
  if (documentUniqueId === undefined) throw new NcpError('NCP_IHE_STRUCTURE', { expected: 'XDSDocumentEntry.uniqueId' });
  if (documentUniqueId.length > limits.maxDocumentIdCharacters) throw new NcpError('NCP_IHE_LIMIT', { characters: documentUniqueId.length });
  const patientCx = readExternalIdentifier(entry, IDENTIFIER_SCHEME.entryPatientId) ?? firstValue(slots, 'sourcePatientId');
  const patient = patientCx === undefined ? undefined : parseCx(patientCx);
  return {
    documentUniqueId,
    ...given({
      patientCx,
      patient: patient?.ok === true ? patient.value : undefined,
      creationTime: firstValue(slots, 'creationTime'),
      languageCode: firstValue(slots, 'languageCode'),
    }),
  };
};

const readSet = (list: XmlElement): Pick<Submission, 'submissionSetId' | 'authorPerson' | 'authorInstitution'> => {
  const set = child(list, NS.rim, 'RegistryPackage');
  const submissionSetId = set === undefined ? undefined : readExternalIdentifier(set, IDENTIFIER_SCHEME.setUniqueId);
  if (set === undefined || submissionSetId === undefined) throw new NcpError('NCP_IHE_STRUCTURE', { expected: 'XDSSubmissionSet.uniqueId' });
  const author = readClassifications(set).find(({ scheme }) => scheme === CLASSIFICATION_SCHEME.submissionSetAuthor);
  return {
    submissionSetId,
    ...given({
      authorPerson: author === undefined ? undefined : firstValue(author.slots, 'authorPerson'),
      authorInstitution: author === undefined ? undefined : firstValue(author.slots, 'authorInstitution'),
    }),
  };
};
