import { CLASS_CODES, DOCUMENT_TEMPLATES } from '@ncp/domain';
import { attr, child, childrenOf, NS, type XmlElement } from '@ncp/xml';

/** The five kinds of document of release v8.0.0 that this gateway knows (cda-documents 0). */
export type DocumentKind = 'ep-l3' | 'ep-l1' | 'ed-l3' | 'ps-l3' | 'ps-l1';

const KIND_OF_TEMPLATE: ReadonlyMap<string, DocumentKind> = new Map([
  [DOCUMENT_TEMPLATES.ePrescription, 'ep-l3'],
  [DOCUMENT_TEMPLATES.ePrescriptionLevel1, 'ep-l1'],
  [DOCUMENT_TEMPLATES.eDispensation, 'ed-l3'],
  [DOCUMENT_TEMPLATES.patientSummary, 'ps-l3'],
  [DOCUMENT_TEMPLATES.patientSummaryLevel1, 'ps-l1'],
]);

/** LOINC code of each kind, so that rules and readers agree about it. */
export const CODE_OF_KIND: Readonly<Record<DocumentKind, string>> = {
  'ep-l3': CLASS_CODES.ePrescription,
  'ep-l1': CLASS_CODES.ePrescription,
  'ed-l3': CLASS_CODES.eDispensation,
  'ps-l3': CLASS_CODES.patientSummary,
  'ps-l1': CLASS_CODES.patientSummary,
};

export const templateRootOf = (kind: DocumentKind): string => {
  for (const [root, known] of KIND_OF_TEMPLATE) if (known === kind) return root;
  return '';
};

/** By its templateId, the first that is known; undefined when it is no CDA document or one of another kind. */
export const documentKind = (root: XmlElement): DocumentKind | undefined => {
  if (root.ns !== NS.hl7 || root.local !== 'ClinicalDocument') return undefined;
  for (const template of childrenOf(root, NS.hl7, 'templateId')) {
    const kind = KIND_OF_TEMPLATE.get(attr(template, 'root') ?? '');
    if (kind !== undefined) return kind;
  }
  return undefined;
};

/** The code element says the same as the template (a document that is copied together often does not). */
export const codeAgrees = (root: XmlElement, kind: DocumentKind): boolean => {
  const code = child(root, NS.hl7, 'code');
  return code !== undefined && attr(code, 'code') === CODE_OF_KIND[kind];
};
