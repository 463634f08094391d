import type { ForeignPrescription } from '@ncp/cda';
import { CODE_SYSTEMS, findProducts, type Suggestion } from '@ncp/domain';
import { normaliseTerm, type Catalogue } from '@ncp/terminology';
import type { ProductRegister } from '../../ports/index.js';

const FIFTH_LEVEL = /^[A-Z]\d{2}[A-Z]{2}\d{2}$/;

/** The product's own class; where it has none, that of its only substance. */
const atcOf = ({ atc, ingredients }: ForeignPrescription['product']): string | undefined => {
  if (atc !== undefined) return atc.code;
  const [only, second] = ingredients;
  const code = second === undefined ? only?.code : undefined;
  return code?.codeSystem === CODE_SYSTEMS.atc && FIFTH_LEVEL.test(code.code) ? code.code : undefined;
};

/**
 * Swedish packs for a foreign prescription, nearest first; proposals (*förslag*) only (decisions D78). Without an
 * ATC code or a dose form that the catalogue can read there is none: a likeness of names proves nothing.
 */
export const suggestProducts = (
  prescription: Pick<ForeignPrescription, 'product' | 'packages' | 'prescribed'>, register: ProductRegister, catalogue: Catalogue,
): readonly Suggestion[] => {
  const { product, prescribed } = prescription;
  const { form: written } = product;
  const atc = atcOf(product);
  if (atc === undefined) return [];
  // The standard term where any layer of the code has it, else what stands outermost.
  const form = prescribed.form.kind === 'coded' ? prescribed.form.value : written;
  const formText = form === undefined ? undefined : catalogue.read(form.code, form.codeSystem)?.sv;
  return findProducts(prescription, register.byAtc(atc), { formText, normaliseForm: normaliseTerm });
};
