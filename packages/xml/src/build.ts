import { NcpError } from '@ncp/domain';
import { ATTRIBUTE_PREFIXES } from './namespaces.js';
import { isPlainName } from './plain-name.js';
import type { XmlAttribute, XmlElement, XmlNamespace, XmlNode } from './tree.js';

/** What may stand inside a built element; `undefined` is skipped, so that optional parts need no branch. */
export type XmlContent = XmlElement | string | undefined | readonly XmlContent[];

/** `undefined` is skipped. `xmlns:p` and `xmlns` declare; `p:name` needs a known prefix or a declaration beside it. */
export type XmlAttributes = Readonly<Record<string, string | undefined>>;

/**
 * Builds an element: `element(NS.soap, 'soap:Envelope', {}, header, body)`. Namespaces are declared by
 * `serialiseXml` where first needed. Names are for the programmer to choose, never taken from input.
 * Raises NCP_XML_STRUCTURE for a name or prefix that cannot be written.
 */
export const element = (ns: string, qname: string, attributes: XmlAttributes = {}, ...content: readonly XmlContent[]): XmlElement => {
  const [prefix, local] = splitName(qname);
  const namespaces: XmlNamespace[] = [];
  const plain: [string, string][] = [];
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    if (name === 'xmlns') namespaces.push(Object.freeze({ prefix: '', uri: value }));
    else if (name.startsWith('xmlns:')) namespaces.push(Object.freeze({ prefix: splitName(name)[1], uri: value }));
    else plain.push([name, value]);
  }
  const uriOf = (wanted: string): string => {
    const uri = namespaces.find((one) => one.prefix === wanted)?.uri ?? (wanted === prefix ? ns : ATTRIBUTE_PREFIXES.get(wanted));
    if (uri === undefined || uri === '') throw new NcpError('NCP_XML_STRUCTURE', { prefix: wanted });
    return uri;
  };
  const children: XmlNode[] = [];
  append(children, content);
  return Object.freeze({
    kind: 'element', ns, local, prefix,
    attributes: Object.freeze(plain.map(([name, value]): XmlAttribute => {
      const [p, l] = splitName(name);
      return Object.freeze({ ns: p === '' ? '' : uriOf(p), local: l, prefix: p, value });
    })),
    namespaces: Object.freeze(namespaces),
    children: Object.freeze(children),
  });
};

const append = (children: XmlNode[], content: readonly XmlContent[]): void => {
  for (const one of content) {
    if (one === undefined || one === '') continue;
    if (typeof one === 'string') children.push(Object.freeze({ kind: 'text', value: one, cdata: false }));
    else if (isElement(one)) children.push(one);
    else append(children, one);
  }
};

const isElement = (content: XmlElement | readonly XmlContent[]): content is XmlElement => 'kind' in content;

const splitName = (qname: string): readonly [prefix: string, local: string] => {
  const colon = qname.indexOf(':');
  const prefix = colon === -1 ? '' : qname.slice(0, colon);
  const local = qname.slice(colon + 1);
  if (!isPlainName(local) || (colon !== -1 && !isPlainName(prefix))) throw new NcpError('NCP_XML_STRUCTURE', { length: qname.length });
  return [prefix, local];
};
