import type { Finding } from '../errors/finding.js';
import type { CodedValue, InstanceIdentifier } from '../primitives.js';
import type { BilingualText } from './search-mask.js';

/**
 * How one line of a foreign document came to Swedish (decisions UC-B3):
 * `translated` the code has a Swedish designation; `mapped` it was first mapped to another code; `untranslated` what the
 * source wrote is shown as it is; `missing` the source said nothing, or nothing readable. `as-written`: numbers, names, ids.
 */
export type ReadingMark = 'translated' | 'mapped' | 'untranslated' | 'missing' | 'as-written';

/** One fact for people: Swedish beside the original. Nothing of the source is dropped. */
export interface ReadLine {
  /** Stable name of the fact: `product.form`, `dosage.period`, `section.48765-2.entry.3.code`. */
  readonly key: string;
  readonly label: BilingualText;
  readonly original?: { readonly text: string; readonly language?: string };
  readonly sv?: string;
  readonly en?: string;
  readonly code?: CodedValue;
  /** Further codes of the same element, outermost first; the last is what the source system had (cda-documents 1.5). */
  readonly translations?: readonly CodedValue[];
  readonly mark: ReadingMark;
  /** Made by us from the coded parts: shown as such beside the original. */
  readonly generated?: true;
  /** XPath of the element it was read from. */
  readonly at?: string;
}

export interface ReadSection {
  readonly key: string;
  readonly label: BilingualText;
  readonly lines: readonly ReadLine[];
  /** Rows of entries, where a section has several of the same kind. */
  readonly entries: readonly { readonly key: string; readonly lines: readonly ReadLine[] }[];
  /** The section's own text, block by block, in the language of the document. */
  readonly narrative: readonly string[];
}

/**
 * A finding as the professional is shown it. `structure`: the schema; `rule`: a rule of the release; `reading`: something
 * that reading forgave; `translation`: a code without a Swedish text.
 */
export interface ReadFinding extends Finding {
  readonly class: 'structure' | 'rule' | 'reading' | 'translation';
  readonly text: BilingualText;
}

/** A foreign document as a Swedish professional sees it. */
export interface ReadDocument {
  readonly kind: 'ePrescription' | 'patientSummary';
  readonly documentId: InstanceIdentifier;
  readonly language?: string;
  readonly title?: string;
  readonly sections: readonly ReadSection[];
  /** Broken rules of the release and tolerances used: shown with their class, none dropped (UC-B3 2). */
  readonly findings: readonly ReadFinding[];
  readonly census: { readonly coded: number; readonly translated: number; readonly mapped: number; readonly untranslated: number; readonly missing: number };
}

/** May it be dispensed here and now? Always with the reason (issue: "dispensable or why not"). */
export interface Dispensable {
  readonly answer: 'yes' | 'no' | 'ask';
  /** Stable code, e.g. `closed`, `status`, `not-yet-valid`, `unacknowledged-dispensation`. */
  readonly reasons: readonly { readonly code: string; readonly text: BilingualText }[];
}
