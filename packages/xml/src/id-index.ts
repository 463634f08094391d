import { NS } from './namespaces.js';
import { walk } from './read.js';
import { rootOf, type XmlElement } from './tree.js';

/** Trees do not change, so one count serves every signature of a message. */
const indexes = new WeakMap<XmlElement, ReadonlyMap<string, number>>();

/**
 * How many elements of the whole message carry this id, in any spelling a signature tool might follow:
 * `ID`, `Id`, `id`, `wsu:Id`, `xml:id` (RS DSIG-12, -13). An `ID` in a foreign namespace is no id (RS DSIG-14).
 */
export const idCount = (within: XmlElement, id: string): number => {
  const root = rootOf(within);
  let index = indexes.get(root);
  if (index === undefined) {
    index = indexOf(root);
    indexes.set(root, index);
  }
  return index.get(id) ?? 0;
};

const indexOf = (root: XmlElement): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const el of walk(root)) {
    // Two of its attributes with one value make one element of that id. Few have more than one.
    let own: Set<string> | undefined;
    for (const { ns, local, value } of el.attributes) {
      if (!isId(ns, local)) continue;
      const id = value.trim();
      if (own?.has(id) === true) continue;
      own = (own ?? new Set()).add(id);
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
  }
  return counts;
};

const isId = (ns: string, local: string): boolean => {
  switch (ns) {
    case '': return local === 'ID' || local === 'Id' || local === 'id';
    case NS.wsu: return local === 'Id';
    case NS.xml: return local === 'id';
    default: return false;
  }
};
