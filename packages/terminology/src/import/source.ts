import { NcpError } from '@ncp/domain';
import type { CodedField, CodeMapping, Concept, Designation } from '../release.js';

/** What is wrong with a file, or with what its files say together. Each kind is in the operators' section of the README. */
export type ProblemKind =
  // Of one file
  | 'row' | 'column' | 'unknown-field' | 'unknown-code-system' | 'other-language' | 'empty-value-set' | 'duplicate-concept'
  | 'spaces-in-code-system' | 'wrong-encoding' | 'not-enumerated' | 'no-value-set-oid' | 'no-target' | 'not-equivalent' | 'no-field'
  // Of what files say together
  | 'two-value-sets' | 'two-displays' | 'two-designations' | 'two-targets' | 'ambiguous-text' | 'orphan-mapping'
  | 'target-outside-value-set' | 'no-english' | 'no-value-set' | 'contradiction';

/** An error keeps the release from being written; a warning says what was decided instead. */
export interface ImportProblem {
  readonly severity: 'error' | 'warning';
  readonly problem: ProblemKind;
  readonly file?: string;
  /** Line of a table, path in a JSON document. */
  readonly at?: string;
  /** The code, text or value set it is about. */
  readonly subject?: string;
  /** How many more of the same kind there are, where they were counted instead of listed. */
  readonly count?: number;
}

export interface SourceConcept extends Concept {
  readonly display?: string;
}

export interface SourceValueSet {
  readonly oid: string;
  readonly name: string;
  /** Canonical address, by which concept maps name it. */
  readonly url?: string;
  readonly concepts: readonly SourceConcept[];
}

export type SourceDesignation = Designation & { readonly at: string };

/** `valueSet`, an OID or an address, stands for the field whose codes are of that set, where the source does not name a field. */
export interface SourceMapping extends Omit<CodeMapping, 'field'> {
  readonly field?: CodedField;
  readonly valueSet?: string;
  readonly at: string;
}

/** What one file says, before it is held against others. */
export interface CatalogueSource {
  readonly file: string;
  readonly kind: 'mvc' | 'fhir' | 'table';
  /** The central release that it names, `8.1.0`. */
  readonly basis?: string;
  readonly valueSets: readonly SourceValueSet[];
  readonly designations: readonly SourceDesignation[];
  readonly mappings: readonly SourceMapping[];
  readonly problems: readonly ImportProblem[];
}

export const unreadable = (file: string, problem: string): NcpError => new NcpError('NCP_TERMINOLOGY_SOURCE', { file, problem });

export type Json = Readonly<Record<string, unknown>>;
export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
export const objectsIn = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isObject) : []);
/** A text without spaces around it; undefined when it is none or empty. */
export const textIn = (value: unknown): string | undefined => {
  const text = typeof value === 'string' ? value.normalize('NFC').trim() : '';
  return text === '' ? undefined : text;
};
