import type { PDFDocument } from 'pdfkit';

/**
 * Scripts that are drawn from left to right, one sign after another. In right-to-left text the drawing would move numbers
 * to other places, and other scripts need shapes we do not make.
 */
const PLAIN = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]/u;

/** They choose the shape of the sign before them, and vanish where the font has no choice. */
const SELECTOR = /\p{Variation_Selector}/u;

/**
 * What the font cannot draw, or we cannot draw in the right order, is shown by its code point: an empty box or a moved
 * number would be lost to every reader, and level 3 has the original (CDA-10).
 */
export const drawable = (pdf: PDFDocument, text: string): string => {
  const { font } = pdf._font;
  return Array.from(text, (character) => {
    const point = character.codePointAt(0) ?? 0;
    if (point < 0x7f || (PLAIN.test(character) && !SELECTOR.test(character) && font.hasGlyphForCodePoint(point))) return character;
    return `[U+${point.toString(16).toUpperCase().padStart(4, '0')}]`;
  }).join('');
};
