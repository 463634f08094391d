// oxlint-disable-next-line typescript/triple-slash-reference -- an ambient declaration cannot be imported, and tests are compiled without our tsconfig
/// <reference path="./pdfkit.d.ts" />
import { utc, type Instant } from '@ncp/domain';
import type { ParsedFont, PDFDocument } from 'pdfkit';

/** TrueType bytes of an open font that may be embedded. */
export interface PdfFont {
  readonly regular: Uint8Array;
  readonly bold: Uint8Array;
}

/** Space around the page, in points. */
export const MARGIN = 42;
/** Inside the margin, below what flows over pages by itself. */
export const FOOTER_HEIGHT = 14;

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
 * Parsing a font takes most of the time of a document, so it is done once for the bytes it came from. The parsed font
 * keeps every glyph it made, with the characters it was first made for, and none where it first came as a part of another
 * letter; a later document would then lose that character for everyone who reads its text. So all of them are made at
 * once, each for its own character, and no document finds traces of another.
 */
const PARSED = new WeakMap<Uint8Array, ParsedFont>();

const LIGATURES = ['ff', 'fi', 'fl', 'ffi', 'ffl'];

const remember = (bytes: Uint8Array, font: ParsedFont): void => {
  if (PARSED.has(bytes)) return;
  // A ligature is read as the letters it stands for.
  for (const letters of LIGATURES) font.layout(letters);
  for (const point of font.characterSet) font.glyphForCodePoint(point);
  PARSED.set(bytes, font);
};

const useFonts = (pdf: PDFDocument, { regular, bold }: PdfFont): void => {
  remember(regular, pdf._font.font);
  pdf.registerFont('regular', pdf._font.font).registerFont('bold', PARSED.get(bold) ?? bold).font('bold');
  remember(bold, pdf._font.font);
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

export interface PdfIdentity {
  /** Of the file, not of the document: pdfkit copies it into XML unescaped, so it is made of ids and fixed words. */
  readonly title: string;
  readonly time: Instant;
}

/**
 * Draws a document of level 1: A4, Swedish, made as PDF/A-1b (not certified): font embedded, no scripts, no attachments
 * (decisions D45). The same drawing gives the same bytes.
 */
export const renderPdf = async ({ title, time }: PdfIdentity, font: PdfFont, draw: (pdf: PDFDocument) => void): Promise<Uint8Array> => {
  // With the first document: it takes thirty megabytes, and most of the programs that read documents draw none.
  const { PDFDocument: Document } = await import('pdfkit');
  const pdf = new Document({
    size: 'A4', margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: MARGIN + FOOTER_HEIGHT }, lang: 'sv-SE', pdfVersion: '1.4', subset: 'PDF/A-1b', bufferPages: true, displayTitle: true,
    font: PARSED.get(font.regular) ?? font.regular,
    info: { Title: title, Creator: 'ncpeh-se', CreationDate: new PdfMoment(time) },
  });
  const written = collect(pdf);
  useFonts(pdf, font);
  draw(pdf);
  pdf.end();
  return written;
};
