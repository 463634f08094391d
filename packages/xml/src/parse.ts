import { NcpError } from '@ncp/domain';
import { ParseOption, XmlDocument, XmlLibError } from 'libxml2-wasm';
import { text } from './bytes.js';
import { encodingGate } from './encoding-gate.js';
import { DEFAULT_LIMITS, type XmlLimits } from './limits.js';
import { MarkupGate } from './markup-gate.js';
import { Sink } from './sink.js';
import type { XmlElement } from './tree.js';
import { readWritten } from './written.js';

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
    // Six bytes for one is what a reference makes of a quotation mark.
    const sink = new Sink(8 * bytes.length + 65_536);
    document.root.save(sink, SAVED);
    return readWritten(text(sink.take()));
  } finally {
    document.dispose();
  }
};

/**
 * Reads back what `serialiseXml` wrote, with parent links: the engine judges the very bytes, and has no need to write them
 * again (ADR 6). Never for bytes from outside. Raises NCP_XML_NOT_WELL_FORMED.
 */
export const parseOwn = (bytes: Uint8Array): XmlElement => {
  openDocument(bytes).dispose();
  return readWritten(text(bytes));
};

/** The content as it is, nothing indented. */
const SAVED = { encoding: 'utf-8', format: false } as const;

/** The caller disposes. The engine's own message may quote the input, so it is not passed on. */
export const openDocument = (bytes: Uint8Array): XmlDocument => {
  try {
    return XmlDocument.fromBuffer(bytes, { option: ENGINE_OPTIONS });
  } catch (error) {
    const first = error instanceof XmlLibError ? error.details[0] : undefined;
    throw new NcpError('NCP_XML_NOT_WELL_FORMED', first === undefined ? {} : { line: first.line, column: first.col });
  }
};
