import { describe, expect, it } from '@jest/globals';
import { isNcpError } from '@ncp/domain';
import * as fc from 'fast-check';
import { canonicalise, element, parseXml, serialiseXml, text, utf8, type XmlElement } from './index.js';

/** Parses, or checks that the refusal is one of the registry's. */
const parsed = (bytes: Uint8Array): XmlElement | undefined => {
  try {
    return parseXml(bytes);
  } catch (error) {
    expect(isNcpError(error)).toBe(true);
    return undefined;
  }
};

const PIECES = [
  '<', '>', '/', '</', '/>', '<a', '<p:a', '</a>', '<a>', '</p:a>', ' ', '=', '"', "'", ' b="c"', ' p:b="c"', ' xmlns:p="urn:p"', ' xmlns="urn:d"', '&', '&amp;', '&#13;', '&x;', '<!--', '-->', '<![CDATA[', ']]>',
  '<?', '?>', '<?x y?>', '<!DOCTYPE a>', '<?xml version="1.0"?>', '\uFEFF', 'text', 'å', '\r\n', '\t', '\u0000',
];

describe('FUZZ-01 parseXml', () => {
  it('gives a tree or a code of the registry for any mixture of markup', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }), (pieces) => { parsed(utf8(pieces.join(''))); }), { numRuns: 3000 });
  });

  it('gives a tree or a code for any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => { parsed(bytes); }), { numRuns: 1000 });
  });

  it('gives a tree or a code for a good message with bytes changed', () => {
    const good = utf8('\uFEFF<?xml version="1.0" encoding="UTF-8"?>\n<p:a xmlns:p="urn:p" b="c"><!-- d --><e xmlns="urn:e">f &lt; å<![CDATA[<g>]]></e><?h i?></p:a>');
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 5 }), (changes) => {
      const bytes = good.slice();
      for (const [at, byte] of changes) bytes[at] = byte;
      parsed(bytes);
    }), { numRuns: 3000 });
  });

  it('reads back what it wrote, and writes it the same again', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }), (pieces) => {
      const tree = parsed(utf8(`<a xmlns:p="urn:p">${pieces.join('')}</a>`));
      if (tree === undefined) return;
      const bytes = serialiseXml(tree);
      const again = parseXml(bytes);
      expect(text(serialiseXml(again))).toBe(text(bytes));
      expect(text(canonicalise(again, { withComments: true }))).toBe(text(canonicalise(tree, { withComments: true })));
    }), { numRuns: 2000 });
  });

  it('keeps every value that XML can hold', () => {
    const value = fc.string({ unit: 'binary', maxLength: 20 });
    fc.assert(fc.property(value, value, (a, b) => {
      let bytes: Uint8Array;
      try {
        bytes = serialiseXml(element('', 'x', { a }, b));
      } catch (error) {
        expect(isNcpError(error)).toBe(true);
        return;
      }
      const { attributes, children } = parseXml(bytes);
      expect(attributes.map((one) => one.value).join('')).toBe(a);
      expect(children.map((node) => (node.kind === 'text' ? node.value : '?')).join('')).toBe(b);
    }), { numRuns: 2000 });
  });
});
