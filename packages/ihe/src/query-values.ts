/**
 * Values of a stored query: IHE quotes each code and puts lists in parentheses, OpenNCP quotes a whole list once,
 * others quote nothing (wire-contract 2.4). All say the same.
 */

const OPENING: ReadonlySet<string> = new Set([' ', '\t', '\n', '\r', '(', "'", '"']);
const CLOSING: ReadonlySet<string> = new Set([' ', '\t', '\n', '\r', ')', "'", '"']);

/** One value without parentheses, quotes and outer white space. By index: a pattern would be quadratic on hostile text. */
export const plainValueOf = (value: string): string => {
  let from = 0;
  let to = value.length;
  while (from < to && OPENING.has(value.charAt(from))) from += 1;
  while (to > from && CLOSING.has(value.charAt(to - 1))) to -= 1;
  return value.slice(from, to);
};

/** The codes of one value: `('a','b')`, `('a,b')`, `'a'`, `a`. Codes never hold a comma. */
export const codesOf = (value: string): readonly string[] =>
  value.split(',').map(plainValueOf).filter((code) => code !== '');
