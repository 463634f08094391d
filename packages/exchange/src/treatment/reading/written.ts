import { CODE_SYSTEMS, decimal, numberSv, parseDecimal, pluralEn, pluralSv, type DecimalString, type ForeignTime } from '@ncp/domain';
import type { DocumentFact, FactAmount } from '@ncp/cda';
import type { Catalogue, ReadTerm } from '@ncp/terminology';

/** Amounts and times in words. The digits are those of the source: nothing is rounded, shortened or computed (house rule 8). */

export interface WrittenAmount {
  /** As the source has it. */
  readonly original: string;
  readonly sv: string;
  readonly en: string;
  readonly term?: ReadTerm;
  /** A unit that the release has no text for. */
  readonly unknownUnit?: string;
}

/** Of no number that can be read, and of none at all, there are several. */
const SEVERAL = decimal('2');

const countOf = (value: string | undefined): DecimalString => {
  const parsed = parseDecimal(value ?? '');
  return parsed.ok ? parsed.value : SEVERAL;
};

/** Swedish decimals have a comma; the digits stay. */
export const svNumber: (value: string) => string = numberSv;

export const svUnit = (unit: string, value: string | undefined): string => pluralSv(unit, countOf(value));

export const enUnit = (unit: string, value: string | undefined): string => pluralEn(unit, countOf(value));

/** A value that is said to be none at the same time is never shown without that. */
const originalOf = ({ value, unit, unitText, nullFlavor }: FactAmount): string =>
  [value ?? '', nullFlavor === undefined ? '' : `(${nullFlavor})`, ...(unit === undefined || unit === '1' ? [] : [unit]), unitText ?? '']
    .filter((part) => part !== '').join(' ');

/** Why there is no amount, as part of a line. */
const nullWords = (nullFlavor: string, catalogue: Catalogue): { readonly sv: string; readonly en: string } => {
  const term = catalogue.read(nullFlavor, CODE_SYSTEMS.nullFlavor);
  return { sv: `(${term?.sv ?? nullFlavor})`, en: `(${term?.en ?? nullFlavor})` };
};

export const writtenAmount = (amount: FactAmount, catalogue: Catalogue): WrittenAmount => {
  const { value = '', unit, unitText, nullFlavor } = amount;
  const original = originalOf(amount);
  if (nullFlavor !== undefined) return { original, ...nullWords(nullFlavor, catalogue) };
  const words = unit === '1' ? unitText : undefined;
  if (unit === undefined || (unit === '1' && words === undefined)) return { original, sv: svNumber(value), en: value };
  const term = catalogue.readUnit(words ?? unit);
  if (term === undefined) {
    const shown = words ?? unit;
    return { original, sv: `${svNumber(value)} ${shown}`.trim(), en: `${value} ${shown}`.trim(), unknownUnit: shown };
  }
  return { original, sv: `${svNumber(value)} ${svUnit(term.sv, value)}`.trim(), en: `${value} ${enUnit(term.en ?? term.sv, value)}`.trim(), term };
};

type QuantityFact = Extract<DocumentFact, { readonly kind: 'quantity' }>;

/** An interval with equal ends is one amount. */
export const distinctAmounts = ({ form, amounts }: QuantityFact): readonly FactAmount[] => {
  const [first, second] = amounts;
  const isOneAmount = form === 'interval' && amounts.length === 2 && first?.value === second?.value && first?.unit === second?.unit && first?.unitText === second?.unitText && first?.nullFlavor === second?.nullFlavor;
  return isOneAmount ? amounts.slice(0, 1) : amounts;
};

const WORDS: Readonly<Record<FactAmount['part'], { readonly sv: string; readonly en: string }>> = {
  value: { sv: '', en: '' }, low: { sv: 'från ', en: 'from ' }, high: { sv: 'till ', en: 'to ' }, center: { sv: 'omkring ', en: 'about ' }, width: { sv: 'under ', en: 'during ' },
  numerator: { sv: '', en: '' }, denominator: { sv: '', en: '' },
};

export interface WrittenQuantity extends Omit<WrittenAmount, 'term' | 'unknownUnit'> {
  readonly terms: readonly ReadTerm[];
  readonly unknownUnits: readonly string[];
}

export const writtenQuantity = (fact: QuantityFact, catalogue: Catalogue): WrittenQuantity => {
  const amounts = distinctAmounts(fact);
  const several = amounts.length > 1 && fact.form === 'interval';
  const written = amounts.map((amount) => ({ amount, ...writtenAmount(amount, catalogue) }));
  const joined = (pick: (one: (typeof written)[number]) => string): string => written.map(pick).filter((part) => part !== '').join(fact.form === 'ratio' ? ' / ' : ' ');
  return {
    original: written.map(({ original }) => original).filter((part) => part !== '').join(fact.form === 'ratio' ? ' / ' : ' – '),
    sv: joined(({ amount, sv }) => `${several ? WORDS[amount.part].sv : ''}${sv}`),
    en: joined(({ amount, en }) => `${several ? WORDS[amount.part].en : ''}${en}`),
    terms: written.map(({ term }) => term).filter((term) => term !== undefined),
    unknownUnits: written.map(({ unknownUnit }) => unknownUnit).filter((unit) => unit !== undefined),
  };
};

const WITH_TIME = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:\.\d+)?([+-]\d{4})?$/;
const DAY = /^(\d{4})(\d{2})?(\d{2})?$/;

/** `2026-03-01 14:35 +0200`; what is no time is shown as it is. The zone is the writer's: nothing is moved. */
export const writtenTime = ({ written }: ForeignTime): string => {
  const [, year, month, day, hour, minute, , zone] = WITH_TIME.exec(written) ?? [];
  if (year !== undefined && month !== undefined && day !== undefined) {
    return `${year}-${month}-${day} ${hour ?? ''}:${minute ?? ''}${zone === undefined ? '' : ` ${zone}`}`;
  }
  const parts = DAY.exec(written);
  return parts === null ? written : parts.slice(1).filter((part) => part !== undefined).join('-');
};
