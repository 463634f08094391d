import type { Cell } from '@ncp/domain';

/** A spreadsheet program takes a cell that begins like this for a formula (WEB-07). */
const FORMULA = /^[=+\-@\t\r]/;
/** What no table may hold: control characters, and half of a surrogate pair. */
const UNWRITABLE = /(?![\t\n\r])[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu;

/** Text of others as a table may hold it: without what cannot be written. A number stays as it is. */
export const writable = (cell: Cell): Cell => (typeof cell === 'number' ? cell : cell.replaceAll(UNWRITABLE, '\uFFFD'));

/** The same, and no formula. */
const harmless = (cell: Cell): Cell => {
  const text = writable(cell);
  return typeof text === 'string' && FORMULA.test(text) ? `'${text}` : text;
};

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** One line of RFC 4180, with its end. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map((cell) => quoted(String(harmless(cell)))).join(',')}\r\n`;
