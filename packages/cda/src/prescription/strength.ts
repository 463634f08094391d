import { isPositive, ONE, parseDecimal, type DecimalString } from '@ncp/domain';
import type { Catalogue } from '@ncp/terminology';
import type { Measure } from '../building/measure.js';

/** One substance's share: so much per so much. */
export interface StrengthPart {
  readonly numerator: Measure;
  readonly denominator: Measure;
}

export interface StrengthContext {
  readonly catalogue: Catalogue;
  /** What one piece of the form is, `{Tablet}`; undefined for forms measured by volume or mass. */
  readonly pieceUnit?: string;
  /** What one *dos* of the form is, `{Actuation}`. */
  readonly doseUnit?: string;
  /** `E` are international units of insulin; for anything else they are some other unit. */
  readonly insulin: boolean;
}

// Swedish decimals have a comma; a space groups thousands. A dot could be either, so it is a doubt.
const AMOUNT = String.raw`(\d{1,3}(?: \d{3})+|\d+)(,\d+)?`;
const STRENGTH = new RegExp(String.raw`^${AMOUNT} ?(mg|g|mikrogram|E|IE|mmol)$`);
const DENOMINATOR = new RegExp(String.raw`^(?:${AMOUNT} ?)?(ml|g|dos|inhalation|inhal|puff|timmar|timme|styck|tablett|kapsel|plåster)$`);
const WHOLE_STRENGTHS = / \+ /;
const IN_GRAMS = /[\d ]g$/;
const STARTS_WITH_DIGIT = /^\d/;

const decimalOf = (whole: string, fraction: string | undefined): DecimalString | undefined => {
  const parsed = parseDecimal(`${whole.replaceAll(' ', '')}${fraction?.replace(',', '.') ?? ''}`);
  return parsed.ok ? parsed.value : undefined;
};

const numeratorOf = (text: string, { catalogue, insulin }: StrengthContext): Measure | undefined => {
  const [, whole, fraction, unit] = STRENGTH.exec(text) ?? [];
  if (whole === undefined || unit === undefined || (unit === 'E' && !insulin)) return undefined;
  const value = decimalOf(whole, fraction);
  const mapped = catalogue.transcode('unit', { text: unit });
  if (value === undefined || mapped.status === 'missing' || !isPositive(value)) return undefined;
  return { value, unit: mapped.pivot.code };
};

const denominatorUnit = (word: string, { pieceUnit, doseUnit }: StrengthContext): string | undefined => {
  switch (word) {
    case 'ml': return 'mL';
    case 'g': return 'g';
    case 'timmar': case 'timme': return 'h';
    case 'dos': case 'inhalation': case 'inhal': case 'puff': return doseUnit;
    default: return pieceUnit;
  }
};

const denominatorOf = (text: string | undefined, context: StrengthContext): Measure | undefined => {
  const { pieceUnit, doseUnit } = context;
  if (text === undefined) {
    // `5 mg` is per tablet; of a metered powder it is per dose; of a cream it would be anybody's guess.
    const unit = pieceUnit ?? doseUnit;
    return unit === undefined ? undefined : { value: ONE, unit };
  }
  const [, whole, fraction, word] = DENOMINATOR.exec(text) ?? [];
  const unit = word === undefined ? undefined : denominatorUnit(word, context);
  const value = whole === undefined ? ONE : decimalOf(whole, fraction);
  return unit === undefined || value === undefined || !isPositive(value) ? undefined : { value, unit };
};

/** `160 mikrogram/4,5 mikrogram/inhalation`: strengths first, then at most one denominator that holds for all of them. */
const splitSlashes = (text: string): { readonly strengths: readonly string[]; readonly denominator?: string } | undefined => {
  const pieces = text.split('/').map((piece) => piece.trim());
  const last = pieces.at(-1) ?? '';
  const lastIsStrength = STRENGTH.test(last);
  // `10 mg/5 mg` is a combination and `10 mg/5 ml` is not, but `10 mg/1 g` could be either.
  if (lastIsStrength && IN_GRAMS.test(last) && pieces.some((piece) => !IN_GRAMS.test(piece))) return undefined;
  const strengths = lastIsStrength ? pieces : pieces.slice(0, -1);
  if (strengths.length === 0 || !strengths.every((piece) => STARTS_WITH_DIGIT.test(piece))) return undefined;
  return { strengths, ...(lastIsStrength ? {} : { denominator: last }) };
};

const partsOf = (text: string, context: StrengthContext): readonly StrengthPart[] | undefined => {
  const split = splitSlashes(text);
  if (split === undefined) return undefined;
  const denominator = denominatorOf(split.denominator, context);
  if (denominator === undefined) return undefined;
  const parts: StrengthPart[] = [];
  for (const strength of split.strengths) {
    const numerator = numeratorOf(strength, context);
    if (numerator === undefined) return undefined;
    parts.push({ numerator, denominator });
  }
  return parts;
};

/**
 * Reads a Swedish strength text into one part for each substance (sweden-national 4.2).
 * Exact or nothing: undefined on any doubt, and the text alone then says the strength (decisions D39).
 */
export const parseStrength = (text: string, context: StrengthContext): readonly StrengthPart[] | undefined => {
  const clean = text.normalize('NFC').replaceAll(/[\s\u00a0\u202f]+/g, ' ').trim();
  const parts: StrengthPart[] = [];
  for (const strength of clean.split(WHOLE_STRENGTHS)) {
    const read = partsOf(strength, context);
    if (read === undefined) return undefined;
    parts.push(...read);
  }
  return parts;
};
