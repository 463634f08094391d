import { isSaidIn, type DosageStep, type Prescription, type Quantity } from '@ncp/domain';
import { visibleLine, visibleText } from '../building/visible-text.js';
import type { DosageModel } from './model.js';

const NO_DOSAGE = 'Dosering saknas i receptet / The prescription has no dosage';
/** There is a dosage: its absence is not claimed. */
const NO_WORDS = 'Doseringen har ingen text och kan inte sägas i ord; fråga förskrivaren / The dosage has no text and cannot be said in words; ask the prescriber';
/** Marks what no person wrote. */
export const GENERATED = 'skapad ur den strukturerade doseringen / generated from the structured dosage';

/** A letter or a digit of any script. */
const HAS_WORDS = /[\p{L}\p{N}]/u;

const written = ({ value, unit }: Quantity): string => visibleLine(`${value} ${unit.text}`);

/** The generated sentences, marked: Swedish lines, then English ones. */
export const generatedLines = ({ sentence }: Pick<DosageModel, 'sentence'>): readonly string[] =>
  sentence === undefined ? [] : [`(${GENERATED})`, ...sentence.map(({ sv }) => sv), ...sentence.map(({ en }) => en)];

const unlessSaid = (said: readonly string[], lines: readonly string[]): readonly string[] =>
  lines.filter((line, index) => line !== '' && lines.indexOf(line) === index && !said.some((earlier) => isSaidIn(earlier, line)));

const saysSomething = ({ kind, dose, doseRange, frequency, period, when, timeOfDay, dayOfWeek, boundsDays }: DosageStep): boolean =>
  kind === 'free-text' || kind === 'once' || when.length + timeOfDay.length + dayOfWeek.length > 0 || [dose, doseRange, frequency, period, boundsDays].some((part) => part !== undefined);

/** "As needed" stands in no coded place, and a text that the structure belongs to need not repeat it. */
const asNeededLine = ({ steps }: Prescription['dosage']): string => {
  if (!steps.some(({ asNeeded }) => asNeeded)) return '';
  return steps.every(({ asNeeded }) => asNeeded) ? 'Vid behov / As needed' : 'En del av doseringen gäller vid behov / Part of the dosage is as needed';
};

/**
 * The whole dosage as the prescriber wrote it, and what is said beside it (decisions D36). Where the document has no
 * structured dosage, or the prescriber no text, the generated sentences follow: they are all that a reader abroad can use.
 */
export const patientInstruction = ({ dosage }: Pick<Prescription, 'dosage'>, model: DosageModel): readonly string[] => {
  const whole = visibleText(dosage.text).split('\n').map((line) => line.trim());
  // A text of signs and control characters must not stand before what the steps say.
  const own = [...whole, ...(HAS_WORDS.test(dosage.text) ? [] : dosage.steps.map(({ text }) => visibleText(text ?? '')))].filter((line) => line !== '');
  const beside = dosage.steps.flatMap(({ administration, maximum }) => [
    ...visibleText(administration ?? '').split('\n').map((line) => line.trim()),
    maximum === undefined ? '' : `Maxdos / Maximum dose: ${written(maximum.dose)} / ${written(maximum.period)}`,
  ]);
  const generated = own.length === 0 || model.timing.kind === 'text' ? generatedLines(model) : [];
  const lines = [...own, ...unlessSaid(own, generated.length > 0 ? beside : [...beside, asNeededLine(dosage)])];
  if (own.length + generated.length > 0) return [...lines, ...generated];
  return [...lines, ...(dosage.steps.some(saysSomething) ? [NO_WORDS] : lines.length === 0 ? [NO_DOSAGE] : [])];
};

/** Uttag: only one of them is offered, whatever remains; repeatNumber is not in the template (decisions D32, D33). */
const remaining = ({ remainingDispenses, dispensesAllowed }: Prescription): string =>
  remainingDispenses === undefined
    ? `Förskrivna uttag: ${String(dispensesAllowed)}; endast ett får lämnas ut nu / Prescribed dispensings: ${String(dispensesAllowed)}; only one may be dispensed now`
    : `Uttag: 1 av ${String(remainingDispenses)} kvarvarande; endast ett får lämnas ut nu / 1 of ${String(remainingDispenses)} remaining; only one may be dispensed now`;

/** What the pharmacist must know and the format has no coded place for (decisions D33, D35). */
export const fulfilmentInstructions = (prescription: Prescription): readonly string[] => {
  const { dosage, nextDispenseEarliest, dispenseIntervalDays, noteToPharmacy, validity } = prescription;
  const note = visibleText(noteToPharmacy ?? '');
  return [
    remaining(prescription),
    nextDispenseEarliest === undefined ? '' : `Tidigast nästa uttag ${nextDispenseEarliest} / Next dispensing from ${nextDispenseEarliest}`,
    dispenseIntervalDays === undefined ? '' : `Minst ${String(dispenseIntervalDays)} dagar mellan uttag / At least ${String(dispenseIntervalDays)} days between dispensings`,
    validity.start === undefined ? '' : `Giltigt från ${validity.start} / Valid from ${validity.start}`,
    validity.end === undefined ? '' : `Giltigt till ${validity.end} / Valid until ${validity.end}`,
    dosage.steps.some(({ observandum }) => observandum) ? 'OBS! Hög dos – avsiktligt / Note: the high dose is intended' : '',
    note === '' ? '' : `Meddelande till apotek / Note to the pharmacy: ${note}`,
  ].filter((line) => line !== '');
};
