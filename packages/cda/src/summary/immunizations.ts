import type { ImmunizationItem } from '@ncp/domain';
import { optionalLine } from '../building/visible-text.js';
import type { ImmunizationEntry } from './model.js';
import { column, part, row, type NarrativeRow, type NarrativeTable } from './narrative-model.js';
import { SOURCE_COLUMN, sourceCells } from './source.js';
import { termOf, type Coding } from './terms.js';

const COLUMNS = [
  column('Vaccin', 'Vaccine', 6, part('vaccine', 'Vaccin', 'Vaccine')),
  column('Datum', 'Date', 3, part('given', 'Given', 'Given'), part('registered', 'Registrerad', 'Registered')),
  column('Dos nr', 'Dose no', 2, part('dose', 'Dos nr', 'Dose no')),
  column('Mot', 'Against', 4, part('target', 'Vaccination mot', 'Vaccination against')),
  column('Sats', 'Lot', 3, part('lot', 'Satsnummer', 'Lot number'), part('manufacturer', 'Tillverkare', 'Manufacturer')),
  SOURCE_COLUMN,
];

const isCount = (value: number | undefined): value is number => value !== undefined && Number.isSafeInteger(value) && value >= 1;

const entryOf = (item: ImmunizationItem, narrativeId: string, coding: Coding): { readonly entry: ImmunizationEntry; readonly row: NarrativeRow } => {
  const at = 'PatientSummary.immunizations';
  const vaccine = termOf(item.vaccine, 'vaccine', `${at}.vaccine`, coding, { originalText: true });
  const targets = item.targets.map((target) => termOf(target, 'target-disease', `${at}.targets`, coding));
  const lotNumber = optionalLine(item.lotNumber);
  const manufacturer = optionalLine(item.manufacturer);
  if (item.doseNumber !== undefined && !isCount(item.doseNumber)) coding.findings.optionalGap(`${at}.doseNumber`);
  return {
    entry: {
      id: item.id, narrativeId, vaccine: vaccine.element, vaccineName: vaccine.text, 
      // A disease without a code is for people only (PS45).
      targets: targets.map(({ element }) => element).filter(({ kind }) => kind === 'coded'),
      ...(item.given === undefined ? {} : { given: item.given }),
      ...(lotNumber === undefined ? {} : { lotNumber }),
      ...(manufacturer === undefined ? {} : { manufacturer }),
      ...(isCount(item.doseNumber) ? { doseNumber: item.doseNumber } : {}),
    },
    row: row(narrativeId, {
      vaccine: vaccine.lines,
      given: [item.given ?? 'datum okänt / date unknown'],
      registered: [item.registered],
      dose: [item.doseNumber === undefined ? undefined : String(item.doseNumber)],
      target: targets.flatMap(({ lines }) => lines),
      lot: [lotNumber],
      manufacturer: [manufacturer],
      ...sourceCells(item.source),
    }),
  };
};

/** Vaccinations (PS41-PS49). */
export const immunizations = (items: readonly ImmunizationItem[], coding: Coding): { readonly entries: readonly ImmunizationEntry[]; readonly table: NarrativeTable } => {
  const made = items.map((item, index) => entryOf(item, `imm${String(index + 1)}`, coding));
  return { entries: made.map(({ entry }) => entry), table: { id: 'imm', columns: COLUMNS, rows: made.map(({ row: each }) => each) } };
};
