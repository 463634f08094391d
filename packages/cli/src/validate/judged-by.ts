import type { Language } from './judge.js';

/** Which release of the rules, and which value sets, a verdict rests on. */
export interface JudgedBy {
  readonly rules: string;
  readonly valueSets: string;
}

export const JUDGED_BY: JudgedBy = { rules: 'eHDSI v8.0.0', valueSets: 'built in' };

export const judgedByText = (language: Language): string =>
  language === 'sv' ? `Regler: ${JUDGED_BY.rules}; värdemängder: ${JUDGED_BY.valueSets}` : `Rules: ${JUDGED_BY.rules}; value sets: ${JUDGED_BY.valueSets}`;
