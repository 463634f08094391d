import type { Mend } from './finding.js';
import type { WordingId } from './texts.js';

const ADDITIONS: ReadonlySet<WordingId> = new Set<WordingId>(['element-missing', 'attribute-missing', 'display-name', 'time-zone', 'empty']);
const REMOVALS: ReadonlySet<WordingId> = new Set<WordingId>([
  'element-unexpected', 'element-too-often', 'attribute-unexpected', 'text-unexpected', 'null-not-alone', 'null-mixed', 'not-distinct', 'code-simple',
]);

/** One word without blanks or signs of the notation is a value; anything else describes several. */
const VALUE = /^[^\s[\]|()]+$/;

/** What has to be done about a fault at a place; `name` is that of an element which the place lacks. */
export const mendOf = (wording: WordingId, place: string, name: string | undefined, allowed: string | undefined): Mend => {
  const value = allowed !== undefined && VALUE.test(allowed) && wording !== 'element-too-often' ? { value: allowed } : {};
  if (wording === 'element-missing') return { action: 'add', target: name === undefined ? place : `${place}/${name}` };
  if (wording === 'display-name') return { action: 'add', target: `${place}/@displayName` };
  if (ADDITIONS.has(wording)) return { action: 'add', target: place, ...value };
  if (REMOVALS.has(wording)) return { action: 'remove', target: place };
  return { action: wording === 'element-order' ? 'move' : 'change', target: place, ...value };
};
