import { isPositive, multiplyDecimal, type ForeignPrescriptionFacts, type ReadLine } from '@ncp/domain';
import { FhirNumber, fhirObject, type FhirObject } from '../json.js';
import { conceptOf, quantityOf } from './elements.js';
import type { Losses } from './losses.js';
import { EXTENSIONS } from './systems.js';

/** Lines by key, with the second and later of the same name. */
export type LineFinder = (key: string) => readonly ReadLine[];

const ONE_PACKAGE = fhirObject({ value: new FhirNumber('1'), unit: 'förpackning' });

const amountOf = ({ packLevels }: ForeignPrescriptionFacts['product'], losses: Losses): FhirObject | undefined => {
  const [innermost, ...outer] = packLevels;
  if (innermost === undefined || packLevels.some(({ value }) => !isPositive(value))) return undefined;
  // FHIR has no layers: the counts are multiplied in (fhir-documents 6.1).
  if (outer.length > 0) losses.note({ source: 'product.package', target: 'Medication.amount', kind: 'approximated', severity: 'information' });
  const total = packLevels.map(({ value }) => value).reduce(multiplyDecimal);
  return fhirObject({ numerator: quantityOf({ value: total, unit: innermost.unit }), denominator: ONE_PACKAGE });
};

const ingredients = ({ ingredients: parts }: ForeignPrescriptionFacts['product'], lines: LineFinder): readonly FhirObject[] => {
  const coded = lines('product.ingredient.code');
  return parts.map(({ code, name, strength }) => {
    const line = coded.find((candidate) => candidate.code?.code === code?.code && code !== undefined);
    return fhirObject({
      itemCodeableConcept: line === undefined ? fhirObject({ text: name ?? code?.display ?? 'uppgift saknas' }) : conceptOf(line),
      isActive: true,
      strength: strength === undefined ? undefined : fhirObject({ numerator: quantityOf(strength.numerator), denominator: quantityOf(strength.denominator) }),
    });
  });
};

const listOrNothing = (list: readonly FhirObject[]): readonly FhirObject[] | undefined => (list.length === 0 ? undefined : list);

export const medicationOf = (id: string, { product }: ForeignPrescriptionFacts, lines: LineFinder, losses: Losses): FhirObject => {
  const [form] = lines('product.form');
  const [packageForm] = [...lines('product.package.package.form'), ...lines('product.package.form')];
  const [manufacturer] = lines('product.manufacturer.name');
  const codes = [...lines('product.code'), ...lines('product.package.code'), ...lines('product.package.package.code'), ...lines('product.package.package.package.code')];
  // FHIR has no element for a strength in words: it stands in the text of the code.
  const name = [product.name, product.strengthText].filter((part) => part !== undefined).join(' ');
  if (product.strengthText !== undefined) losses.note({ source: 'product.strength', target: 'Medication.code.text', kind: 'approximated', severity: 'information' });
  const codings = codes.flatMap((line) => {
    const { coding } = conceptOf(line);
    return Array.isArray(coding) ? (coding as readonly FhirObject[]) : [];
  });
  return fhirObject({
    resourceType: 'Medication', id,
    extension: listOrNothing([
      ...(product.name === undefined ? [] : [fhirObject({ url: EXTENSIONS.productName, valueString: product.name })]),
      ...lines('product.kind.code').map((line) => fhirObject({ url: EXTENSIONS.classification, valueCodeableConcept: conceptOf(line) })),
      ...(packageForm === undefined || packageForm.mark === 'missing' ? [] : [fhirObject({ url: EXTENSIONS.packageType, valueCodeableConcept: conceptOf(packageForm) })]),
    ]),
    code: fhirObject({ coding: listOrNothing(codings), text: name === '' ? 'uppgift saknas' : name }),
    manufacturer: manufacturer?.original === undefined ? undefined : fhirObject({ display: manufacturer.original.text }),
    form: form === undefined || form.mark === 'missing' ? undefined : conceptOf(form),
    amount: amountOf(product, losses),
    ingredient: listOrNothing(ingredients(product, lines)),
  });
};
