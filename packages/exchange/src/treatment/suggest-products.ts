import { findProducts, type ForeignPrescriptionFacts, type Suggestion } from '@ncp/domain';
import type { ProductRegister } from '../ports/index.js';

/** Swedish packs for a foreign prescription, nearest first; proposals only (issue 3.6, decisions D78). */
export const suggestProducts = (prescription: ForeignPrescriptionFacts, register: ProductRegister): readonly Suggestion[] => {
  const atc = prescription.product.atc?.code;
  return atc === undefined ? [] : findProducts(prescription, register.byAtc(atc));
};
