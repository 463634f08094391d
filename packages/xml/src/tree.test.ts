import { describe, expect, it } from '@jest/globals';
import { childrenOf, decodeBase64, encodeBase64, NS, parseXml, utf8, walk, type XmlElement } from './index.js';
import { sameBytes } from './bytes.js';
import { idCount } from './id-index.js';
import { isPlainName } from './plain-name.js';
import { namespaceOf, namespacesInScope, rootOf } from './tree.js';

const parsed = (source: string): XmlElement => parseXml(utf8(source));
const last = (source: string): XmlElement => [...walk(parsed(source))].at(-1) as XmlElement;

describe('a place in a tree', () => {
  it('knows its root', () => {
    const root = parsed('<a><b><c/></b></a>');
    expect([...walk(root)].map(rootOf).every((one) => one === root)).toBe(true);
    expect(rootOf(root)).toBe(root);
  });

  it('knows what each prefix means there: the nearest declaration counts, and a default may be taken back', () => {
    const deep = last('<a xmlns="urn:d" xmlns:p="urn:1" xmlns:q="urn:q"><b xmlns:p="urn:2" xmlns=""><c/></b></a>');
    expect([...namespacesInScope(deep)]).toEqual([['p', 'urn:2'], ['q', 'urn:q']]);
    expect(['p', 'q', '', 'r'].map((prefix) => namespaceOf(deep, prefix))).toEqual(['urn:2', 'urn:q', undefined, undefined]);
    const [b] = childrenOf(parsed('<a xmlns="urn:d"><b/></a>'));
    expect([...namespacesInScope(b as XmlElement)]).toEqual([['', 'urn:d']]);
    expect(namespaceOf(b as XmlElement, '')).toBe('urn:d');
  });

  it('DSIG-12 DSIG-13 DSIG-14 counts every element that a signature tool might take for the one of an id', () => {
    const wsu = `xmlns:w="${NS.wsu}"`;
    const count = (source: string): number => idCount(last(source), 'x');
    expect(count('<a ID="x"><b Id="x"/><c id="x"/></a>')).toBe(3);
    expect(count(`<a ${wsu} w:Id="x" xml:id="x"/>`)).toBe(1);
    expect(count(`<a ${wsu} w:Id=" x "><b xml:id="x"/></a>`)).toBe(2);
    expect(count(`<a ${wsu} xmlns:f="urn:f" f:ID="x" w:ID="x" w:id="x" xml:ID="x" xml:Id="x" iD="x" name="x"/>`)).toBe(0);
    expect(count('<a ID="x" Id="x" id="y"><b ID="y"/></a>')).toBe(1);
    expect(idCount(last('<a ID="y"/>'), 'x')).toBe(0);
  });
});

describe('plain names', () => {
  it.each(['A', 'Z', 'a', 'z', '_', 'a0', 'a9', 'a-', 'a.', '_.-9Zz'])('%s is one', (name) => { expect(isPlainName(name)).toBe(true); });
  it.each(['', '0', '9a', '-a', '.a', 'a@', 'a[', 'a`', 'a{', 'a/', 'a:', 'a b', 'å', 'a^'])('%j is none', (name) => { expect(isPlainName(name)).toBe(false); });
});

describe('bytes', () => {
  it('are the same only when all of them are', () => {
    const one = Uint8Array.of(1, 2, 3);
    expect([Uint8Array.of(1, 2, 3), Uint8Array.of(1, 2), Uint8Array.of(1, 2, 3, 4), Uint8Array.of(1, 2, 4), Uint8Array.of(9, 2, 3), new Uint8Array()].map((other) => sameBytes(one, other)))
      .toEqual([true, false, false, false, false, false]);
    expect(sameBytes(new Uint8Array(), new Uint8Array())).toBe(true);
  });

  it('go through base64 at every length as another implementation writes them', () => {
    for (let length = 0; length < 70; length += 1) {
      const bytes = Uint8Array.from({ length }, (_, at) => (at * 37 + length) % 256);
      expect(encodeBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
      expect(decodeBase64(Buffer.from(bytes).toString('base64'))).toEqual(bytes);
    }
  });
});
