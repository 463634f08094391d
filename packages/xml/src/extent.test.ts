import { describe, expect, it } from '@jest/globals';
import { childrenOf, extentOf, parseXml, utf8, type Extent, type XmlElement } from './index.js';

const read = (source: string): XmlElement => parseXml(utf8(source));
const extent = (nodes: number, characters: number, namespaces = 0): Extent => ({ nodes, characters, namespaces });

describe('what an element holds', () => {
  it('is counted in nodes and characters, itself for its name alone', () => {
    expect(extentOf(read('<abc/>'))).toEqual(extent(0, 3));
    expect(extentOf(read('<a bc="def"/>'))).toEqual(extent(1, 6));
    expect(extentOf(read('<a>bcd<e/>f</a>'))).toEqual(extent(3, 6));
    expect(extentOf(read('<a><!--bc--><?d ef?><![CDATA[g]]></a>'))).toEqual(extent(3, 6));
    expect(extentOf(read('<ab:c xmlns:ab="urn:d" ab:e="f"/>'))).toEqual(extent(2, 14, 1));
  });

  it('has in scope what is declared on and around one of its elements, its siblings left out', () => {
    const root = read('<a xmlns:p="urn:p"><b xmlns:q="urn:q"><c xmlns:r="urn:r"/><d xmlns:s="urn:s" xmlns:p="urn:t"/></b><e xmlns:u="urn:u"/></a>');
    const [b, e] = childrenOf(root);
    expect([root, b ?? root, e ?? root].map((one) => extentOf(one).namespaces)).toEqual([4, 4, 2]);
  });
});
