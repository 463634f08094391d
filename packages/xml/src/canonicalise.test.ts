import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { createRequire } from 'node:module';
import * as xmlCrypto from 'xml-crypto';
import { canonicalise, childrenOf, element, parseXml, serialiseXml, text, utf8, walk, type CanonicalForm, type XmlElement } from './index.js';

// The second implementation brings its own parser; it is used in this test and nowhere else.
const require = createRequire(import.meta.url);
interface DomElement { getElementsByTagName: (name: string) => ArrayLike<DomElement> }
const { DOMParser } = createRequire(require.resolve('xml-crypto'))('@xmldom/xmldom') as { DOMParser: new () => { parseFromString: (xml: string, type: string) => { documentElement: DomElement } } };
const dom = (bytes: Uint8Array): DomElement => new DOMParser().parseFromString(text(bytes), 'text/xml').documentElement;

type Theirs = 'ExclusiveCanonicalization' | 'ExclusiveCanonicalizationWithComments' | 'C14nCanonicalization' | 'C14nCanonicalizationWithComments';
/** Canonical form by the second implementation, whose types want a DOM that the compiler does not know here. */
const theirs = (kind: Theirs, el: DomElement | undefined, inclusiveNamespacesPrefixList: readonly string[] = []): string =>
  (new xmlCrypto[kind]() as unknown as { process: (el: unknown, options: object) => string }).process(el, { inclusiveNamespacesPrefixList });

const of = (source: string, form?: CanonicalForm): string => text(canonicalise(parseXml(utf8(source)), form));

describe('canonicalise', () => {
  it('follows Exclusive XML Canonicalization', () => {
    expect(of('<n:a  xmlns:n="urn:n"\n xmlns:u="urn:u" b=\'2\' a="1"><n:c/><d xmlns="urn:d"/></n:a>')).toBe('<n:a xmlns:n="urn:n" a="1" b="2"><n:c></n:c><d xmlns="urn:d"></d></n:a>');
    expect(of('<a>&lt;<![CDATA[<]]>&#13;\r\n"<!-- c --></a>')).toBe('<a>&lt;&lt;&#xD;\n"</a>');
    expect(of('<a b="&lt;&#9;&#10;&#13;&quot;\'"/>')).toBe('<a b="&lt;&#x9;&#xA;&#xD;&quot;\'"></a>');
    expect(of('<a><!-- c --></a>', { withComments: true })).toBe('<a><!-- c --></a>');
  });

  it('treats the prefixes of a PrefixList as inclusive, from ancestors too', () => {
    const source = '<o xmlns="urn:d" xmlns:xs="urn:xs" xmlns:q="urn:q"><p:a xmlns:p="urn:p">xs:string</p:a></o>';
    const [inner] = childrenOf(parseXml(utf8(source)));
    const form = (inclusivePrefixes: string[]): string => text(canonicalise(inner as XmlElement, { inclusivePrefixes }));
    expect(form([])).toBe('<p:a xmlns:p="urn:p">xs:string</p:a>');
    expect(form(['xs', 'unknown'])).toBe('<p:a xmlns:p="urn:p" xmlns:xs="urn:xs">xs:string</p:a>');
    expect(form(['xs', '#default'])).toBe('<p:a xmlns="urn:d" xmlns:p="urn:p" xmlns:xs="urn:xs">xs:string</p:a>');
  });

  it('leaves xml: attributes of ancestors out of the exclusive form, and takes the nearest into the other', () => {
    const [, , c] = [...walk(parseXml(utf8('<a xml:lang="sv" k="1"><b xml:lang="fi" xml:space="preserve"><c xml:base="urn:x"/></b></a>')))];
    expect(text(canonicalise(c as XmlElement))).toBe('<c xml:base="urn:x"></c>');
    expect(text(canonicalise(c as XmlElement, { exclusive: false }))).toBe('<c xml:base="urn:x" xml:lang="fi" xml:space="preserve"></c>');
    expect(text(canonicalise(c as XmlElement, { exclusive: false, inclusivePrefixes: ['x'] }))).toBe('<c xml:base="urn:x" xml:lang="fi" xml:space="preserve"></c>');
  });

  it('takes namespaces and xml: attributes of ancestors into the inclusive form', () => {
    const [b] = childrenOf(parseXml(utf8('<a xmlns="urn:a" xmlns:p="urn:p" xml:lang="sv" xml:space="preserve"><b xml:lang="fi"/></a>')));
    expect(text(canonicalise(b as XmlElement, { exclusive: false }))).toBe('<b xmlns="urn:a" xmlns:p="urn:p" xml:lang="fi" xml:space="preserve"></b>');
  });

  it('DSIG-31 refuses relative namespace URIs, which canonicalise to nothing', () => {
    for (const source of ['<a xmlns="relative"/>', '<a xmlns:p="../x"><b/></a>', '<a xmlns="#x"/>']) {
      expect(() => of(source)).toThrow('NCP_DSIG_C14N');
    }
    expect(of('<a xmlns:p="urn:x"><b xmlns="x+y-1.0:z"/></a>')).toContain('x+y-1.0:z');
    for (const uri of ['1a:x', ':x', 'a b:c', '@:x', '[:x', '`:x', '{:x', '+a:x', 'a/b:c', 'urn']) expect(() => canonicalise(element('', 'a', {}, element('', 'b', { 'xmlns:p': uri })))).toThrow('NCP_DSIG_C14N');
    for (const uri of ['a:', 'z:', 'A9+-.:x', 'Z:', 'urn:x']) expect(of(`<a><b xmlns="${uri}"/></a>`)).toContain(uri);
    const [below] = childrenOf(parseXml(utf8('<a xmlns:p="relative"><b/></a>')));
    expect(() => canonicalise(below as XmlElement)).toThrow('NCP_DSIG_C14N');
  });

  it('DSIG-31 stops when hostile namespaces make the canonical form grow without bound', () => {
    const uri = `urn:${'x'.repeat(1000)}`;
    const hostile = parseXml(utf8(`<a xmlns:p="${uri}">${'<p:b/>'.repeat(50_000)}</a>`));
    expect(() => canonicalise(hostile)).toThrow('NCP_DSIG_C14N');
    expect(canonicalise(parseXml(utf8(`<p:a xmlns:p="${uri}">${'<p:b/>'.repeat(50_000)}</p:a>`))).length).toBeLessThan(1_000_000);
  });

  it('sees the namespaces in scope of a subtree that is not the root', () => {
    const [c] = [...walk(parseXml(utf8('<p:a xmlns:p="urn:p"><b xmlns:p="urn:q"><p:c p:d=""/></b></p:a>')))].slice(2);
    expect(text(canonicalise(c as XmlElement))).toBe('<p:c xmlns:p="urn:q" p:d=""></p:c>');
  });
});

const URIS = ['urn:one', 'urn:two', 'http://three.example/#'];
const PREFIXES = ['a', 'b', 'c'];
interface Shape {
  readonly bindings: readonly number[];
  readonly prefix: number;
  readonly defaultUri: number;
  readonly attributes: readonly (readonly [prefix: number, local: string, value: string])[];
  readonly content: readonly (string | Shape)[];
}
const value = fc.string({ unit: fc.constantFrom('x', ' ', '\n', '\t', '\r', '<', '&', '>', '"', "'", 'å', '\u{1F48A}', ']]>'), maxLength: 8 });
const { shape } = fc.letrec<{ shape: Shape }>((tie) => ({
  shape: fc.record({
    bindings: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 3, maxLength: 3 }),
    prefix: fc.integer({ min: -1, max: 2 }),
    defaultUri: fc.integer({ min: -1, max: 2 }),
    attributes: fc.uniqueArray(fc.tuple(fc.integer({ min: -1, max: 2 }), fc.constantFrom('k', 'l', 'm', 'lang'), value), { selector: ([, local]) => local, maxLength: 4 }),
    content: fc.array(fc.oneof({ depthSize: 'small' }, value, tie('shape')), { maxLength: 4 }),
  }),
}));

/** Every element rebinds some of three prefixes at random, so that scopes shadow each other. */
const built = (from: Shape, scope: Readonly<Record<string, string>>): XmlElement => {
  const own: Record<string, string> = {};
  PREFIXES.forEach((prefix, i) => {
    const uri = URIS[from.bindings[i] ?? 3] ?? (scope[prefix] === undefined ? URIS[0] : undefined);
    if (uri !== undefined) own[prefix] = uri;
  });
  const inner: Readonly<Record<string, string>> = { ...scope, ...own };
  const prefix = PREFIXES[from.prefix];
  const declared = Object.fromEntries(Object.entries(own).map(([name, uri]) => [`xmlns:${name}`, uri]));
  const used = new Set([prefix, ...from.attributes.map(([p]) => PREFIXES[p])].filter((one) => one !== undefined));
  const needed = Object.fromEntries([...used].map((name) => [`xmlns:${name}`, inner[name] ?? '']));
  const attributes = Object.fromEntries(from.attributes.map(([p, local, v]) => [PREFIXES[p] === undefined ? local : `${PREFIXES[p] ?? ''}:${local}`, v]));
  const content = from.content.map((one) => (typeof one === 'string' ? one : built(one, inner)));
  return prefix === undefined
    ? element(URIS[from.defaultUri] ?? '', 'e', { ...declared, ...needed, ...attributes }, ...content)
    : element(inner[prefix] ?? '', `${prefix}:e`, { ...declared, ...needed, ...attributes }, ...content);
};

describe('FUZZ-04 canonical bytes equal those of an independent implementation', () => {
  it('exclusive, with and without PrefixList and comments, for any document', () => {
    fc.assert(fc.property(shape, fc.subarray(PREFIXES), (from, inclusivePrefixes) => {
      const bytes = serialiseXml(built(from, {}));
      expect(text(canonicalise(parseXml(bytes), { inclusivePrefixes }))).toBe(theirs('ExclusiveCanonicalization', dom(bytes), inclusivePrefixes));
    }), { numRuns: 400 });
  });

  it('inclusive, for any document', () => {
    fc.assert(fc.property(shape, (from) => {
      const bytes = serialiseXml(built(from, {}));
      expect(text(canonicalise(parseXml(bytes), { exclusive: false }))).toBe(theirs('C14nCanonicalization', dom(bytes)));
    }), { numRuns: 400 });
  });

  it('with comments', () => {
    const bytes = utf8('<a xmlns:p="urn:p"><!-- x --><p:b c="d"/>e</a>');
    expect(text(canonicalise(parseXml(bytes), { withComments: true }))).toBe(theirs('ExclusiveCanonicalizationWithComments', dom(bytes)));
    expect(text(canonicalise(parseXml(bytes), { exclusive: false, withComments: true }))).toBe(theirs('C14nCanonicalizationWithComments', dom(bytes)));
  });

  it('any subtree, wherever it stands', () => {
    fc.assert(fc.property(shape, fc.nat(20), (from, nth) => {
      const bytes = serialiseXml(built(from, {}));
      const mine = [...walk(parseXml(bytes))];
      const index = nth % mine.length;
      const root = dom(bytes);
      const same = [root, ...Array.from(root.getElementsByTagName('*'))][index];
      expect(text(canonicalise(mine[index] as XmlElement))).toBe(theirs('ExclusiveCanonicalization', same));
    }), { numRuns: 400 });
  });
});
