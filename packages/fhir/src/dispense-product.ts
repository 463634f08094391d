import { IDENTIFIER_ROOTS, type CodedValue, type CountryCode, type ForeignProduct, type Prescription } from '@ncp/domain';
import { systemOfOid } from './coding.js';
import { fhirObject, type FhirObject } from './json.js';
import { NLL_SYSTEMS } from './national-constants.js';

/** NPL-id's root once carried varunummer too: the value decides, 14 digits or 6 (sweden-national 2.6). */
const swedishSystem = (code: CodedValue): string | undefined => {
  if (code.codeSystem === IDENTIFIER_ROOTS.nplId && /^[0-9]{14}$/.test(code.code)) return NLL_SYSTEMS.nplId;
  if (code.codeSystem === IDENTIFIER_ROOTS.nplId && /^[0-9]{6}$/.test(code.code)) return NLL_SYSTEMS.varunummer;
  if (code.codeSystem === IDENTIFIER_ROOTS.nplPackId && /^[0-9]{14}$/.test(code.code)) return NLL_SYSTEMS.nplPackId;
  return undefined;
};

const coding = (system: string, code: CodedValue): FhirObject => fhirObject({ system, code: code.code, display: code.display });

/** A unit of `1` says nothing that the number does not. */
const levelText = ({ value, unit }: ForeignProduct['packLevels'][number]): string => (unit.text === '1' ? value : `${value} ${unit.text}`.trim());

/** `name strength form, pack (CC)` (sweden-national 6.2). */
const productText = (product: ForeignProduct, country: CountryCode): string => {
  const described = [product.name ?? product.description, product.strengthText, product.form?.display].filter((part) => part !== undefined && part !== '');
  const pack = product.packLevels.map(levelText).join(' × ');
  const name = described.length === 0 ? product.atc?.display ?? '' : described.join(' ');
  return `${[name, pack].filter((part) => part !== '').join(', ')} (${country})`.trim();
};

/**
 * The dispensed product: Swedish codes where the document carries them, else ATC; the country's own codes follow as
 * they are. A document without any ATC gets the prescription's, so that the uttag can be registered at all; the flag
 * says so and the note will.
 */
export function productConcept(
  product: ForeignProduct, prescription: Prescription, country: CountryCode,
): { readonly concept: FhirObject; readonly atcBorrowed: boolean } {
  const codes = [...product.codes, ...product.packageCodes];
  const swedish = codes.flatMap((code) => {
    const system = swedishSystem(code);
    return system === undefined ? [] : [coding(system, code)];
  });
  const atcBorrowed = swedish.length === 0 && product.atc === undefined && prescription.article.atc !== undefined;
  const atc = product.atc ?? (atcBorrowed ? prescription.article.atc : undefined);
  const foreign = codes.filter((code) => swedishSystem(code) === undefined).map((code) => coding(systemOfOid(code.codeSystem), code));
  return {
    atcBorrowed,
    concept: fhirObject({
      coding: [...swedish, ...(atc === undefined ? [] : [coding(NLL_SYSTEMS.atc, atc)]), ...foreign],
      text: productText(product, country),
    }),
  };
}
