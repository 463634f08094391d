import type { Prescription } from '@ncp/domain';
import { visibleText } from '../building/visible-text.js';

const NO_DOSAGE = 'Dosering saknas i receptet / The prescription has no dosage';

/** The whole dosage as the prescriber wrote it, and what is said beside it; each thing once (decisions D36). */
export const patientInstruction = ({ dosage }: Prescription): readonly string[] => {
  const written = visibleText(dosage.text);
  const lines = written === '' ? dosage.steps.map(({ text }) => visibleText(text ?? '')) : [written];
  const beside = dosage.steps.flatMap(({ administration, maxDosePerPeriod }) => [
    visibleText(administration ?? ''),
    maxDosePerPeriod === undefined ? '' : visibleText(`Maxdos / Maximum dose: ${maxDosePerPeriod}`),
  ]);
  const kept: string[] = [];
  for (const line of [...lines, ...beside]) {
    if (line !== '' && !kept.some((earlier) => earlier.includes(line))) kept.push(line);
  }
  return kept.length === 0 ? [NO_DOSAGE] : kept;
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
