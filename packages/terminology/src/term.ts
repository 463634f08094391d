import type { CodedValue } from '@ncp/domain';
import type { CodedField } from './release.js';

/** What the national source wrote: a code, a text, or both. */
export interface NationalTerm {
  readonly code?: string;
  readonly codeSystem?: string;
  readonly text?: string;
}

/** A code with its English text: the form that crosses the border. */
export type PivotValue = CodedValue & { readonly display: string };

/** Why there is no pivot code. `conflict`: the code and the text of the source mean different things (CDA-02). */
export type GapReason = 'absent' | 'unknown-code' | 'unknown-text' | 'conflict';

/** One line of the terminology report: which field lacks something, and who has to add it. */
export interface Gap {
  readonly field: CodedField;
  readonly reason: GapReason;
  readonly valueSets: readonly string[];
  readonly release: string;
}

/** A term without a pivot code: what the source wrote, and the line for the report. */
export interface MissingTerm {
  readonly status: 'missing';
  readonly field: CodedField;
  readonly national: NationalTerm;
  readonly gap: Gap;
}

/** A term that crosses. `broader`: the pivot says less than the source. `manyToOne`: other national codes lead to it too. */
export interface MappedTerm {
  readonly status: 'mapped';
  readonly field: CodedField;
  readonly pivot: PivotValue;
  readonly national: NationalTerm;
  readonly relation?: 'broader';
  readonly manyToOne?: true;
}

export type Transcoding = MappedTerm | MissingTerm;

/** The way back. `many`: several national terms lead to the pivot, and none of them is chosen for anybody. */
export type NationalTerms =
  | { readonly status: 'one'; readonly term: NationalTerm }
  | { readonly status: 'many'; readonly terms: readonly NationalTerm[] }
  | { readonly status: 'none' };
