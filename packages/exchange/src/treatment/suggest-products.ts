import type { ForeignPrescription } from '@ncp/cda';
import { findProducts, type Suggestion } from '@ncp/domain';
import { normaliseTerm, type Catalogue } from '@ncp/terminology';
import type { ProductRegister } from '../ports/index.js';

/**
 * Swedish packs for a foreign prescription, nearest first; proposals (*förslag*) only (issue 3.6, decisions D78). Without an
 * ATC code or a dose form that the catalogue can read there is none: a likeness of names proves nothing.
 */
export const suggestProducts = (
  prescription: Pick<ForeignPrescription, 'product' | 'packages' | 'prescribed'>, register: ProductRegister, catalogue: Catalogue,
): readonly Suggestion[] => {
  const { product: { atc, form: written }, prescribed } = prescription;
  if (atc === undefined) return [];
  // The standard term where any layer of the code has it, else what stands outermost.
  const form = prescribed.form.kind === 'coded' ? prescribed.form.value : written;
  const formText = form === undefined ? undefined : catalogue.read(form.code, form.codeSystem)?.sv;
  return findProducts(prescription, register.byAtc(atc.code), { formText, normaliseForm: normaliseTerm });
};
