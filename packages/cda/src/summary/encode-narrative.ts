import type { XmlContent, XmlElement } from '@ncp/xml';
import { v3 } from '../building/elements.js';
import { labelText } from '../building/fact.js';
import { cellId, partsIn, usedColumns, type Column, type NarrativeRow, type NarrativeTable, type SectionNarrative } from './narrative-model.js';

const broken = (texts: readonly XmlContent[]): readonly XmlContent[] =>
  texts.flatMap((text, index): readonly XmlContent[] => (index === 0 ? [text] : [v3('br'), text]));

/** The parts of a column that a row has, one below the other; what the row is about stands out. */
const cell = (column: Column, row: NarrativeRow, isFirst: boolean): XmlElement => {
  const present = partsIn(column, row).map(({ key, label, lines }, index): XmlContent => {
    const content = v3('content', { ID: cellId(row.id, key), styleCode: isFirst && index === 0 ? 'Bold' : undefined }, broken(lines));
    return label === undefined ? content : [`${labelText(label)}: `, content];
  });
  return v3('td', {}, present.length === 0 ? '–' : broken(present));
};

const table = (model: NarrativeTable): XmlElement => {
  const columns = usedColumns(model);
  return v3('table', {},
    model.heading === undefined ? undefined : v3('caption', {}, labelText(model.heading)),
    v3('thead', {}, v3('tr', {}, columns.map(({ label }) => v3('th', {}, labelText(label))))),
    v3('tbody', {}, model.rows.map((row) => v3('tr', { ID: row.id }, columns.map((each, index) => cell(each, row, index === 0))))));
};

/** The text of a section: sentences, then a table with a row for each entry, everything under an ID (cda-documents 1.12). */
export const sectionText = ({ sentences, tables }: SectionNarrative): XmlElement =>
  v3('text', {}, sentences.map(({ id, text }) => v3('paragraph', { ID: id }, text)), tables.map(table));

export const referenceTo = (id: string): XmlElement => v3('text', {}, v3('reference', { value: `#${id}` }));
