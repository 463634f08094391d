import { XmlElement as EngineElement, type XmlTreeNode } from 'libxml2-wasm';
import { openDocument } from './parse.js';

/** One step of a place as `pathOf` writes it. */
const STEP = /^([^[\]]+)(?:\[(\d+)\])?$/;

/**
 * The child at a step. `pathOf` counts within a namespace, and writes no number where there is one only; where two namespaces
 * use a name alike even so, it is the first of them.
 */
const childAt = (el: EngineElement, step: string): EngineElement | undefined => {
  const [, local, index] = STEP.exec(step) ?? [];
  const alike = new Map<string, EngineElement[]>();
  for (let node: XmlTreeNode | null = el.firstChild; node !== null; node = node.next) {
    if (!(node instanceof EngineElement) || node.name !== local) continue;
    const group = alike.get(node.namespaceUri);
    if (group === undefined) alike.set(node.namespaceUri, [node]);
    else group.push(node);
  }
  const groups = [...alike.values()];
  if (index === undefined) return groups.find((group) => group.length === 1)?.[0];
  return groups.find((group) => group.length > 1 && group.length >= Number(index))?.[Number(index) - 1];
};

/** Finds elements by their places; findings share most of their way. */
class Places {
  readonly #root: EngineElement;
  readonly #found = new Map<string, EngineElement | undefined>();

  constructor(root: EngineElement) {
    this.#root = root;
    this.#found.set(`/${root.name}`, root);
  }

  at(place: string): EngineElement | undefined {
    if (this.#found.has(place)) return this.#found.get(place);
    const cut = place.lastIndexOf('/');
    if (cut <= 0) return place === '/' ? this.#root : undefined;
    const step = place.slice(cut + 1);
    const parent = this.at(place.slice(0, cut));
    const found = parent === undefined || step.startsWith('@') ? parent : childAt(parent, step);
    this.#found.set(place, found);
    return found;
  }
}

/**
 * The lines of a document, from 1, on which places begin: places as `pathOf` writes them, with `/@name` behind them for an
 * attribute. For showing to people. A place that is not there has no line. Raises NCP_XML_NOT_WELL_FORMED.
 */
export const linesOf = (bytes: Uint8Array, places: readonly string[]): ReadonlyMap<string, number> => {
  const document = openDocument(bytes);
  try {
    const elements = new Places(document.root);
    return new Map(places.flatMap((place) => {
      const line = elements.at(place)?.line;
      return line === undefined ? [] : [[place, line] as const];
    }));
  } finally {
    document.dispose();
  }
};
