import type { CodedValue, Quantity } from './primitives.js';

/** What a prescription says of its article: identifiers only; facts are in the product register. */
export interface ArticleReference {
  /** NPL-id, 14 digits: the product. */
  readonly nplId?: string;
  /** NPL pack id, 14 digits: the pack. */
  readonly nplPackId?: string;
  /** Varunummer, 6 digits, leading zeros kept. */
  readonly varunummer?: string;
  readonly atc?: CodedValue;
  readonly text: string;
}

export type ArticleKind = 'medicinal-product' | 'merchandise' | 'food' | 'technical-spirit' | 'unknown';
export type Authorisation = 'approved' | 'licence' | 'extempore' | 'deregistered' | 'unknown';

/** One article of the product register (NLLMedication, sweden-national 2.5.3). */
export interface Article {
  readonly nplId: string;
  readonly nplPackId: string;
  readonly varunummer?: string;
  readonly name: string;
  /** Swedish dose form text, as the register writes it. */
  readonly formText: string;
  /** Swedish strength text, decimal comma kept: `160 mikrogram/4,5 mikrogram`. */
  readonly strengthText: string;
  readonly substanceText?: string;
  readonly atc?: CodedValue;
  readonly kind: ArticleKind;
  readonly authorisation: Authorisation;
  readonly veterinary: boolean;
  /** Sarskilt lakemedel. */
  readonly controlled: boolean;
  /** Swedish narcotic class, `II` to `V`. */
  readonly narcoticClass?: string;
  readonly dispensingRestriction?: string;
  /** Amount in one pack, in the article's own unit. */
  readonly packAmount?: Quantity;
  readonly packText?: string;
  readonly containerText?: string;
  readonly manufacturer?: string;
}
