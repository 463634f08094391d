/**
 * Text from outside, made safe to read before it enters a document (CDA-10). Characters that show nothing, reorder what
 * is shown, or that XML cannot hold are replaced by their code point in brackets: a reader sees that something was there.
 */

const isInvisible = (point: number): boolean =>
  (point < 0x20 && point !== 0x09 && point !== 0x0a) ||
  (point >= 0x7f && point <= 0x9f) ||
  point === 0xad || point === 0x61c || point === 0x180e ||
  point === 0x34f || point === 0x115f || point === 0x1160 || point === 0x3164 || point === 0xffa0 || // fillers and joiners that show nothing
  (point >= 0x200b && point <= 0x200f) || // zero width, direction marks
  (point >= 0x202a && point <= 0x202e) || // direction overrides
  (point >= 0x2060 && point <= 0x206f) ||
  (point >= 0xd800 && point <= 0xdfff) || // half of a pair
  (point >= 0xe0000 && point <= 0xe0fff) || // tags: a whole hidden text
  (point >= 0xfdd0 && point <= 0xfdef) || // noncharacters
  point === 0xfeff || (point >= 0xfff9 && point <= 0xfffb) || (point & 0xfffe) === 0xfffe;

const shown = (character: string): string => {
  const point = character.codePointAt(0) ?? 0;
  return isInvisible(point) ? `[U+${point.toString(16).toUpperCase().padStart(4, '0')}]` : character;
};

const NEW_LINE = /\r\n?|[\u0085\u2028\u2029]/g;

/** Several lines: line ends become `\n`, tabs become spaces. */
export const visibleText = (text: string): string =>
  Array.from(text.replaceAll(NEW_LINE, '\n').replaceAll('\t', ' '), shown).join('').trim();

/** One line, single spaces: for names, titles and attributes. */
export const visibleLine = (text: string): string => visibleText(text).split(/\s+/).join(' ');

/** Undefined for absent or blank text, so that an empty element is never written. */
export const optionalLine = (text: string | undefined): string | undefined => {
  const line = text === undefined ? '' : visibleLine(text);
  return line === '' ? undefined : line;
};
