import type { DecimalString } from '../primitives.js';
import type { Article } from '../product.js';
import type { BilingualText } from '../treatment/search-mask.js';

/**
 * How near a Swedish pack is to what was prescribed, nearest first: `same` ATC, form and strength and a number
 * of packs that gives the prescribed amount; `same-other-size` in other packs; `other-strength` the same ingredient and form.
 */
export type SuggestionTier = 'same' | 'same-other-size' | 'other-strength';

/** A proposal (*förslag*): the pharmacist decides (decisions D78). */
export interface Suggestion {
  readonly article: Article;
  readonly tier: SuggestionTier;
  /** Packs that come nearest to the prescribed amount without exceeding it, at least one; absent when it cannot be computed. */
  readonly packs?: DecimalString;
  /** The comparison in words. */
  readonly arithmetic: BilingualText;
}
