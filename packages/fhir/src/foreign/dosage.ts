import {
  compareDecimal, decimalOfCount, divideRounded, isInteger, isPositive, multiplyDecimal, normalise,
  type ForeignPrescriptionFacts, type ForeignTiming, type ReadLine,
} from '@ncp/domain';
import { FhirNumber, fhirObject, type FhirObject } from '../json.js';
import { conceptOf, dateTimeOf, quantityOf } from './elements.js';
import type { Losses } from './losses.js';

/** The dosage of a foreign prescription as FHIR (fhir-documents 6.1): what the codes say, and the words always. */

const PERIOD_UNITS: ReadonlySet<string> = new Set(['s', 'min', 'h', 'd', 'wk', 'mo', 'a']);
/** EventTiming of FHIR has these letters of TimingEvent; `IC` and its kind it does not have. */
const EVENTS: ReadonlySet<string> = new Set([
  'HS', 'AC', 'ACM', 'ACD', 'ACV', 'PC', 'PCM', 'PCD', 'PCV', 'MORN', 'MORN.early', 'MORN.late', 'NOON', 'AFT', 'AFT.early', 'AFT.late',
  'EVE', 'EVE.early', 'EVE.late', 'NIGHT', 'PHS',
]);
const DAY_HOURS = decimalOfCount(24);
const CLOCK = /^\d{8}(\d{2})(\d{2})/;

type Period = Extract<ForeignTiming, { readonly kind: 'period' }>;

/** Times may be chosen and a day is a whole number of intervals: so many times a day. */
const timesADay = ({ period, institutionSpecified }: Period): string | undefined => {
  const unit = period.unit.code ?? period.unit.text;
  if (institutionSpecified !== true || unit !== 'h' || !isPositive(period.value)) return undefined;
  const times = divideRounded(DAY_HOURS, period.value, 6);
  return isInteger(times) && isPositive(times) && compareDecimal(multiplyDecimal(times, period.value), DAY_HOURS) === 0 ? normalise(times) : undefined;
};

const periodRepeat = (timing: Period, losses: Losses): FhirObject | undefined => {
  const unit = timing.period.unit.code ?? timing.period.unit.text;
  if (!PERIOD_UNITS.has(unit) || !isPositive(timing.period.value)) {
    losses.note({ source: 'dosage.frequency.period', kind: 'narrative-only', severity: 'warning' });
    return undefined;
  }
  const [, hour, minute] = CLOCK.exec(timing.from ?? '') ?? [];
  const timeOfDay = hour === undefined || minute === undefined ? undefined : [`${hour}:${minute}:00`];
  const times = timesADay(timing);
  if (timing.institutionSpecified !== undefined && times === undefined) {
    losses.note({ source: 'dosage.frequency.institutionSpecified', kind: 'dropped', severity: 'information' });
  }
  return times === undefined
    ? fhirObject({ frequency: new FhirNumber('1'), period: new FhirNumber(timing.period.value), periodUnit: unit, timeOfDay })
    : fhirObject({ frequency: new FhirNumber(times), period: new FhirNumber('1'), periodUnit: 'd', timeOfDay });
};

const repeatOf = (timing: ForeignTiming | undefined, losses: Losses): FhirObject | undefined => {
  if (timing?.kind === 'period') return periodRepeat(timing, losses);
  if (timing?.kind !== 'event') return undefined;
  if (EVENTS.has(timing.code)) return fhirObject({ when: [timing.code] });
  losses.note({ source: 'dosage.frequency.event', kind: 'narrative-only', severity: 'warning' });
  return undefined;
};

export const periodOf = ({ low, high }: NonNullable<ForeignPrescriptionFacts['treatment']>): FhirObject | undefined => {
  const start = dateTimeOf(low);
  const end = dateTimeOf(high);
  return start === undefined && end === undefined ? undefined : fhirObject({ start, end });
};

const doseOf = ({ low, high }: NonNullable<ForeignPrescriptionFacts['dose']>): FhirObject => {
  const isOne = low !== undefined && high !== undefined && low.unit.code === high.unit.code && compareDecimal(low.value, high.value) === 0;
  return isOne
    ? fhirObject({ doseQuantity: quantityOf(low) })
    : fhirObject({ doseRange: fhirObject({ low: low === undefined ? undefined : quantityOf(low), high: high === undefined ? undefined : quantityOf(high) }) });
};

/** Where a number of it cannot be read, what is left of a coded dosage would say something else: the words carry it. */
const certainOf = ({ timings, dose, dosageDoubtful }: ForeignPrescriptionFacts, losses: Losses): Pick<ForeignPrescriptionFacts, 'timings' | 'dose'> => {
  if (dosageDoubtful !== true) return { timings, ...(dose === undefined ? {} : { dose }) };
  losses.note({ source: 'dosage', kind: 'narrative-only', severity: 'warning' });
  return { timings: [] };
};

/** One Dosage; `text` is what the prescriber wrote, never what was made from codes. */
export const dosageOf = (prescription: ForeignPrescriptionFacts, route: ReadLine | undefined, losses: Losses): FhirObject => {
  const { treatment, patientInstructions } = prescription;
  const { timings, dose } = certainOf(prescription, losses);
  const [timing, second] = timings;
  // Several may mean their intersection: the words carry them (decisions D36).
  if (second !== undefined) losses.note({ source: 'dosage.frequency', kind: 'narrative-only', severity: 'warning' });
  const only = second === undefined ? timing : undefined;
  const repeat = repeatOf(only, losses);
  const bounds = treatment === undefined ? undefined : periodOf(treatment);
  const event = only?.kind === 'once' ? dateTimeOf(only.at) : undefined;
  const text = patientInstructions.join('\n');
  return fhirObject({
    text: text === '' ? undefined : text,
    patientInstruction: text === '' ? undefined : text,
    timing: repeat === undefined && bounds === undefined && event === undefined ? undefined : fhirObject({
      event: event === undefined ? undefined : [event],
      repeat: repeat === undefined && bounds === undefined ? undefined : fhirObject({ boundsPeriod: bounds, ...repeat }),
    }),
    route: route === undefined ? undefined : conceptOf(route),
    doseAndRate: dose === undefined ? undefined : [doseOf(dose)],
  });
};
