const LINE = 'Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore magna aliqua.';

/** Lines that together have about so many bytes: for measuring with documents of a size that is met in practice. */
export const fillLines = (bytes: number): readonly string[] => Array.from({ length: Math.max(0, Math.ceil(bytes / (LINE.length + 1))) }, () => LINE);

/** The document grown to about `bytes` by paragraphs at the end of its first narrative. */
export function filledTo(xml: string, bytes: number): string {
  const missing = bytes - Buffer.byteLength(xml);
  return missing <= 0 ? xml : xml.replace(/<\/((?:\w+:)?)text>/, (end, prefix: string) =>
    `${fillLines(missing * (LINE.length / (LINE.length + 2 * prefix.length + 24))).map((line) => `<${prefix}paragraph>${line}</${prefix}paragraph>`).join('')}${end}`);
}
