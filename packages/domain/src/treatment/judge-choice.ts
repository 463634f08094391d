import { compareDecimal, decimal, decimalOfCount, isInteger, isPositive, multiplyDecimal } from '../decimal.js';
import { IDENTIFIER_ROOTS } from '../constants.js';
import { sameIdentifier } from '../oid.js';
import { strengthAgainst } from '../dispense/strength.js';
import { convert, isPlainCount } from '../dispense/unit.js';
import type { NcpErrorCode } from '../errors/registry.js';
import type { InstanceIdentifier, Quantity } from '../primitives.js';
import type { Article } from '../product.js';
import type { ForeignPrescriptionFacts } from './foreign-prescription.js';
import type { BilingualText } from './search-mask.js';

/** Everything that a choice at the counter is judged by (UC-B4 2). */
export interface ChoiceFacts {
  readonly prescription: ForeignPrescriptionFacts;
  /** As the other country named the patient of the visit. */
  readonly patientIds: readonly InstanceIdentifier[];
  /** What the register knows of the chosen pack. */
  readonly article?: Article;
  /** Its dose form in the code system of prescriptions; absent when the catalogue has none. */
  readonly articleForm?: string;
  readonly packages: number;
  /** The hand-over has happened: what would refuse it is told instead, for a fact is not undone by a rule (UC-B6). */
  readonly late: boolean;
}

/** `refuse`: cannot be. `acknowledge`: the pharmacist answers for it. `note`: told. */
export interface ChoiceCheck {
  readonly id: string;
  readonly level: 'refuse' | 'acknowledge' | 'note';
  readonly code: NcpErrorCode;
  readonly text: BilingualText;
}

/** Above this share of the prescribed amount the other country flags it (decisions D49) [local]. */
const AMOUNT_TOLERANCE = decimal('1.2');

const words = (text: string | undefined): readonly string[] =>
  (text ?? '').toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '').split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');

const begins = (longer: readonly string[], shorter: readonly string[]): boolean =>
  shorter.length > 0 && shorter.every((word, index) => longer[index] === word);



/** The number of packages that may be handed over; undefined when the document does not count packages. */
const offered = ({ packages }: ForeignPrescriptionFacts): NonNullable<ForeignPrescriptionFacts['packages']>['value'] | undefined =>
  (packages !== undefined && ['', '1'].includes(packages.unit ?? '') && isInteger(packages.value) && isPositive(packages.value) ? packages.value : undefined);

type Comparison = 'same' | 'differs' | 'unknown';

const compareForm = ({ prescription: { product }, article, articleForm }: ChoiceFacts): Comparison => {
  if (article === undefined || product.form === undefined || articleForm === undefined) return 'unknown';
  return product.form.code === articleForm ? 'same' : 'differs';
};

const compareStrength = ({ prescription: { product }, article }: ChoiceFacts): Comparison => {
  const ratio = article === undefined ? undefined : strengthAgainst(product, article.strengthText);
  if (ratio === undefined) return 'unknown';
  return compareDecimal(ratio.numerator, ratio.denominator) === 0 ? 'same' : 'differs';
};

const compareSubstance = ({ prescription: { product }, article }: ChoiceFacts): Comparison | 'related' => {
  const [theirs, ours] = [product.atc?.code, article?.atc?.code];
  if (theirs === undefined || ours === undefined) return 'unknown';
  if (theirs === ours) return 'same';
  // The fourth level is the chemical subgroup: combinations and salts of one substance differ below it.
  return theirs.slice(0, 5) === ours.slice(0, 5) ? 'related' : 'differs';
};

/**
 * Is it the product that was prescribed, and not another one (decisions D75)? Countries number products each for itself, so
 * beside the Swedish number only the name tells: one begins with the other, and nothing that is known differs.
 */
export const isPrescribedProduct = (facts: ChoiceFacts): boolean => {
  const { prescription: { product }, article } = facts;
  if (article === undefined) return false;
  if (product.codes.some(({ code, codeSystem }) => codeSystem === IDENTIFIER_ROOTS.nplId && code === article.nplId)) return true;
  const [theirs, ours] = [words(product.name), words(article.name)];
  const named = begins(theirs, ours) || begins(ours, theirs);
  return named && ![compareForm(facts), compareStrength(facts), compareSubstance(facts)].includes('differs');
};

/** The prescribed amount in the unit of the article: packages times what is in one. */
const prescribedAmount = ({ prescription, article }: ChoiceFacts): Quantity['value'] | undefined => {
  const packs = offered(prescription);
  const { packLevels } = prescription.product;
  const [innermost] = packLevels;
  if (packs === undefined || innermost === undefined || article?.packAmount === undefined || isPlainCount(innermost.unit)) return undefined;
  const content = packLevels.map(({ value }) => value).reduce(multiplyDecimal);
  const inUnit = convert({ value: content, unit: innermost.unit }, article.packAmount.unit);
  return inUnit === undefined ? undefined : multiplyDecimal(inUnit, packs);
};

const exceedsAmount = (facts: ChoiceFacts): boolean => {
  const prescribed = prescribedAmount(facts);
  const { article, packages } = facts;
  if (prescribed === undefined || article?.packAmount === undefined || !Number.isSafeInteger(packages) || packages < 1) return false;
  const given = multiplyDecimal(article.packAmount.value, decimalOfCount(packages));
  return compareDecimal(given, multiplyDecimal(prescribed, AMOUNT_TOLERANCE)) > 0;
};

interface Rule extends Omit<ChoiceCheck, 'level'> {
  /** `fact`: refuses a hand-over that is still to come, and is told of one that has happened. */
  readonly level: 'refuse' | 'fact' | 'acknowledge';
  readonly found: (facts: ChoiceFacts) => boolean;
}

/** The rules, in the order in which they are shown; the first one that refuses gives the code of the refusal. */
const RULES: readonly Rule[] = [
  {
    id: 'not-identifiable', level: 'refuse', code: 'NCP_DISPENSE_NOT_IDENTIFIABLE',
    text: { sv: 'Receptet saknar det id som ett uttag måste hänvisa till.', en: 'The prescription lacks the id that a dispensation must refer to.' },
    found: ({ prescription }) => prescription.prescriptionId === undefined || prescription.itemId === undefined,
  },
  {
    id: 'other-patient', level: 'refuse', code: 'NCP_IHE_WRONG_PATIENT',
    text: { sv: 'Receptet gäller inte den patient som besöket gäller.', en: 'The prescription is not for the patient of the visit.' },
    found: ({ prescription, patientIds }) => !prescription.patient.ids.some((id) => patientIds.some((other) => sameIdentifier(id, other))),
  },
  {
    id: 'product-unknown', level: 'refuse', code: 'NCP_DELIVERY_PRODUCT',
    text: { sv: 'Förpackningen finns inte i produktregistret.', en: 'The pack is not in the product register.' },
    found: ({ article }) => article === undefined,
  },
  {
    id: 'product-unfit', level: 'refuse', code: 'NCP_DELIVERY_PRODUCT',
    text: { sv: 'Förpackningen är inget läkemedel för människor, eller dess mängd är okänd.', en: 'The pack is no medicine for people, or what is in it is not known.' },
    found: ({ article }) => article !== undefined && (article.veterinary || article.kind !== 'medicinal-product' || article.packAmount === undefined || !isPositive(article.packAmount.value)),
  },
  {
    id: 'packages', level: 'refuse', code: 'NCP_CDA_QUANTITY',
    text: { sv: 'Antalet förpackningar är inte ett helt, positivt tal.', en: 'The number of packages is not a whole, positive number.' },
    found: ({ packages }) => !Number.isSafeInteger(packages) || packages < 1 || packages > 9_999,
  },
  {
    id: 'over-offer', level: 'fact', code: 'NCP_DELIVERY_QUANTITY',
    text: { sv: 'Fler förpackningar än receptet medger.', en: 'More packages than the prescription allows.' },
    found: ({ prescription, packages }) => {
      const most = offered(prescription);
      return most !== undefined && Number.isSafeInteger(packages) && packages > 0 && compareDecimal(decimalOfCount(packages), most) > 0;
    },
  },
  {
    id: 'other-substance', level: 'fact', code: 'NCP_DELIVERY_PRODUCT',
    text: { sv: 'Förpackningen har ett annat verksamt ämne än det förskrivna.', en: 'The pack has another active substance than the prescribed one.' },
    found: (facts) => compareSubstance(facts) === 'differs',
  },
  {
    id: 'substitution-forbidden', level: 'fact', code: 'NCP_DELIVERY_SUBSTITUTION',
    text: { sv: 'Receptet får inte bytas, och förpackningen är inte den förskrivna produkten.', en: 'The prescription may not be substituted, and the pack is not the prescribed product.' },
    found: (facts) => facts.article !== undefined && !facts.prescription.substitutionAllowed && !isPrescribedProduct(facts),
  },
  {
    id: 'offer-unknown', level: 'acknowledge', code: 'NCP_DELIVERY_ACKNOWLEDGE',
    text: { sv: 'Receptet säger inte i förpackningar hur mycket som får lämnas ut.', en: 'The prescription does not say in packages how much may be handed over.' },
    found: ({ prescription }) => offered(prescription) === undefined,
  },
  {
    id: 'amount-over', level: 'acknowledge', code: 'NCP_DELIVERY_ACKNOWLEDGE',
    text: { sv: 'Mängden är mer än en femtedel större än den förskrivna.', en: 'The amount is more than a fifth above the prescribed one.' },
    found: exceedsAmount,
  },
  {
    id: 'substance-related', level: 'acknowledge', code: 'NCP_DELIVERY_ACKNOWLEDGE',
    text: { sv: 'ATC-koden är inte densamma, men i samma grupp.', en: 'The ATC code is not the same, but of the same group.' },
    found: (facts) => compareSubstance(facts) === 'related',
  },
  {
    id: 'substance-unknown', level: 'acknowledge', code: 'NCP_DELIVERY_ACKNOWLEDGE',
    text: { sv: 'Verksamt ämne kan inte jämföras: en ATC-kod saknas.', en: 'The active substance cannot be compared: an ATC code is missing.' },
    found: (facts) => facts.article !== undefined && compareSubstance(facts) === 'unknown',
  },
  {
    id: 'form-differs', level: 'acknowledge', code: 'NCP_DELIVERY_ACKNOWLEDGE',
    text: { sv: 'Beredningsformen är en annan än den förskrivna.', en: 'The dose form is another than the prescribed one.' },
    found: (facts) => compareForm(facts) === 'differs',
  },
  {
    id: 'form-unknown', level: 'acknowledge', code: 'NCP_DELIVERY_ACKNOWLEDGE',
    text: { sv: 'Beredningsformen kan inte jämföras.', en: 'The dose form cannot be compared.' },
    found: (facts) => facts.article !== undefined && compareForm(facts) === 'unknown',
  },
  {
    id: 'strength-differs', level: 'acknowledge', code: 'NCP_DELIVERY_ACKNOWLEDGE',
    text: { sv: 'Styrkan är en annan än den förskrivna.', en: 'The strength is another than the prescribed one.' },
    found: (facts) => compareStrength(facts) === 'differs',
  },
  {
    id: 'strength-unknown', level: 'acknowledge', code: 'NCP_DELIVERY_ACKNOWLEDGE',
    text: { sv: 'Styrkan kan inte jämföras.', en: 'The strength cannot be compared.' },
    found: (facts) => facts.article !== undefined && compareStrength(facts) === 'unknown',
  },
];

const levelOf = (level: Rule['level'], late: boolean): ChoiceCheck['level'] => {
  if (level === 'fact') return late ? 'note' : 'refuse';
  return level === 'acknowledge' && late ? 'note' : level;
};

/** Everything that speaks against a choice, or that somebody must answer for: a pure table (UC-B4 2). */
export const judgeChoice = (facts: ChoiceFacts): readonly ChoiceCheck[] =>
  RULES.filter(({ found }) => found(facts)).map(({ id, level, code, text }) => ({ id, level: levelOf(level, facts.late), code, text }));
