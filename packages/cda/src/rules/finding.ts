import type { Finding } from '@ncp/domain';

/** What a rule found. `found` may hold content of the document: it is for the author's screen, never for the wire or a log. */
export interface DocumentFinding extends Finding {
  readonly code: 'NCP_CDA_RULE';
  readonly at: string;
  readonly rule: string;
  /** The template whose rule it is, or the data type. */
  readonly template: string;
  readonly found?: string;
  readonly allowed?: string;
  readonly text: { readonly sv: string; readonly en: string };
  readonly hint: { readonly sv: string; readonly en: string };
}
