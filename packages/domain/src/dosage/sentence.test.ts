import { describe, expect, it } from '@jest/globals';
import { calendarDate, decimal, dosageSentence, pluralEn, pluralSv, scheduleOf, type AmountWords, type DosageStep, type Quantity } from '../index.js';

const quantity = (value: string, text: string, code?: string): Quantity => ({ value: decimal(value), unit: { text, ...(code === undefined ? {} : { code }) } });
const ENGLISH: Readonly<Record<string, string>> = { tablett: 'Tablet', droppe: 'Drop', milliliter: 'mL' };
const words: AmountWords = ({ value, unit: { text } }) => {
  const en = ENGLISH[text];
  return en === undefined ? undefined : { sv: pluralSv(text, value), en: pluralEn(en, value) };
};
const ONE_TABLET = quantity('1', 'tablett');
const DAY = quantity('1', 'dygn', 'd');

const step = (changes: Partial<DosageStep> = {}): DosageStep =>
  ({ sequence: 1, kind: 'frequency', when: [], timeOfDay: [], dayOfWeek: [], asNeeded: false, observandum: false, dose: ONE_TABLET, ...changes });
const every = (period: string, periodUnit: NonNullable<DosageStep['periodUnit']>, changes: Partial<DosageStep> = {}): DosageStep =>
  step({ period: decimal(period), periodUnit, ...changes });
const { dose: _dose, ...undosed } = step();

type Row = readonly [steps: readonly DosageStep[], sv: readonly string[], en: readonly string[]];

const SENTENCES: readonly Row[] = [
  [[every('1', 'd')], ['1 tablett en gång per dag.'], ['1 tablet once a day.']],
  [[every('1', 'd', { frequency: 3, dose: quantity('2', 'tablett') })], ['2 tabletter 3 gånger per dag.'], ['2 tablets 3 times a day.']],
  [[every('1', 'd', { when: ['MORN', 'EVE'], dose: quantity('0.5', 'tablett') })], ['0,5 tablett 2 gånger per dag, på morgonen och på kvällen.'], ['0.5 tablet twice a day, in the morning and in the evening.']],
  [[every('1', 'd', { timeOfDay: ['20:00:00', '08:00:00'], kind: 'times-of-day' })], ['1 tablett 2 gånger per dag kl. 08.00 och 20.00.'], ['1 tablet twice a day at 08:00 and 20:00.']],
  [[every('8', 'h', { kind: 'interval', boundsDays: 10 })], ['1 tablett var 8:e timme, i 10 dagar.'], ['1 tablet every 8 hours, for 10 days.']],
  [[every('2', 'd', { kind: 'interval' })], ['1 tablett varannan dag.'], ['1 tablet every 2 days.']],
  [[every('21', 'd', { kind: 'interval' })], ['1 tablett var 21:a dag.'], ['1 tablet every 21 days.']],
  [[every('1', 'wk', { frequency: 2 })], ['1 tablett 2 gånger per vecka.'], ['1 tablet twice a week.']],
  [[every('14', 'd')], ['1 tablett en gång per 14 dagar.'], ['1 tablet once in 14 days.']],
  [[step({ dayOfWeek: ['thu', 'mon'], timeOfDay: ['09:30'] })], ['1 tablett varje måndag och torsdag kl. 09.30.'], ['1 tablet every Monday and Thursday at 09:30.']],
  [[step({ when: ['AC'], dose: quantity('2.5', 'milliliter') })], ['2,5 milliliter före måltid.'], ['2.5 mL before meals.']],
  [[step({ when: ['HS'] })], ['1 tablett en gång per dag, vid sänggåendet.'], ['1 tablet once a day, at bedtime.']],
  [[step({ kind: 'once' })], ['1 tablett en enda gång.'], ['1 tablet once only.']],
  [[step({ kind: 'once', on: calendarDate('2026-03-10'), when: ['EVE'] })], ['1 tablett en enda gång den 2026-03-10 på kvällen.'], ['1 tablet once only on 2026-03-10 in the evening.']],
  [[{ ...undosed, asNeeded: true, doseRange: { low: ONE_TABLET, high: quantity('2', 'tablett') }, maximum: { dose: quantity('8', 'tablett'), period: DAY } }],
    ['1–2 tabletter vid behov, högst 8 tabletter per dygn.'], ['1–2 tablets as needed, at most 8 tablets in 24 hours.']],
  [[every('1', 'd', { asNeeded: true, frequency: 4 })], ['1 tablett 4 gånger per dag, vid behov.'], ['1 tablet 4 times a day, as needed.']],
  [[{ ...undosed, period: decimal('1'), periodUnit: 'd', frequency: 2 }], ['2 gånger per dag.'], ['Twice a day.']],
  [[every('1', 'd', { when: ['MORN'], dose: quantity('2', 'tablett') }), every('1', 'd', { when: ['EVE'] })],
    ['2 tabletter en gång per dag, på morgonen; dessutom 1 tablett en gång per dag, på kvällen.'],
    ['2 tablets once a day, in the morning; also 1 tablet once a day, in the evening.']],
  [[every('1', 'd', { sequence: 3 }), every('1', 'd', { sequence: 1, dose: quantity('4', 'tablett'), boundsDays: 5 }), every('1', 'd', { sequence: 2, dose: quantity('2', 'tablett'), boundsDays: 1 })],
    ['4 tabletter en gång per dag, i 5 dagar.', 'Därefter 2 tabletter en gång per dag, i 1 dag.', 'Därefter 1 tablett en gång per dag.'],
    ['4 tablets once a day, for 5 days.', 'Then 2 tablets once a day, for 1 day.', 'Then 1 tablet once a day.']],
];

const NONE: readonly (readonly [what: string, steps: readonly DosageStep[]])[] = [
  ['nothing', []],
  ['free text', [step({ kind: 'free-text' })]],
  ['one step of free text among others', [every('1', 'd'), step({ kind: 'free-text', sequence: 2 })]],
  ['a unit without sure meaning', [every('1', 'd', { dose: quantity('1', 'bit') })]],
  ['a maximum in a unit without sure meaning', [every('1', 'd', { maximum: { dose: quantity('8', 'bit'), period: DAY } })]],
  ['a maximum in a period without words', [every('1', 'd', { maximum: { dose: quantity('8', 'tablett'), period: quantity('36', 'timmar', 'h') } })]],
  ['a period that is no whole number', [every('1.5', 'd', { kind: 'interval' })]],
  ['a dose of zero', [every('1', 'd', { dose: quantity('0', 'tablett') })]],
  ['a range that is upside down', [{ ...undosed, period: decimal('1'), periodUnit: 'd', doseRange: { low: quantity('2', 'tablett'), high: ONE_TABLET } }]],
  ['a range of two units', [{ ...undosed, period: decimal('1'), periodUnit: 'd', doseRange: { low: ONE_TABLET, high: quantity('2', 'droppe') } }]],
  ['a moment without words', [step({ when: ['PHS'] })]],
  ['a dose without any time', [step()]],
  ['times that contradict the frequency', [every('1', 'd', { frequency: 3, timeOfDay: ['08:00', '20:00'] })]],
  ['once a week on two days', [every('1', 'wk', { frequency: 1, dayOfWeek: ['mon', 'thu'] })]],
  ['sub-steps, whose order is not known', [every('1', 'd', { subSequence: 1 }), every('1', 'd', { subSequence: 2 })]],
  ['as needed with times that contradict each other', [every('1', 'd', { asNeeded: true, frequency: 3, when: ['MORN'] })]],
];

describe('dosageSentence', () => {
  it.each(SENTENCES)('%#: says the whole structure in Swedish and English', (steps, sv, en) => {
    const lines = dosageSentence(steps, words);
    expect(lines?.map((line) => line.sv)).toEqual(sv);
    expect(lines?.map((line) => line.en)).toEqual(en);
  });

  it.each(NONE)('CDA-07 makes no sentence of %s', (_what, steps) => {
    expect(dosageSentence(steps, words)).toBeUndefined();
  });
});

describe('scheduleOf', () => {
  it('takes 24 hours as a day for a frequency, and as an interval for an interval', () => {
    expect(scheduleOf(every('24', 'h', { frequency: 2 }))).toEqual({ kind: 'times', count: 2, period: '1', unit: 'd', when: [] });
    expect(scheduleOf(every('24', 'h', { kind: 'interval' }))).toEqual({ kind: 'every', period: '24', unit: 'h', when: [] });
  });

  it('takes once a day on Mondays and once a week on Mondays as the same', () => {
    expect(scheduleOf(every('1', 'd', { frequency: 1, dayOfWeek: ['mon'] }))).toEqual(scheduleOf(every('1', 'wk', { frequency: 1, dayOfWeek: ['mon'] })));
  });

  it.each([[{ frequency: 0 }], [{ period: decimal('0') }], [{ timeOfDay: ['24:00'] }], [{ timeOfDay: ['08:00', '08:00'] }], [{ when: ['MORN', 'MORN'] }], [{ dayOfWeek: ['måndag'] }]])('finds no meaning in %j', (changes) => {
    expect(scheduleOf(every('1', 'd', changes))).toBeUndefined();
  });
});
