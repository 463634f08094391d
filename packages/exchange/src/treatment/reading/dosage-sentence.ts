import {
  compareDecimal, isZero, numberSv, pluralEn, pluralSv, scheduleOfTiming, scheduleWords, CODE_SYSTEMS,
  type BilingualText, type ForeignPrescriptionFacts, type ForeignTime, type ForeignTiming, type Quantity,
} from '@ncp/domain';
import { READING_SYSTEMS, type Catalogue } from '@ncp/terminology';
import { writtenAmount, writtenTime } from './written.js';

/**
 * The coded dosage as a sentence, in Swedish and English: only what the codes say, or no sentence at all (decisions D36).
 * It is marked as generated and stands beside what the prescriber wrote, never instead of it.
 */

type Dosage = Pick<ForeignPrescriptionFacts, 'timings' | 'dose' | 'route' | 'treatment' | 'dosageDoubtful'>;

const timingText = (timing: ForeignTiming, catalogue: Catalogue): BilingualText | undefined => {
  switch (timing.kind) {
    case 'period': {
      const schedule = scheduleOfTiming(timing);
      return schedule === undefined ? undefined : scheduleWords(schedule);
    }
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
  if (code === '1' && words === undefined) return { sv: `${numberSv(value)} (enhet ej angiven)`, en: `${value} (unit not stated)` };
  const { sv, en } = writtenAmount({ part: 'value', value, unit: code, ...(words === undefined ? {} : { unitText: words }) }, catalogue);
  return { sv, en };
};

const sameUnit = (a: Quantity, b: Quantity): boolean => a.unit.code === b.unit.code && a.unit.text === b.unit.text;

/** A dose that is itself an amount per time (`mL/d`) is a rate: together with a frequency it would say something else. */
const isRate = (dose: Dosage['dose']): boolean => [dose?.low, dose?.high].some((amount) => (amount?.unit.code ?? '').includes('/'));

/** A dose of nothing, or one whose bounds are the wrong way round, is none that anybody meant. */
const isUnsayable = ({ low, high }: NonNullable<Dosage['dose']>): boolean => {
  const most = high ?? low;
  return (most !== undefined && isZero(most.value)) || (low !== undefined && high !== undefined && sameUnit(low, high) && compareDecimal(low.value, high.value) > 0);
};

const doseText = (dose: Dosage['dose'], catalogue: Catalogue): BilingualText | undefined => {
  const { low, high } = dose ?? {};
  if (low !== undefined && high !== undefined) {
    const highText = amountText(high, catalogue);
    if (sameUnit(low, high) && compareDecimal(low.value, high.value) === 0) return highText;
    if (!sameUnit(low, high) && !isZero(low.value)) {
      const lowText = amountText(low, catalogue);
      return { sv: `${lowText.sv} till ${highText.sv}`, en: `${lowText.en} to ${highText.en}` };
    }
    return { sv: `${numberSv(low.value)}–${highText.sv}`, en: `${low.value}–${highText.en}` };
  }
  if (high !== undefined) return { sv: `högst ${amountText(high, catalogue).sv}`, en: `at most ${amountText(high, catalogue).en}` };
  if (low !== undefined) return { sv: `minst ${amountText(low, catalogue).sv}`, en: `at least ${amountText(low, catalogue).en}` };
  return undefined;
};

const day = (time: ForeignTime | undefined): string | undefined => (time === undefined ? undefined : (time.date ?? writtenTime(time)));

const treatmentText = ({ low, high, width }: NonNullable<Dosage['treatment']>, highIsLastDay: boolean, catalogue: Catalogue): BilingualText | undefined => {
  const from = day(low);
  const until = highIsLastDay ? undefined : day(high);
  const long = width === undefined ? undefined : width.unit.code === 'd'
    ? { sv: `${numberSv(width.value)} ${pluralSv('dag', width.value)}`, en: `${width.value} ${pluralEn('day', width.value)}` }
    : amountText(width, catalogue);
  const said = (pick: readonly (string | undefined)[]): string => pick.filter((part) => part !== undefined).join(' ');
  const sv = said([from && `från ${from}`, until && `till ${until}`, long && `i ${long.sv}`]);
  const en = said([from && `from ${from}`, until && `until ${until}`, long && `for ${long.en}`]);
  return sv === '' ? undefined : { sv: `Behandling ${sv}.`, en: `Treatment ${en}.` };
};

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/**
 * Undefined where the codes do not make a dosage: no frequency, several of them (they may mean their intersection,
 * decisions D36), a dose that is a rate or none, a period that has no words, or a number among them that cannot be read.
 */
export const dosageSentence = (dosage: Dosage, context: { readonly catalogue: Catalogue; readonly highIsLastDay: boolean }): BilingualText | undefined => {
  const { catalogue, highIsLastDay } = context;
  if (dosage.dosageDoubtful === true) return undefined;
  const [timing, second] = dosage.timings;
  const often = timing === undefined || second !== undefined || isRate(dosage.dose) || isUnsayable(dosage.dose ?? {}) ? undefined : timingText(timing, catalogue);
  if (often === undefined) return undefined;
  const dose = doseText(dosage.dose, catalogue);
  const route = dosage.route === undefined ? undefined : catalogue.read(dosage.route.code, dosage.route.codeSystem);
  const treatment = dosage.treatment === undefined ? undefined : treatmentText(dosage.treatment, highIsLastDay, catalogue);
  const sentence = (pick: 'sv' | 'en'): string => [
    `${capital(dose === undefined ? often[pick] : `${dose[pick]} ${often[pick]}`)}.`,
    ...(route === undefined ? [] : [`${capital(route[pick] ?? route.sv)}.`]),
    ...(treatment === undefined ? [] : [treatment[pick]]),
  ].join(' ');
  return { sv: sentence('sv'), en: sentence('en') };
};

