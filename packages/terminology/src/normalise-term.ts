/**
 * Swedish register texts abbreviate and decline freely. This brings the ways of writing one term to one form, so that
 * a table needs each term once (sweden-national 4.1). It is used on both sides: on the table and on the question.
 */

/** Whole words only: `pulv` is expanded, `pulvinal` is not. */
const ABBREVIATIONS: ReadonlyMap<string, string> = new Map([
  ['inj-vätska', 'injektionsvätska'],
  ['inf-vätska', 'infusionsvätska'],
  ['inj/inf-vätska', 'injektions-/infusionsvätska'],
  ['inhal.pulv', 'inhalationspulver'],
  ['inhal-pulv', 'inhalationspulver'],
  ['inhal.spray', 'inhalationsspray'],
  ['pulv', 'pulver'],
  ['konc', 'koncentrat'],
  ['ögondr', 'ögondroppar'],
  ['örondr', 'örondroppar'],
  ['lösn', 'lösning'],
  ['susp', 'suspension'],
  ['depotsusp', 'depotsuspension'],
  ['avd', 'avdelad'],
  ['endosbeh', 'endosbehållare'],
  ['förf', 'förfylld'],
  ['tabl', 'tablett'],
  ['kaps', 'kapsel'],
  ['supp', 'suppositorium'],
]);

/** `lösning i förfylld penna` and `lösning, förfylld penna` are the same form. */
const CONTAINER_PHRASE = /,? i (?=(?:förfylld|cylinderampull|dospåse|endosbehållare)(?:$|[ ,]))/g;
const SPACE = /[\s\u00a0]+/;

const expand = (word: string): string => {
  const comma = word.endsWith(',') ? ',' : '';
  const bare = comma === '' ? word : word.slice(0, -1);
  const withoutDot = bare.endsWith('.') ? bare.slice(0, -1) : bare;
  return `${ABBREVIATIONS.get(withoutDot) ?? withoutDot}${comma}`;
};

/** Lower case, single spaces, abbreviations written out, containers after a comma. Never changes what is shown. */
export const normaliseTerm = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('®', '')
    .replace(/\s*,\s*/g, ', ')
    .trim()
    .split(SPACE)
    .map(expand)
    .join(' ')
    .replace(CONTAINER_PHRASE, ', ')
    .replace('förfylld penna', 'förfylld injektionspenna');
