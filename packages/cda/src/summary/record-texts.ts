import type { AlertText, ImmunizationText } from '@ncp/domain';
import { visibleLine } from '../building/visible-text.js';
import { column, part, row, type Label, type NarrativeTable } from './narrative-model.js';
import { SOURCE_COLUMN, sourceCells } from './source.js';

/** Words of the records that are no entry: only people read them (PS20, PS21, PS48). */

const COLUMNS = [
  column('Rubrik', 'Heading', 4, part('heading', 'Rubrik', 'Heading')),
  column('Text', 'Text', 8, part('text', 'Text', 'Text')),
  SOURCE_COLUMN,
];

const table = (id: string, heading: Label, texts: readonly AlertText[]): readonly NarrativeTable[] => texts.length === 0 ? [] : [{
  id, heading, columns: COLUMNS,
  rows: texts.map((text, index) => row(`${id}${String(index + 1)}`, { heading: [visibleLine(text.heading)], text: text.lines, ...sourceCells(text.source) })),
}];

export const alertTable = (texts: readonly AlertText[]): readonly NarrativeTable[] =>
  table('alert', { sv: 'Uppmärksamhetsinformation', en: 'Alerts' }, texts);

export const allergyTextTable = (texts: readonly AlertText[]): readonly NarrativeTable[] =>
  table('algtext', { sv: 'Övrigt i journalen om överkänslighet, utan kod', en: 'Other notes on hypersensitivity, not coded' }, texts);

export const immunizationTextTable = (texts: readonly ImmunizationText[]): readonly NarrativeTable[] => texts.length === 0 ? [] : [{
  id: 'immtext', heading: { sv: 'Vaccinationer utan uppgift om vaccin', en: 'Vaccinations without a stated vaccine' }, columns: COLUMNS,
  rows: texts.map((text, index) => row(`immtext${String(index + 1)}`, { text: [text.line], ...sourceCells(text.source) })),
}];
