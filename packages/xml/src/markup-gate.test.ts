import { describe, expect, it } from '@jest/globals';
import type { NcpErrorCode } from '@ncp/domain';
import { codeOf } from '../fixtures/code-of.js';
import { DEFAULT_LIMITS, encodeBase64, parseXml, textOf, utf8, type XmlLimits } from './index.js';

const codeFor = (source: string, limits: Partial<XmlLimits> = {}): NcpErrorCode | undefined => codeOf(() => parseXml(utf8(source), { ...DEFAULT_LIMITS, ...limits }));

describe('the pass before the engine', () => {
  it('takes white space of every kind around the parts of a tag', () => {
    for (const space of [' ', '\t', '\n', '\r']) expect(codeFor(`<a${space}b${space}=${space}"1"${space}c='2'${space}><d${space}/></a${space}>`, { maxAttributes: 2, maxDepth: 2 })).toBeUndefined();
  });

  it('counts nothing that stands in a comment, an instruction or a section of CDATA', () => {
    for (const hidden of ['<!-- a - b <c> <d> -> <e> -->', '<?p ? <c> <d> > ?>', '<![CDATA[ ] ]] > ]> <c> <d> ]]>', '<!----><!-- - -->', '<![CDATA[]]]]><![CDATA[>]]>']) {
      expect(codeFor(`<a>${hidden}<b/></a>`, { maxDepth: 2, maxElements: 4 })).toBeUndefined();
    }
  });

  it('goes on behind what ends at once', () => {
    expect(codeFor('<a><!----><b><c/></b></a>', { maxDepth: 2 })).toBe('NCP_XML_DEPTH');
    expect(codeFor('<a><?p?><b><c/></b></a>', { maxDepth: 2 })).toBe('NCP_XML_DEPTH');
    expect(codeFor('<a><![CDATA[]]><b><c/></b></a>', { maxDepth: 2 })).toBe('NCP_XML_DEPTH');
  });

  it('XML-01 takes for a type declaration whatever begins like one and is no comment', () => {
    for (const begin of ['<!x- -->', '<!-x -->', '<!>', '<!', '<![CDATX[]]>', '<!ELEMENT a>']) expect(codeFor(`${begin}<a/>`)).toBe('NCP_XML_DOCTYPE');
  });

  it('counts as a namespace what declares one, and nothing that only begins so', () => {
    expect(codeFor('<a xmlnsa="1" xmlnsb="2" xmln="3"/>', { maxNamespaces: 0 })).toBeUndefined();
    expect(codeFor('<a xmlns="urn:a" xmlns:b="urn:b"/>', { maxNamespaces: 1 })).toBe('NCP_XML_NAMESPACES');
    expect(codeFor('<a xmlns="urn:a" xmlns:b="urn:b"/>', { maxNamespaces: 2, maxAttributes: 0 })).toBeUndefined();
  });

  it('counts text behind the root, and text and CDATA together', () => {
    expect(codeFor(`<a/>${' '.repeat(21)}`, { maxTextBytes: 20 })).toBe('NCP_XML_SIZE');
    expect(codeFor(`<a/>${' '.repeat(20)}`, { maxTextBytes: 20 })).toBeUndefined();
    expect(codeFor(`<a>${'x'.repeat(10)}<![CDATA[${'x'.repeat(11)}]]></a>`, { maxTextBytes: 20 })).toBe('NCP_XML_SIZE');
    expect(codeFor(`<a>${'x'.repeat(10)}<![CDATA[${'x'.repeat(10)}]]></a>`, { maxTextBytes: 20 })).toBeUndefined();
  });

  it('XML-14 counts a text as it will be kept: a line break as one character, and so a reference', () => {
    const refused = (content: string): NcpErrorCode | undefined => codeFor(`<a>${content}</a>`, { maxTextBytes: 20 });
    for (const one of ['\r\n', '&#xD;', '&amp;', '&#13;', 'x', '\r', '\n', ';']) {
      expect([refused(one.repeat(20)), refused(one.repeat(21))]).toEqual([undefined, 'NCP_XML_SIZE']);
    }
    expect([refused(`<![CDATA[${'\r\n'.repeat(20)}]]>`), refused(`<![CDATA[${'\r\n'.repeat(21)}]]>`)]).toEqual([undefined, 'NCP_XML_SIZE']);
    expect([refused('<![CDATA[&amp;]]>'.repeat(4)), refused('<![CDATA[&amp;]]>'.repeat(5))]).toEqual([undefined, 'NCP_XML_SIZE']);
    expect([refused(`&amp;${'x'.repeat(19)}`), refused(`&amp;${'x'.repeat(20)}`)]).toEqual([undefined, 'NCP_XML_SIZE']);
  });

  it('XML-14 takes 7 MiB of base64 in lines, however they end, and not much more for it', () => {
    const base64 = encodeBase64(new Uint8Array(7 * 1024 * 1024).fill(0x61));
    const inLines = (lineEnd: string, more = ''): Uint8Array => utf8(`<d>${base64.replace(/.{76}/g, (line) => line + lineEnd)}${more}</d>`);
    expect(textOf(parseXml(inLines('\r\n'))).replaceAll('\n', '') === base64).toBe(true);
    expect(codeOf(() => parseXml(inLines('&#xD;')))).toBeUndefined();
    expect(codeOf(() => parseXml(inLines('\r\n', 'x'.repeat(300_000))))).toBe('NCP_XML_SIZE');
  });

  it.each(['<a', '<a ', '<a b', '<a b=', '<a b="', '<a b=1>', '<a b/>', '<a =""/>', '<a/ >', '<a/', '<a<b>', '<>', '< a/>', '</a', '<a><!--', '<a><!-- -', '<a><![CDATA[ ]]', '<?p', '<a "1"/>', '<a b"1"/>'])('is refused, here or by the engine: %s', (source) => {
    expect(codeFor(source)).toBe('NCP_XML_NOT_WELL_FORMED');
  });
});
