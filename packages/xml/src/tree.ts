/**
 * A parsed or built XML tree: plain frozen data, nothing of the engine in it.
 * Trees from `parseXml` have parent links; trees from `element` have none until they are parsed again.
 */
export interface XmlElement {
  readonly kind: 'element';
  /** Namespace URI, empty when the element is in no namespace. */
  readonly ns: string;
  readonly local: string;
  /** Prefix as written, empty for the default namespace. Never compare prefixes: compare `ns`. */
  readonly prefix: string;
  readonly attributes: readonly XmlAttribute[];
  /** Namespace declarations written on this element, in document order. */
  readonly namespaces: readonly XmlNamespace[];
  readonly children: readonly XmlNode[];
  readonly parent?: XmlElement;
}

export interface XmlAttribute {
  readonly ns: string;
  readonly local: string;
  readonly prefix: string;
  readonly value: string;
}

export interface XmlNamespace {
  readonly prefix: string;
  readonly uri: string;
}

export interface XmlText {
  readonly kind: 'text';
  readonly value: string;
  readonly cdata: boolean;
}

export interface XmlComment {
  readonly kind: 'comment';
  readonly value: string;
}

export interface XmlProcessingInstruction {
  readonly kind: 'pi';
  readonly target: string;
  readonly value: string;
}

export type XmlNode = XmlElement | XmlText | XmlComment | XmlProcessingInstruction;

/** The outermost element of the message that `el` was parsed from. */
export const rootOf = (el: XmlElement): XmlElement => {
  let at = el;
  while (at.parent !== undefined) at = at.parent;
  return at;
};

/** Prefix to URI as seen inside `el`, none outside of a root; an undeclared default is left out. Nearest declaration wins. */
export const namespacesInScope = (el: XmlElement | undefined): ReadonlyMap<string, string> => {
  const scope = new Map<string, string>();
  for (let at = el; at !== undefined; at = at.parent) {
    for (const { prefix, uri } of at.namespaces) if (!scope.has(prefix)) scope.set(prefix, uri);
  }
  if (scope.get('') === '') scope.delete('');
  return scope;
};

/** What a prefix means inside `el`; undefined where it is not declared. The empty prefix is the default namespace. */
export const namespaceOf = (el: XmlElement, prefix: string): string | undefined => {
  for (let at: XmlElement | undefined = el; at !== undefined; at = at.parent) {
    for (const one of at.namespaces) if (one.prefix === prefix) return one.uri === '' ? undefined : one.uri;
  }
  return undefined;
};
