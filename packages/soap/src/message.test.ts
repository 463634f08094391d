import { describe, expect, it } from '@jest/globals';
import { text, utf8 } from '@ncp/xml';
import {
  CONTENT_TYPE, QUERY_ACTION, QUERY_BODY, ROOT_HEADERS, envelopeText, include, multipart, part, refusalOf, rootPart, submission, type PartText,
} from '../test/messages.js';
import { DEFAULT_MESSAGE_LIMITS, readMessage, type Message } from './message.js';

const PLAIN = 'application/soap+xml; charset=UTF-8';
const plain = (contentType: string): string => refusalOf(() => readMessage(contentType, utf8(envelopeText())));
const mtom = (parts: readonly PartText[], contentType = CONTENT_TYPE): Message => readMessage(contentType, multipart(parts));
const refusal = (parts: readonly PartText[], contentType = CONTENT_TYPE): string => refusalOf(() => mtom(parts, contentType));

const bounded = (boundary: string): string => CONTENT_TYPE.replace('"B"', `"${boundary}"`);

describe('readMessage, plain', () => {
  it('reads SOAP 1.2 with and without parameters', () => {
    expect(readMessage('application/soap+xml', utf8(envelopeText()))).toMatchObject({ multipart: false });
    expect(readMessage(`Application/SOAP+xml;charset="utf-8"; action="${QUERY_ACTION}"`, utf8(envelopeText())).httpAction).toBe(QUERY_ACTION);
    expect(readMessage(`${PLAIN}; action=""`, utf8(envelopeText())).httpAction).toBeUndefined();
  });

  it.each([
    'text/xml', '', 'application/soap+xml; charset=iso-8859-1', 'application/soap+xml; charset=utf-16',
    'application/xml', 'application/soap+xml; charset', 'application/soap+xml; charset=utf-8; charset=utf-8',
    'application/soap+xml; action="unterminated', 'application/soap+xml, text/xml', `${PLAIN}; x="${'y'.repeat(3000)}"`,
    'multipart/form-data; boundary=B', 'multipart/related; boundary=B', 'multipart/related; boundary=B; type="text/xml"',
    'multipart/related; boundary=B; type="application/xop+xml"; start-info="text/xml"',
  ])('SOAP-13 refuses Content-Type %p', (contentType) => {
    expect(plain(contentType)).toBe('NCP_HTTP_CONTENT_TYPE');
  });

  it('bounds a query more tightly than a document', () => {
    const large = utf8(envelopeText({ body: `<q:AdhocQueryRequest xmlns:q="urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0">${' '.repeat(1024 * 1024)}</q:AdhocQueryRequest>` }));
    expect(refusalOf(() => readMessage(PLAIN, large))).toBe('NCP_HTTP_TOO_LARGE');
    expect(refusalOf(() => readMessage(PLAIN, utf8(envelopeText({ body: submission(' '.repeat(1024 * 1024)) }))))).toBe('none');
  });

  it('SOAP-24 refuses one byte above the whole limit', () => {
    const body = utf8(envelopeText());
    const limits = (maxTotalBytes: number): typeof DEFAULT_MESSAGE_LIMITS => ({ ...DEFAULT_MESSAGE_LIMITS, maxTotalBytes });
    expect(refusalOf(() => readMessage(PLAIN, body, limits(body.length)))).toBe('none');
    expect(refusalOf(() => readMessage(PLAIN, body, limits(body.length - 1)))).toBe('NCP_HTTP_TOO_LARGE');
    expect(refusalOf(() => readMessage(PLAIN, body, { ...DEFAULT_MESSAGE_LIMITS, maxEnvelopeBytes: body.length - 1 }))).toBe('NCP_HTTP_TOO_LARGE');
  });

  it('SOAP-21 refuses an Include in a message without parts', () => {
    const body = utf8(envelopeText({ body: submission(include('cid:a@b')) }));
    expect(refusalOf(() => readMessage(PLAIN, body))).toBe('NCP_MTOM_REFERENCE');
  });
});

describe('readMessage, MTOM', () => {
  it('resolves references, escaped or not, and leaves the bytes as they are', () => {
    const message = mtom([rootPart(submission(include('cid:doc%401'), include('cid:b@x'))), part('doc@1', 'one\r\ntwo\r\n'), part('b%40x', '')]);
    expect(message.multipart).toBe(true);
    expect([...message.attachments.keys()]).toEqual(['doc@1', 'b@x']);
    expect(text(message.attachments.get('doc@1') ?? new Uint8Array())).toBe('one\r\ntwo\r\n');
    expect(message.attachments.get('b@x')?.length).toBe(0);
  });

  it('accepts one part on a query, with the action wherever the stack puts it (D79)', () => {
    expect(mtom([rootPart(QUERY_BODY)]).attachments.size).toBe(0);
    expect(mtom([rootPart(QUERY_BODY)], `${CONTENT_TYPE}; action="${QUERY_ACTION}"`).httpAction).toBe(QUERY_ACTION);
    expect(mtom([rootPart(QUERY_BODY)], CONTENT_TYPE.replace('"application/soap+xml"', `"application/soap+xml; action=\\"${QUERY_ACTION}\\""`)).httpAction).toBe(QUERY_ACTION);
    const axis = { ...rootPart(QUERY_BODY), headers: [`Content-Type: application/xop+xml; type="application/soap+xml"; action="${QUERY_ACTION}"`, 'Content-ID: <root@test>'] };
    expect(mtom([axis]).httpAction).toBe(QUERY_ACTION);
    expect(mtom([axis], `${CONTENT_TYPE}; action="${QUERY_ACTION}"`).httpAction).toBe(QUERY_ACTION);
    expect(refusal([axis], `${CONTENT_TYPE}; action="urn:other"`)).toBe('NCP_SOAP_ACTION');
  });

  it('takes the first part as root when start is absent, and finds it elsewhere when start says so', () => {
    const noStart = CONTENT_TYPE.replace('start="<root@test>"; ', '');
    expect(mtom([rootPart(submission(include('cid:a'))), part('a')], noStart).attachments.size).toBe(1);
    expect(mtom([part('a'), rootPart(submission(include('cid:a')))]).attachments.size).toBe(1);
    expect(refusal([part('a'), rootPart(submission(include('cid:a')))], noStart)).toBe('NCP_MTOM_STRUCTURE');
  });

  it('tolerates a short preamble, padding after the boundary, folded headers and an epilogue', () => {
    const root = rootPart(QUERY_BODY);
    const folded = { ...root, headers: ['Content-Type: application/xop+xml;\r\n charset=utf-8;\r\n\ttype="application/soap+xml"', 'Content-ID: <root@test>'] };
    const body = `preamble\r\n${text(multipart([folded])).replace('--B\r\n', '--B \t\r\n')}epilogue`;
    expect(readMessage(CONTENT_TYPE, utf8(body)).root.local).toBe('Envelope');
  });

  it.each([
    ['no part', CONTENT_TYPE, '--B--\r\n'],
    ['start that names no part', CONTENT_TYPE.replace('root@test', 'other'), undefined],
    ['no boundary parameter', CONTENT_TYPE.replace('boundary="B"; ', ''), undefined],
    ['a boundary of 1 000 characters', bounded('B'.repeat(1000)), text(multipart([rootPart(QUERY_BODY)], 'B'.repeat(1000)))],
    ['a boundary of 71 characters', bounded('B'.repeat(71)), text(multipart([rootPart(QUERY_BODY)], 'B'.repeat(71)))],
    ['an illegal boundary', bounded('B{}'), text(multipart([rootPart(QUERY_BODY)], 'B{}'))],
    ['a boundary that ends in a space', bounded('B '), text(multipart([rootPart(QUERY_BODY)], 'B '))],
    ['an empty boundary', bounded(''), text(multipart([rootPart(QUERY_BODY)], ''))],
    ['a boundary that does not occur', CONTENT_TYPE.replace('"B"', '"C"'), undefined],
    ['no closing delimiter', CONTENT_TYPE, text(multipart([rootPart(QUERY_BODY)])).replace('--B--', '')],
    ['a delimiter with a tail', CONTENT_TYPE, text(multipart([rootPart(QUERY_BODY)])).replace('--B\r\n', '--BB\r\n')],
    ['an empty body', CONTENT_TYPE, ''],
    ['a long preamble', CONTENT_TYPE, `${'x'.repeat(2000)}\r\n${text(multipart([rootPart(QUERY_BODY)]))}`],
    ['a long epilogue', CONTENT_TYPE, `${text(multipart([rootPart(QUERY_BODY)]))}${'x'.repeat(2000)}`],
    ['lines that end in LF', CONTENT_TYPE, text(multipart([rootPart(QUERY_BODY)])).replaceAll('\r\n', '\n')],
  ])('SOAP-20 refuses %s', (_name, contentType, body) => {
    const bytes = body === undefined ? multipart([rootPart(QUERY_BODY)]) : utf8(body);
    expect(refusalOf(() => readMessage(contentType, bytes))).toBe('NCP_MTOM_STRUCTURE');
  });

  it('SOAP-20 accepts a boundary of 70 characters with every kind of character (control)', () => {
    const boundary = `0aZ'()+_,-./:=? ${'x'.repeat(54)}`;
    expect(boundary).toHaveLength(70);
    expect(readMessage(bounded(boundary), multipart([rootPart(QUERY_BODY)], boundary)).root.local).toBe('Envelope');
  });

  it.each([
    ['the root part has no type', [{ headers: ['Content-ID: <root@test>'], content: envelopeText() }]],
    ['the root part has no headers', [{ headers: [], content: envelopeText() }]],
    ['the root part is not XML', [{ ...rootPart(QUERY_BODY), headers: ['Content-Type: text/plain', 'Content-ID: <root@test>'] }]],
    ['a part has no Content-ID', [rootPart(QUERY_BODY), { headers: ['Content-Type: text/xml'], content: 'x' }]],
    ['two parts have one Content-ID', [rootPart(submission(include('cid:a'))), part('a'), part('a')]],
    ['two Content-IDs are equal when decoded', [rootPart(submission(include('cid:a@b'))), part('a@b'), part('a%40b')]],
    ['a part repeats the id of the root', [rootPart(submission(include('cid:root@test'))), part('root@test')]],
    ['a header is repeated', [rootPart(submission(include('cid:a'))), part('a', 'x', 'Content-Type: text/plain')]],
    ['a header is no header', [rootPart(submission(include('cid:a'))), part('a', 'x', 'nonsense')]],
    ['a header is not ASCII', [rootPart(submission(include('cid:a'))), part('a', 'x', 'X-Name: Å')]],
    ['an escape in a Content-ID is broken', [rootPart(QUERY_BODY), part('a%4')]],
  ])('SOAP-20 refuses when %s', (_name, parts) => {
    expect(refusal(parts)).toBe('NCP_MTOM_STRUCTURE');
  });

  it.each([
    ['an Include to a missing part', [rootPart(submission(include('cid:missing')))]],
    ['two Includes to one part', [rootPart(submission(include('cid:a'), include('cid:a'))), part('a')]],
    ['a part that nothing names', [rootPart(submission(include('cid:a'))), part('a'), part('b')]],
    ['an Include to the root part', [rootPart(submission(include('cid:root@test')))]],
    ['an Include without href', [rootPart(submission(include('cid:a').replace('href', 'ref'))), part('a')]],
    ['an Include with company', [rootPart(submission(include('cid:a').replace('</Document>', 'text</Document>'))), part('a')]],
    ['an Include with content', [rootPart(submission(include('cid:a').replace('/></', '><x/></xop:Include></'))), part('a')]],
    ['another element of XOP', [rootPart(submission(include('cid:a').replace('xop:Include', 'xop:Other'))), part('a')]],
    ['a broken escape', [rootPart(submission(include('cid:%4'))), part('a')]],
  ])('SOAP-21 refuses %s', (_name, parts) => {
    expect(refusal(parts)).toBe('NCP_MTOM_REFERENCE');
  });

  it('SOAP-21 accepts white space round an Include (control)', () => {
    expect(refusal([rootPart(submission(include('cid:a').replace('><', '>\n  <').replace('></Document', '>\n</Document'))), part('a')])).toBe('none');
  });

  it.each(['http://evil.example/a', 'file:///etc/passwd', 'a', '', '#a', 'cid:'])('SOAP-22 refuses href %p and opens nothing', (href) => {
    expect(refusal([rootPart(submission(include(href))), part('a')])).toBe('NCP_MTOM_REFERENCE');
  });

  it('SOAP-23 refuses too many parts, too long part headers and nested multipart', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => part(`p${index}`));
    expect(refusal([rootPart(QUERY_BODY), ...many])).toBe('NCP_MTOM_LIMIT');
    const sixteen = many.slice(0, 15);
    const used = submission(...sixteen.map((_, index) => include(`cid:p${index}`)));
    expect(refusal([rootPart(used), ...sixteen])).toBe('none');
    expect(refusal([rootPart(QUERY_BODY), part('a', 'x', `X-Long: ${'y'.repeat(1_000_000)}`)])).toBe('NCP_MTOM_LIMIT');
    const nested = { headers: ['Content-Type: multipart/mixed; boundary=N', 'Content-ID: <a>'], content: '--N\r\n\r\nx\r\n--N--' };
    expect(refusal([rootPart(submission(include('cid:a'))), nested])).toBe('NCP_MTOM_STRUCTURE');
  });

  it('SOAP-23 refuses an attachment above its limit', () => {
    const body = multipart([rootPart(submission(include('cid:a'))), part('a', 'x'.repeat(1025))]);
    expect(refusalOf(() => readMessage(CONTENT_TYPE, body, { ...DEFAULT_MESSAGE_LIMITS, maxAttachmentBytes: 1024 }))).toBe('NCP_MTOM_LIMIT');
  });

  it('SOAP-25 takes a large attachment as a view, without a copy', () => {
    const body = multipart([rootPart(submission(include('cid:a'))), part('a', '\r\n--'.repeat(1_250_000))]);
    const attachment = readMessage(CONTENT_TYPE, body).attachments.get('a');
    expect(attachment?.length).toBe(5_000_000);
    expect(attachment?.buffer).toBe(body.buffer);
  });

  it('SOAP-26 refuses an Include inside signed content and in the header', () => {
    const inside = (open: string, close: string): PartText[] => [rootPart(submission(`${open}${include('cid:a')}${close}`)), part('a')];
    expect(refusal(inside('<a:Assertion xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion">', '</a:Assertion>'))).toBe('NCP_MTOM_REFERENCE');
    expect(refusal(inside('<d:Object xmlns:d="http://www.w3.org/2000/09/xmldsig#">', '</d:Object>'))).toBe('NCP_MTOM_REFERENCE');
    const inHeader = { headers: ROOT_HEADERS, content: envelopeText({ header: include('cid:a') }) };
    expect(refusal([inHeader, part('a')])).toBe('NCP_MTOM_REFERENCE');
  });

  it.each(['quoted-printable', 'base64', 'x-unknown', 'QUOTED-PRINTABLE'])('SOAP-27 refuses transfer encoding %s', (encoding) => {
    expect(refusal([rootPart(submission(include('cid:a'))), part('a', 'x', `Content-Transfer-Encoding: ${encoding}`)])).toBe('NCP_MTOM_STRUCTURE');
  });

  it.each(['binary', '8bit', '7bit', 'Binary'])('SOAP-27 accepts transfer encoding %s (control)', (encoding) => {
    expect(refusal([rootPart(submission(include('cid:a'))), part('a', 'x', `Content-Transfer-Encoding: ${encoding}`)])).toBe('none');
  });
});
