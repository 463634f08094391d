import type { XmlElement } from '@ncp/xml';
import { isNullValue } from './type-rule.js';

/**
 * Comparing siblings of one name with each other. Where there are many, what they have in common is counted once for all
 * of them: a document that repeats an element ten thousand times must not cost the square of that.
 */

interface Group {
  readonly size: number;
  readonly notNull: number;
  readonly counts: Map<string, ReadonlyMap<string, number>>;
  readonly members: readonly XmlElement[];
}

const groups = new WeakMap<XmlElement, Map<string, Group>>();

/** Whatever their namespace: that is how the official rules see siblings. */
const groupOf = (el: XmlElement): Group | undefined => {
  const { parent } = el;
  if (parent === undefined) return undefined;
  const known = groups.get(parent) ?? new Map<string, Group>();
  const found = known.get(el.local);
  if (found !== undefined) return found;
  const members = parent.children.filter((node): node is XmlElement => node.kind === 'element' && node.local === el.local);
  const group: Group = { size: members.length, notNull: members.filter((one) => !isNullValue(one)).length, counts: new Map(), members };
  groups.set(parent, known.set(el.local, group));
  return group;
};

/** Every sibling of the name is null too. */
export const othersAreNull = (el: XmlElement): boolean => {
  const group = groupOf(el);
  return group === undefined || group.notNull - (isNullValue(el) ? 0 : 1) === 0;
};

/** `keyOf` gives what must be distinct, undefined for an element that takes no part; `kind` names the comparison. */
export const isDistinct = (el: XmlElement, kind: string, keyOf: (one: XmlElement) => string | undefined): boolean => {
  const key = keyOf(el);
  const group = groupOf(el);
  if (key === undefined || group === undefined || group.size === 1) return true;
  let counts = group.counts.get(kind);
  if (counts === undefined) {
    const counting = new Map<string, number>();
    for (const member of group.members) {
      const own = keyOf(member);
      if (own !== undefined) counting.set(own, (counting.get(own) ?? 0) + 1);
    }
    counts = counting;
    group.counts.set(kind, counts);
  }
  return (counts.get(key) ?? 0) <= 1;
};
