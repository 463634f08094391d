/**
 * The part of pdfkit 0.20.2 that `pdf/` uses. The published types need those of Node; pure packages have none
 * (rule R1), and the stream is only listened to.
 */
declare module 'pdfkit' {
  export interface TextOptions {
    readonly width?: number;
    readonly lineGap?: number;
    readonly align?: 'left' | 'right';
    readonly lineBreak?: boolean;
  }

  /** A font that pdfkit has parsed; it may be given to the next document in place of its bytes. */
  export interface ParsedFont {
    hasGlyphForCodePoint(codePoint: number): boolean;
    /** Every code point it has a glyph for. */
    readonly characterSet: readonly number[];
    glyphForCodePoint(codePoint: number): unknown;
    layout(text: string): unknown;
  }

  export interface DocumentOptions {
    readonly size: 'A4';
    readonly margins: { readonly top: number; readonly left: number; readonly right: number; readonly bottom: number };
    readonly lang: string;
    readonly pdfVersion: '1.4';
    readonly subset: 'PDF/A-1b';
    readonly bufferPages: boolean;
    readonly displayTitle: boolean;
    /** The default font; without it an unembedded one would be loaded, which PDF/A forbids. */
    readonly font: Uint8Array | ParsedFont;
    readonly info: Readonly<Record<string, unknown>>;
  }

  export class PDFDocument {
    constructor(options: DocumentOptions);
    readonly page: { readonly width: number; readonly height: number; readonly margins: { top: number; bottom: number; left: number; right: number } };
    x: number;
    y: number;
    /** Private in pdfkit: the font in use. */
    readonly _font: { readonly font: ParsedFont };
    on(event: 'data', listener: (chunk: Uint8Array) => void): this;
    on(event: 'end', listener: () => void): this;
    on(event: 'error', listener: (reason: unknown) => void): this;
    registerFont(name: string, source: Uint8Array | ParsedFont): this;
    font(name: string): this;
    fontSize(size: number): this;
    fillColor(color: string): this;
    text(text: string, x: number, y: number, options?: TextOptions): this;
    heightOfString(text: string, options?: TextOptions): number;
    addPage(): this;
    moveTo(x: number, y: number): this;
    lineTo(x: number, y: number): this;
    lineWidth(width: number): this;
    strokeColor(color: string): this;
    stroke(): this;
    bufferedPageRange(): { readonly start: number; readonly count: number };
    switchToPage(index: number): unknown;
    end(): void;
  }
}
