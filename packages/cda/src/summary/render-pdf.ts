import { formatDocumentId, utc } from '@ncp/domain';
import type { PDFDocument } from 'pdfkit';
import { labelText } from '../building/fact.js';
import { refuseErrors } from '../building/header.js';
import { drawable } from '../pdf/drawable.js';
import { MARGIN, renderPdf, type PdfFont } from '../pdf/open-pdf.js';
import { bottomOf, drawColumns, drawFact, drawFooters, drawHeading, drawTitle, QUIET, ROW_GAP, startPage, widthOf, type Emphasis, type Pen } from '../pdf/page.js';
import { drawTable } from '../pdf/table.js';
import type { PatientSummaryDocument, SummarySection, SummarySections } from './model.js';
import { partsIn, usedColumns, type Column, type NarrativeRow, type NarrativeTable } from './narrative-model.js';

/** The order of level 3: what is dangerous not to know comes first. */
const ORDER: readonly (keyof SummarySections)[] = [
  'medications', 'allergies', 'immunizations', 'pastIllness', 'procedures', 'problems', 'devices', 'functionalStatus', 'pregnancy', 'results',
];

/** Whom it is about. */
const EMPHASISED: Emphasis = new Set(['patientname', 'patientid']);
const ROOM_FOR_FIRST_ROW = 170;

const makeRoom = (pen: Pen, height: number): void => {
  if (pen.y + height > bottomOf(pen.pdf)) startPage(pen);
};

interface Line {
  readonly text: string;
  readonly font: 'regular' | 'bold';
  readonly size: number;
  readonly color: string;
}

/** Text over the whole width; a long one flows over pages. */
const drawLine = (pen: Pen, { text, font, size, color }: Line): void => {
  const { pdf } = pen;
  makeRoom(pen, size * 2.5);
  pdf.font(font).fontSize(size).fillColor(color).text(drawable(pdf, text), MARGIN, pen.y, { width: widthOf(pdf) });
  pen.y = pdf.y + ROW_GAP;
};

/** A row as a block, for texts that fill a page: what it is about in bold, then everything else with its label. */
const drawBlock = (pen: Pen, table: NarrativeTable, { id, cells }: NarrativeRow): void => {
  const parts = usedColumns(table).flatMap((column) => column.parts).filter(({ key }) => cells.has(key));
  for (const { key, label } of parts) drawFact(pen, { id: `${id}-${key}`, label, lines: cells.get(key) ?? [] });
  pen.y += ROW_GAP;
};

const cellText = (column: Column, row: NarrativeRow): readonly string[] =>
  partsIn(column, row).flatMap(({ label, lines: [first = '', ...more] }) => [label === undefined ? first : `${labelText(label)}: ${first}`, ...more]);

/** The table of level 3. */
const drawNarrative = (pen: Pen, table: NarrativeTable): void => {
  if (table.heading !== undefined) {
    makeRoom(pen, 80);
    pen.y += 4;
    drawLine(pen, { text: labelText(table.heading), font: 'bold', size: 8.5, color: QUIET });
  }
  const columns = usedColumns(table);
  const rows = table.rows.map((row) => {
    const [[title = '', ...more] = [], ...others] = columns.map((column) => cellText(column, row));
    return { title, cells: [more, ...others].map((lines) => lines.join('\n')) };
  });
  drawTable(pen, columns.map(({ label, weight }) => ({ heading: labelText(label), weight })), rows, (index) => {
    const row = table.rows[index];
    if (row !== undefined) drawBlock(pen, table, row);
  });
  pen.y += ROW_GAP;
};

const drawSection = <Content>(pen: Pen, { title, code, narrative }: SummarySection<Content>): void => {
  // A heading without the first row of its table below it would be read as an empty section.
  if (narrative.tables.length > 0) makeRoom(pen, ROOM_FOR_FIRST_ROW);
  drawHeading(pen, { sv: title, en: code.kind === 'coded' ? code.value.display : title });
  for (const { text } of narrative.sentences) drawLine(pen, { text, font: 'regular', size: 8.5, color: QUIET });
  pen.y += 2;
  for (const table of narrative.tables) drawNarrative(pen, table);
};

const draw = (pdf: PDFDocument, model: PatientSummaryDocument): void => {
  const pen: Pen = { pdf, y: MARGIN };
  drawTitle(pen, 'Patientöversikt / Patient Summary', model.title);
  drawColumns(pen, model.headerFacts, EMPHASISED);
  for (const name of ORDER) {
    const section = model.sections[name];
    if (section !== undefined) drawSection<unknown>(pen, section);
  }
  drawFooters(pdf, `${formatDocumentId(model.level1Id)}    ${utc(model.effectiveTime)}`);
};

/**
 * Renders the model for people: Swedish with English labels, everything that the sections of level 3 and its header say, A4.
 * Made as PDF/A-1b (not certified). The same model gives the same bytes.
 * @throws NcpError NCP_CDA_MAPPING_REQUIRED, NCP_CDA_NOT_EXPRESSIBLE when the model may not be released
 */
export const renderSummaryPdf = async (model: PatientSummaryDocument, font: PdfFont): Promise<Uint8Array> => {
  refuseErrors(model);
  return renderPdf({ title: `eHDSI Patient Summary ${model.level1Id.extension ?? ''}`, time: model.effectiveTime }, font, (pdf) => { draw(pdf, model); });
};
