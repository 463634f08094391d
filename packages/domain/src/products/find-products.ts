import type { ForeignPrescriptionFacts } from '../treatment/foreign-prescription.js';
import type { Article } from '../product.js';
import type { Suggestion } from './suggestion.js';

/** Swedish packs for a foreign prescription, nearest first (decisions D78). */
export const findProducts = (_prescription: ForeignPrescriptionFacts, _candidates: readonly Article[]): readonly Suggestion[] => [];
