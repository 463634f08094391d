import type { Instant } from '@ncp/domain';
import { MARGIN, renderPdf, type PdfFont } from './open-pdf.js';
import { drawFooters, drawHeading, drawTitle, type Pen } from './page.js';
import { drawTable } from './table.js';

/** A report in words and tables, in one language; about no person. */
export interface TableReport {
  readonly title: string;
  readonly lead: string;
  readonly at: Instant;
  readonly sections: readonly { readonly heading: string; readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[]; readonly none: string }[];
}

/** Draws a report with the pages, fonts and tables of level 1. The same report gives the same bytes. */
export const renderReportPdf = ({ title, lead, at, sections }: TableReport, font: PdfFont): Promise<Uint8Array> => renderPdf({ title: 'report', time: at }, font, (pdf) => {
  const pen: Pen = { pdf, y: MARGIN };
  drawTitle(pen, title, lead);
  for (const { heading, columns, rows, none } of sections) {
    drawHeading(pen, { sv: heading, en: heading });
    const filled = rows.length === 0 ? [[none, ...columns.slice(1).map(() => '')]] : rows;
    const lines = filled.map(([first = '', ...rest]) => ({ title: first, cells: ['', ...rest] }));
    // A row of a report is a few words: none is taller than a page.
    drawTable(pen, columns.map((column) => ({ heading: column, weight: 1 })), lines, () => undefined);
    pen.y += 8;
  }
  drawFooters(pdf, title);
});
