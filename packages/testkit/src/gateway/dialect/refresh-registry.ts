import { randomUUID } from 'node:crypto';
import { formatCx, hl7Utc, urnOid, type Instant } from '@ncp/domain';
import { attr, encodeBase64, NS, type XmlElement } from '@ncp/xml';
import { rewritten, withAttributes, withChildren, withContent, type Identifier } from './rewrite.js';

interface Patient {
  readonly root: string;
  readonly extension: string;
}

const slotName = (el: XmlElement): string => (el.local === 'Slot' ? attr(el, 'name') ?? '' : '');

/** Every value of a slot changed; its quoting is the sender's and stays. */
const withValues = (slot: XmlElement, change: (value: XmlElement) => XmlElement): XmlElement =>
  rewritten(slot, (el) => (el.local === 'Value' ? change(el) : el));

const textIn = (el: XmlElement): string => el.children.map((node) => (node.kind === 'text' ? node.value : '')).join('');

/** `'<id>^^^&<root>&ISO'`, whatever stands around it. */
const withCx = (value: XmlElement, patient: Patient): XmlElement =>
  withContent(value, textIn(value).replace(/[^'()|^&]+(?:\|[^'()^&|]+)?\^\^\^&[^&]+&ISO/, () => formatCx(patient)));

/** A query of ITI-38 about a person of the sample world (wire-contract 2.4). */
export const refreshedQuery = (body: XmlElement, patient: Patient): XmlElement =>
  rewritten(body, (el) => (slotName(el) === '$XDSDocumentEntryPatientId' ? withValues(el, (value) => withCx(value, patient)) : el));

export interface RetrieveFacts {
  readonly home: string;
  readonly repository: string;
  /** One for each DocumentRequest, in order; one that is left out keeps its id. */
  readonly documentIds: readonly string[];
}

/** A retrieval of ITI-39 of documents that were listed; a home community that was not named is not added (wire-contract 2.6). */
export function refreshedRetrieve(body: XmlElement, { home, repository, documentIds }: RetrieveFacts): XmlElement {
  let request = -1;
  return rewritten(body, (el) => {
    if (el.local === 'DocumentRequest') request += 1;
    if (el.local === 'HomeCommunityId') return withContent(el, urnOid(home));
    if (el.local === 'RepositoryUniqueId') return withContent(el, repository);
    const id = documentIds[request];
    return el.local === 'DocumentUniqueId' && id !== undefined ? withContent(el, id) : el;
  });
}

export interface SubmissionFacts {
  readonly patient: Patient;
  readonly documentId: Identifier;
  readonly now: Instant;
  readonly document: Uint8Array;
  /** The document travels beside the message under this Content-ID; inside it when left out. */
  readonly contentId?: string;
  /** Line breaks in base64 inside the message, as some stacks write it. */
  readonly brokenLines?: boolean;
  /** Other codes than those of the file. */
  readonly formatCode?: string;
  readonly classCode?: string;
}

const SCHEME = {
  formatCode: 'urn:uuid:a09d5840-386c-46f2-b5ad-9c3699a4309d',
  classCode: 'urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a',
} as const;
const PATIENT_IDS: ReadonlySet<string> = new Set(['urn:uuid:58a6f841-87b3-4a3e-92fd-a8ffeff98427', 'urn:uuid:6b5aea1a-874d-4603-a4bc-96a0a7b38446']);
const ENTRY_ID = 'urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab';
const SET_ID = 'urn:uuid:96fdda7c-d067-4183-912e-bf5ee74998a8';

const include = (contentId: string): XmlElement => ({
  kind: 'element', ns: NS.xop, local: 'Include', prefix: 'xop', namespaces: [{ prefix: 'xop', uri: NS.xop }], children: [],
  attributes: [{ ns: '', prefix: '', local: 'href', value: `cid:${contentId}` }],
});

/** A submission of ITI-41 as it would be sent now (wire-contract 2.7); the metadata say what the document says. */
export function refreshedSubmission(body: XmlElement, facts: SubmissionFacts): XmlElement {
  const { patient, documentId, now, document } = facts;
  const documentContent = (el: XmlElement): XmlElement => {
    if (facts.contentId !== undefined) return withChildren(el, [include(facts.contentId)]);
    const base64 = encodeBase64(document);
    return withContent(el, facts.brokenLines === true ? `\n    ${base64.replaceAll(/.{76}/g, '$&\n')}\n  ` : base64);
  };
  return rewritten(body, (el, path) => {
    if (path.endsWith('/ProvideAndRegisterDocumentSetRequest/Document')) return documentContent(el);
    switch (slotName(el)) {
      case 'creationTime': case 'submissionTime': return withValues(el, (value) => withContent(value, hl7Utc(now)));
      case 'sourcePatientId': case 'sourcePatientInfo': return withValues(el, (value) => withCx(value, patient));
    }
    if (el.local === 'ExternalIdentifier') {
      const scheme = attr(el, 'identificationScheme') ?? '';
      if (PATIENT_IDS.has(scheme)) return withAttributes(el, { value: formatCx(patient) });
      if (scheme === ENTRY_ID) return withAttributes(el, { value: `${documentId.root}^${documentId.extension ?? ''}` });
      if (scheme === SET_ID) return withAttributes(el, { value: `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`).toString()}` });
    }
    if (el.local === 'Classification') {
      const scheme = attr(el, 'classificationScheme');
      if (scheme === SCHEME.formatCode && facts.formatCode !== undefined) return withAttributes(el, { nodeRepresentation: facts.formatCode });
      if (scheme === SCHEME.classCode && facts.classCode !== undefined) return withAttributes(el, { nodeRepresentation: facts.classCode });
    }
    return el;
  });
}
