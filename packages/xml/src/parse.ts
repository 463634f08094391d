import { NcpError } from '@ncp/domain';
import {
  ParseOption, XmlCData, XmlComment, XmlDocument, XmlElement as EngineElement, XmlLibError, XmlText, XmlTreeNode, XmlXPath,
  type XmlNode as EngineNode,
} from 'libxml2-wasm';
import { encodingGate } from './encoding-gate.js';
import { DEFAULT_LIMITS, type XmlLimits } from './limits.js';
import { MarkupGate } from './markup-gate.js';
import type { XmlAttribute, XmlElement, XmlNamespace, XmlNode } from './tree.js';

/** No entity, no DTD, no network, no recovery; and ids are our own business, not the engine's. */
export const ENGINE_OPTIONS: ParseOption = ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_SKIP_IDS;

/**
 * Parses untrusted bytes into a plain frozen tree. The only way into XML (house rule 7).
 *
 * XML 1.0 in UTF-8 only (a byte order mark is allowed); no document type declaration; bounded by `limits`.
 * Comments and processing instructions before or after the root are dropped.
 * Raises NCP_XML_SIZE, _ENCODING, _VERSION, _DOCTYPE, _DEPTH, _NODES, _ATTRIBUTES, _NAMESPACES, _NAME_LENGTH, _PI,
 * _NOT_WELL_FORMED (RS 7.1).
 */
export const parseXml = (bytes: Uint8Array, limits: XmlLimits = DEFAULT_LIMITS): XmlElement => {
  if (bytes.length > limits.maxBytes) throw new NcpError('NCP_XML_SIZE', { bytes: bytes.length, limit: limits.maxBytes });
  const start = encodingGate(bytes);
  new MarkupGate(bytes, limits).check(start);
  return parseTrusted(bytes);
};

/** Parses what we wrote or canonicalised ourselves: well-formedness is still the engine's verdict. */
export const parseTrusted = (bytes: Uint8Array): XmlElement => {
  const document = openDocument(bytes);
  try {
    if (document.dtd !== null) throw new NcpError('NCP_XML_DOCTYPE');
    return walkElement(document.root, undefined);
  } finally {
    document.dispose();
  }
};

/** The caller disposes. The engine's own message may quote the input, so it is not passed on. */
export const openDocument = (bytes: Uint8Array): XmlDocument => {
  try {
    return XmlDocument.fromBuffer(bytes, { option: ENGINE_OPTIONS });
  } catch (error) {
    const first = error instanceof XmlLibError ? error.details[0] : undefined;
    throw new NcpError('NCP_XML_NOT_WELL_FORMED', first === undefined ? {} : { line: first.line, column: first.col });
  }
};

const walkElement = (from: EngineElement, parent: XmlElement | undefined): XmlElement => {
  const children: XmlNode[] = [];
  const prefix = from.prefix;
  const element: XmlElement = Object.freeze({
    kind: 'element',
    ns: from.namespaceUri,
    local: from.name,
    prefix,
    attributes: frozen(from.attrs.map(walkAttribute)),
    namespaces: frozen(Object.entries(from.nsDeclarations).map(([key, uri]): XmlNamespace => Object.freeze({ prefix: key, uri }))),
    children,
    ...(parent === undefined ? {} : { parent }),
  });
  for (let at: EngineNode | null = from.firstChild; at !== null; at = nextSibling(at)) children.push(walkNode(at, element));
  Object.freeze(children);
  return element;
};

const NONE: readonly never[] = Object.freeze([]);
/** Most elements lack something: one empty list for all keeps large messages small. */
const frozen = <T>(list: readonly T[]): readonly T[] => (list.length === 0 ? NONE : Object.freeze(list));

const walkAttribute = (attribute: { namespaceUri: string; name: string; prefix: string; value: string }): XmlAttribute =>
  Object.freeze({ ns: attribute.namespaceUri, local: attribute.name, prefix: attribute.prefix, value: attribute.value });

const walkNode = (node: EngineNode, parent: XmlElement): XmlNode => {
  if (node instanceof EngineElement) return walkElement(node, parent);
  if (node instanceof XmlText) return Object.freeze({ kind: 'text', value: node.content, cdata: false });
  if (node instanceof XmlCData) return Object.freeze({ kind: 'text', value: node.content, cdata: true });
  if (node instanceof XmlComment) return Object.freeze({ kind: 'comment', value: node.content });
  const target = node.eval(NODE_NAME);
  // Only a processing instruction has a name here; an entity reference cannot exist without a DTD.
  if (node instanceof XmlTreeNode || typeof target !== 'string' || target === '') throw new NcpError('NCP_XML_NOT_WELL_FORMED');
  return Object.freeze({ kind: 'pi', target, value: node.content });
};

const NODE_NAME = XmlXPath.compile('name()');
const NEXT_NODE = XmlXPath.compile('following-sibling::node()[1]');

/** The binding gives a processing instruction no `next`; asking by XPath keeps what follows it from being lost. */
const nextSibling = (node: EngineNode): EngineNode | null => (node instanceof XmlTreeNode ? node.next : node.get(NEXT_NODE));
