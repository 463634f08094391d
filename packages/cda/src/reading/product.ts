import { CODE_SYSTEMS, isPositive, type CodedValue, type ForeignProduct, type Quantity } from '@ncp/domain';
import { attr, type XmlElement } from '@ncp/xml';
import { readAmount, readCode, readCodes } from './data-types.js';
import { isOlderExtension, productAll, productAt, wholeText } from './elements.js';
import type { ReadingNotes } from './notes.js';

/**
 * A medicinal product in either encoding (cda-documents 4, 9): today's extension, and the one of waves 1 to 5 with
 * containerPackagedMedicine, capacityQuantity, generalizedMedicineClass and ingredient inside ingredient.
 */

interface Container {
  readonly amount?: Quantity;
  readonly codes: readonly CodedValue[];
  readonly name?: string;
}

const MOST_CONTAINERS = 10;

/** From the innermost container to the outermost. */
const readContainers = (holder: XmlElement | undefined, notes: ReadingNotes, depth = 0): readonly Container[] => {
  const [content, beside] = productAll(holder, 'asContent');
  const container = productAll(content, 'containerPackagedProduct', 'containerPackagedMedicine')[0];
  if (content === undefined || container === undefined || depth >= MOST_CONTAINERS) return [];
  if (isOlderExtension(content)) notes.note(content, 'older-product');
  // The older encoding keeps the amount in the container itself.
  // Packs side by side have no one content.
  const amount = beside === undefined ? readAmount(productAt(content, 'quantity') ?? productAt(container, 'capacityQuantity'), notes) : undefined;
  const name = wholeText(productAt(container, 'name'));
  return [
    {
      codes: productAll(container, 'code').flatMap((code) => readCodes(code, notes)),
      ...(amount === undefined ? {} : { amount }),
      ...(name === undefined ? {} : { name }),
    },
    ...readContainers(container, notes, depth + 1),
  ];
};

/** The levels, or none: when one amount is unknown, the content of the pack is unknown. */
const packLevelsOf = (containers: readonly Container[]): readonly Quantity[] => {
  const amounts = containers.map(({ amount }) => amount).filter((amount) => amount !== undefined);
  return amounts.length === containers.length ? amounts : [];
};

const readAtc = (material: XmlElement, notes: ReadingNotes): CodedValue | undefined => {
  const kinds = productAll(material, 'asSpecializedKind');
  const codes = kinds.flatMap((kind) => productAll(kind, 'generalizedMaterialKind', 'generalizedMedicineClass'))
    .flatMap((generalized) => productAll(generalized, 'code'))
    .flatMap((code) => readCodes(code, notes));
  const atc = codes.find(({ codeSystem }) => codeSystem === CODE_SYSTEMS.atc);
  const [kind] = kinds;
  if (atc === undefined && kind !== undefined && attr(kind, 'classCode') === 'GRIC') notes.note(kind, 'atc-not-found');
  return atc;
};

type ForeignIngredient = ForeignProduct['ingredients'][number];

const readIngredient = (el: XmlElement, notes: ReadingNotes): ForeignIngredient => {
  const substance = productAll(el, 'ingredientSubstance', 'ingredient')[0];
  const code = readCode(productAt(substance, 'code'), notes);
  const name = wholeText(productAt(substance, 'name'));
  const quantity = productAll(el, 'quantity')[0];
  const numerator = readAmount(productAt(quantity, 'numerator'), notes);
  const denominator = readAmount(productAt(quantity, 'denominator'), notes);
  // 0 of 0 is how some sources say that they do not know.
  const known = numerator !== undefined && denominator !== undefined && isPositive(numerator.value) && isPositive(denominator.value);
  return {
    ...(code === undefined ? {} : { code }),
    ...(name === undefined ? {} : { name }),
    ...(known ? { strength: { numerator, denominator } } : {}),
  };
};

/** The material's ingredients and those of the parts of a kit. */
const ingredientsOf = (material: XmlElement): readonly XmlElement[] => [
  ...productAll(material, 'ingredient').filter((el) => (attr(el, 'classCode') ?? 'ACTI').startsWith('ACTI')),
  ...productAll(material, 'part').flatMap((part) => productAll(part, 'partProduct', 'partMedicine')).flatMap(ingredientsOf),
];

/** Reads `manufacturedProduct`. Never fails: what is not there is absent. */
export const readProduct = (manufacturedProduct: XmlElement | undefined, notes: ReadingNotes): ForeignProduct => {
  const material = productAll(manufacturedProduct, 'manufacturedMaterial', 'manufacturedLabeledDrug')[0];
  if (material === undefined) return { codes: [], packageCodes: [], ingredients: [], packLevels: [] };
  const containers = readContainers(material, notes);
  const packName = containers.map(({ name }) => name).filter((name) => name !== undefined).at(-1);
  const codes = productAll(material, 'code').flatMap((code) => readCodes(code, notes));
  const atc = readAtc(material, notes);
  const nameElement = productAt(material, 'name');
  if (nameElement !== undefined && wholeText(nameElement) === undefined) notes.note(nameElement, 'name-empty');
  const name = wholeText(nameElement) ?? packName ?? codes.find(({ display }) => display !== undefined)?.display;
  const form = readCode(productAll(material, 'formCode')[0], notes);
  const strengthText = wholeText(productAt(material, 'desc'));
  const lotNumber = wholeText(productAt(material, 'lotNumberText'));
  return {
    codes,
    packageCodes: containers.flatMap((container) => container.codes),
    ...(atc === undefined ? {} : { atc }),
    ...(name === undefined ? {} : { name }),
    ...(packName === undefined ? {} : { description: packName }),
    ...(form === undefined ? {} : { form }),
    ...(strengthText === undefined ? {} : { strengthText }),
    ingredients: ingredientsOf(material).map((ingredient) => readIngredient(ingredient, notes))
      .filter(({ code, name: called, strength }) => code !== undefined || called !== undefined || strength !== undefined),
    packLevels: packLevelsOf(containers),
    ...(lotNumber === undefined ? {} : { lotNumber }),
  };
};
