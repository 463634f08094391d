import type { WordingId } from './texts.js';

/** Rules that are no rows of a table: what the schema demands, what a document is, and our own about the whole of it. */
export interface OtherRule {
  readonly wording: WordingId;
  readonly name: string;
  readonly clause: string;
  readonly severity?: 'warning';
}

const rule = (wording: WordingId, name: string, clause: string): OtherRule => ({ wording, name, clause });

const SCHEMA = 'cda-documents 1.2';

export const OTHER_RULES: Readonly<Record<string, OtherRule>> = {
  'document#kind': rule('unknown-document', 'ClinicalDocument', 'cda-documents 0'),
  'schema#element': rule('element-unexpected', '*', SCHEMA),
  'schema#element-order': rule('element-order', '*', SCHEMA),
  'schema#element-number': rule('element-missing', '*', SCHEMA),
  'schema#content': rule('content', '*', SCHEMA),
  'schema#text': rule('text-unexpected', '*', SCHEMA),
  'schema#attribute': rule('attribute-unexpected', '@*', SCHEMA),
  'schema#attribute-value': rule('attribute-value', '@*', SCHEMA),
  'schema#attribute-required': rule('attribute-missing', '@*', SCHEMA),
  'schema#xsi-type': rule('type-unexpected', '*', SCHEMA),
  'schema#xsi-prefix': rule('prefix-undeclared', '*', SCHEMA),
  'schema#id-unique': rule('id-twice', '@ID', 'cda-documents 12.3'),
  'se#reference': rule('reference-unresolved', 'reference', 'cda-documents 12.3'),
  'se#null-mixed': { ...rule('null-mixed', '*', 'cda-documents 1.6'), severity: 'warning' },
  'se#optional-code': { ...rule('value-set', '*', 'cda-template-tables'), severity: 'warning' },
  'se#cut-short': rule('cut-short', '*', 'reliability-security'),
};
