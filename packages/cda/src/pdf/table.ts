import type { PDFDocument } from 'pdfkit';
import { drawable } from './drawable.js';
import { MARGIN } from './open-pdf.js';
import { bottomOf, INK, QUIET, startPage, widthOf, type Pen } from './page.js';

const GAP = 8;
const PADDING = 3;
const HEAD = { font: 'bold', size: 7.5, color: QUIET } as const;
const TITLE = { font: 'bold', size: 8.5, color: INK } as const;
const VALUE = { font: 'regular', size: 8, color: INK } as const;

export interface TableColumn {
  readonly heading: string;
  /** Width among the columns of the table. */
  readonly weight: number;
}

export interface TableRow {
  /** What the row is about: in bold, first in its first column. */
  readonly title: string;
  /** One text for each column, the first below the title. */
  readonly cells: readonly string[];
}

interface Place {
  readonly left: number;
  readonly width: number;
}

const use = (pdf: PDFDocument, { font, size, color }: typeof HEAD | typeof TITLE | typeof VALUE): PDFDocument => pdf.font(font).fontSize(size).fillColor(color);

const placesOf = (pdf: PDFDocument, columns: readonly TableColumn[]): readonly Place[] => {
  const whole = columns.reduce((sum, { weight }) => sum + weight, 0);
  const room = widthOf(pdf) - GAP * (columns.length - 1);
  let left = MARGIN;
  return columns.map(({ weight }) => {
    const width = room * weight / whole;
    const place = { left, width };
    left += width + GAP;
    return place;
  });
};

const drawRule = (pdf: PDFDocument, y: number, thickness: number): void => {
  pdf.lineWidth(thickness).strokeColor(QUIET).moveTo(MARGIN, y).lineTo(MARGIN + widthOf(pdf), y).stroke();
};

/** Texts that are measured and drawn with the same font: what the font lacks is already shown by its code point. */
interface Shown extends TableRow {
  readonly titleHeight: number;
  readonly height: number;
}

const show = (pdf: PDFDocument, { title, cells }: TableRow, places: readonly Place[]): Shown => {
  const [first] = places;
  const shownTitle = drawable(use(pdf, TITLE), title);
  const titleHeight = first === undefined ? 0 : pdf.heightOfString(shownTitle, { width: first.width });
  use(pdf, VALUE);
  const shown = cells.map((cell) => drawable(pdf, cell));
  const heights = shown.map((cell, index) => {
    const own = cell === '' ? 0 : pdf.heightOfString(cell, { width: places[index]?.width ?? 0 });
    return index === 0 ? titleHeight + own : own;
  });
  return { title: shownTitle, cells: shown, titleHeight, height: Math.max(0, ...heights) + 2 * PADDING };
};

const headHeight = (pdf: PDFDocument, columns: readonly TableColumn[], places: readonly Place[]): number => {
  use(pdf, HEAD);
  return Math.max(0, ...columns.map(({ heading }, index) => pdf.heightOfString(heading, { width: places[index]?.width ?? 0 }))) + PADDING;
};

const drawHead = (pen: Pen, columns: readonly TableColumn[], places: readonly Place[]): void => {
  const { pdf, y } = pen;
  const height = headHeight(pdf, columns, places);
  columns.forEach(({ heading }, index) => {
    const place = places[index];
    if (place !== undefined) use(pdf, HEAD).text(heading, place.left, y, { width: place.width });
  });
  drawRule(pdf, y + height, 0.5);
  pen.y = y + height;
};

const drawRow = (pen: Pen, { title, cells, titleHeight, height }: Shown, places: readonly Place[]): void => {
  const { pdf, y } = pen;
  const top = y + PADDING;
  cells.forEach((cell, index) => {
    const place = places[index];
    if (place === undefined) return;
    if (index === 0) use(pdf, TITLE).text(title, place.left, top, { width: place.width });
    if (cell !== '') use(pdf, VALUE).text(cell, place.left, index === 0 ? top + titleHeight : top, { width: place.width });
  });
  drawRule(pdf, y + height, 0.25);
  pen.y = y + height;
};

/**
 * A table whose head is repeated on every page. A row is never broken: one that is taller than a page is left to `drawTall`,
 * which lets its text flow.
 */
export const drawTable = (pen: Pen, columns: readonly TableColumn[], rows: readonly TableRow[], drawTall: (index: number) => void): void => {
  const { pdf } = pen;
  const places = placesOf(pdf, columns);
  const head = headHeight(pdf, columns, places);
  const page = bottomOf(pdf) - MARGIN - head;
  let headed = false;
  rows.forEach((row, index) => {
    const shown = show(pdf, row, places);
    if (shown.height > page) {
      drawTall(index);
      headed = false;
      return;
    }
    if (pen.y + shown.height + (headed ? 0 : head) > bottomOf(pdf)) {
      startPage(pen);
      headed = false;
    }
    if (!headed) drawHead(pen, columns, places);
    headed = true;
    drawRow(pen, shown, places);
  });
};
