import { NcpError } from '@ncp/domain';
import { NS } from './namespaces.js';
import type { XmlAttribute, XmlElement, XmlNamespace, XmlNode } from './tree.js';

/**
 * Reads the tree out of what the engine wrote, saved or canonicalised, or what `serialiseXml` wrote and the engine has
 * judged. It is no parser of input: there, each thing is written in one way only (names resolved, attributes in double
 * quotes, five named or numeric references), and anything else is refused. One text from the engine and one pass over it
 * cost a fraction of asking the engine for every node; `written.test.ts` holds the result equal to that of asking.
 * Raises NCP_XML_NOT_WELL_FORMED.
 */
export const readWritten = (written: string): XmlElement => new Reader(written).root();

const NONE: readonly never[] = Object.freeze([]);
/** Most elements lack something: one empty list for all keeps large messages small. */
const frozen = <T>(list: readonly T[]): readonly T[] => (list.length === 0 ? NONE : Object.freeze(list));

const LT = 0x3c, GT = 0x3e, SLASH = 0x2f, BANG = 0x21, QUESTION = 0x3f, DASH = 0x2d, SPACE = 0x20, EQUALS = 0x3d, QUOTE = 0x22, APOSTROPHE = 0x27;

class Reader {
  readonly #text: string;
  /** What each prefix means here. One map for all: its cost does not grow with how much is declared around a name (RS XML-16). */
  readonly #scope = new Map<string, string | undefined>([['', ''], ['xml', NS.xml]]);
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  root(): XmlElement {
    if (this.#text.startsWith('<?xml ')) this.#until('?>');
    if (this.#text.charCodeAt(this.#at) !== LT) throw unreadable(this.#at);
    return this.#element(undefined);
  }

  /** At the `<` of a start tag. */
  #element(parent: XmlElement | undefined): XmlElement {
    this.#at += 1;
    const name = this.#name();
    const namespaces: XmlNamespace[] = [];
    const written: string[] = [];
    while (this.#text.charCodeAt(this.#at) === SPACE) {
      this.#at += 1;
      const attribute = this.#name();
      const value = this.#value();
      if (attribute === 'xmlns') namespaces.push(Object.freeze({ prefix: '', uri: value }));
      else if (attribute.startsWith('xmlns:')) namespaces.push(Object.freeze({ prefix: attribute.slice(6), uri: value }));
      else written.push(attribute, value);
    }
    const around = this.#declare(namespaces);
    const colon = name.indexOf(':');
    const prefix = colon === -1 ? '' : name.slice(0, colon);
    const children: XmlNode[] = [];
    const content = {
      kind: 'element', ns: this.#meaning(prefix), local: name.slice(colon + 1), prefix,
      attributes: this.#attributes(written), namespaces: frozen(namespaces), children,
    } as const;
    const element: XmlElement = Object.freeze(parent === undefined ? content : { ...content, parent });
    if (this.#text.charCodeAt(this.#at) === SLASH) this.#expect('/>');
    else {
      this.#expect('>');
      this.#children(children, element);
      this.#expect('</');
      this.#expect(name);
      this.#expect('>');
    }
    Object.freeze(children);
    for (const [index, { prefix: declared }] of namespaces.entries()) this.#scope.set(declared, around[index]);
    return element;
  }

  /** Returns what the same prefixes meant around, to be put back when the element ends. */
  #declare(namespaces: readonly XmlNamespace[]): readonly (string | undefined)[] {
    if (namespaces.length === 0) return NONE;
    const around = namespaces.map(({ prefix }) => this.#scope.get(prefix));
    for (const { prefix, uri } of namespaces) this.#scope.set(prefix, uri);
    return around;
  }

  #attributes(written: readonly string[]): readonly XmlAttribute[] {
    if (written.length === 0) return NONE;
    const attributes: XmlAttribute[] = [];
    for (let i = 0; i < written.length; i += 2) {
      const name = written[i] ?? '';
      const value = written[i + 1] ?? '';
      const colon = name.indexOf(':');
      const prefix = colon === -1 ? '' : name.slice(0, colon);
      attributes.push(Object.freeze({ ns: colon === -1 ? '' : this.#meaning(prefix), local: name.slice(colon + 1), prefix, value }));
    }
    return Object.freeze(attributes);
  }

  #meaning(prefix: string): string {
    const uri = this.#scope.get(prefix);
    if (uri === undefined) throw unreadable(this.#at);
    return uri;
  }

  #children(children: XmlNode[], parent: XmlElement): void {
    const text = this.#text;
    for (;;) {
      const lt = text.indexOf('<', this.#at);
      if (lt === -1) throw unreadable(this.#at);
      if (lt > this.#at) children.push(Object.freeze({ kind: 'text', value: plain(text.slice(this.#at, lt)), cdata: false }));
      this.#at = lt;
      const next = text.charCodeAt(lt + 1);
      if (next === SLASH) return;
      if (next === BANG) children.push(this.#declaration());
      else if (next === QUESTION) children.push(this.#instruction());
      else children.push(this.#element(parent));
    }
  }

  /** Comment or section of CDATA. */
  #declaration(): XmlNode {
    if (this.#text.charCodeAt(this.#at + 2) === DASH) {
      this.#expect('<!--');
      return Object.freeze({ kind: 'comment', value: this.#until('-->') });
    }
    this.#expect('<![CDATA[');
    return Object.freeze({ kind: 'text', value: this.#until(']]>'), cdata: true });
  }

  #instruction(): XmlNode {
    this.#expect('<?');
    const content = this.#until('?>');
    const space = content.indexOf(' ');
    return Object.freeze({ kind: 'pi', target: space === -1 ? content : content.slice(0, space), value: space === -1 ? '' : content.slice(space + 1) });
  }

  #name(): string {
    const from = this.#at;
    const text = this.#text;
    let at = from;
    for (;;) {
      const code = text.charCodeAt(at);
      // Past the end it is not a number.
      if (code === GT || code === EQUALS || code === SLASH || !(code > SPACE)) break;
      at += 1;
    }
    if (at === from) throw unreadable(at);
    this.#at = at;
    return text.slice(from, at);
  }

  /** The engine quotes a namespace name that holds a quotation mark with apostrophes. */
  #value(): string {
    const quote = this.#text.charCodeAt(this.#at + 1);
    if (this.#text.charCodeAt(this.#at) !== EQUALS || (quote !== QUOTE && quote !== APOSTROPHE)) throw unreadable(this.#at);
    this.#at += 2;
    return plain(this.#until(quote === QUOTE ? '"' : "'"));
  }

  #until(terminator: string): string {
    const end = this.#text.indexOf(terminator, this.#at);
    if (end === -1) throw unreadable(this.#at);
    const value = this.#text.slice(this.#at, end);
    this.#at = end + terminator.length;
    return value;
  }

  #expect(expected: string): void {
    if (!this.#text.startsWith(expected, this.#at)) throw unreadable(this.#at);
    this.#at += expected.length;
  }
}

const unreadable = (at: number): NcpError => new NcpError('NCP_XML_NOT_WELL_FORMED', { at });

const NAMED: ReadonlyMap<string, string> = new Map([['amp', '&'], ['lt', '<'], ['gt', '>'], ['quot', '"']]);

/** References become what they stand for. */
const plain = (written: string): string => {
  let ampersand = written.indexOf('&');
  let value = '';
  let from = 0;
  while (ampersand !== -1) {
    const end = written.indexOf(';', ampersand);
    if (end === -1) throw unreadable(ampersand);
    value += written.slice(from, ampersand) + referred(written.slice(ampersand + 1, end));
    from = end + 1;
    ampersand = written.indexOf('&', from);
  }
  return value + written.slice(from);
};

const referred = (reference: string): string => {
  const named = NAMED.get(reference);
  if (named !== undefined) return named;
  const hexadecimal = reference.startsWith('#x');
  const digits = reference.slice(hexadecimal ? 2 : 1);
  const code = Number.parseInt(digits, hexadecimal ? 16 : 10);
  // Only white space is ever written by number; and no number may be read from half a reference.
  if (!reference.startsWith('#') || (code !== 0x09 && code !== 0x0a && code !== 0x0d) || digits.length > 2) throw unreadable(0);
  return String.fromCharCode(code);
};
