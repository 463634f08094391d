import type { DocumentKind } from '../reading/document-kind.js';
import type { ValueSetRule } from './value-sets.js';

/**
 * A published template as a table, beside that of cda-template-tables: one line is one element (notation: table.ts).
 */
export interface TemplateTable {
  /** As the official rules call it; what follows a `/` only tells parts of one template apart. */
  readonly name: string;
  /** OID; `T.3.4` stands for the eHDSI template of that number. */
  readonly id: string;
  /** When this version of the template was published, as in its address. */
  readonly version: string;
  readonly rows: string;
}

export interface KindTables {
  readonly document: TemplateTable;
  /** Templates that apply wherever they occur in a document of the kind. */
  readonly anywhere: readonly TemplateTable[];
}

/** A published set of rules. Another release is another folder of such data, and no code. */
export interface RuleRelease {
  readonly id: string;
  /** Where its templates are published; name of template and version follow. */
  readonly publication: string;
  readonly kinds: Readonly<Record<DocumentKind, KindTables>>;
  /** Templates that others include by name. */
  readonly included: readonly TemplateTable[];
  readonly valueSets: Readonly<Record<string, ValueSetRule>>;
}

const EHDSI_TEMPLATES = '1.3.6.1.4.1.12559.11.10.1.3.1.';

/** `T.3.2` stands for the eHDSI template of that number. */
export const expandOid = (text: string): string => (text.startsWith('T.') ? `${EHDSI_TEMPLATES}${text.slice(2)}` : text);

/** The name that findings bear. */
export const labelOf = ({ name }: TemplateTable): string => name.split('/')[0] ?? name;
