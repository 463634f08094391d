import type { CodedValue, Finding, ForeignTime } from '@ncp/domain';

/**
 * One thing that a foreign document says, wherever it says it. Reading a document is turning all of it into facts: a fact
 * that nobody expected is still one, so that nothing is dropped (house rule 10).
 */
export type DocumentFact = FactPlace & FactContent;

export interface FactPlace {
  /** What the statement is about in which it stands. */
  readonly role: StatementRole;
  /** Roles from the entry down to it, the last is `role`; with a number where one role occurs several times. */
  readonly within: readonly string[];
  /** Element names from that statement down, in today's names: `consumable/manufacturedProduct/manufacturedMaterial/formCode`. */
  readonly path: string;
  /** XPath in the source. */
  readonly at: string;
  /** Says how the document is built, not what it tells: shown apart (ids, fixed codes of the templates). */
  readonly structural: boolean;
}

export type FactContent =
  /** A coded element: outermost code first, then its translations as they are nested. Without a code the list is empty. */
  | { readonly kind: 'code'; readonly codes: readonly CodedValue[]; readonly originalText?: string; readonly nullFlavor?: string }
  /** One amount, an interval of amounts, or a ratio of two. */
  | { readonly kind: 'quantity'; readonly form: 'one' | 'interval' | 'ratio'; readonly amounts: readonly FactAmount[] }
  | { readonly kind: 'time'; readonly time: ForeignTime }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'identifier'; readonly root: string; readonly extension?: string }
  /** An element that says only why it says nothing. */
  | { readonly kind: 'absent'; readonly nullFlavor: string }
  /** `negationInd`: what follows is denied. */
  | { readonly kind: 'negation' };

export interface FactAmount {
  readonly part: 'value' | 'low' | 'high' | 'center' | 'width' | 'numerator' | 'denominator';
  /** Exactly as written. */
  readonly value?: string;
  readonly unit?: string;
  /** In words, beside a unit that says nothing. */
  readonly unitText?: string;
  readonly nullFlavor?: string;
}

/** What a statement is about, by its fixed code, its place and the section (cda-documents 3, 7). */
export type StatementRole =
  | 'header' | 'section' | 'medication' | 'immunization' | 'supply' | 'device' | 'procedure' | 'concern' | 'allergy' | 'problem' | 'reaction'
  | 'reason' | 'severity' | 'criticality' | 'certainty' | 'status' | 'outcome' | 'dose-number' | 'comment' | 'care-team'
  | 'patient-instruction' | 'fulfilment-instruction' | 'substitution' | 'group' | 'social-history' | 'vital-sign' | 'result' | 'pregnancy'
  | 'functional-status' | 'observation' | 'act';

export interface FactEntry {
  /** `entry.1`; in the header `author.1`. */
  readonly key: string;
  readonly facts: readonly DocumentFact[];
}

export interface FactSection {
  /** LOINC code, or its number where it has none. */
  readonly key: string;
  readonly code?: CodedValue;
  readonly title?: string;
  readonly at: string;
  readonly language?: string;
  readonly narrative: readonly string[];
  /** Of the section itself: its code, its author. */
  readonly facts: readonly DocumentFact[];
  readonly entries: readonly FactEntry[];
}

/** Everything a document of level 3 says. */
export interface DocumentFacts {
  readonly header: readonly FactEntry[];
  readonly sections: readonly FactSection[];
  /** What is wrong with how it says it. */
  readonly findings: readonly Finding[];
}
