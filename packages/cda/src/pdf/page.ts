import type { PDFDocument } from 'pdfkit';
import { labelText, type Fact, type FactGroup } from '../building/fact.js';
import { drawable } from './drawable.js';
import { FOOTER_HEIGHT, MARGIN } from './open-pdf.js';

const LABEL_WIDTH = 172;
const GUTTER = 12;
const COLUMN_GAP = 22;
export const ROW_GAP = 2.4;
const HEADING_HEIGHT = 21;
/** A heading or a value begins only where this much of it fits. */
const LEAST_ROOM = 46;
export const INK = '#1a1a1a';
export const QUIET = '#555555';

const LABEL = { font: 'bold', size: 7, color: QUIET } as const;
const VALUE = { font: 'regular', size: 9, color: INK } as const;
const EMPHASISED = { font: 'bold', size: 11, color: INK } as const;
type Style = typeof LABEL | typeof VALUE | typeof EMPHASISED;

/** Where the next thing is drawn. */
export interface Pen {
  readonly pdf: PDFDocument;
  y: number;
}

/** Facts that a reader looks for first, by id; drawn larger. */
export type Emphasis = ReadonlySet<string>;
const NONE: Emphasis = new Set();

export const bottomOf = (pdf: PDFDocument): number => pdf.page.height - MARGIN - FOOTER_HEIGHT;

export const widthOf = (pdf: PDFDocument): number => pdf.page.width - 2 * MARGIN;

/** A long text is not a thing to find at a glance. */
const MOST_EMPHASISED = 300;

const styleOf = ({ id, lines }: Fact, emphasis: Emphasis): typeof VALUE | typeof EMPHASISED =>
  emphasis.has(id) && lines.reduce((sum, { length }) => sum + length, 0) <= MOST_EMPHASISED ? EMPHASISED : VALUE;

const use = (pdf: PDFDocument, { font, size, color }: Style): PDFDocument => pdf.font(font).fontSize(size).fillColor(color);

export const startPage = (pen: Pen): void => {
  pen.pdf.addPage();
  pen.y = MARGIN;
};

/** Begins a page unless there is room for the beginning of what comes next. */
const makeRoom = (pen: Pen, height: number): void => {
  if (pen.y + height > bottomOf(pen.pdf)) startPage(pen);
};

/** What the document is, and its title. */
export const drawTitle = (pen: Pen, kind: string, title: string): void => {
  const { pdf } = pen;
  const width = widthOf(pdf);
  pdf.font('bold').fontSize(16).fillColor(INK).text(kind, MARGIN, pen.y, { width });
  pdf.font('regular').fontSize(10).fillColor(QUIET).text(drawable(pdf, title), MARGIN, pdf.y + 2, { width });
  pen.y = pdf.y + ROW_GAP;
};

const drawHeadingAt = ({ pdf, y }: Pen, heading: FactGroup['heading'], left: number, width: number): void => {
  pdf.font('bold').fontSize(10).fillColor(INK).text(drawable(pdf, labelText(heading)), left, y + 5, { width });
  const line = y + HEADING_HEIGHT - 4;
  pdf.lineWidth(0.5).strokeColor(QUIET).moveTo(left, line).lineTo(left + width, line).stroke();
};

export const drawHeading = (pen: Pen, heading: FactGroup['heading']): void => {
  makeRoom(pen, HEADING_HEIGHT + LEAST_ROOM);
  drawHeadingAt(pen, heading, MARGIN, widthOf(pen.pdf));
  pen.y += HEADING_HEIGHT;
};

/** A label and its value beside it; a long value flows over pages. */
export const drawFact = (pen: Pen, fact: Fact, emphasis: Emphasis = NONE): void => {
  const { pdf } = pen;
  const { label, lines } = fact;
  const left = MARGIN + LABEL_WIDTH + GUTTER;
  const style = styleOf(fact, emphasis);
  makeRoom(pen, Math.min(LEAST_ROOM, Math.max(LABEL.size * 2, lines.length * style.size) * 1.3));
  const { y } = pen;
  const { page } = pdf;
  use(pdf, LABEL).text(drawable(pdf, labelText(label)), MARGIN, y + style.size - LABEL.size, { width: LABEL_WIDTH });
  // A label at the very end of a page may have flowed over; its value then begins beside it.
  const top = pdf.page === page ? y : MARGIN;
  const labelPage = pdf.page;
  const labelEnd = pdf.y;
  use(pdf, style).text(drawable(pdf, lines.join('\n')), left, top, { width: pdf.page.width - MARGIN - left });
  pen.y = (pdf.page === labelPage ? Math.max(labelEnd, pdf.y) : pdf.y) + ROW_GAP;
};

/** Groups that say something, each under its heading. */
export const drawGroups = (pen: Pen, groups: readonly FactGroup[], emphasis: Emphasis = NONE): void => {
  for (const { heading, facts } of groups) {
    if (facts.length === 0) continue;
    drawHeading(pen, heading);
    for (const fact of facts) drawFact(pen, fact, emphasis);
  }
};

/** Groups beside each other, labels above values; where they are too long for the page, one below the other. */
export const drawColumns = (pen: Pen, groups: readonly FactGroup[], emphasis: Emphasis = NONE): void => {
  const { pdf } = pen;
  const width = (widthOf(pdf) - COLUMN_GAP * (groups.length - 1)) / Math.max(1, groups.length);
  const columns = groups.map(({ heading, facts }) => ({
    heading,
    facts: facts.map((fact) => ({ label: drawable(pdf, labelText(fact.label)), value: drawable(pdf, fact.lines.join('\n')), style: styleOf(fact, emphasis) })),
  }));
  const height = Math.max(0, ...columns.map(({ facts }) => HEADING_HEIGHT + facts.reduce((sum, { label, value, style }) =>
    sum + use(pdf, LABEL).heightOfString(label, { width }) + use(pdf, style).heightOfString(value, { width }) + ROW_GAP, 0)));
  if (pen.y + height > bottomOf(pdf)) {
    drawGroups(pen, groups, emphasis);
    return;
  }
  columns.forEach(({ heading, facts }, index) => {
    const left = MARGIN + index * (width + COLUMN_GAP);
    drawHeadingAt(pen, heading, left, width);
    let y = pen.y + HEADING_HEIGHT;
    for (const { label, value, style } of facts) {
      use(pdf, LABEL).text(label, left, y, { width });
      use(pdf, style).text(value, left, pdf.y, { width });
      y = pdf.y + ROW_GAP;
    }
  });
  pen.y += height;
};

/** The same line below every page, with its number. Drawn last, when the pages are known. */
export const drawFooters = (pdf: PDFDocument, text: string): void => {
  const { start, count } = pdf.bufferedPageRange();
  const footer = drawable(pdf, text);
  for (let index = start; index < start + count; index += 1) {
    pdf.switchToPage(index);
    // Below the margin on purpose: without this pdfkit would start another page for it.
    pdf.page.margins.bottom = 0;
    const y = pdf.page.height - MARGIN;
    pdf.lineWidth(0.5).strokeColor(QUIET).moveTo(MARGIN, y - 4).lineTo(MARGIN + widthOf(pdf), y - 4).stroke();
    pdf.font('regular').fontSize(7).fillColor(QUIET)
      .text(`${footer}    ${String(index - start + 1)} (${String(count)})`, MARGIN, y, { width: widthOf(pdf), lineBreak: false });
  }
};

export { drawable } from './drawable.js';
