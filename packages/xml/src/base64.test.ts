import { describe, expect, it } from '@jest/globals';
import { binaryContent, decodeBase64, element, encodeBase64, hex, NS, sha256, text, utf8, type XmlElement } from './index.js';

describe('base64', () => {
  it('agrees with the platform in both directions', () => {
    for (let size = 0; size < 300; size += 1) {
      const bytes = Uint8Array.from({ length: size }, (_, i) => (i * 167 + size * 31) & 255);
      const encoded = Buffer.from(bytes).toString('base64');
      expect(encodeBase64(bytes)).toBe(encoded);
      expect(hex(decodeBase64(encoded))).toBe(hex(bytes));
    }
  });

  it('DSIG-32 passes over white space', () => {
    expect(text(decodeBase64(' aGVq\r\n\tIGRp\n Zw = = '))).toBe('hej dig');
    for (const value of ['QU JDREVG', 'QUJ DREVG', 'Q\nUJDREVG', 'QUJDRE VG', 'QUJDREV\tG ']) expect(text(decodeBase64(value))).toBe('ABCDEF');
  });

  it('DSIG-33 refuses spare bits, unless told to be lenient', () => {
    for (const value of ['aGVqIGRpZx==', 'aGVqIGRpZ2f=']) {
      expect(() => decodeBase64(value)).toThrow('NCP_XML_BASE64');
      expect(decodeBase64(value, { strict: false }).length).toBeGreaterThan(0);
    }
  });

  it.each(['a', 'a===', 'ab=c', 'ab', 'abc', 'ab=', 'abc==', 'abcd=', 'ab==cd', '====', 'ab-_', 'abcé', 'ab\u0000d'])('refuses %j', (value) => {
    expect(() => decodeBase64(value)).toThrow('NCP_XML_BASE64');
    expect(() => decodeBase64(value, { strict: false })).toThrow('NCP_XML_BASE64');
  });

  it('hashes', () => {
    expect(hex(sha256(utf8('abc')))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

describe('binaryContent', () => {
  const attachments = new Map([['part one@x', utf8('one')]]);
  const include = (href: string): XmlElement => element(NS.xop, 'xop:Include', { href });
  const document = (...content: readonly (XmlElement | string)[]): XmlElement => element(NS.xdsb, 'Document', {}, ...content);

  it('reads inline base64, broken into lines', () => {
    expect(text(binaryContent(document('aGVq\r\n  IGRpZw=='), attachments))).toBe('hej dig');
  });

  it('reads an attachment by its percent-encoded reference', () => {
    expect(text(binaryContent(document('\n', include('cid:part%20one@x'), '\n'), attachments))).toBe('one');
  });

  it('refuses references that do not resolve or have company', () => {
    const bad = [
      document(include('cid:other')), document(include('http://x')), document(include('cid:%zz')), document(element(NS.xop, 'xop:Include')),
      document('aGVq', include('cid:part%20one@x')), document(include('cid:part%20one@x'), include('cid:part%20one@x')), document(element('', 'Include', { href: 'cid:part%20one@x' })), document(element(NS.xop, 'xop:Other', { href: 'cid:part%20one@x' })),
      document(include('url:part%20one@x')), document(include('')),
    ];
    for (const one of bad) expect(() => binaryContent(one, attachments)).toThrow('NCP_MTOM_REFERENCE');
  });

  it('takes a part without a name for none that was asked for', () => {
    for (const one of [include('http'), element(NS.xop, 'xop:Include')]) expect(() => binaryContent(document(one), new Map([['', utf8('one')], ['undefined', utf8('two')]]))).toThrow('NCP_MTOM_REFERENCE');
  });

  it('refuses what is not base64', () => {
    expect(() => binaryContent(document('<xml/>'), attachments)).toThrow('NCP_XML_BASE64');
  });
});
