// oxlint-disable-next-line typescript/triple-slash-reference -- an ambient declaration cannot be imported, and tests are compiled without our tsconfig
/// <reference path="./pdfkit.d.ts" />
import { formatDocumentId, utc, type Instant } from '@ncp/domain';
import { PDFDocument, type ParsedFont } from 'pdfkit';
import { refuseErrors } from '../building/header.js';
import { labelText } from './facts.js';
import type { EPrescription, Fact, FactGroup } from './model.js';

/** TrueType bytes of an open font that may be embedded. */
export interface PdfFont {
  readonly regular: Uint8Array;
  readonly bold: Uint8Array;
}

const MARGIN = 50;
const LABEL_WIDTH = 165;
const GUTTER = 12;
const ROW_GAP = 5;
const FOOTER_HEIGHT = 24;
const INK = '#1a1a1a';
const QUIET = '#555555';

/**
 * The document's own time in the two forms pdfkit asks for. pdfkit would otherwise put the clock's time into the file and
 * its identifier, and the same model would give other bytes every time (decisions D29, D45). A `String` because that is
 * what pdfkit writes as a PDF string; a `Date` would do, but there is none in pure code.
 */
class PdfMoment extends String {
  readonly #iso: string;
  constructor(time: Instant) {
    const iso = utc(time).slice(0, 19);
    super(`D:${iso.replaceAll(/[-T:]/g, '')}Z`);
    this.#iso = iso;
  }
  getTime(): string {
    return this.#iso;
  }
  toISOString(): string {
    return `${this.#iso}.000Z`;
  }
}

/**
 * Parsing a font takes most of the time of a document, and nothing of a document stays in it: what it uses of a font is
 * its own subset. So a font is parsed once for the bytes it came from.
 */
const PARSED = new WeakMap<Uint8Array, ParsedFont>();

const useFonts = (pdf: PDFDocument, { regular, bold }: PdfFont): void => {
  PARSED.set(regular, pdf._font.font);
  pdf.registerFont('regular', pdf._font.font).registerFont('bold', PARSED.get(bold) ?? bold).font('bold');
  PARSED.set(bold, pdf._font.font);
};

/** Where the next thing is drawn. */
interface Pen {
  readonly pdf: PDFDocument;
  y: number;
}

const bottomOf = (pdf: PDFDocument): number => pdf.page.height - MARGIN - FOOTER_HEIGHT;

/** A character the font lacks would be drawn as an empty box and lost to every reader; its code point is not (CDA-10). */
const drawable = (pdf: PDFDocument, text: string): string =>
  Array.from(text, (character) => {
    const point = character.codePointAt(0) ?? 0;
    return character === '\n' || pdf._font.font.hasGlyphForCodePoint(point) ? character : `[U+${point.toString(16).toUpperCase().padStart(4, '0')}]`;
  }).join('');

const startPage = (pen: Pen): void => {
  pen.pdf.addPage();
  pen.y = MARGIN;
};

const drawHeading = (pen: Pen, heading: FactGroup['heading']): void => {
  const { pdf } = pen;
  if (pen.y + 60 > bottomOf(pdf)) startPage(pen);
  const right = pdf.page.width - MARGIN;
  pdf.font('bold').fontSize(11).fillColor(INK).text(drawable(pdf, labelText(heading)), MARGIN, pen.y + 8, { width: right - MARGIN });
  pen.y += 26;
  pdf.lineWidth(0.5).strokeColor(QUIET).moveTo(MARGIN, pen.y).lineTo(right, pen.y).stroke();
  pen.y += ROW_GAP;
};

const drawFact = (pen: Pen, { label, lines }: Fact): void => {
  const { pdf } = pen;
  const left = MARGIN + LABEL_WIDTH + GUTTER;
  const width = pdf.page.width - MARGIN - left;
  pdf.font('bold').fontSize(8);
  const shownLabel = drawable(pdf, labelText(label));
  const labelHeight = pdf.heightOfString(shownLabel, { width: LABEL_WIDTH });
  pdf.font('regular').fontSize(9.5);
  const value = drawable(pdf, lines.join('\n'));
  const height = Math.max(labelHeight, pdf.heightOfString(value, { width }));
  // A value longer than what is left starts on a new page; one longer than a page flows over by itself.
  if (pen.y + Math.min(height, 200) > bottomOf(pdf)) startPage(pen);
  const top = pen.y;
  const page = pdf.page;
  pdf.font('bold').fontSize(8).fillColor(QUIET).text(shownLabel, MARGIN, top + 1, { width: LABEL_WIDTH });
  const underLabel = pdf.y;
  pdf.font('regular').fontSize(9.5).fillColor(INK).text(value, left, top, { width });
  pen.y = (pdf.page === page ? Math.max(underLabel, pdf.y) : pdf.y) + ROW_GAP;
};

const drawFooters = (pdf: PDFDocument, text: string): void => {
  const { start, count } = pdf.bufferedPageRange();
  for (let index = start; index < start + count; index += 1) {
    pdf.switchToPage(index);
    // Below the margin on purpose: without this pdfkit would start another page for it.
    pdf.page.margins.bottom = 0;
    const y = pdf.page.height - MARGIN;
    pdf.font('regular').fontSize(7).fillColor(QUIET)
      .text(`${text}    ${String(index - start + 1)} (${String(count)})`, MARGIN, y, { width: pdf.page.width - 2 * MARGIN, lineBreak: false });
  }
};

const draw = (pdf: PDFDocument, model: EPrescription): void => {
  const pen: Pen = { pdf, y: MARGIN };
  const width = pdf.page.width - 2 * MARGIN;
  pdf.font('bold').fontSize(15).fillColor(INK).text('E-recept / ePrescription', MARGIN, pen.y, { width });
  pdf.font('regular').fontSize(10).text(drawable(pdf, model.title), MARGIN, pdf.y + 3, { width });
  pen.y = pdf.y + ROW_GAP;
  for (const { heading, facts } of [...model.headerFacts, ...model.facts]) {
    if (facts.length === 0) continue;
    drawHeading(pen, heading);
    for (const fact of facts) drawFact(pen, fact);
  }
  drawFooters(pdf, `${formatDocumentId(model.level1Id)}    ${utc(model.effectiveTime)}`);
};

/**
 * Renders the model for people: Swedish with English labels, the facts of level 3 and of its header, A4.
 * Made as PDF/A-1b (not certified): font embedded, no scripts, no attachments. The same input gives the same bytes.
 * @throws NcpError NCP_CDA_MAPPING_REQUIRED, NCP_CDA_NOT_EXPRESSIBLE when the model may not be released
 */
export const renderPrescriptionPdf = async (model: EPrescription, font: PdfFont): Promise<Uint8Array> => {
  refuseErrors(model);
  const pdf = new PDFDocument({
    size: 'A4', margin: MARGIN, lang: 'sv-SE', pdfVersion: '1.4', subset: 'PDF/A-1b', bufferPages: true, displayTitle: true,
    font: PARSED.get(font.regular) ?? font.regular,
    // The title is not the document's: pdfkit copies it into XML unescaped, and an id needs no escaping.
    info: { Title: `eHDSI ePrescription ${model.level1Id.extension ?? ''}`, Creator: 'ncpeh-se', CreationDate: new PdfMoment(model.effectiveTime) },
  });
  const written = collect(pdf);
  useFonts(pdf, font);
  draw(pdf, model);
  pdf.end();
  return written;
};

const collect = (pdf: PDFDocument): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    pdf.on('data', (chunk) => { chunks.push(chunk); });
    pdf.on('error', reject);
    pdf.on('end', () => {
      const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
      let at = 0;
      for (const chunk of chunks) {
        whole.set(chunk, at);
        at += chunk.length;
      }
      resolve(whole);
    });
  });
