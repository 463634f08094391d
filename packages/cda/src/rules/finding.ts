import type { Finding } from '@ncp/domain';

/** Template name of our own rules, which the official ones do not have; the ids of these begin with `se#`. */
export const OWN_RULES = 'se';

/** How to put it right, for a program or a table; `hint` says it in words. */
export interface Mend {
  readonly action: 'add' | 'remove' | 'change' | 'move';
  /** XPath of what is to be added, removed, changed or moved. */
  readonly target: string;
  /** What it must be, where only one value is allowed. */
  readonly value?: string;
}

/** What a rule found. `found` may hold content of the document: it is for the author's screen, never for the wire or a log. */
export interface DocumentFinding extends Finding {
  readonly code: 'NCP_CDA_RULE';
  readonly at: string;
  readonly rule: string;
  /** The template whose rule it is, or the data type, `schema`, `document`, or `se` for rules of our own. */
  readonly template: string;
  /** What the report of the official rules calls it, where it has a name there. */
  readonly reference?: string;
  readonly found?: string;
  readonly allowed?: string;
  readonly text: { readonly sv: string; readonly en: string };
  readonly hint: { readonly sv: string; readonly en: string };
  readonly mend: Mend;
}
