import { namespacesInScope, type XmlElement } from './tree.js';

/** How much an element holds, itself not counted: what all work with it grows with. */
export interface Extent {
  /** Elements, attributes, namespace declarations, texts, comments and processing instructions. */
  readonly nodes: number;
  /** Of names, values and texts, in UTF-16 units. */
  readonly characters: number;
  /** Most declarations that one of its elements has on it and around it, those repeated counted again. */
  readonly namespaces: number;
}

export const extentOf = (el: XmlElement): Extent => {
  let [nodes, characters, namespaces] = [0, 0, 0];
  const measure = (at: XmlElement, around: number): void => {
    const declared = around + at.namespaces.length;
    nodes += at.attributes.length + at.namespaces.length + at.children.length;
    namespaces = Math.max(namespaces, declared);
    characters += at.prefix.length + at.local.length;
    for (const { prefix, local, value } of at.attributes) characters += prefix.length + local.length + value.length;
    for (const { prefix, uri } of at.namespaces) characters += prefix.length + uri.length;
    for (const node of at.children) {
      if (node.kind === 'element') measure(node, declared);
      else characters += node.value.length;
    }
  };
  measure(el, namespacesInScope(el.parent).size);
  return { nodes, characters, namespaces };
};
