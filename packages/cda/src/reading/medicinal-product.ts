import { CODE_SYSTEMS, decimalOfCount, isPositive, type CodedValue, type Quantity } from '@ncp/domain';
import type { PivotValue } from '@ncp/terminology';
import { attr, type XmlElement } from '@ncp/xml';
import { coded, type CodedElement } from '../building/coded-element.js';
import type { Measure } from '../building/measure.js';
import type { Ingredient, MedicinalProduct, PackageLayer } from '../building/product.js';
import { optionalLine, visibleLine } from '../building/visible-text.js';
import { isUnit } from '../rules/types/unit.js';
import { readAmount, readCodes } from './data-types.js';
import { productAll, productAt, wholeText } from './elements.js';
import type { ReadingNotes } from './notes.js';

/**
 * The product of a foreign ePrescription in the form in which we write products: what an eDispensation says was prescribed
 * (cda-documents 6). Both encodings are read, today's is written; what is not a valid code becomes a null with its
 * original, so that the copy obeys the rules even where the source did not.
 */

const PILOT_EDQM = '1.3.6.1.4.1.12559.11.10.1.3.1.44.1';
const DOSE_FORM = /^(?:1[0-3]|50)\d{6}$/;
const PACKAGE = /^(?:30|13)\d{6}$/;
const ATC = /^[A-Z]\d{2}(?:[A-Z](?:[A-Z](?:\d{2})?)?)?$/;
const MOST_LAYERS = 3;
const UNNAMED = '-';

/** With a text in any case: a code without one is rejected. */
const pivot = ({ code, codeSystem, display }: CodedValue, fallback: string): PivotValue =>
  ({ code: visibleLine(code), codeSystem: codeSystem === PILOT_EDQM ? CODE_SYSTEMS.edqm : codeSystem, display: optionalLine(display) ?? fallback });

const isUsable = (value: CodedValue): boolean => value.code !== '' && value.codeSystem !== '';

const originalsOf = (codes: readonly CodedValue[]): readonly PivotValue[] => {
  const keys = new Set<string>();
  return codes.filter(({ display }) => display !== undefined).filter(isUsable).map((value) => pivot(value, '')).filter(({ code, codeSystem }) => {
    const key = `${code} ${codeSystem}`;
    const isNew = !keys.has(key);
    keys.add(key);
    return isNew;
  });
};

/** The first code of the system and form that is wanted, the others as its originals; else a null that keeps the text. */
const codedAs = (el: XmlElement | undefined, wanted: { readonly codeSystem: string; readonly form: RegExp }, notes: ReadingNotes): CodedElement => {
  const codes = readCodes(el, notes);
  // A null is a null whatever its translations say: its writer found no code that means the same.
  const isNull = el !== undefined && attr(el, 'nullFlavor') !== undefined;
  const found = isNull ? undefined : codes.find(({ code, codeSystem }) =>
    (codeSystem === wanted.codeSystem || (wanted.codeSystem === CODE_SYSTEMS.edqm && codeSystem === PILOT_EDQM)) && wanted.form.test(code));
  const others = originalsOf(codes.filter((one) => one !== found));
  if (found !== undefined) return coded(pivot(found, found.code), ...others);
  const text = optionalLine(wholeText(productAll(el, 'originalText')[0]) ?? codes.map(({ display }) => display).find((display) => display !== undefined));
  return text === undefined ? { kind: 'null', nullFlavor: 'UNK', originals: [] } : { kind: 'null', nullFlavor: 'OTH', originalText: text, originals: others };
};

/** A unit that is none keeps its text beside `1`. */
const measureOf = ({ value, unit }: Quantity): Measure => {
  const code = unit.code ?? '1';
  const known = isUnit(code) && !/\s/.test(code);
  const source = optionalLine(known && code !== '1' ? undefined : unit.text);
  return { value, unit: known ? code : '1', ...(source === undefined || source === '1' ? {} : { source }) };
};

const layers = (holder: XmlElement | undefined, name: string, notes: ReadingNotes, left = MOST_LAYERS): readonly PackageLayer[] => {
  const content = productAll(holder, 'asContent')[0];
  const container = productAll(content, 'containerPackagedProduct', 'containerPackagedMedicine')[0];
  if (content === undefined || container === undefined || left === 0) return [];
  const amount = readAmount(productAt(content, 'quantity') ?? productAt(container, 'capacityQuantity'), notes);
  const code = productAll(container, 'code').flatMap((el) => readCodes(el, notes)).find(isUsable);
  const called = optionalLine(wholeText(productAt(container, 'name')));
  return [
    {
      // An amount that nobody gave is one of what is inside: the template demands a number.
      amount: amount === undefined ? { value: decimalOfCount(1), unit: '1' } : measureOf(amount),
      ...(code === undefined ? {} : { code: pivot(code, called ?? name) }),
      ...(called === undefined ? {} : { name: called }),
      form: codedAs(productAll(container, 'formCode')[0], { codeSystem: CODE_SYSTEMS.edqm, form: PACKAGE }, notes),
    },
    ...layers(container, name, notes, left - 1),
  ];
};

/** Only with a strength: an ingredient without one may not be written (cda-documents 4). */
const ingredient = (el: XmlElement, notes: ReadingNotes): readonly Ingredient[] => {
  const quantity = productAll(el, 'quantity')[0];
  const numerator = readAmount(productAt(quantity, 'numerator'), notes);
  const denominator = readAmount(productAt(quantity, 'denominator'), notes);
  if (numerator === undefined || denominator === undefined || !isPositive(numerator.value) || !isPositive(denominator.value)) return [];
  const substance = productAll(el, 'ingredientSubstance', 'ingredient')[0];
  const name = optionalLine(wholeText(productAt(substance, 'name')));
  return [{
    substance: codedAs(productAt(substance, 'code'), { codeSystem: CODE_SYSTEMS.atc, form: ATC }, notes),
    ...(name === undefined ? {} : { name }),
    numerator: measureOf(numerator),
    denominator: measureOf(denominator),
  }];
};

const ONE_UNKNOWN_LAYER: PackageLayer = { amount: { value: decimalOfCount(1), unit: '1' }, form: { kind: 'null', nullFlavor: 'UNK', originals: [] } };

/** A code of the ATC, or a null that says in words what it would be. */
const isAtcKind = (el: XmlElement, notes: ReadingNotes): boolean => {
  const codes = readCodes(el, notes);
  return codes.some(({ codeSystem }) => codeSystem === CODE_SYSTEMS.atc) || (codes.length === 0 && productAll(el, 'originalText').length > 0);
};

export const readMedicinalProduct = (manufacturedProduct: XmlElement | undefined, notes: ReadingNotes): MedicinalProduct => {
  const material = productAll(manufacturedProduct, 'manufacturedMaterial', 'manufacturedLabeledDrug')[0];
  const codes = productAll(material, 'code').flatMap((el) => readCodes(el, notes));
  const atcCode = productAll(material, 'asSpecializedKind')
    .flatMap((kind) => productAll(kind, 'generalizedMaterialKind', 'generalizedMedicineClass'))
    .flatMap((kind) => productAll(kind, 'code')).find((el) => isAtcKind(el, notes));
  const name = optionalLine(wholeText(productAt(material, 'name'))) ??
    optionalLine(codes.map(({ display }) => display).find((display) => display !== undefined)) ?? UNNAMED;
  const code = codes.find((one) => isUsable(one) && one.codeSystem !== CODE_SYSTEMS.atc);
  const packaging = layers(material, name, notes);
  const description = optionalLine(wholeText(productAt(material, 'desc')));
  const manufacturer = optionalLine(wholeText(productAt(productAll(manufacturedProduct, 'manufacturerOrganization', 'marketingAuthorizationHolder')[0], 'name')));
  return {
    ...(code === undefined ? {} : { code: pivot(code, name) }),
    name,
    ...(description === undefined ? {} : { description }),
    form: codedAs(productAll(material, 'formCode')[0], { codeSystem: CODE_SYSTEMS.edqm, form: DOSE_FORM }, notes),
    packaging: packaging.length === 0 ? [ONE_UNKNOWN_LAYER] : packaging,
    ...(atcCode === undefined ? {} : { atc: codedAs(atcCode, { codeSystem: CODE_SYSTEMS.atc, form: ATC }, notes) }),
    ingredients: productAll(material, 'ingredient').filter((el) => (attr(el, 'classCode') ?? 'ACTI') === 'ACTI').flatMap((el) => ingredient(el, notes)),
    ...(manufacturer === undefined ? {} : { manufacturer }),
  };
};
