import { CODE_SYSTEMS, type BloodGroup, type FunctionalStatusItem, type PregnancyHistory } from '@ncp/domain';
import { visibleLine } from '../building/visible-text.js';
import { required } from '../prescription/coding.js';
import type { BloodGroupEntry, FunctionalEntry, PregnancyEntries } from './model.js';
import { column, part, row, type CellLines, type NarrativeRow, type NarrativeTable } from './narrative-model.js';
import { SOURCE_COLUMN, sourceCells } from './source.js';
import { chosen, chosenText, termOf, unboundTermOf, type Coding } from './terms.js';

const PREGNANCY_COLUMNS = [
  column('Uppgift', 'Item', 5, part('item', 'Uppgift', 'Item')),
  column('Värde', 'Value', 4, part('value', 'Värde', 'Value')),
  column('Datum', 'Date', 4, part('date', 'Datum', 'Date')),
  SOURCE_COLUMN,
];

const PREGNANT = { code: '77386006', codeSystem: CODE_SYSTEMS.snomedCt };

/** State, expected date, outcomes and dates of earlier pregnancies (PS81-PS83). */
export const pregnancy = (history: PregnancyHistory, coding: Coding): { readonly entries: PregnancyEntries; readonly table: NarrativeTable } => {
  const at = 'PatientSummary.pregnancy';
  const rows: NarrativeRow[] = [];
  const source = sourceCells(history.source);
  const add = (id: string, cells: Readonly<Record<string, CellLines>>): string => {
    rows.push(row(id, { ...cells, ...source }));
    return id;
  };
  const { pregnant, expectedDelivery } = history;
  const status = pregnant === undefined ? undefined : required(coding.catalogue, 'pregnancy-status', PREGNANT, `${at}.pregnant`, coding.findings);
  const method = expectedDelivery === undefined ? undefined : chosen(expectedDelivery.method, 'pregnancy-date', `${at}.expectedDelivery.method`, coding);
  const entries: PregnancyEntries = {
    ...(pregnant === undefined || status === undefined ? {} : {
      status: {
        id: pregnant.id, value: status, since: pregnant.since,
        narrativeId: add('preg-status', { item: ['Graviditet / Pregnancy'], value: [chosenText(status, PREGNANT)], date: [`från / since ${pregnant.since}`] }),
      },
    }),
    ...(expectedDelivery === undefined ? {} : {
      expectedDelivery: {
        id: expectedDelivery.id, on: expectedDelivery.on, method: method ?? { kind: 'null', nullFlavor: 'UNK', originals: [] },
        narrativeId: add('preg-due', { item: [chosenText(method, expectedDelivery.method)], value: [expectedDelivery.on] }),
      },
    }),
    outcomes: history.outcomes.flatMap(({ id, outcome, count }, index) => {
      const element = chosen(outcome, 'pregnancy-outcome', `${at}.outcomes`, coding);
      const narrativeId = add(`preg-outcome${String(index + 1)}`, { item: [chosenText(element, outcome)], value: [`antal / number: ${String(count)}`] });
      // The code is the whole statement here: without it there are only the words.
      return element === undefined ? [] : [{ id, narrativeId, outcome: element, count }];
    }),
    earlierDates: history.earlierDates.map(({ id, yearMonth }, index) => ({
      id, yearMonth,
      narrativeId: add(`preg-date${String(index + 1)}`, { item: ['Tidigare förlossning / Earlier delivery'], value: [yearMonth.replace(/^(\d{4})(\d{2})$/, '$1-$2')] }),
    })),
  };
  return { entries, table: { id: 'preg', columns: PREGNANCY_COLUMNS, rows } };
};

const FUNCTIONAL_COLUMNS = [
  column('Bedömning', 'Assessment', 6, part('assessment', 'Bedömning', 'Assessment')),
  column('Resultat', 'Result', 6, part('value', 'Resultat', 'Result')),
  column('Datum', 'Date', 3, part('date', 'Datum', 'Date')),
  SOURCE_COLUMN,
];

/** Assessments of function: ICF where there is a code; no value set is bound (PS61). */
export const functionalStatus = (items: readonly FunctionalStatusItem[], coding: Coding): { readonly entries: readonly FunctionalEntry[]; readonly table: NarrativeTable } => {
  const made = items.map((item, index) => {
    const narrativeId = `func${String(index + 1)}`;
    const { element, lines } = unboundTermOf(item.assessment, coding.catalogue);
    const value = visibleLine(item.value);
    return {
      // An answer to no known question is for people only.
      entries: element.kind === 'coded' && value !== '' ? [{ id: item.id, narrativeId, assessment: element, value, assessedOn: item.assessedOn }] : [],
      row: row(narrativeId, { assessment: lines, value: [value], date: [item.assessedOn], ...sourceCells(item.source) }),
    };
  });
  return { entries: made.flatMap(({ entries }) => entries), table: { id: 'func', columns: FUNCTIONAL_COLUMNS, rows: made.map(({ row: each }) => each) } };
};

const BLOOD_COLUMNS = [
  column('Blodgrupp', 'Blood group', 8, part('group', 'Blodgrupp', 'Blood group')),
  column('Provtagning', 'Sample taken', 4, part('taken', 'Provtagning', 'Sample taken')),
  SOURCE_COLUMN,
];

/** PS71-PS73. */
export const bloodGroup = (found: BloodGroup, coding: Coding): { readonly entry: BloodGroupEntry; readonly table: NarrativeTable } => {
  const { element, lines } = termOf(found.group, 'blood-group', 'PatientSummary.bloodGroup', coding);
  return {
    entry: { id: found.id, narrativeId: 'blood1', group: element, ...(found.taken === undefined ? {} : { taken: found.taken }) },
    table: { id: 'blood', columns: BLOOD_COLUMNS, rows: [row('blood1', { group: lines, taken: [found.taken], ...sourceCells(found.source) })] },
  };
};
