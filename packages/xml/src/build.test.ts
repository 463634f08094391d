import { describe, expect, it } from '@jest/globals';
import { attr, child, childrenOf, deepText, descendant, element, NS, onlyChild, parseXml, pathOf, requireChild, serialiseXml, text, textOf, utf8, walk } from './index.js';

const written = (el: Parameters<typeof serialiseXml>[0]): string => text(serialiseXml(el));

describe('element', () => {
  it('skips what is undefined and flattens lists', () => {
    const el = element('', 'a', { b: undefined, c: '1' }, undefined, 'x', [element('', 'd'), [undefined, 'y']], '');
    expect(written(el)).toBe('<a c="1">x<d/>y</a>');
    expect(element('', 'a', {}, '').children).toEqual([]);
  });

  it('declares namespaces where first needed, once', () => {
    const el = element(NS.soap, 'soap:Envelope', {}, element(NS.soap, 'soap:Body', {}, element(NS.hl7, 'x', { 'xsi:type': 'CD', 'xml:lang': 'sv' }, element(NS.hl7, 'y'))));
    expect(written(el)).toBe(
      `<soap:Envelope xmlns:soap="${NS.soap}"><soap:Body><x xmlns="${NS.hl7}" xmlns:xsi="${NS.xsi}" xsi:type="CD" xml:lang="sv"><y/></x></soap:Body></soap:Envelope>`);
  });

  it('takes back a default namespace', () => {
    expect(written(element('urn:a', 'a', {}, element('', 'b', {}, element('', 'c'))))).toBe('<a xmlns="urn:a"><b xmlns=""><c/></b></a>');
  });

  it('resolves attribute prefixes by declaration, by its own, by the table', () => {
    expect(attr(element('urn:p', 'p:a', { 'p:x': '1' }), 'x', 'urn:p')).toBe('1');
    expect(attr(element('', 'a', { 'xmlns:q': 'urn:q', 'q:x': '1' }), 'x', 'urn:q')).toBe('1');
    expect(() => element('', 'a', { 'q:x': '1' })).toThrow('NCP_XML_STRUCTURE');
    expect(() => element('', 'p:a', { 'p:x': '1' })).toThrow('NCP_XML_STRUCTURE');
  });

  it('knows a declaration from an attribute', () => {
    const { attributes, namespaces } = element('urn:a', 'a', { xmlns: 'urn:a', 'xmlns:p': 'urn:p', xmlnsx: '1' });
    expect([attributes, namespaces]).toEqual([[{ ns: '', prefix: '', local: 'xmlnsx', value: '1' }], [{ prefix: '', uri: 'urn:a' }, { prefix: 'p', uri: 'urn:p' }]]);
  });

  it.each(['', 'a b', '1a', 'a:', ':a', 'a:b:c', 'a"', 'å'])('refuses the name %j', (name) => {
    expect(() => element('urn:x', name)).toThrow('NCP_XML_STRUCTURE');
  });

  it('refuses one prefix for two namespaces on one element, and a prefix for none', () => {
    expect(() => written(element('urn:a', 'p:a', { 'xmlns:p': 'urn:b' }))).toThrow('NCP_XML_STRUCTURE');
    expect(() => written(element('', 'p:a'))).toThrow('NCP_XML_STRUCTURE');
  });
});

describe('serialiseXml', () => {
  it('writes an empty section of CDATA as the nothing that it is', () => {
    const tree = parseXml(utf8('<a><b><![CDATA[]]></b><c>x<![CDATA[]]></c></a>'));
    expect(written(tree)).toBe('<a><b/><c>x</c></a>');
    expect(written(parseXml(serialiseXml(tree)))).toBe(written(tree));
  });

  it('escapes so that every parser reads the same value', () => {
    const value = '<&>"\'\r\n\t]]>';
    const again = parseXml(serialiseXml(element('', 'a', { b: value }, value)));
    expect(attr(again, 'b')).toBe(value);
    expect(textOf(again)).toBe(value);
  });

  it.each(['\u0000', '\u0008', '\u000b', '\ud800', '\udc00', '\ud800x', '\ufffe', '\uffff'])('XML-24 refuses to write %j', (value) => {
    expect(() => written(element('', 'a', {}, value))).toThrow('NCP_XML_NOT_WELL_FORMED');
    expect(() => written(element('', 'a', { b: value }))).toThrow('NCP_XML_NOT_WELL_FORMED');
  });

  it('writes a declaration when asked', () => {
    expect(text(serialiseXml(element('', 'a'), { declaration: true }))).toBe('<?xml version="1.0" encoding="UTF-8"?><a/>');
  });

  it('carries the namespaces in scope when an element moves to another message', () => {
    const source = parseXml(utf8('<o xmlns="urn:d" xmlns:xs="urn:xs" xmlns:p="urn:p"><p:a t="xs:string"><b/></p:a></o>'));
    const [moved] = childrenOf(source);
    expect(written(element('urn:e', 'e', {}, moved))).toBe('<e xmlns="urn:e"><p:a xmlns="urn:d" xmlns:xs="urn:xs" xmlns:p="urn:p" t="xs:string"><b/></p:a></e>');
  });

  it('gives the same bytes again after parsing', () => {
    const source = '<a xmlns="urn:a" xmlns:p="urn:p" p:b="1"><!-- c --><?d e?>f &lt; g<p:h xmlns:p="urn:q"><p:i/></p:h><j xmlns=""/></a>';
    expect(written(parseXml(utf8(source)))).toBe(source);
  });
});

describe('reading', () => {
  const root = parseXml(utf8('<r xmlns="urn:r" xmlns:o="urn:o"><a>1</a><o:a>2</o:a><a i="x" o:i="y"><b>3<c>4</c>5</b></a></r>'));

  it('finds children by namespace and name', () => {
    expect(child(root, 'urn:o', 'a')?.prefix).toBe('o');
    expect(child(root, '', 'a')).toBeUndefined();
    expect(childrenOf(root)).toHaveLength(3);
    expect(childrenOf(root, 'urn:r')).toHaveLength(2);
    expect(childrenOf(root, 'urn:r', 'a')).toHaveLength(2);
    expect(descendant(root, 'urn:r', 'a')).toBe(child(root, 'urn:r', 'a'));
    expect(descendant(root, 'urn:r', 'x', 'y')).toBeUndefined();
    expect([...walk(root)].map(({ local }) => local)).toEqual(['r', 'a', 'a', 'a', 'b', 'c']);
  });

  it('demands children with the code of the caller and the place', () => {
    expect(() => requireChild(root, 'urn:r', 'x')).toThrow(expect.objectContaining({ code: 'NCP_XML_STRUCTURE', details: { at: '/r/x', found: 0 } }));
    expect(() => requireChild(root, 'urn:r', 'x', 'NCP_SOAP_STRUCTURE')).toThrow('NCP_SOAP_STRUCTURE');
    expect(() => onlyChild(root, 'urn:r', 'a')).toThrow('NCP_XML_STRUCTURE');
    expect(onlyChild(root, 'urn:o', 'a').local).toBe('a');
  });

  it('tells attributes of different namespaces apart', () => {
    const [, , second] = childrenOf(root);
    expect(second === undefined ? undefined : [attr(second, 'i'), attr(second, 'i', 'urn:o'), attr(second, 'j')]).toEqual(['x', 'y', undefined]);
  });

  it('gives own text for values and all text for narrative', () => {
    const b = descendant(childrenOf(root)[2] ?? root, 'urn:r', 'b') ?? root;
    expect(textOf(b)).toBe('35');
    expect(deepText(b)).toBe('345');
    expect(() => deepText(parseXml(utf8('<a><b><!----></b></a>')))).toThrow('NCP_XML_COMMENT_IN_VALUE');
  });

  it('names places', () => {
    expect([...walk(root)].map(pathOf)).toEqual(['/r', '/r/a[1]', '/r/a', '/r/a[2]', '/r/a[2]/b', '/r/a[2]/b/c']);
  });
});
