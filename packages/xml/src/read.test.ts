import { describe, expect, it } from '@jest/globals';
import { codeOf } from '../fixtures/code-of.js';
import { child, childrenOf, deepText, descendant, onlyChild, parseXml, requireChild, textOf, utf8, type XmlElement } from './index.js';
import { parseOwn } from './parse.js';
import { Sink } from './sink.js';

const parsed = (xml: string): XmlElement => parseXml(utf8(xml));

describe('reading a tree', () => {
  const tree = parsed('<a xmlns:o="urn:o">t<!--c--><?p?><b k="1"/><o:b/><b k="2"/><c/></a>');

  it('finds the first child of a name in its namespace, or says that there is none', () => {
    expect([child(tree, '', 'b'), child(tree, 'urn:o', 'b'), requireChild(tree, '', 'c')]).toEqual([tree.children[3], tree.children[4], tree.children[6]]);
    expect([child(tree, 'urn:o', 'c'), child(tree, '', 'z')]).toEqual([undefined, undefined]);
    expect([codeOf(() => requireChild(tree, '', 'z')), codeOf(() => requireChild(tree, '', 'z', 'NCP_SOAP_STRUCTURE'))]).toEqual(['NCP_XML_STRUCTURE', 'NCP_SOAP_STRUCTURE']);
  });

  it('finds the only child of a name, and neither none nor one of two', () => {
    expect(onlyChild(tree, '', 'c')).toBe(tree.children[6]);
    expect([codeOf(() => onlyChild(tree, '', 'b')), codeOf(() => onlyChild(tree, '', 'z')), codeOf(() => onlyChild(tree, '', 'z', 'NCP_SOAP_STRUCTURE'))]).toEqual(['NCP_XML_STRUCTURE', 'NCP_XML_STRUCTURE', 'NCP_SOAP_STRUCTURE']);
  });

  it('lists children by namespace and name, and follows a path of names', () => {
    expect([childrenOf(tree).length, childrenOf(tree, '').length, childrenOf(tree, 'urn:o').length, childrenOf(tree, '', 'b').length]).toEqual([4, 3, 1, 2]);
    const deep = parsed('<a><b/><b><c/></b></a>');
    expect([descendant(deep, ''), descendant(deep, '', 'b', 'c'), descendant(deep, '', 'z', 'c')]).toEqual([deep, undefined, undefined]);
  });

  it('XML-28 takes no half of a value for the whole', () => {
    expect([textOf(parsed('<a>x<![CDATA[y]]><b>z</b></a>')), deepText(parsed('<a>x<b>y<c>z</c></b></a>'))]).toEqual(['xy', 'xyz']);
    for (const read of [textOf, deepText]) expect([codeOf(() => read(parsed('<a>x<!--c-->y</a>'))), codeOf(() => read(parsed('<a>x<?p?>y</a>')))]).toEqual(['NCP_XML_COMMENT_IN_VALUE', 'NCP_XML_PI']);
    expect(codeOf(() => deepText(parsed('<a><b><?p?></b></a>')))).toBe('NCP_XML_PI');
  });
});

describe('what we wrote ourselves', () => {
  it('is judged by the engine all the same', () => {
    expect(parseOwn(utf8('<a><b/></a>')).children).toHaveLength(1);
    expect([codeOf(() => parseOwn(utf8('<a b="1" b="2"/>'))), codeOf(() => parseOwn(utf8('<a/><b/>')))]).toEqual(['NCP_XML_NOT_WELL_FORMED', 'NCP_XML_NOT_WELL_FORMED']);
  });
});

describe('a sink', () => {
  it('takes what fits to the byte and a copy of it, and nothing once it was too much', () => {
    const sink = new Sink(4);
    const chunk = utf8('abc');
    expect([sink.write(chunk), sink.write(utf8('d')), sink.full]).toEqual([3, 1, false]);
    chunk.fill(0);
    expect([...sink.take()]).toEqual([...utf8('abcd')]);
    expect([sink.write(utf8('e')), sink.full, sink.write(new Uint8Array()), codeOf(() => sink.take())]).toEqual([-1, true, -1, 'NCP_XML_SIZE']);
  });
});
