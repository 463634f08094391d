import { attr, type XmlElement, type XmlNode } from '@ncp/xml';

/** Changes one element; undefined takes it out. What is returned unchanged is looked into further. */
export type Rewrite = (el: XmlElement, path: string) => XmlElement | undefined;

/** A copy of a message with some elements changed; prefixes, declarations, comments and white space stay as they were. */
export function rewritten(root: XmlElement, rewrite: Rewrite): XmlElement {
  const visit = (el: XmlElement, path: string): XmlElement => {
    const { parent: _, ...rest } = el;
    const children = el.children.flatMap((node): XmlNode[] => {
      if (node.kind !== 'element') return [node];
      const at = `${path}/${node.local}`;
      const changed = rewrite(node, at);
      if (changed === undefined) return [];
      return [changed === node ? visit(node, at) : changed];
    });
    return { ...rest, children };
  };
  return visit(root, `/${root.local}`);
}

/** The element with other values in some attributes; a value of undefined takes the attribute out. */
export const withAttributes = (el: XmlElement, values: Readonly<Record<string, string | undefined>>): XmlElement => {
  const { parent: _, ...rest } = el;
  const named = Object.entries(values);
  const kept = el.attributes.filter(({ ns, local }) => ns !== '' || !named.some(([name]) => name === local));
  return { ...rest, attributes: [...kept, ...named.flatMap(([local, value]) => (value === undefined ? [] : [{ ns: '', prefix: '', local, value }]))] };
};

/** The element with this text as its only content. */
export const withContent = (el: XmlElement, value: string): XmlElement => {
  const { parent: _, ...rest } = el;
  return { ...rest, children: [{ kind: 'text', value, cdata: false }] };
};

export const withChildren = (el: XmlElement, children: readonly XmlNode[]): XmlElement => {
  const { parent: _, ...rest } = el;
  return { ...rest, children };
};

export interface Identifier {
  readonly root: string;
  readonly extension?: string;
}

/** An HL7 identifier with another value; the order of its attributes and everything else stays. */
export const withIdentifier = (el: XmlElement, { root, extension }: Identifier): XmlElement => {
  const { parent: _, ...rest } = el;
  const value: Readonly<Record<string, string | undefined>> = { root, extension };
  const kept = el.attributes.flatMap((one) => {
    const changed = value[one.local];
    if (one.ns !== '' || !(one.local in value)) return one.local === 'nullFlavor' ? [] : [one];
    return changed === undefined ? [] : [{ ...one, value: changed }];
  });
  const added = Object.entries(value).flatMap(([local, text]) =>
    (text === undefined || attr(el, local) !== undefined ? [] : [{ ns: '', prefix: '', local, value: text }]));
  return { ...rest, attributes: [...kept, ...added] };
};
