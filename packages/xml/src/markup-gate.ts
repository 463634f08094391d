import { NcpError, type NcpErrorCode } from '@ncp/domain';
import type { XmlLimits } from './limits.js';

const LT = 0x3c, GT = 0x3e, SLASH = 0x2f, BANG = 0x21, QUESTION = 0x3f, EQUALS = 0x3d, DASH = 0x2d, COLON = 0x3a, AMPERSAND = 0x26, SEMICOLON = 0x3b, CR = 0x0d, LF = 0x0a;
const XMLNS = [0x78, 0x6d, 0x6c, 0x6e, 0x73];
const CDATA = [0x3c, 0x21, 0x5b, 0x43, 0x44, 0x41, 0x54, 0x41, 0x5b];
const COMMENT_END = [DASH, DASH, GT];
const CDATA_END = [0x5d, 0x5d, GT];
const PI_END = [QUESTION, GT];
/** Every URI of the wire is under 100 bytes; canonical form may repeat it on each element. */
const MAX_NAMESPACE_URI = 1024;
/** A message full of processing instructions has no purpose; the walker pays for each. */
const MAX_PROCESSING_INSTRUCTIONS = 64;

const matches = (bytes: Uint8Array, at: number, expected: readonly number[]): boolean => {
  for (let i = 0; i < expected.length; i += 1) if (bytes[at + i] !== expected[i]) return false;
  return true;
};

const isSpace = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x0a || byte === 0x09 || byte === 0x0d;

/**
 * Bytes of a text as the engine will keep them: a line break of two is one, and so is a reference (XML 1.0 2.11, 4.4). What is
 * broken into lines may be as large as what is not (wire-contract 1.5).
 */
const keptBytes = (bytes: Uint8Array, from: number, to: number, hasReferences: boolean): number => {
  let kept = 0;
  let isReference = false;
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at];
    if (byte === AMPERSAND) isReference = hasReferences;
    if (byte === SEMICOLON) isReference = false;
    if (!isReference && !(byte === LF && bytes[at - 1] === CR)) kept += 1;
  }
  return kept;
};

/**
 * One linear pass over the bytes before the engine, so that hostile input costs a bounded amount (RS P5).
 * It understands just enough markup to count; it hands nothing on and can only refuse, so whatever it
 * misjudges in ill-formed input is refused by the engine a moment later.
 */
export class MarkupGate {
  readonly #bytes: Uint8Array;
  readonly #limits: XmlLimits;
  #depth = 0;
  #nodes = 0;
  #namespaces = 0;
  #instructions = 0;
  /** Length of the running text as it will be kept: sections of CDATA beside it count with it. */
  #run = 0;

  constructor(bytes: Uint8Array, limits: XmlLimits) {
    this.#bytes = bytes;
    this.#limits = limits;
  }

  /** Raises NCP_XML_DOCTYPE, _DEPTH, _NODES, _ATTRIBUTES, _NAMESPACES, _NAME_LENGTH, _SIZE, _PI, _NOT_WELL_FORMED. */
  check(start: number): void {
    const bytes = this.#bytes;
    let at = start;
    for (;;) {
      const lt = bytes.indexOf(LT, at);
      this.#text(at, lt === -1 ? bytes.length : lt, true);
      if (lt === -1) return;
      at = this.#markup(lt);
    }
  }

  /** One more part of the running text. Its bytes are looked at only where there seem to be too many. */
  #text(from: number, to: number, hasReferences: boolean): void {
    const limit = this.#limits.maxTextBytes;
    this.#run += this.#run + to - from > limit ? keptBytes(this.#bytes, from, to, hasReferences) : to - from;
    this.#within(this.#run, limit, 'NCP_XML_SIZE');
  }

  #markup(lt: number): number {
    const next = this.#bytes[lt + 1];
    if (next === BANG) return this.#declaration(lt);
    if (next === QUESTION) {
      this.#instructions += 1;
      this.#within(this.#instructions, MAX_PROCESSING_INSTRUCTIONS, 'NCP_XML_PI');
      return this.#skip(lt, PI_END);
    }
    if (next !== SLASH) return this.#startTag(lt);
    this.#depth -= 1;
    this.#run = 0;
    return this.#find(GT, lt) + 1;
  }

  #declaration(lt: number): number {
    const bytes = this.#bytes;
    if (bytes[lt + 2] === DASH && bytes[lt + 3] === DASH) return this.#skip(lt + 2, COMMENT_END);
    if (!matches(bytes, lt, CDATA)) throw new NcpError('NCP_XML_DOCTYPE', { at: lt });
    const from = lt + CDATA.length;
    const end = this.#sequence(CDATA_END, from);
    this.#text(from, end, false);
    return end + CDATA_END.length;
  }

  /** Comment or processing instruction: counted as a node, its length as a text. */
  #skip(lt: number, terminator: readonly number[]): number {
    const end = this.#sequence(terminator, lt + 2);
    this.#within(end - lt, this.#limits.maxTextBytes, 'NCP_XML_SIZE');
    this.#nodes += 1;
    this.#within(this.#nodes, this.#limits.maxElements, 'NCP_XML_NODES');
    this.#run = 0;
    return end + terminator.length;
  }

  #startTag(lt: number): number {
    const bytes = this.#bytes;
    this.#run = 0;
    this.#nodes += 1;
    this.#within(this.#nodes, this.#limits.maxElements, 'NCP_XML_NODES');
    this.#within(this.#depth + 1, this.#limits.maxDepth, 'NCP_XML_DEPTH');
    let at = this.#name(lt + 1);
    let attributes = 0;
    for (;;) {
      while (isSpace(bytes[at])) at += 1;
      const byte = bytes[at];
      if (byte === GT) {
        this.#depth += 1;
        return at + 1;
      }
      if (byte === SLASH) return at + 2;
      const nameAt = at;
      at = this.#name(at);
      let longest = this.#limits.maxTextBytes;
      if (matches(bytes, nameAt, XMLNS) && (at - nameAt === XMLNS.length || bytes[nameAt + XMLNS.length] === COLON)) {
        this.#namespaces += 1;
        this.#within(this.#namespaces, this.#limits.maxNamespaces, 'NCP_XML_NAMESPACES');
        longest = MAX_NAMESPACE_URI;
      } else {
        attributes += 1;
        this.#within(attributes, this.#limits.maxAttributes, 'NCP_XML_ATTRIBUTES');
      }
      at = this.#value(at, longest);
    }
  }

  #name(from: number): number {
    const bytes = this.#bytes;
    let at = from;
    for (;;) {
      const byte = bytes[at];
      if (byte === undefined) throw new NcpError('NCP_XML_NOT_WELL_FORMED', { at });
      if (byte === GT || byte === SLASH || byte === EQUALS || isSpace(byte)) break;
      at += 1;
      this.#within(at - from, this.#limits.maxNameLength, 'NCP_XML_NAME_LENGTH');
    }
    return at;
  }

  #value(from: number, longest: number): number {
    const bytes = this.#bytes;
    let at = from;
    while (isSpace(bytes[at])) at += 1;
    at += 1;
    while (isSpace(bytes[at])) at += 1;
    const quote = bytes[at];
    if (quote !== 0x22 && quote !== 0x27) throw new NcpError('NCP_XML_NOT_WELL_FORMED', { at });
    const end = this.#find(quote, at + 1);
    this.#within(end - at - 1, longest, 'NCP_XML_SIZE');
    return end + 1;
  }

  #find(byte: number, from: number): number {
    const at = this.#bytes.indexOf(byte, from);
    if (at === -1) throw new NcpError('NCP_XML_NOT_WELL_FORMED', { at: from });
    return at;
  }

  #sequence(expected: readonly number[], from: number): number {
    let at = from;
    for (;;) {
      at = this.#find(expected[0] ?? 0, at);
      if (matches(this.#bytes, at, expected)) return at;
      at += 1;
    }
  }

  #within(value: number, limit: number, code: NcpErrorCode): void {
    if (value > limit) throw new NcpError(code, { limit });
  }
}
