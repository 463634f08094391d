import { compareDecimal, isPositive, ONE } from '../decimal.js';
import type { Quantity } from '../primitives.js';
import type { BilingualText } from '../treatment/search-mask.js';
import { scheduleWords } from './schedule-words.js';
import { scheduleOf } from './schedule.js';
import type { DosageStep } from './step.js';
import { numberSv } from './unit-words.js';

/**
 * The structured dosage as sentences, Swedish and English, one line for each step of a tapering. Either the whole
 * structure or nothing (decisions D36): a sentence is made only when every part has words, and it stands beside what the
 * prescriber wrote, marked as generated, never instead of it.
 */

/** The unit in words for this amount, `tabletter` / `tablets`; undefined when the unit has no sure meaning. */
export type AmountWords = (amount: Quantity) => BilingualText | undefined;

const NOTHING: BilingualText = { sv: '', en: '' };

const amountText = (amount: Quantity, words: AmountWords): BilingualText | undefined => {
  const unit = words(amount);
  return unit === undefined ? undefined : { sv: `${numberSv(amount.value)} ${unit.sv}`.trim(), en: `${amount.value} ${unit.en}`.trim() };
};

const sameUnit = (a: Quantity, b: Quantity): boolean => a.unit.text === b.unit.text && a.unit.code === b.unit.code;

/** `NOTHING` when the step names no dose; undefined when it names one without words. */
const doseText = ({ dose, doseRange }: DosageStep, words: AmountWords): BilingualText | undefined => {
  if (dose !== undefined && doseRange !== undefined) return undefined;
  if (dose !== undefined) return isPositive(dose.value) ? amountText(dose, words) : undefined;
  if (doseRange === undefined) return NOTHING;
  const { low, high } = doseRange;
  const most = amountText(high, words);
  if (most === undefined || !sameUnit(low, high) || compareDecimal(low.value, high.value) > 0 || !isPositive(low.value)) return undefined;
  return compareDecimal(low.value, high.value) === 0 ? most : { sv: `${numberSv(low.value)}–${most.sv}`, en: `${low.value}–${most.en}` };
};

/** Only the day: it is what a maximum of the national list is given for. */
const PERIODS: Readonly<Record<string, BilingualText>> = { d: { sv: 'dygn', en: 'in 24 hours' }, wk: { sv: 'vecka', en: 'in a week' }, h: { sv: 'timme', en: 'in an hour' } };

const maximumText = ({ maximum }: DosageStep, words: AmountWords): BilingualText | undefined => {
  if (maximum === undefined) return NOTHING;
  const { dose, period } = maximum;
  const most = isPositive(dose.value) ? amountText(dose, words) : undefined;
  const per = compareDecimal(period.value, ONE) === 0 ? PERIODS[period.unit.code ?? ''] : undefined;
  return most === undefined || per === undefined ? undefined : { sv: `, högst ${most.sv} per ${per.sv}`, en: `, at most ${most.en} ${per.en}` };
};

const lengthText = ({ boundsDays }: DosageStep): BilingualText => {
  if (boundsDays === undefined) return NOTHING;
  const one = boundsDays === 1;
  return { sv: `, i ${String(boundsDays)} ${one ? 'dag' : 'dagar'}`, en: `, for ${String(boundsDays)} ${one ? 'day' : 'days'}` };
};

/** "As needed" may stand without any time; any other step has to say when. */
const saysNoTime = ({ period, periodUnit, frequency, when, timeOfDay, dayOfWeek, kind, on }: DosageStep): boolean =>
  period === undefined && periodUnit === undefined && frequency === undefined && when.length + timeOfDay.length + dayOfWeek.length === 0 &&
  kind !== 'once' && kind !== 'free-text' && on === undefined;

const timeText = (step: DosageStep): BilingualText | undefined => {
  const schedule = scheduleOf(step);
  const often = schedule === undefined ? undefined : scheduleWords(schedule);
  if (!step.asNeeded) return often;
  if (often === undefined) return saysNoTime(step) ? { sv: 'vid behov', en: 'as needed' } : undefined;
  return { sv: `${often.sv}, vid behov`, en: `${often.en}, as needed` };
};

const stepText = (step: DosageStep, words: AmountWords): BilingualText | undefined => {
  const dose = doseText(step, words);
  const time = timeText(step);
  const maximum = maximumText(step, words);
  if (dose === undefined || time === undefined || maximum === undefined) return undefined;
  const length = lengthText(step);
  return { sv: `${dose.sv} ${time.sv}${maximum.sv}${length.sv}`.trim(), en: `${dose.en} ${time.en}${maximum.en}${length.en}`.trim() };
};

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** Steps of one sequence are taken together. */
const line = (texts: readonly BilingualText[], isFirst: boolean): BilingualText => ({
  sv: `${capital(`${isFirst ? '' : 'därefter '}${texts.map(({ sv }) => sv).join('; dessutom ')}`)}.`,
  en: `${capital(`${isFirst ? '' : 'then '}${texts.map(({ en }) => en).join('; also ')}`)}.`,
});

/** Undefined when any step is free text or has a part without exact words; order inside a sequence is unknown too. */
export const dosageSentence = (steps: readonly DosageStep[], words: AmountWords): readonly BilingualText[] | undefined => {
  if (steps.length === 0 || steps.some(({ subSequence }) => subSequence !== undefined)) return undefined;
  const bySequence = new Map<number, BilingualText[]>();
  for (const step of [...steps].sort((a, b) => a.sequence - b.sequence)) {
    const text = stepText(step, words);
    if (text === undefined) return undefined;
    bySequence.set(step.sequence, [...(bySequence.get(step.sequence) ?? []), text]);
  }
  return [...bySequence.values()].map((texts, index) => line(texts, index === 0));
};
