import { describe, expect, it } from '@jest/globals';
import { NcpError } from '@ncp/domain';
import { childrenOf, element, parseXml, serialiseXml, text, utf8, type XmlElement } from './index.js';
import { declaredOn } from './serialise.js';

const written = (el: XmlElement): string => text(serialiseXml(el));
const parsed = (source: string): XmlElement => parseXml(utf8(source));
const codeOf = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return error instanceof NcpError ? error.code : error;
  }
  return 'written';
};
const inner = (source: string): XmlElement => {
  const [found] = childrenOf(parsed(source));
  if (found === undefined) throw new Error('no child');
  return found;
};

describe('an element written', () => {
  it('declares a namespace once, where it is first needed, and again where another took its prefix', () => {
    const source = '<p:a xmlns:p="urn:1"><p:b p:k="v"><p:c xmlns:p="urn:2"><p:d/></p:c><p:e/></p:b></p:a>';
    expect(written(parsed(source))).toBe(source);
    expect(written(element('urn:1', 'p:a', {}, element('urn:1', 'p:b', { 'xmlns:p': 'urn:1' })))).toBe('<p:a xmlns:p="urn:1"><p:b/></p:a>');
    expect(written(parsed('<a xmlns="urn:1"><b xmlns=""><c/></b></a>'))).toBe('<a xmlns="urn:1"><b xmlns=""><c/></b></a>');
  });

  it('declares what only an attribute needs, and again nothing that holds further out', () => {
    expect(written(element('', 'a', {}, element('', 'b', { 'xsi:type': 'c' })))).toBe('<a><b xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="c"/></a>');
    expect(written(element('urn:1', 'p:a', {}, element('urn:2', 'q:b', {}, element('urn:1', 'p:c', { 'p:k': 'v' }))))).toBe('<p:a xmlns:p="urn:1"><q:b xmlns:q="urn:2"><p:c p:k="v"/></q:b></p:a>');
  });

  it('brings along what its prefixes meant where it stood, and not what they mean already', () => {
    const moved = inner('<o xmlns:p="urn:p" xmlns:v="urn:v" xmlns="urn:d"><a p:b="1">v:text</a></o>');
    expect(written(element('urn:n', 'n', {}, moved))).toBe('<n xmlns="urn:n"><a xmlns:p="urn:p" xmlns:v="urn:v" xmlns="urn:d" p:b="1">v:text</a></n>');
    expect(written(element('urn:d', 'n', { 'xmlns:p': 'urn:p', 'xmlns:v': 'urn:v' }, moved))).toBe('<n xmlns:p="urn:p" xmlns:v="urn:v" xmlns="urn:d"><a p:b="1">v:text</a></n>');
  });

  it('brings along what only its text may use', () => {
    expect(written(inner('<o xmlns:v="urn:v"><a>v:text</a></o>'))).toBe('<a xmlns:v="urn:v">v:text</a>');
  });

  it('keeps xml: attributes without a declaration', () => {
    const source = '<a xml:lang="sv"><b xml:space="preserve"> </b></a>';
    expect(written(parsed(source))).toBe(source);
  });

  it('says which declarations it gets as a root', () => {
    expect(declaredOn(element('urn:1', 'p:a', { 'xmlns:q': 'urn:2', 'xml:lang': 'sv' }))).toEqual([{ prefix: 'q', uri: 'urn:2' }, { prefix: 'p', uri: 'urn:1' }]);
  });

  it.each([
    ['a prefix that it declares as another namespace', { ...element('urn:1', 'p:a'), namespaces: [{ prefix: 'p', uri: 'urn:2' }] }],
    ['an attribute whose prefix is another namespace', { ...element('urn:1', 'p:a'), attributes: [{ ns: 'urn:2', prefix: 'p', local: 'b', value: '' }] }],
    ['a prefix for no namespace', { ...element('urn:1', 'a'), attributes: [{ ns: '', prefix: 'p', local: 'b', value: '' }] }],
  ])('is refused with %s', (_title, el) => {
    expect(codeOf(() => serialiseXml(el))).toBe('NCP_XML_STRUCTURE');
  });

  it('writes each character as its place demands', () => {
    const value = '&<>"\'\t\n\r\u007f\ud7ff\ue000\ufffd\u{10000}\u{10ffff}';
    expect(written(element('', 'a', { b: value }, value))).toBe(
      '<a b="&amp;&lt;>&quot;\'&#x9;&#xA;&#xD;\u007f\ud7ff\ue000\ufffd\u{10000}\u{10ffff}">&amp;&lt;&gt;"\'\t\n&#xD;\u007f\ud7ff\ue000\ufffd\u{10000}\u{10ffff}</a>',
    );
    for (const plain of ['', 'x', '"\'\t\n']) expect(written(element('', 'a', {}, plain, '&'))).toBe(`<a>${plain}&amp;</a>`);
  });

  it.each(['\u0000', '\u0008', '\u000b', '\u001f', '\ufffe', '\uffff', '\ud800', '\udbff', '\udc00', '\udfff', 'a\ud800b', '\udc00\ud800', '\ud800\ud800', '\ud800\ue000', '\ud7ff\udc00'])('refuses what no document can hold: %j', (value) => {
    for (const el of [element('', 'a', {}, value), element('', 'a', { b: value }), element('', 'a', {}, `<${value}`)]) {
      expect(codeOf(() => serialiseXml(el))).toBe('NCP_XML_NOT_WELL_FORMED');
    }
  });

  it('keeps comments and instructions', () => {
    const source = '<a><!--c--><?p?><?q r s?>t<b/></a>';
    expect(written(parsed(source))).toBe(source);
  });
});
