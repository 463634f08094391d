import { LOCAL_DOSAGE_TYPES, NLL_EXTENSIONS, NLL_SYSTEMS, fhirObject, type FhirObject, type FhirValue } from '@ncp/fhir';
import { coding, ext, num } from '../build.js';

/** One dose: amount in digits, unit as Swedish text. */
export interface Dose { readonly amount: string; readonly unit: string; readonly to?: string }

interface Entry {
  readonly type: keyof typeof LOCAL_DOSAGE_TYPES;
  readonly text: string;
  readonly sequence?: number;
  readonly dose?: Dose;
  readonly repeat?: Readonly<Record<string, FhirValue | undefined>>;
  readonly event?: string;
  readonly asNeeded?: boolean;
  readonly maxPerDay?: Dose;
  readonly observandum?: boolean;
  readonly administration?: string;
  readonly subSequence?: number;
  readonly site?: string;
  /** EDQM route: code and Swedish name. */
  readonly route?: readonly [code: string, display: string];
}

export const ORAL = ['20053000', 'Oral användning'] as const;
export const CUTANEOUS = ['20003000', 'Kutan användning'] as const;
export const INHALATION = ['20020000', 'Inhalation'] as const;
export const SUBCUTANEOUS = ['20066000', 'Subkutan användning'] as const;
export const OCULAR = ['20051000', 'Användning i ögat'] as const;
export const TRANSDERMAL = ['20070000', 'Transdermal användning'] as const;
export const RECTAL = ['20061000', 'Rektal användning'] as const;

const annotated = (amount: string, unit: string): FhirObject =>
  ({ value: num(amount), unit, system: NLL_SYSTEMS.ucum, code: `{${unit}}` });
const doseOf = ({ amount, unit, to }: Dose): FhirObject =>
  to === undefined ? { doseQuantity: annotated(amount, unit) } : { doseRange: { low: annotated(amount, unit), high: annotated(to, unit) } };

const entry = (facts: Entry): FhirObject => fhirObject({
  extension: [
    ext(NLL_EXTENSIONS.dosageType, 'valueCode', LOCAL_DOSAGE_TYPES[facts.type]),
    ...(facts.observandum === true ? [ext(NLL_EXTENSIONS.observandum, 'valueBoolean', true)] : []),
    ...(facts.administration === undefined ? [] : [ext(NLL_EXTENSIONS.administration, 'valueString', facts.administration)]),
    ...(facts.subSequence === undefined ? [] : [ext(NLL_EXTENSIONS.subSequence, 'valueInteger', num(facts.subSequence))]),
  ],
  sequence: num(facts.sequence ?? 1),
  text: facts.text,
  timing: facts.repeat === undefined && facts.event === undefined ? undefined : fhirObject({
    event: facts.event === undefined ? undefined : [facts.event],
    repeat: facts.repeat === undefined ? undefined : fhirObject(facts.repeat),
  }),
  asNeededBoolean: facts.asNeeded,
  site: facts.site === undefined ? undefined : { text: facts.site },
  route: { coding: [coding(NLL_SYSTEMS.edqm, ...(facts.route ?? ORAL))] },
  doseAndRate: facts.dose === undefined ? undefined : [doseOf(facts.dose)],
  maxDosePerPeriod: facts.maxPerDay === undefined ? undefined : {
    numerator: annotated(facts.maxPerDay.amount, facts.maxPerDay.unit), denominator: { value: num(1), unit: 'dygn', system: NLL_SYSTEMS.ucum, code: 'd' },
  },
});

type Extra = Partial<Pick<Entry, 'asNeeded' | 'maxPerDay' | 'observandum' | 'administration' | 'route' | 'site'>>;
const daily = (when: readonly string[]): Readonly<Record<string, FhirValue>> => ({ frequency: num(1), period: num(1), periodUnit: 'd', when: [...when] });
export const days = (value: number): FhirObject => ({ value: num(value), unit: 'dag', system: NLL_SYSTEMS.ucum, code: 'd' });

/** Times of day (*tillfälle*): one entry per time, in parallel. The first carries the whole text, as in NLL. */
export const timesOfDay = (text: string, doses: readonly (readonly [when: string, dose: Dose, words?: string])[], extra: Extra = {}): readonly FhirObject[] =>
  doses.map(([when, dose, words], index) => entry({ ...extra, type: 'timesOfDay', text: index === 0 ? text : words ?? text, dose, repeat: daily([when]) }));

/** Clock times on each day, or on some weekdays. */
export const clockTimes = (text: string, dose: Dose, times: readonly string[], weekdays: readonly string[] = [], extra: Extra = {}): readonly FhirObject[] => [
  entry({
    ...extra, type: 'timesOfDay', text, dose,
    repeat: { frequency: num(1), period: num(1), periodUnit: weekdays.length === 0 ? 'd' : 'wk', dayOfWeek: weekdays.length === 0 ? undefined : [...weekdays], timeOfDay: times.length === 0 ? undefined : times.map((time) => `${time}:00`) },
  }),
];

/** n times per period (*frekvens*). */
export const perPeriod = (text: string, dose: Dose, times: number, period: string, unit: string, extra: Extra = {}): readonly FhirObject[] => [
  entry({ ...extra, type: 'frequency', text, dose, repeat: { frequency: num(times), period: num(period), periodUnit: unit } }),
];

/** Every n hours or days (*intervall*). */
export const every = (text: string, dose: Dose, period: string, unit: string, extra: Extra = {}): readonly FhirObject[] => [
  entry({ ...extra, type: 'interval', text, dose, repeat: { frequency: num(1), period: num(period), periodUnit: unit } }),
];

/** Once (*engång*). */
export const once = (text: string, dose: Dose, event?: string, extra: Extra = {}): readonly FhirObject[] => [
  entry({ ...extra, type: 'once', text, dose, ...(event === undefined ? { repeat: { count: num(1) } } : { event }) }),
];

/** Free text only. */
export const freeText = (text: string, extra: Extra = {}): readonly FhirObject[] => [entry({ ...extra, type: 'freeText', text })];

/** As needed: at most some times a day. */
export const asNeeded = (text: string, dose: Dose, times: number, maxPerDay: Dose, extra: Extra = {}): readonly FhirObject[] => [
  entry({ ...extra, type: 'frequency', text, dose, asNeeded: true, maxPerDay, repeat: { frequency: num(times), period: num(1), periodUnit: 'd' } }),
];

/** Steps one after another, each for some days; the last may go on. */
export const tapering = (steps: readonly (readonly [text: string, dose: Dose, days?: number])[], extra: Extra = {}): readonly FhirObject[] =>
  steps.map(([text, dose, length], index) => entry({
    ...extra, type: 'timesOfDay', text, dose, sequence: index + 1,
    repeat: { ...daily(['MORN']), boundsDuration: length === undefined ? undefined : days(length) },
  }));

/** Part steps inside one step (NLLSubSequence). */
export const subSteps = (steps: readonly (readonly [text: string, dose: Dose, days: number])[], extra: Extra = {}): readonly FhirObject[] =>
  steps.map(([text, dose, length], index) => entry({ ...extra, type: 'timesOfDay', text, dose, subSequence: index + 1, repeat: { ...daily(['MORN']), boundsDuration: days(length) } }));
