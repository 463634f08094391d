import {
  compareDecimal, decimalOfCount, divideRounded, floorDivide, isPositive, maxDecimal, multiplyDecimal, normalise, ONE,
} from '../decimal.js';
import { parseStrength, strengthAgainst, strengthOfIngredients, strengthRatio, type Ratio } from '../dispense/strength.js';
import { convert } from '../dispense/unit.js';
import type { DecimalString, Quantity } from '../primitives.js';
import type { Article } from '../product.js';
import type { ForeignPrescriptionFacts } from '../treatment/foreign-prescription.js';
import type { BilingualText } from '../treatment/search-mask.js';
import type { Suggestion, SuggestionTier } from './suggestion.js';

/** What a finder cannot know itself: the dose form of a foreign product in the words of the Swedish register. */
export interface WantedForm {
  /** Swedish dose form of the prescribed product; undefined when it is not known. */
  readonly formText: string | undefined;
  /** Brings register texts to one form, so that they can be compared. */
  readonly normaliseForm: (text: string) => string;
}

type Prescribed = Pick<ForeignPrescriptionFacts, 'product' | 'packages'>;

const comma = (value: string): string => value.replace('.', ',');

/** Content of one prescribed package in its innermost unit. */
const contentOf = ({ product }: Prescribed): Quantity | undefined => {
  const [innermost] = product.packLevels;
  if (innermost === undefined || product.packLevels.some(({ value }) => !isPositive(value))) return undefined;
  return { value: product.packLevels.map(({ value }) => value).reduce(multiplyDecimal), unit: innermost.unit };
};

/** A number of nothing in particular is the package itself, and says nothing of what is in it. */
const isTelling = ({ value, unit }: Quantity): boolean => unit.code !== '1' || unit.text !== '1' || compareDecimal(value, ONE) !== 0;

interface Amount {
  /** All that is prescribed, in the article's unit. */
  readonly prescribed: DecimalString;
  readonly perPack: DecimalString;
  readonly packs: DecimalString;
  readonly given: DecimalString;
}

/** Whole packs nearest to the prescribed amount from below, at least one. */
const amountOf = (prescription: Prescribed, article: Article, ratio: Ratio): Amount | undefined => {
  const content = contentOf(prescription);
  const pack = article.packAmount;
  const { packages } = prescription;
  if (content === undefined || pack === undefined || packages === undefined || !isTelling(content) || !isPositive(pack.value) || !isPositive(packages.value)) return undefined;
  const inUnit = convert(content, pack.unit);
  if (inUnit === undefined) return undefined;
  // Twice as strong: half as many.
  const total = multiplyDecimal(inUnit, packages.value);
  const prescribed = divideRounded(multiplyDecimal(total, ratio.denominator), ratio.numerator, 6);
  const packs = maxDecimal(decimalOfCount(floorDivide(prescribed, pack.value)), ONE);
  return { prescribed: normalise(prescribed), perPack: normalise(pack.value), packs: normalise(packs), given: multiplyDecimal(packs, pack.value) };
};

const amountText = ({ prescribed, perPack, packs, given }: Amount, unit: string): BilingualText => {
  const order = compareDecimal(given, prescribed);
  const sv = ['mindre än', 'lika med', 'mer än'][order + 1] ?? '';
  const en = ['less than', 'equal to', 'more than'][order + 1] ?? '';
  return {
    sv: `${packs} × ${comma(perPack)} ${unit} = ${comma(normalise(given))} ${unit}, ${sv} förskrivna ${comma(prescribed)} ${unit}`,
    en: `${packs} × ${perPack} ${unit} = ${normalise(given)} ${unit}, ${en} the prescribed ${prescribed} ${unit}`,
  };
};

const UNKNOWN_AMOUNT: BilingualText = {
  sv: 'Den förskrivna mängden kan inte räknas om till den här förpackningen; jämför själv.',
  en: 'The prescribed amount cannot be computed for this pack; compare yourself.',
};

const strengthText = (article: Article, prescription: Prescribed, ratio: Ratio): BilingualText => {
  const theirs = prescription.product.strengthText;
  const times = divideRounded(ratio.numerator, ratio.denominator, 4);
  const named = theirs === undefined ? { sv: 'den förskrivna styrkan', en: 'the prescribed strength' } : { sv: `förskrivna ${theirs}`, en: `the prescribed ${theirs}` };
  return {
    sv: `Annan styrka: ${article.strengthText} är ${comma(normalise(times))} gånger ${named.sv}; dosen måste räknas om. `,
    en: `Other strength: ${article.strengthText} is ${normalise(times)} times ${named.en}; the dose must be recalculated. `,
  };
};

/** How strong the article is, measured by what was prescribed. */
const ratioOf = (article: Article, { product }: Prescribed): Ratio | undefined => {
  const prescribedText = product.strengthText ?? '';
  const asProduct = { codes: [], packageCodes: [], ingredients: [], packLevels: [], strengthText: article.strengthText };
  const byText = prescribedText === '' ? undefined : strengthAgainst(asProduct, prescribedText);
  if (byText !== undefined) return byText;
  const ours = parseStrength(article.strengthText);
  const theirs = product.ingredients.length === 0 ? undefined : strengthOfIngredients(product.ingredients);
  return ours === undefined || theirs === undefined ? undefined : strengthRatio(ours, theirs);
};

const isEqual = ({ numerator, denominator }: Ratio): boolean => compareDecimal(numerator, denominator) === 0;

/** Only what a Swedish pharmacy may sell on an ordinary prescription; narcotics never (decisions D78). */
const mayBeSuggested = (article: Article): boolean =>
  article.kind === 'medicinal-product' && article.authorisation === 'approved' && !article.veterinary && !article.controlled &&
  article.narcoticClass === undefined && article.dispensingRestriction === undefined;

const ORDER: Readonly<Record<SuggestionTier, number>> = { same: 0, 'same-other-size': 1, 'other-strength': 2 };

const suggestionOf = (prescription: Prescribed, article: Article): Suggestion | undefined => {
  const ratio = ratioOf(article, prescription);
  if (ratio === undefined) return undefined;
  const unit = article.packAmount?.unit.text ?? '';
  const amount = amountOf(prescription, article, ratio);
  const words = amount === undefined ? UNKNOWN_AMOUNT : amountText(amount, unit);
  if (!isEqual(ratio)) {
    const strength = strengthText(article, prescription, ratio);
    return { article, tier: 'other-strength', arithmetic: { sv: strength.sv + words.sv, en: strength.en + words.en }, ...(amount === undefined ? {} : { packs: amount.packs }) };
  }
  const isExact = amount !== undefined && compareDecimal(amount.given, amount.prescribed) === 0;
  return { article, tier: isExact ? 'same' : 'same-other-size', arithmetic: words, ...(amount === undefined ? {} : { packs: amount.packs }) };
};

/** How far what is given is from what was prescribed does not matter more than how many packs it takes. */
const byNearness = (a: Suggestion, b: Suggestion): number => {
  if (a.tier !== b.tier) return ORDER[a.tier] - ORDER[b.tier];
  const packs = compareDecimal(a.packs ?? decimalOfCount(1_000_000), b.packs ?? decimalOfCount(1_000_000));
  return packs === 0 ? a.article.name.localeCompare(b.article.name, 'sv') || a.article.nplPackId.localeCompare(b.article.nplPackId) : packs;
};

/**
 * Swedish packs for a foreign prescription, nearest first: same ATC, form and strength, then other sizes, then other
 * strengths with the arithmetic. `candidates` have the prescribed ATC. A pack whose form is another, or whose
 * strength cannot be compared without doubt, is no proposal. The finder proposes; the pharmacist decides.
 */
export const findProducts = (prescription: Prescribed, candidates: readonly Article[], { formText, normaliseForm }: WantedForm): readonly Suggestion[] => {
  if (formText === undefined) return [];
  const wanted = normaliseForm(formText);
  return candidates.filter((article) => mayBeSuggested(article) && normaliseForm(article.formText) === wanted)
    .map((article) => suggestionOf(prescription, article)).filter((suggestion) => suggestion !== undefined)
    .toSorted(byNearness);
};
