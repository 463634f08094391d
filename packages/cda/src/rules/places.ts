import type { XmlElement } from '@ncp/xml';

interface Position {
  readonly number: number;
  readonly alike: () => number;
}

/** Where elements stand, as `pathOf` says it, for many elements of one document: siblings are counted once for all of them. */
export class Places {
  readonly #paths = new Map<XmlElement, string>();
  readonly #positions = new Map<XmlElement, ReadonlyMap<XmlElement, Position>>();

  of(el: XmlElement): string {
    const known = this.#paths.get(el);
    if (known !== undefined) return known;
    const path = this.#compose(el);
    this.#paths.set(el, path);
    return path;
  }

  #compose(el: XmlElement): string {
    const { parent } = el;
    if (parent === undefined) return `/${el.local}`;
    const position = this.#positionsIn(parent).get(el);
    const isOnlyOne = position === undefined || position.alike() === 1;
    return `${this.of(parent)}/${el.local}${isOnlyOne ? '' : `[${String(position.number)}]`}`;
  }

  #positionsIn(parent: XmlElement): ReadonlyMap<XmlElement, Position> {
    const known = this.#positions.get(parent);
    if (known !== undefined) return known;
    const counts = new Map<string, number>();
    const positions = new Map<XmlElement, Position>();
    for (const node of parent.children) {
      if (node.kind !== 'element') continue;
      const name = `${node.ns} ${node.local}`;
      const number = (counts.get(name) ?? 0) + 1;
      counts.set(name, number);
      positions.set(node, { number, alike: () => counts.get(name) ?? 1 });
    }
    this.#positions.set(parent, positions);
    return positions;
  }
}
