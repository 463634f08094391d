import { decimal, divideRounded, multiplyDecimal, normalise } from '../decimal.js';
import type { DecimalString, Quantity } from '../primitives.js';

/** Comparing amounts whose units were written by different countries. Exact, or not at all (decisions D36: never nearly). */

export type Dimension = 'mass' | 'volume' | 'biological' | 'substance' | 'percent' | 'time';

export interface Measure {
  readonly dimension: Dimension;
  /** How many base units (mg, mL, [iU], mmol, %, h) one unit is. */
  readonly factor: DecimalString;
}

const MEASURES: readonly (readonly [dimension: Dimension, factor: string, words: string])[] = [
  ['mass', '1', 'mg milligram milligrams'],
  ['mass', '1000', 'g gram grams'],
  ['mass', '1000000', 'kg'],
  ['mass', '0.001', 'ug mcg mikrogram microgram micrograms'],
  ['mass', '0.000001', 'ng nanogram'],
  ['volume', '1', 'ml milliliter milliliters millilitre millilitres'],
  ['volume', '10', 'cl'],
  ['volume', '100', 'dl'],
  ['volume', '1000', 'l liter liters litre litres'],
  ['volume', '0.001', 'ul mikroliter microliter'],
  ['biological', '1', 'ie iu [iu] e u enhet enheter'],
  ['substance', '1', 'mmol millimol'],
  ['substance', '1000', 'mol'],
  ['substance', '0.001', 'umol'],
  ['percent', '1', '%'],
  ['time', '1', 'h tim timme timmar hour hours'],
  ['time', '24', 'd dygn day days'],
];

const WORDS: ReadonlyMap<string, Measure> = new Map(
  MEASURES.flatMap(([dimension, factor, words]) =>
    words.split(' ').map((word) => [word, { dimension, factor: decimal(factor) }] as const),
  ),
);

/** Lower case, no braces, no `(s)` or `(er)`, one micro sign. */
export const unitWord = (text: string): string =>
  text.trim().toLowerCase().replace(/[{}]/g, '').replace(/\([a-zåäö]+\)/g, '').replace(/[\u00b5\u03bc]/g, 'u').replace(/\.$/, '').trim();

/** What a unit measures; undefined when it counts things or is not known. */
export const measureOf = (word: string): Measure | undefined => WORDS.get(unitWord(word));

// Countable units. `plain` says nothing about what is counted and fits all others; two others fit only each other.
const COUNTED: readonly (readonly [family: CountFamily, words: string])[] = [
  ['plain', '1 st styck stycken piece pieces unit units each'],
  ['piece', 'tablett tabletter tablet tablets kapsel kapslar capsule capsules depottablett suppositorium suppositorier suppository vagitorium plåster depotplåster patch patches dospåse dospåsar sachet'],
  ['dose', 'dos doser dose doses puff puffar puffs actuation actuations spray inhalation'],
];
type CountFamily = 'plain' | 'piece' | 'dose';

const COUNT_WORDS: ReadonlyMap<string, CountFamily> = new Map(
  COUNTED.flatMap(([family, words]) => words.split(' ').map((word) => [word, family] as const)),
);

/** Family of a countable unit; an unknown word (`{Pen}`, `{Bottle}`) is its own family. Absent or empty is plain. */
export const countFamily = (word: string): string => (unitWord(word) === '' ? 'plain' : COUNT_WORDS.get(unitWord(word)) ?? unitWord(word));

const nameOf = (unit: Quantity['unit']): string => unit.code ?? unit.text;

// The code decides when it is one; `1` as a code says less than the text beside it.
const decidingName = (unit: Quantity['unit']): string => (unit.code === '1' && unit.text !== '' ? unit.text : nameOf(unit));

export const isPlainCount = (unit: Quantity['unit']): boolean =>
  measureOf(decidingName(unit)) === undefined && countFamily(decidingName(unit)) === 'plain';

const CONVERSION_PLACES = 12;

/** The amount expressed in another unit; undefined when that cannot be done exactly and without guessing. */
export const convert = (amount: Quantity, to: Quantity['unit']): DecimalString | undefined => {
  const from = measureOf(decidingName(amount.unit));
  const target = measureOf(decidingName(to));
  if (from === undefined && target === undefined) {
    const [a, b] = [countFamily(decidingName(amount.unit)), countFamily(decidingName(to))];
    return a === b || a === 'plain' || b === 'plain' ? normalise(amount.value) : undefined;
  }
  if (from === undefined || target === undefined || from.dimension !== target.dimension) return undefined;
  return divideRounded(multiplyDecimal(amount.value, from.factor), target.factor, CONVERSION_PLACES);
};
