import { describe, expect, it } from '@jest/globals';
import { isNcpError, type NcpErrorCode } from '@ncp/domain';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeOf } from '../fixtures/code-of.js';
import { attr, DEFAULT_LIMITS, parseXml, serialiseXml, text, textOf, utf8, walk, type XmlLimits } from './index.js';

const codeFor = (source: string | Uint8Array, limits?: XmlLimits): NcpErrorCode | undefined =>
  codeOf(() => parseXml(typeof source === 'string' ? utf8(source) : source, limits));

/** Best of several runs: the machine may be busy, the code may not. */
const bestMs = (run: () => void, runs = 5): number =>
  Math.min(...Array.from({ length: runs }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  }));

/** Parses a source that names a listener and tells how many connections the listener saw. */
const connectionsDuring = async (source: (url: string) => string): Promise<{ code: NcpErrorCode | undefined; connections: number }> => {
  let connections = 0;
  const server = createServer((_, response) => response.end('<!ENTITY x "y">')).on('connection', () => { connections += 1; });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const code = codeFor(source(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/evil.dtd`));
  await new Promise((done) => setTimeout(done, 30));
  await new Promise((done) => server.close(done));
  return { code, connections };
};

const small: XmlLimits = { ...DEFAULT_LIMITS, maxDepth: 4, maxElements: 10, maxAttributes: 3, maxNamespaces: 3, maxNameLength: 8, maxTextBytes: 20, maxBytes: 1000 };

describe('hostile declarations', () => {
  it('XML-01 refuses an empty internal subset', () => {
    expect(codeFor('<!DOCTYPE a []><a/>')).toBe('NCP_XML_DOCTYPE');
    expect(codeFor('<?xml version="1.0"?>\n<!-- x --><!DOCTYPE a><a/>')).toBe('NCP_XML_DOCTYPE');
  });

  it('XML-02 never reads or echoes a local file', () => {
    const canary = `canary-${String(Math.random())}`;
    const file = join(mkdtempSync(join(tmpdir(), 'ncp-xml-')), 'canary');
    writeFileSync(file, canary);
    let caught: unknown;
    try {
      parseXml(utf8(`<!DOCTYPE a [<!ENTITY x SYSTEM "file://${file}">]><a>&x;</a>`));
    } catch (error) {
      caught = error;
    }
    expect(caught).toMatchObject({ code: 'NCP_XML_DOCTYPE' });
    expect(JSON.stringify(caught) + String(caught)).not.toContain(canary);
  });

  it('XML-03 opens no connection for an external entity', async () => {
    expect(await connectionsDuring((url) => `<!DOCTYPE a [<!ENTITY x SYSTEM "${url}">]><a>&x;</a>`)).toEqual({ code: 'NCP_XML_DOCTYPE', connections: 0 });
  });

  it('XML-04 opens no connection for a parameter entity', async () => {
    const source = (url: string): string => `<!DOCTYPE a [<!ENTITY % f SYSTEM "file:///etc/hostname"><!ENTITY % d SYSTEM "${url}">%d;]><a/>`;
    expect(await connectionsDuring(source)).toEqual({ code: 'NCP_XML_DOCTYPE', connections: 0 });
  });

  it('XML-05 refuses nested entity expansion at once', () => {
    const entities = Array.from({ length: 20 }, (_, i) => `<!ENTITY l${String(i + 1)} "${`&l${String(i)};`.repeat(10)}">`).join('');
    const bomb = utf8(`<!DOCTYPE a [<!ENTITY l0 "ha">${entities}]><a>&l20;</a>`);
    expect(codeFor(bomb)).toBe('NCP_XML_DOCTYPE');
    expect(bestMs(() => codeFor(bomb))).toBeLessThan(50);
  });

  it('XML-06 refuses one large entity used often at once', () => {
    const bomb = utf8(`<!DOCTYPE a [<!ENTITY x "${'x'.repeat(100_000)}">]><a>${'&x;'.repeat(10_000)}</a>`);
    expect(codeFor(bomb)).toBe('NCP_XML_DOCTYPE');
    expect(bestMs(() => codeFor(bomb))).toBeLessThan(50);
  });

  it('XML-07 refuses an entity in an attribute value, declared or not', () => {
    expect(codeFor('<!DOCTYPE a [<!ENTITY x "y">]><a b="&x;"/>')).toBe('NCP_XML_DOCTYPE');
    expect(codeFor('<a b="&x;"/>')).toBe('NCP_XML_NOT_WELL_FORMED');
    expect(codeFor('<a>&x;</a>')).toBe('NCP_XML_NOT_WELL_FORMED');
  });

  it('XML-08 refuses an external DTD and a DTD that declares an id', async () => {
    expect(await connectionsDuring((url) => `<!DOCTYPE a SYSTEM "${url}"><a/>`)).toEqual({ code: 'NCP_XML_DOCTYPE', connections: 0 });
    expect(codeFor('<!DOCTYPE a [<!ATTLIST a b ID #IMPLIED>]><a b="x"/>')).toBe('NCP_XML_DOCTYPE');
  });

  it('XML-09 leaves an XInclude element unprocessed, for the schema to refuse', async () => {
    const source = (url: string): string => `<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="${url}" parse="text"/></a>`;
    expect(await connectionsDuring(source)).toEqual({ code: undefined, connections: 0 });
    const [include] = parseXml(utf8(source('file:///etc/hostname'))).children;
    expect(include).toMatchObject({ kind: 'element', local: 'include', children: [] });
  });

  it('tells a declaration from the same letters in text, comment and CDATA', () => {
    expect(codeFor('<a><!-- <!DOCTYPE a> --><![CDATA[<!DOCTYPE a>]]>&lt;!DOCTYPE a&gt;</a>')).toBeUndefined();
  });
});

describe('limits', () => {
  it('XML-11 refuses nesting one deeper than the limit, and 100 000 deep', () => {
    const nested = (depth: number): string => '<a>'.repeat(depth) + '</a>'.repeat(depth);
    expect(codeFor(nested(128))).toBeUndefined();
    expect(codeFor(nested(129))).toBe('NCP_XML_DEPTH');
    expect(codeFor(nested(100_000))).toBe('NCP_XML_DEPTH');
    expect(codeFor('<a>'.repeat(100_000))).toBe('NCP_XML_DEPTH');
    expect(codeFor('<a><b><c><d/></c></b></a>', small)).toBeUndefined();
    expect(codeFor('<a><b><c><d><e/></d></c></b></a>', small)).toBe('NCP_XML_DEPTH');
  });

  it('XML-12 refuses one attribute more than the limit', () => {
    const attributes = (count: number): string => `<a ${Array.from({ length: count }, (_, i) => `a${String(i)}="x>"`).join(' ')}/>`;
    expect(codeFor(attributes(64))).toBeUndefined();
    expect(codeFor(attributes(65))).toBe('NCP_XML_ATTRIBUTES');
  });

  it('XML-13 refuses one element more than the limit, comments and instructions counted', () => {
    expect(codeFor(`<a>${'<b/>'.repeat(9)}</a>`, small)).toBeUndefined();
    expect(codeFor(`<a>${'<b/>'.repeat(10)}</a>`, small)).toBe('NCP_XML_NODES');
    expect(codeFor(`<a>${'<!---->'.repeat(10)}</a>`, small)).toBe('NCP_XML_NODES');
    expect(codeFor(`<a>${'<b/>'.repeat(500_000)}</a>`)).toBe('NCP_XML_NODES');
  });

  it('XML-14 refuses a text above the limit before the engine reads it', () => {
    expect(codeFor(`<a>${'x'.repeat(20)}</a>`, small)).toBeUndefined();
    for (const source of [`<a>${'x'.repeat(21)}</a>`, `<a>${'x'.repeat(11)}<![CDATA[${'x'.repeat(10)}]]></a>`, `<a b="${'x'.repeat(21)}"/>`, `<a><!--${'x'.repeat(21)}--></a>`]) {
      expect(codeFor(source, small)).toBe('NCP_XML_SIZE');
    }
    const large = utf8(`<a>${'x'.repeat(10_000_001)}<b`);
    expect(codeFor(large)).toBe('NCP_XML_SIZE');
    expect(codeFor('<a></a>', { ...DEFAULT_LIMITS, maxBytes: 7 })).toBeUndefined();
    expect(codeFor('<a></a >', { ...DEFAULT_LIMITS, maxBytes: 7 })).toBe('NCP_XML_SIZE');
  });

  it('XML-15 refuses an element name of 1 MB, and one byte above the limit', () => {
    expect(codeFor(`<${'a'.repeat(1_000_000)}/>`)).toBe('NCP_XML_NAME_LENGTH');
    expect(codeFor(`<a ${'b'.repeat(257)}="x"/>`)).toBe('NCP_XML_NAME_LENGTH');
    expect(codeFor(`<${'a'.repeat(256)}/>`)).toBeUndefined();
  });

  it('XML-16 refuses 10 000 namespace declarations, in linear time', () => {
    const declarations = (count: number): string => Array.from({ length: count }, (_, i) => `xmlns:n${String(i)}="urn:${String(i)}"`).join(' ');
    expect(codeFor(`<a ${declarations(512)}/>`)).toBeUndefined();
    expect(codeFor(`<a ${declarations(513)}/>`)).toBe('NCP_XML_NAMESPACES');
    const hostile = utf8(`<a ${declarations(10_000)}/>`);
    expect(codeFor(hostile)).toBe('NCP_XML_NAMESPACES');
    expect(bestMs(() => codeFor(hostile))).toBeLessThan(50);
    expect(codeFor(`<a>${'<b xmlns="urn:b"/>'.repeat(513)}</a>`)).toBe('NCP_XML_NAMESPACES');
    expect(codeFor(`<a xmlns="urn:${'x'.repeat(1021)}"/>`)).toBe('NCP_XML_SIZE');
  });

  it('XML-17 takes no longer for attribute names that collide', () => {
    // Equal lengths and equal character sums collide in naive tables.
    const pairs = ['Aa', 'BB'];
    const colliding = Array.from({ length: 64 }, (_, i) => Array.from({ length: 6 }, (_unused, bit) => pairs[(i >> bit) & 1]).join(''));
    const random = Array.from({ length: 64 }, (_, i) => `n${String(i * 7919).padStart(11, 'x')}`);
    const source = (names: readonly string[]): Uint8Array => utf8(`<a>${`<b ${names.map((name) => `${name}=""`).join(' ')}/>`.repeat(200)}</a>`);
    const [a, b] = [source(colliding), source(random)];
    // Each beside the other, and the quietest moment counts.
    const ratios = Array.from({ length: 8 }, () => bestMs(() => parseXml(a), 1) / bestMs(() => parseXml(b), 1));
    expect(Math.min(...ratios)).toBeLessThan(3);
  });

  it('refuses more processing instructions than any message has use for', () => {
    expect(codeFor(`<a>${'<?x?>'.repeat(65)}</a>`)).toBe('NCP_XML_PI');
  });

  it('XML-31 leaves 1 MB of digits to the reader of the value, in under 50 ms', () => {
    const source = utf8(`<effectiveTime value="${'1'.repeat(1_000_000)}">${'2'.repeat(1_000_000)}</effectiveTime>`);
    expect(textOf(parseXml(source))).toHaveLength(1_000_000);
    expect(bestMs(() => parseXml(source))).toBeLessThan(50);
  });

  it('costs time in proportion to size', () => {
    const source = (count: number): Uint8Array => utf8(`<a>${'<b c="d">e<f/></b>'.repeat(count)}</a>`);
    const [once, fourfold] = [source(2_000), source(8_000)];
    parseXml(fourfold);
    expect(bestMs(() => parseXml(fourfold))).toBeLessThan(10 * bestMs(() => parseXml(once)) + 20);
  });
});

describe('well-formedness', () => {
  it.each(['<a/><b/>', '<a/>text', '', ' ', '<a>', '<a></b>', '</a>', '<', '<a', '<a b', '<a b=', '<a b=c/>', '<a b="', '<a/ >', '<!--', '<a><![CDATA[x</a>', '<?x', '<a><!-- -- --></a>', '<a b="<"/>', 'a'])(
    'XML-18 refuses %j', (source) => { expect(codeFor(source)).toBe('NCP_XML_NOT_WELL_FORMED'); });

  it('XML-19 refuses the same attribute twice, by name or by namespace', () => {
    expect(codeFor('<a b="1" b="2"/>')).toBe('NCP_XML_NOT_WELL_FORMED');
    expect(codeFor('<a xmlns:p="urn:x" xmlns:q="urn:x" p:b="1" q:b="2"/>')).toBe('NCP_XML_NOT_WELL_FORMED');
  });

  it.each(['<p:a/>', '<a p:b=""/>', '<a xmlns:xml="urn:x"/>', '<a xmlns:xmlns="urn:x"/>', '<xmlns:a/>', '<a xmlns:p=""/>', '<a:b:c xmlns:a="urn:x"/>', '<a xmlns="http://www.w3.org/2000/xmlns/"/>'])(
    'XML-20 refuses the prefix in %s', (source) => { expect(codeFor(source)).toBe('NCP_XML_NOT_WELL_FORMED'); });

  it.each(['<a>\u0000</a>', '<a>\u0001</a>', '<a>&#0;</a>', '<a>&#1;</a>', '<a>&#xFFFE;</a>', '<a>&#xD800;</a>', '<a>\uFFFE</a>', '<a b="\u0008"/>'])(
    'XML-24 refuses characters outside XML: %j', (source) => { expect(['NCP_XML_NOT_WELL_FORMED', 'NCP_XML_ENCODING']).toContain(codeFor(source)); });

  it('tells where it stopped, and nothing of the input', () => {
    let caught: unknown;
    try {
      parseXml(utf8('<a>\n<secret></a>'));
    } catch (error) {
      caught = error;
    }
    expect(caught).toMatchObject({ code: 'NCP_XML_NOT_WELL_FORMED', details: { line: 2 } });
    expect(isNcpError(caught) && caught.cause).toBeUndefined();
    expect(JSON.stringify(caught) + String(caught)).not.toContain('secret');
  });
});

describe('encoding', () => {
  const utf16 = (source: string): Uint8Array => Uint8Array.from([0xff, 0xfe, ...[...source].flatMap((c) => [c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8])]);

  it('XML-21 refuses UTF-16 and a declaration that disagrees', () => {
    expect(codeFor(utf16('<a/>'))).toBe('NCP_XML_ENCODING');
    expect(codeFor(utf16('<a/>').slice(2))).toBe('NCP_XML_ENCODING');
    expect(codeFor(Uint8Array.from([0, 0, 0, 0x3c, 0, 0, 0, 0x61]))).toBe('NCP_XML_ENCODING');
    expect(codeFor('\uFEFF<?xml version="1.0" encoding="UTF-16"?><a/>')).toBe('NCP_XML_ENCODING');
  });

  it.each(['UTF-7', 'EBCDIC-CP-FI', 'ISO-2022-JP', 'ISO-8859-1', 'US-ASCII', 'UTF8', ''])('XML-22 refuses a document declared as %j', (name) => {
    expect(codeFor(`<?xml version="1.0" encoding="${name}"?><a/>`)).toBe('NCP_XML_ENCODING');
  });

  it('XML-22 refuses EBCDIC bytes', () => {
    expect(codeFor(Uint8Array.from([0x4c, 0x6f, 0xa7, 0x94, 0x93, 0x40]))).toBe('NCP_XML_ENCODING');
  });

  it.each([['invalid', [0xff]], ['overlong', [0xc0, 0xaf]], ['truncated', [0xe2, 0x82]], ['surrogate', [0xed, 0xa0, 0x80]], ['beyond Unicode', [0xf5, 0x80, 0x80, 0x80]]])(
    'XML-23 refuses %s UTF-8', (_, bytes) => { expect(codeFor(Uint8Array.from([...utf8('<a>'), ...bytes, ...utf8('</a>')]))).toBe('NCP_XML_ENCODING'); });

  it('XML-25 refuses XML 1.1 and other versions', () => {
    expect(codeFor('<?xml version="1.1"?><a/>')).toBe('NCP_XML_VERSION');
    expect(codeFor("<?xml version = '2.0' ?><a/>")).toBe('NCP_XML_VERSION');
  });

  it.each(['<?xml version="1.0"?><a/>', '<?xml version="1.0" encoding="utf-8" standalone="yes"?><a/>', "<?xml version='1.0' encoding = 'UTF-8' ?>\n<a/>", '\uFEFF<a/>', '\uFEFF<?xml version="1.0" encoding="UTF-8"?><a/>', '<?xml-stylesheet href="x"?><a/>'])(
    'accepts %j', (source) => { expect(codeFor(source)).toBeUndefined(); });

  it.each(['<?xml version="1.0"', '<?xml ', '<?xml encoding="UTF-8"?><a/>', '<?xml version=1.0?><a/>', '<?xml version?><a/>'])('refuses the declaration in %j', (source) => {
    expect(codeFor(source)).toBe('NCP_XML_NOT_WELL_FORMED');
  });

  it('XML-29 keeps every letter, combining mark and direction byte for byte', () => {
    const source = '<a b="Żółć">Åsa Öberg, Ελένη, Ивайло, e\u0301\u0323, \u05d3\u05d5\u05d3 \u202B\u0645\u202C, \u{1F48A}</a>';
    expect(text(serialiseXml(parseXml(utf8(source))))).toBe(source);
  });
});

describe('the tree', () => {
  it('XML-10 keeps processing instructions where they stand, and what follows them', () => {
    const root = parseXml(utf8('<?p x?><a>1<?q y z?><b/><?r?>2</a><?s?>'));
    expect(root.children).toEqual([
      { kind: 'text', value: '1', cdata: false }, { kind: 'pi', target: 'q', value: 'y z' }, expect.objectContaining({ local: 'b' }),
      { kind: 'pi', target: 'r', value: '' }, { kind: 'text', value: '2', cdata: false },
    ]);
  });

  it('XML-27 gives text and CDATA of one value as one', () => {
    expect(textOf(parseXml(utf8('<a>x<![CDATA[<&]]>y<![CDATA[]]></a>')))).toBe('x<&y');
  });

  it('XML-28 never gives a value that a comment splits', () => {
    expect(() => textOf(parseXml(utf8('<id>1990<!-- -->0101</id>')))).toThrow('NCP_XML_COMMENT_IN_VALUE');
    expect(() => textOf(parseXml(utf8('<id>1990<?x?>0101</id>')))).toThrow('NCP_XML_PI');
  });

  it('XML-30 holds names like __proto__ as plain data', () => {
    const root = parseXml(utf8('<__proto__ constructor="1" __proto__="2" toString="3"><toString/><p:__proto__ xmlns:p="urn:p"/></__proto__>'));
    expect(attr(root, '__proto__')).toBe('2');
    expect(attr(root, 'hasOwnProperty')).toBeUndefined();
    expect([...walk(root)].map(({ local }) => local)).toEqual(['__proto__', 'toString', '__proto__']);
    expect(({} as Record<string, unknown>)['1']).toBeUndefined();
    const odd = '<__proto__:a xmlns:__proto__="urn:p" __proto__:b="c"/>';
    expect(parseXml(serialiseXml(parseXml(utf8(odd))))).toMatchObject({ ns: 'urn:p', attributes: [{ ns: 'urn:p', local: 'b' }] });
  });

  it('resolves namespaces and links to parents', () => {
    const root = parseXml(utf8('<p:a xmlns:p="urn:p" xmlns="urn:d"><b p:c="1" d="2" xml:lang="sv"/></p:a>'));
    const [b] = [...walk(root)].slice(1);
    expect(root).toMatchObject({ ns: 'urn:p', local: 'a', prefix: 'p', namespaces: [{ prefix: 'p', uri: 'urn:p' }, { prefix: '', uri: 'urn:d' }] });
    expect(b).toMatchObject({ ns: 'urn:d', prefix: '', attributes: [{ ns: 'urn:p', local: 'c' }, { ns: '', local: 'd' }, { ns: 'http://www.w3.org/XML/1998/namespace', local: 'lang', value: 'sv' }] });
    expect(b?.parent).toBe(root);
    expect(root.parent).toBeUndefined();
  });

  it('cannot be changed', () => {
    const root = parseXml(utf8('<a b="c">d</a>'));
    expect([root, root.children, root.attributes, root.attributes[0], root.children[0]].every((one) => Object.isFrozen(one))).toBe(true);
  });

  it('normalises line ends and attribute white space as XML says', () => {
    const root = parseXml(utf8('<a b="1\r\n2\t3">1\r\n2\r3&#13;</a>'));
    expect(textOf(root)).toBe('1\n2\n3\r');
    expect(attr(root, 'b')).toBe('1 2 3');
  });
});
