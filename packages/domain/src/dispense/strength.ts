import { compareDecimal, isPositive, multiplyDecimal, ONE, parseDecimal } from '../decimal.js';
import type { ForeignProduct } from '../dispensation.js';
import type { DecimalString, Quantity } from '../primitives.js';
import { countFamily, measureOf, unitWord, type Dimension } from './unit.js';

/** Reading strength texts of many countries, to deduct the right quantity (sweden-national 6.2). */

interface Amount {
  readonly dimension: Dimension;
  /** In base units (mg, mL, [iU] ...). */
  readonly value: DecimalString;
}

/** One amount per active substance; `per` is absent when it is per tablet, capsule or dose. */
export interface Strength {
  readonly components: readonly Amount[];
  readonly per?: Amount;
}

/** An exact fraction: no rounding until the quantity is known. */
export interface Ratio {
  readonly numerator: DecimalString;
  readonly denominator: DecimalString;
}

const SAME: Ratio = { numerator: ONE, denominator: ONE };

interface Token {
  readonly separator: string;
  readonly number?: DecimalString;
  readonly word: string;
}

// `1,000` and `1.000` are a thousand in one country and one in another. `0,125` and `2,5` are not in doubt.
const THOUSAND_OR_ONE = /(?<![\d.,])[1-9]\d{0,2}[.,]\d{3}(?!\d)/;

const tidy = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[\u00a0\u202f]/g, ' ')
    .replace(/[\u00b5\u03bc]/g, 'u')
    .replace(/\((?:s|er)\)/g, '')
    .replace(/(\d) (?=\d{3}(?!\d))/g, '$1')
    .replace(/(\d),(?=\d)/g, '$1.')
    .replace(/\s+/g, ' ')
    .trim();

const TOKEN = /^(\d+(?:\.\d+)?)? ?([a-zåäö%[\]]+)?$/;

const tokens = (text: string): readonly Token[] | undefined => {
  const parts = `/${text}`.matchAll(/([/+])([^/+]*)/g);
  const read: Token[] = [];
  for (const [, separator = '', part = ''] of parts) {
    const match = TOKEN.exec(part.trim());
    const [, digits, word = ''] = match ?? [];
    if (match === null || (digits === undefined && word === '')) return undefined;
    const number = digits === undefined ? undefined : parseDecimal(digits);
    if (number?.ok === false) return undefined;
    read.push({ separator, word, ...(number === undefined ? {} : { number: number.value }) });
  }
  return read;
};

/** `160/4.5 mikrogram`: a bare number has the unit of the next token that has one. */
const withUnits = (read: readonly Token[]): readonly Token[] =>
  read.map((token, index) => {
    if (token.word !== '') return token;
    const next = read.slice(index + 1).find(({ word }) => word !== '');
    return { ...token, word: next?.word ?? '' };
  });

const CONTENT: readonly Dimension[] = ['mass', 'biological', 'substance', 'percent'];

const amountOf = (token: Token): Amount | undefined => {
  const measure = measureOf(token.word);
  if (measure === undefined) return undefined;
  return { dimension: measure.dimension, value: multiplyDecimal(token.number ?? ONE, measure.factor) };
};

/** Is the token what the amounts before it are contained in: `/ml`, `/5 ml`, `/g`, `/dos`, `/24 timmar`? */
const isVehicle = (token: Token): boolean => {
  const dimension = measureOf(token.word)?.dimension;
  if (token.separator !== '/') return false;
  return token.number === undefined || dimension === 'volume' || dimension === 'time' || dimension === undefined;
};

const vehicle = (token: Token): Amount | 'piece' | undefined => {
  const amount = amountOf(token);
  if (amount !== undefined) return amount;
  const one = token.number === undefined || compareDecimal(token.number, ONE) === 0;
  return one && ['piece', 'dose'].includes(countFamily(token.word)) ? 'piece' : undefined;
};

/**
 * Reads `5 mg`, `0,5 mg/ml`, `100 mg/5 ml`, `160 mikrogram/4,5 mikrogram`, `3 mg + 0,03 mg`, `80/12.5 mg`.
 * Undefined when anything in the text is not understood or could mean two things.
 */
export const parseStrength = (text: string): Strength | undefined => {
  if (THOUSAND_OR_ONE.test(text)) return undefined;
  const read = tokens(tidy(text));
  if (read === undefined) return undefined;
  const all = withUnits(read);
  const last = all.at(-1);
  const hasVehicle = last !== undefined && isVehicle(last);
  const contained = hasVehicle ? vehicle(last) : 'piece';
  if (contained === undefined) return undefined;
  const contents = hasVehicle ? all.slice(0, -1) : all;
  const components: Amount[] = [];
  for (const token of contents) {
    const amount = amountOf(token);
    // `10 mg/1 g` may be a concentration or two substances: with `/` only equal unit words are two substances.
    const doubtful = token.separator === '/' && unitWord(token.word) !== unitWord(contents[0]?.word ?? '');
    if (amount === undefined || token.number === undefined || doubtful) return undefined;
    if (!CONTENT.includes(amount.dimension) || !isPositive(amount.value)) return undefined;
    components.push(amount);
  }
  if (components.length === 0) return undefined;
  return { components, ...(contained === 'piece' ? {} : { per: contained }) };
};

const measured = (quantity: Quantity): Amount | undefined => {
  const measure = measureOf(quantity.unit.code ?? quantity.unit.text);
  if (measure === undefined || !isPositive(quantity.value)) return undefined;
  return { dimension: measure.dimension, value: multiplyDecimal(quantity.value, measure.factor) };
};

/** The strength that coded ingredients give; undefined when one of them lacks it or they are per different amounts. */
export const strengthOfIngredients = (ingredients: ForeignProduct['ingredients']): Strength | undefined => {
  const components: Amount[] = [];
  const per: (Amount | 'piece')[] = [];
  for (const { strength } of ingredients) {
    const content = strength === undefined ? undefined : measured(strength.numerator);
    if (strength === undefined || content === undefined) return undefined;
    const container = measured(strength.denominator);
    if (container === undefined && compareDecimal(strength.denominator.value, ONE) !== 0) return undefined;
    components.push(content);
    per.push(container ?? 'piece');
  }
  const [first] = per;
  if (first === undefined || per.some((other) => !samePer(other, first))) return undefined;
  return { components, ...(first === 'piece' ? {} : { per: first }) };
};

const samePer = (a: Amount | 'piece', b: Amount | 'piece'): boolean =>
  a === b || (a !== 'piece' && b !== 'piece' && a.dimension === b.dimension && compareDecimal(a.value, b.value) === 0);

const ordered = (components: readonly Amount[]): readonly Amount[] =>
  components.toSorted((a, b) => compareDecimal(a.value, b.value));

/** dispensed / prescribed, when every substance gives the same ratio; undefined otherwise. */
export const strengthRatio = (dispensed: Strength, prescribed: Strength): Ratio | undefined => {
  if (dispensed.components.length !== prescribed.components.length) return undefined;
  if (dispensed.per?.dimension !== prescribed.per?.dimension) return undefined;
  const theirs = ordered(dispensed.components);
  const perTheirs = dispensed.per?.value ?? ONE;
  const perOurs = prescribed.per?.value ?? ONE;
  const ratios = ordered(prescribed.components).map((ours, index): Ratio | undefined => {
    const other = theirs[index];
    if (other === undefined || other.dimension !== ours.dimension) return undefined;
    return { numerator: multiplyDecimal(other.value, perOurs), denominator: multiplyDecimal(ours.value, perTheirs) };
  });
  const [first] = ratios;
  if (first === undefined) return undefined;
  const allEqual = ratios.every(
    (ratio) =>
      ratio !== undefined &&
      compareDecimal(multiplyDecimal(ratio.numerator, first.denominator), multiplyDecimal(first.numerator, ratio.denominator)) === 0,
  );
  return allEqual ? first : undefined;
};

/** How strong the dispensed product is, measured by the prescribed one's strength text; undefined when that is not certain. */
export const strengthAgainst = (product: ForeignProduct, prescribedText: string): Ratio | undefined => {
  const text = product.strengthText ?? '';
  if (text !== '' && tidy(text).replaceAll(' ', '') === tidy(prescribedText).replaceAll(' ', '')) return SAME;
  const prescribed = parseStrength(prescribedText);
  if (prescribed === undefined) return undefined;
  const byText = text === '' ? undefined : parseStrength(text);
  const byIngredients = product.ingredients.length === 0 ? undefined : strengthOfIngredients(product.ingredients);
  const dispensed = byText ?? byIngredients;
  return dispensed === undefined ? undefined : strengthRatio(dispensed, prescribed);
};

/** Says the document nothing at all about the strength? */
export const strengthUnstated = (product: ForeignProduct): boolean =>
  (product.strengthText ?? '').trim() === '' && product.ingredients.every(({ strength }) => strength === undefined);

/** The ratio of two products known to be equally strong. */
export const SAME_STRENGTH: Ratio = SAME;
