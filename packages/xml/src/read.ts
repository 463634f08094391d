import { NcpError, type NcpErrorCode } from '@ncp/domain';
import type { XmlElement } from './tree.js';

/** The first child element of that name. */
export const child = (el: XmlElement, ns: string, local: string): XmlElement | undefined => {
  for (const node of el.children) if (node.kind === 'element' && node.local === local && node.ns === ns) return node;
  return undefined;
};

/** The first child element of that name; raises `code` (NCP_XML_STRUCTURE) with the path where there is none. */
export const requireChild = (el: XmlElement, ns: string, local: string, code: NcpErrorCode = 'NCP_XML_STRUCTURE'): XmlElement => {
  const found = child(el, ns, local);
  if (found === undefined) throw new NcpError(code, { at: `${pathOf(el)}/${local}`, found: 0 });
  return found;
};

/** The one child element of that name; raises `code` (NCP_XML_STRUCTURE) where there is none or more than one. */
export const onlyChild = (el: XmlElement, ns: string, local: string, code: NcpErrorCode = 'NCP_XML_STRUCTURE'): XmlElement => {
  const found = childrenOf(el, ns, local);
  const [first] = found;
  if (first === undefined || found.length > 1) throw new NcpError(code, { at: `${pathOf(el)}/${local}`, found: found.length });
  return first;
};

/** Child elements, all or those of a namespace or a name, in document order. */
export const childrenOf = (el: XmlElement, ns?: string, local?: string): XmlElement[] => {
  const found: XmlElement[] = [];
  for (const node of el.children) {
    if (node.kind === 'element' && (ns === undefined || node.ns === ns) && (local === undefined || node.local === local)) found.push(node);
  }
  return found;
};

/** Follows first children down a path of names within one namespace. */
export const descendant = (el: XmlElement, ns: string, ...path: readonly string[]): XmlElement | undefined => {
  let at: XmlElement | undefined = el;
  for (const local of path) {
    if (at === undefined) return undefined;
    at = child(at, ns, local);
  }
  return at;
};

/** The value of an attribute; without `ns` only an attribute in no namespace is meant. */
export const attr = (el: XmlElement, local: string, ns = ''): string | undefined => {
  for (const attribute of el.attributes) if (attribute.local === local && attribute.ns === ns) return attribute.value;
  return undefined;
};

/**
 * The element's own text, CDATA included; text of child elements is not part of it.
 * Raises NCP_XML_COMMENT_IN_VALUE or NCP_XML_PI where one splits the value, so that a prefix is never
 * taken for the whole (RS XML-28).
 */
export const textOf = (el: XmlElement): string => {
  let value = '';
  for (const node of el.children) {
    if (node.kind === 'text') value += node.value;
    else if (node.kind === 'comment') throw new NcpError('NCP_XML_COMMENT_IN_VALUE', { at: pathOf(el) });
    else if (node.kind === 'pi') throw new NcpError('NCP_XML_PI', { at: pathOf(el) });
  }
  return value;
};

/** All text within the element, child elements included: for narrative, not for values. Same refusals as `textOf`. */
export const deepText = (el: XmlElement): string => {
  const parts: string[] = [];
  const collect = (at: XmlElement): void => {
    for (const node of at.children) {
      if (node.kind === 'text') parts.push(node.value);
      else if (node.kind === 'element') collect(node);
      else throw new NcpError(node.kind === 'pi' ? 'NCP_XML_PI' : 'NCP_XML_COMMENT_IN_VALUE', { at: pathOf(at) });
    }
  };
  collect(el);
  return parts.join('');
};

/** Where an element stands, e.g. `/Envelope/Header/Security/Assertion[2]`: for errors and findings. */
export const pathOf = (el: XmlElement): string => {
  const { parent } = el;
  if (parent === undefined) return `/${el.local}`;
  const alike = childrenOf(parent, el.ns, el.local);
  return `${pathOf(parent)}/${el.local}${alike.length > 1 ? `[${String(alike.indexOf(el) + 1)}]` : ''}`;
};

/** The element and every element below it, in document order. */
export function* walk(el: XmlElement): Generator<XmlElement, void, undefined> {
  const stack = [el];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    yield at;
    for (let i = at.children.length - 1; i >= 0; i -= 1) {
      const node = at.children[i];
      if (node?.kind === 'element') stack.push(node);
    }
  }
}
