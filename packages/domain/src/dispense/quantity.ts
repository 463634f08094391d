import {
  ceilDivide, compareDecimal, decimalOfCount, divideRounded, isInteger, isPositive, multiplyDecimal, normalise, ONE, ZERO,
} from '../decimal.js';
import { IDENTIFIER_ROOTS } from '../constants.js';
import type { Dispensation, ForeignProduct } from '../dispensation.js';
import type { Prescription } from '../prescription.js';
import type { DecimalString, Quantity } from '../primitives.js';
import type { Article } from '../product.js';
import { SAME_STRENGTH, strengthAgainst, strengthUnstated, type Ratio } from './strength.js';
import { convert, isPlainCount } from './unit.js';

/** How much was handed over, and how much of the prescription that uses up (sweden-national 2.8, 6.2, decisions G24). */

/** An article whose pack size is known and positive: every amount is expressed in its unit. */
export type MeasuredArticle = Article & { readonly packAmount: Quantity };

export interface HandedOver {
  /** Whole packages, rounded up, for NLLNumberOfPackagesDispensed. */
  readonly packages: number;
  /** As handed over: in the article's unit when it can be expressed in it, else as the document says. */
  readonly dispensed: Quantity;
  /** In the article's unit and by its strength; at most three decimals. */
  readonly deducted: Quantity;
  /** How `deducted` was found. */
  readonly basis: 'exact' | 'strength-assumed' | 'one-uttag';
}

/** FHIR positiveInt: what the national list can hold. */
const MOST_PACKAGES = 2_147_483_647n;
const DEDUCTED_PLACES = 3;

/** VR012: packages per uttag times pack size. */
export const uttagQuantity = (prescription: Prescription, article: MeasuredArticle): Quantity => ({
  value: multiplyDecimal(decimalOfCount(prescription.packagesPerDispense), article.packAmount.value),
  unit: article.packAmount.unit,
});

/** Content of one dispensed package in its innermost unit: the product of all levels. */
const packContent = (product: ForeignProduct): Quantity | undefined => {
  const [innermost] = product.packLevels;
  if (innermost === undefined || product.packLevels.some(({ value }) => !isPositive(value))) return undefined;
  return { value: product.packLevels.map(({ value }) => value).reduce(multiplyDecimal), unit: innermost.unit };
};

/** Content of one dispensed package in the article's unit, when the document tells it beyond doubt. */
const contentInArticleUnit = (product: ForeignProduct, article: MeasuredArticle): DecimalString | undefined => {
  if (hasCode(product.packageCodes, IDENTIFIER_ROOTS.nplPackId, article.nplPackId)) return normalise(article.packAmount.value);
  const content = packContent(product);
  if (content === undefined) return undefined;
  // "1" of nothing in particular is the package itself: it does not tell what is inside.
  const saysNothing = isPlainCount(content.unit) && compareDecimal(content.value, ONE) === 0;
  if (saysNothing && compareDecimal(article.packAmount.value, ONE) !== 0) return undefined;
  return convert(content, article.packAmount.unit);
};

const hasCode = (codes: ForeignProduct['codes'], codeSystem: string, code: string): boolean =>
  codes.some((coded) => coded.codeSystem === codeSystem && coded.code === code);

/** The document names a Swedish product, and it is another than the prescribed one. */
const namesOtherNplId = (product: ForeignProduct, article: Article): boolean => {
  const ours = product.codes.filter(({ code, codeSystem }) => codeSystem === IDENTIFIER_ROOTS.nplId && code.length === 14);
  return ours.length > 0 && !hasCode(ours, IDENTIFIER_ROOTS.nplId, article.nplId);
};

/** Was something else than the prescribed product given? The document's own flag, or a different NPL-id (sweden-national 6.2). */
export const wasSubstituted = (dispensation: Dispensation, article: Article): boolean =>
  dispensation.substituted || namesOtherNplId(dispensation.product, article);

interface Strengths {
  readonly ratio: Ratio;
  readonly assumed: boolean;
}

/**
 * The same product is equally strong, whatever its texts say. A document that is silent about strength and denies
 * substitution is taken at its word; every other doubt is left open.
 */
const strengths = (dispensation: Dispensation, article: Article): Strengths | undefined => {
  const { product } = dispensation;
  if (hasCode(product.codes, IDENTIFIER_ROOTS.nplId, article.nplId)) return { ratio: SAME_STRENGTH, assumed: false };
  const ratio = strengthAgainst(product, article.strengthText);
  if (ratio !== undefined) return { ratio, assumed: false };
  const takenAtItsWord = strengthUnstated(product) && !wasSubstituted(dispensation, article);
  return takenAtItsWord ? { ratio: SAME_STRENGTH, assumed: true } : undefined;
};

/** Unit `1` or none means packages (decisions G24). */
const countsPackages = ({ unit }: Dispensation['quantity']): boolean => unit === undefined || unit === '' || unit === '1';

/**
 * Is the quantity one that can be recorded at all? Positive; whole when it counts packages; not beyond what the national
 * list can hold. Otherwise NCP_CDA_QUANTITY.
 */
export const isUsableQuantity = (quantity: Dispensation['quantity']): boolean =>
  isPositive(quantity.value) &&
  (!countsPackages(quantity) || isInteger(quantity.value)) &&
  ceilDivide(quantity.value, ONE) <= MOST_PACKAGES;

interface Amounts {
  readonly packages: bigint;
  readonly dispensed: Quantity;
  /** In the article's unit; undefined when it cannot be told. */
  readonly amount: DecimalString | undefined;
}

/** Packages times their content in the document's own unit, or the bare number of packages. */
const asStated = ({ quantity, product }: Dispensation): Quantity => {
  const content = packContent(product);
  if (content === undefined) return { value: normalise(quantity.value), unit: { text: 'förpackning', code: '1' } };
  return { value: multiplyDecimal(quantity.value, content.value), unit: content.unit };
};

const amounts = (dispensation: Dispensation, prescription: Prescription, article: MeasuredArticle): Amounts => {
  const { quantity, product } = dispensation;
  const unit = article.packAmount.unit;
  const content = contentInArticleUnit(product, article);
  if (countsPackages(quantity)) {
    const packages = ceilDivide(quantity.value, ONE);
    const amount = content === undefined ? undefined : multiplyDecimal(quantity.value, content);
    return { packages, dispensed: amount === undefined ? asStated(dispensation) : { value: amount, unit }, amount };
  }
  const said: Quantity = { value: quantity.value, unit: { text: quantity.unit ?? '', code: quantity.unit ?? '' } };
  const amount = convert(said, unit);
  if (amount === undefined) return { packages: BigInt(prescription.packagesPerDispense), dispensed: said, amount };
  return { packages: ceilDivide(amount, content ?? article.packAmount.value), dispensed: { value: amount, unit }, amount };
};

/**
 * What was handed over and what it deducts. Where the amount or the strength cannot be computed exactly, exactly one
 * uttag's quantity is deducted, and `basis` says so.
 */
export const handedOver = (dispensation: Dispensation, prescription: Prescription, article: MeasuredArticle): HandedOver => {
  const { packages, dispensed, amount } = amounts(dispensation, prescription, article);
  const strength = strengths(dispensation, article);
  const whole = { packages: Number(packages < MOST_PACKAGES ? packages : MOST_PACKAGES), dispensed };
  const value =
    amount === undefined || strength === undefined
      ? ZERO
      : divideRounded(multiplyDecimal(amount, strength.ratio.numerator), strength.ratio.denominator, DEDUCTED_PLACES);
  // Something was handed over, so nothing cannot be the answer: the texts were misread.
  if (strength === undefined || !isPositive(value)) {
    return { ...whole, deducted: uttagQuantity(prescription, article), basis: 'one-uttag' };
  }
  return { ...whole, deducted: { value, unit: article.packAmount.unit }, basis: strength.assumed ? 'strength-assumed' : 'exact' };
};
