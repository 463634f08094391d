import type { PivotValue } from '@ncp/terminology';
import type { XmlElement } from '@ncp/xml';
import { coded, codedElement, fixedCode, type CodedElement } from './coded-element.js';
import { pharm, v3 } from './elements.js';
import { templateIds } from './identifiers.js';
import { measure, type Measure } from './measure.js';
import { TEMPLATES } from './templates.js';

/** One layer of packaging; `amount` is what is inside it (cda-documents 4, "inside out"). */
export interface PackageLayer {
  readonly amount: Measure;
  /** National package code; stands on the layer that is sold. */
  readonly code?: PivotValue;
  /** Full description: brand, form, strength, pack. */
  readonly name?: string;
  readonly form: CodedElement;
}

export interface Ingredient {
  readonly substance: CodedElement;
  readonly name?: string;
  readonly numerator: Measure;
  readonly denominator: Measure;
}

/** A medicinal product as eP and eD carry it, templates T.3.29 and T.3.30; in a summary T.3.31 and T.3.32. */
export interface MedicinalProduct {
  /** National product code; never a package code, never ATC (decisions D37). */
  readonly code?: PivotValue;
  readonly name: string;
  /** Strength as text. */
  readonly description?: string;
  readonly form: CodedElement;
  readonly lotNumber?: string;
  /** From the innermost layer to the outermost; at most three. */
  readonly packaging: readonly PackageLayer[];
  readonly atc?: CodedElement;
  /** Empty when a strength is not known without doubt: none is invented (decisions D39). */
  readonly ingredients: readonly Ingredient[];
  /** The register's list of substances, for people, where `ingredients` could not be made of it. */
  readonly substanceText?: string;
  readonly manufacturer?: string;
}

export interface ProductTemplates {
  readonly product: readonly string[];
  readonly material: readonly string[];
}

const KIND = { classCode: 'MMAT', determinerCode: 'KIND' } as const;
const PACKAGE_KIND = { classCode: 'CONT', determinerCode: 'KIND' } as const;

const content = ([layer, ...outer]: readonly PackageLayer[]): XmlElement | undefined =>
  layer === undefined ? undefined : pharm('asContent', { classCode: 'CONT' },
    measure('quantity', layer.amount, pharm),
    pharm('containerPackagedProduct', PACKAGE_KIND,
      layer.code === undefined ? undefined : fixedCode('code', layer.code, pharm),
      layer.name === undefined ? undefined : pharm('name', {}, layer.name),
      codedElement('formCode', layer.form, pharm),
      content(outer)));

const ingredient = ({ substance, name, numerator, denominator }: Ingredient): XmlElement =>
  pharm('ingredient', { classCode: 'ACTI' },
    pharm('quantity', {},
      measure('numerator', numerator, v3, { 'xsi:type': 'PQ' }),
      measure('denominator', denominator, v3, { 'xsi:type': 'PQ' })),
    pharm('ingredientSubstance', KIND,
      codedElement('code', substance, pharm),
      name === undefined ? undefined : pharm('name', {}, name)));

/** `manufacturedProduct`, children in the order of the schema. */
export const manufacturedProduct = (product: MedicinalProduct, templates: ProductTemplates = TEMPLATES): XmlElement =>
  v3('manufacturedProduct', { classCode: 'MANU' },
    templateIds(templates.product),
    v3('manufacturedMaterial', KIND,
      templateIds(templates.material),
      product.code === undefined ? undefined : codedElement('code', coded(product.code)),
      v3('name', {}, product.name),
      product.description === undefined ? undefined : pharm('desc', {}, product.description),
      codedElement('formCode', product.form, pharm),
      product.lotNumber === undefined ? undefined : v3('lotNumberText', {}, product.lotNumber),
      content(product.packaging),
      product.atc === undefined ? undefined : pharm('asSpecializedKind', { classCode: 'GRIC' },
        pharm('generalizedMaterialKind', KIND, codedElement('code', product.atc, pharm))),
      product.ingredients.map(ingredient)),
    product.manufacturer === undefined ? undefined : v3('manufacturerOrganization', { classCode: 'ORG', determinerCode: 'INSTANCE' },
      v3('name', {}, product.manufacturer)));
