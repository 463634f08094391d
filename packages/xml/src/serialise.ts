import { NcpError } from '@ncp/domain';
import { utf8 } from './bytes.js';
import { namespacesInScope, type XmlAttribute, type XmlElement, type XmlNamespace, type XmlNode } from './tree.js';

type Scope = ReadonlyMap<string, string>;
const NOTHING: Scope = new Map();

/**
 * Writes a tree as UTF-8, the same bytes for the same tree: no added white space, attributes in their order,
 * namespaces declared where first needed. An element taken from a parsed message keeps every namespace that
 * was in scope there, so that its signature and the prefixes in its text stay good.
 * Raises NCP_XML_NOT_WELL_FORMED for characters XML cannot hold, NCP_XML_STRUCTURE for clashing prefixes.
 */
export const serialiseXml = (el: XmlElement, options: { readonly declaration?: boolean } = {}): Uint8Array =>
  utf8((options.declaration === true ? '<?xml version="1.0" encoding="UTF-8"?>' : '') + written(el, NOTHING, undefined, WHOLE));

/** What canonicalisation changes on the element it starts at: attributes it inherits, one child left out. */
export interface Apex {
  readonly inherited: readonly XmlAttribute[];
  readonly omit: XmlNode | undefined;
}
const WHOLE: Apex = { inherited: [], omit: undefined };

/** Writes `el` as a document of its own, with every namespace in scope declared on it: the input of c14n. */
export const serialiseApex = (el: XmlElement, apex: Apex): Uint8Array => utf8(written(el, NOTHING, undefined, apex));

/** The declarations that a built root gets when it is written. */
export const declaredOn = (root: XmlElement): readonly XmlNamespace[] =>
  Array.from(declarationsOf(root, NOTHING, NOTHING), ([prefix, uri]) => ({ prefix, uri }));

const written = (el: XmlElement, scope: Scope, writtenIn: XmlElement | undefined, apex: Apex): string => {
  // Taken from another place: bring along what its prefixes meant there.
  const carried = el.parent === writtenIn ? NOTHING : namespacesInScope(el.parent);
  const declarations = carried.size === 0 && needsNone(el, scope) ? NOTHING : declarationsOf(el, scope, carried);
  const name = el.prefix === '' ? el.local : `${el.prefix}:${el.local}`;
  let out = `<${name}`;
  for (const [prefix, uri] of declarations) out += `${prefix === '' ? ' xmlns="' : ` xmlns:${prefix}="`}${escapeAttribute(uri)}"`;
  for (const attribute of el.attributes) out += writtenAttribute(attribute);
  for (const attribute of apex.inherited) out += writtenAttribute(attribute);
  const inner = declarations.size === 0 ? scope : new Map([...scope, ...declarations]);
  let content = '';
  for (const node of el.children) if (node !== apex.omit) content += writtenNode(node, inner, el);
  // A section of CDATA may be empty, and is not there when it is read again.
  return content === '' ? `${out}/>` : `${out}>${content}</${name}>`;
};

const writtenAttribute = ({ prefix, local, value }: XmlAttribute): string =>
  prefix === '' ? ` ${local}="${escapeAttribute(value)}"` : ` ${prefix}:${local}="${escapeAttribute(value)}"`;

const writtenNode = (node: XmlNode, scope: Scope, parent: XmlElement): string => {
  switch (node.kind) {
    case 'element': return written(node, scope, parent, WHOLE);
    case 'text': return escapeText(node.value);
    case 'comment': return `<!--${node.value}-->`;
    case 'pi': return `<?${node.target}${node.value === '' ? '' : ' '}${node.value}?>`;
  }
};

/** Declares nothing itself, and all that its names need is in scope: so it is with most elements. */
const needsNone = (el: XmlElement, scope: Scope): boolean => {
  if (el.namespaces.length > 0 || meaning(scope, el.prefix) !== el.ns) return false;
  for (const { prefix, ns } of el.attributes) if (prefix !== '' && prefix !== 'xml' && scope.get(prefix) !== ns) return false;
  return true;
};

const declarationsOf = (el: XmlElement, scope: Scope, carried: Scope): ReadonlyMap<string, string> => {
  const own = new Map<string, string>();
  for (const { prefix, uri } of el.namespaces) own.set(prefix, uri);
  for (const [prefix, uri] of carried) if (!own.has(prefix)) own.set(prefix, uri);
  const need = (prefix: string, uri: string): void => {
    const declared = own.get(prefix);
    if (declared === undefined) own.set(prefix, uri);
    else if (declared !== uri) throw new NcpError('NCP_XML_STRUCTURE', { prefix });
    if (uri === '' && prefix !== '') throw new NcpError('NCP_XML_STRUCTURE', { prefix });
  };
  need(el.prefix, el.ns);
  for (const { prefix, ns } of el.attributes) if (prefix !== '') need(prefix, ns);
  for (const [prefix, uri] of own) if (meaning(scope, prefix) === uri || prefix === 'xml') own.delete(prefix);
  return own;
};

/** An undeclared default namespace means none. */
const meaning = (scope: Scope, prefix: string): string | undefined => scope.get(prefix) ?? (prefix === '' ? '' : undefined);

/** Characters that stand for themselves; nearly all texts have no others. */
const OTHER_IN_TEXT = /[^\t\n\x20-%'-;=?-\ud7ff\ue000-\ufffd]/;
const OTHER_IN_ATTRIBUTE = /[^\x20!#-%'-;=>?-\ud7ff\ue000-\ufffd]/;

const escapeText = (value: string): string => (OTHER_IN_TEXT.test(value) ? escape(value, false) : value);
const escapeAttribute = (value: string): string => (OTHER_IN_ATTRIBUTE.test(value) ? escape(value, true) : value);

const escape = (value: string, attribute: boolean): string => {
  let out = '';
  let from = 0;
  for (let i = 0; i < value.length; i += 1) {
    const code = value.charCodeAt(i);
    if (code > 0x3e && code < 0xd800) continue;
    const reference = referenceFor(code, attribute);
    if (reference !== undefined) {
      out += value.slice(from, i) + reference;
      from = i + 1;
    } else if (isForbidden(value, i, code)) {
      throw new NcpError('NCP_XML_NOT_WELL_FORMED', { character: code });
    }
  }
  return out + value.slice(from);
};

const referenceFor = (code: number, attribute: boolean): string | undefined => {
  switch (code) {
    case 0x26: return '&amp;';
    case 0x3c: return '&lt;';
    case 0x3e: return attribute ? undefined : '&gt;';
    case 0x0d: return '&#xD;';
    case 0x22: return attribute ? '&quot;' : undefined;
    case 0x09: return attribute ? '&#x9;' : undefined;
    case 0x0a: return attribute ? '&#xA;' : undefined;
    default: return undefined;
  }
};

/** Characters outside production Char of XML 1.0: controls, halves of a surrogate pair, FFFE and FFFF. */
const isForbidden = (value: string, at: number, code: number): boolean => {
  if (code < 0x20) return code !== 0x09 && code !== 0x0a;
  if (code < 0xd800) return false;
  if (code <= 0xdbff) return !isBetween(value.charCodeAt(at + 1), 0xdc00, 0xdfff);
  if (code <= 0xdfff) return !isBetween(value.charCodeAt(at - 1), 0xd800, 0xdbff);
  return code >= 0xfffe;
};

const isBetween = (code: number, low: number, high: number): boolean => code >= low && code <= high;
