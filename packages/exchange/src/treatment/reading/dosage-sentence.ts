import {
  compareDecimal, decimalOfCount, divideRounded, isInteger, isPositive, isZero, multiplyDecimal, normalise, ONE,
  CODE_SYSTEMS, type BilingualText, type DecimalString, type ForeignPrescriptionFacts, type ForeignTime, type ForeignTiming, type Quantity,
} from '@ncp/domain';
import { READING_SYSTEMS, type Catalogue } from '@ncp/terminology';
import { writtenAmount, writtenTime } from './written.js';

/**
 * The coded dosage as a sentence, in Swedish and English: only what the codes say, or no sentence at all (decisions D36).
 * It is marked as generated and stands beside what the prescriber wrote, never instead of it.
 */

type Dosage = Pick<ForeignPrescriptionFacts, 'timings' | 'dose' | 'route' | 'treatment'>;

const DAY_HOURS = decimalOfCount(24);

const ordinal = (count: string): string => (/[12]$/.test(count) && !/1[12]$/.test(count) ? `${count}:a` : `${count}:e`);

/** Every how many hours, days, weeks, months: Swedish noun with article, English singular and plural. */
const EVERY: Readonly<Record<string, { readonly sv: string; readonly one: string; readonly many: string }>> = {
  min: { sv: 'minut', one: 'minute', many: 'minutes' }, h: { sv: 'timme', one: 'hour', many: 'hours' }, d: { sv: 'dag', one: 'day', many: 'days' },
  wk: { sv: 'vecka', one: 'week', many: 'weeks' }, mo: { sv: 'månad', one: 'month', many: 'months' }, a: { sv: 'år', one: 'year', many: 'years' },
};

const every = (value: DecimalString, unit: string): BilingualText | undefined => {
  const word = EVERY[unit];
  const count = normalise(value);
  if (word === undefined || !isInteger(count)) return undefined;
  if (compareDecimal(count, ONE) === 0) return { sv: word.sv === 'år' ? 'varje år' : `varje ${word.sv}`, en: `every ${word.one}` };
  return { sv: `var ${ordinal(count)} ${word.sv}`, en: `every ${count} ${word.many}` };
};

/** `8 h`, times may be chosen: three times a day. Only where a day is a whole number of intervals. */
const timesADay = (value: DecimalString, unit: string): BilingualText | undefined => {
  const hours = unit === 'h' ? value : unit === 'd' ? multiplyDecimal(value, DAY_HOURS) : undefined;
  if (hours === undefined || compareDecimal(hours, DAY_HOURS) > 0) return undefined;
  const times = divideRounded(DAY_HOURS, hours, 6);
  if (compareDecimal(multiplyDecimal(times, hours), DAY_HOURS) !== 0 || !isInteger(times)) return undefined;
  const count = normalise(times);
  return count === '1' ? { sv: 'en gång per dag', en: 'once a day' } : { sv: `${count} gånger per dag`, en: `${count} times a day` };
};

const CLOCK = /^\d{8}(\d{2})(\d{2})/;

const periodText = (timing: Extract<ForeignTiming, { readonly kind: 'period' }>): BilingualText | undefined => {
  const { period, institutionSpecified, from } = timing;
  const unit = period.unit.code ?? period.unit.text;
  if (!isPositive(period.value)) return undefined;
  const often = (institutionSpecified === true ? timesADay(period.value, unit) : undefined) ?? every(period.value, unit);
  const [, hour, minute] = CLOCK.exec(from ?? '') ?? [];
  if (often === undefined || hour === undefined || minute === undefined) return often;
  return { sv: `${often.sv} kl. ${hour}.${minute}`, en: `${often.en} at ${hour}:${minute}` };
};

const timingText = (timing: ForeignTiming, catalogue: Catalogue): BilingualText | undefined => {
  switch (timing.kind) {
    case 'period': return periodText(timing);
    case 'once': return { sv: `en gång, ${writtenTime(timing.at)}`, en: `once, ${writtenTime(timing.at)}` };
    case 'event': {
      const term = catalogue.read(timing.code, CODE_SYSTEMS.timingEvent) ?? catalogue.read(timing.code, READING_SYSTEMS.eventTiming);
      return term === undefined ? undefined : { sv: term.sv, en: (term.en ?? timing.code).replace(/ \(from lat\. .*\)$/, '') };
    }
  }
};

const amountText = ({ value, unit }: Quantity, catalogue: Catalogue): BilingualText => {
  const code = unit.code ?? unit.text;
  const words = code === '1' && unit.text !== '1' ? unit.text : undefined;
  if (code === '1' && words === undefined) return { sv: `${value.replace('.', ',')} (enhet ej angiven)`, en: `${value} (unit not stated)` };
  const { sv, en } = writtenAmount({ part: 'value', value, unit: code, ...(words === undefined ? {} : { unitText: words }) }, catalogue);
  return { sv, en };
};

/** A dose that is itself an amount per time (`mL/d`) is a rate: together with a frequency it would say something else. */
const isRate = (dose: Dosage['dose']): boolean => [dose?.low, dose?.high].some((amount) => (amount?.unit.code ?? '').includes('/'));

const doseText = (dose: Dosage['dose'], catalogue: Catalogue): BilingualText | undefined => {
  const { low, high } = dose ?? {};
  if (low !== undefined && high !== undefined) {
    const highText = amountText(high, catalogue);
    if (low.unit.code === high.unit.code && compareDecimal(low.value, high.value) === 0) return highText;
    if (low.unit.code !== high.unit.code && !isZero(low.value)) {
      const lowText = amountText(low, catalogue);
      return { sv: `${lowText.sv} till ${highText.sv}`, en: `${lowText.en} to ${highText.en}` };
    }
    return { sv: `${low.value.replace('.', ',')}–${highText.sv}`, en: `${low.value}–${highText.en}` };
  }
  if (high !== undefined) return { sv: `högst ${amountText(high, catalogue).sv}`, en: `at most ${amountText(high, catalogue).en}` };
  if (low !== undefined) return { sv: `minst ${amountText(low, catalogue).sv}`, en: `at least ${amountText(low, catalogue).en}` };
  return undefined;
};

const day = (time: ForeignTime | undefined): string | undefined => (time === undefined ? undefined : (time.date ?? writtenTime(time)));

const treatmentText = ({ low, high }: NonNullable<Dosage['treatment']>, highIsLastDay: boolean): BilingualText | undefined => {
  const from = day(low);
  const until = highIsLastDay ? undefined : day(high);
  const sv = [from === undefined ? '' : `från ${from}`, until === undefined ? '' : `till ${until}`].filter((part) => part !== '').join(' ');
  const en = [from === undefined ? '' : `from ${from}`, until === undefined ? '' : `until ${until}`].filter((part) => part !== '').join(' ');
  return sv === '' ? undefined : { sv: `Behandling ${sv}.`, en: `Treatment ${en}.` };
};

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/**
 * Undefined where the codes do not make a dosage: no frequency, several of them (they may mean their intersection,
 * decisions D36), a dose that is a rate, or a period that has no words.
 */
export const dosageSentence = (dosage: Dosage, context: { readonly catalogue: Catalogue; readonly highIsLastDay: boolean }): BilingualText | undefined => {
  const { catalogue, highIsLastDay } = context;
  const [timing, second] = dosage.timings;
  const often = timing === undefined || second !== undefined || isRate(dosage.dose) ? undefined : timingText(timing, catalogue);
  if (often === undefined) return undefined;
  const dose = doseText(dosage.dose, catalogue);
  const route = dosage.route === undefined ? undefined : catalogue.read(dosage.route.code, dosage.route.codeSystem);
  const treatment = dosage.treatment === undefined ? undefined : treatmentText(dosage.treatment, highIsLastDay);
  const sentence = (pick: 'sv' | 'en'): string => [
    `${capital(dose === undefined ? often[pick] : `${dose[pick]} ${often[pick]}`)}.`,
    ...(route === undefined ? [] : [`${capital(route[pick] ?? route.sv)}.`]),
    ...(treatment === undefined ? [] : [treatment[pick]]),
  ].join(' ');
  return { sv: sentence('sv'), en: sentence('en') };
};

