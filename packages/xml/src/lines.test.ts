import { describe, expect, it } from '@jest/globals';
import { linesOf, parseXml, pathOf, utf8, walk } from './index.js';

const SOURCE = `<?xml version="1.0"?>
<a xmlns="urn:x" xmlns:y="urn:y">
  <b/> <b
    c="1"/>
  <y:b/>
  <d>
    <y:e/><e/>
  </d>
</a>`;
const bytes = utf8(SOURCE);

describe('linesOf', () => {
  it('finds the line of every place that pathOf writes', () => {
    const root = parseXml(bytes);
    const places = [...walk(root)].map(pathOf);
    const lines = linesOf(bytes, places);
    expect(places.map((place) => [place, lines.get(place)])).toEqual([
      ['/a', 2], ['/a/b[1]', 3], ['/a/b[2]', 4], ['/a/b', 5], ['/a/d', 6], ['/a/d/e', 7], ['/a/d/e', 7],
    ]);
  });

  it('counts within each namespace', () => {
    const two = utf8('<a xmlns:y="urn:y">\n<b/><b/>\n<y:b/><y:b/>\n<y:b/>\n</a>');
    expect([...linesOf(two, ['/a/b[2]', '/a/b[3]', '/a/b[4]', '/a/b'])]).toEqual([['/a/b[2]', 2], ['/a/b[3]', 4]]);
  });

  it('gives an attribute the line of its element, the document that of its root, and what is not there none', () => {
    expect([...linesOf(bytes, ['/a/b[2]/@c', '/', '/a/b[3]', '/z', 'nonsense', '/a/b[x]', '/z/b/c', '/z/@c', '/a/d[1]'])]).toEqual([['/a/b[2]/@c', 4], ['/', 2]]);
  });
});
