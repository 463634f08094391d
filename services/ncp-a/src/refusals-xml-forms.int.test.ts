import { describe, expect, it } from '@jest/globals';
import type { NcpErrorCode } from '@ncp/domain';
import { identifyBody, swap, type Edit } from '@ncp/testkit';
import { refusalSuite } from '../fixtures/refusal-suite.js';
import { ALMA } from '../fixtures/signed-carriers.js';

describe('XML that is none, as a request body', () => {
  const bench = refusalSuite();

  /** A good ITI-55 request, changed on its way, as text or as bytes. */
  const fault = (code: NcpErrorCode, edit: Edit, encode: (text: string) => Uint8Array = (text) => Buffer.from(text, 'utf8')): Promise<readonly string[]> => bench().theFive({
    message: () => {
      const peer = bench().peer();
      const message = peer.write('ITI-55', { security: peer.genuine(), body: identifyBody(peer.home, { patient: ALMA }), edit });
      return { ...message, body: encode(new TextDecoder().decode(message.body as Uint8Array)) };
    },
    expected: { form: 'fault', code }, canaries: [ALMA.extension],
  });
  const inBody = (content: string): Edit => swap('<soap:Body>', `<soap:Body>${content}`);
  const onBody = (attributes: string): Edit => swap('<soap:Body>', `<soap:Body ${attributes}>`);
  const declared = (declaration: string): Edit => (xml) => `<?xml ${declaration}?>${xml.replace(/^<\?xml[^?]*\?>/, '')}`;
  /** The bytes stand where `@@` stands in the text. */
  const withBytes = (...bytes: readonly number[]) => (text: string): Uint8Array => {
    const [before = '', after = ''] = text.split('@@');
    return Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)]);
  };

  it.each<[string, Edit]>([
    ['XML-18 a second root', (xml) => `${xml}<a/>`], ['XML-18 text after the root', (xml) => `${xml}text`],
    ['XML-19 an attribute twice', onBody('a="1" a="2"')], ['XML-19 an attribute twice by two prefixes', onBody('xmlns:p="urn:x" xmlns:q="urn:x" p:a="1" q:a="2"')],
    ['XML-20 an undeclared prefix', inBody('<p:a/>')], ['XML-20 xml as another namespace', onBody('xmlns:xml="urn:x"')], ['XML-20 xmlns as a prefix', onBody('xmlns:xmlns="urn:x"')],
    ['XML-24 a zero by reference', inBody('<a>&#0;</a>')], ['XML-24 U+FFFE by reference', inBody('<a>&#xFFFE;</a>')], ['XML-24 half a pair by reference', inBody('<a>&#xD800;</a>')],
    ['XML-24 a control character', inBody('<a>\u0001</a>')],
  ])('%s is refused', async (_name, edit) => { expect(await fault('NCP_XML_NOT_WELL_FORMED', edit)).toEqual([]); });

  it.each(['UTF-16', 'UTF-7', 'EBCDIC-CP-FI', 'ISO-2022-JP', 'ISO-8859-1'])('XML-21, XML-22 declared as %s is refused', async (name) => {
    expect(await fault('NCP_XML_ENCODING', declared(`version="1.0" encoding="${name}"`))).toEqual([]);
  });

  it('XML-21 UTF-16 is refused, with and without its mark', async () => {
    expect(await fault('NCP_XML_ENCODING', (xml) => xml, (text) => Buffer.from(text, 'utf16le'))).toEqual([]);
    expect(await fault('NCP_XML_ENCODING', (xml) => xml, (text) => Buffer.from(`\ufeff${text}`, 'utf16le'))).toEqual([]);
  });

  it.each<[string, readonly number[]]>([['invalid', [0xff]], ['overlong', [0xc0, 0xaf]], ['truncated', [0xe2, 0x82]], ['a surrogate in', [0xed, 0xa0, 0x80]]])('XML-23 %s UTF-8 is refused', async (_name, bytes) => {
    expect(await fault('NCP_XML_ENCODING', inBody('<a>@@</a>'), withBytes(...bytes))).toEqual([]);
  });

  it('XML-24 a zero byte is refused', async () => { expect(await fault('NCP_XML_NOT_WELL_FORMED', inBody('<a>@@</a>'), withBytes(0))).toEqual([]); });

  it('XML-25 XML 1.1 is refused', async () => { expect(await fault('NCP_XML_VERSION', declared('version="1.1"'))).toEqual([]); });

  it('XML-28 a comment in the middle of a value is refused: half of it is never used', async () => {
    expect(await fault('NCP_XML_COMMENT_IN_VALUE', swap('</wsa:MessageID>', '<!-- -->7</wsa:MessageID>'))).toEqual([]);
  });
});
