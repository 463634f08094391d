import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NcpErrorCode } from '@ncp/domain';
import {
  identifyBody, joined, listBody, PUBLISHED_URLS, SOAP_TYPE, startRefusalBench, submitBody, swap, toldBy,
  type Edit, type ExpectedRefusal, type Message, type MessageParts, type Refusal, type RefusalBench,
} from '@ncp/testkit';
import { text, utf8 } from '@ncp/xml';

const ALMA = { root: '1.2.752.129.2.1.3.1', extension: '199008202385' };
const CANARY = 'SOAP-CANARY-5519';
const MIB = 1024 * 1024;

let bench: RefusalBench;
let listener: Server;
let connections = 0;
let listening = '';

beforeAll(async () => {
  listener = createServer((_, response) => { response.end(); }).on('connection', () => { connections += 1; });
  await new Promise<void>((resolve) => { listener.listen(0, '127.0.0.1', resolve); });
  listening = `http://127.0.0.1:${String((listener.address() as AddressInfo).port)}/x`;
  bench = await startRefusalBench();
}, 120_000);
afterAll(async () => {
  expect(await bench.chainFault()).toBeUndefined();
  await bench.stop();
  listener.close();
  expect(connections).toBe(0);
});

const identify = (parts: Partial<MessageParts> = {}): Message =>
  bench.peer().write('ITI-55', { security: bench.peer().genuine(), body: identifyBody(bench.peer().home, { patient: ALMA }), ...parts });
const refused = (code: NcpErrorCode, message: () => Message, expected: Partial<ExpectedRefusal> = {}, more: Partial<Refusal> = {}): Promise<readonly string[]> =>
  bench.theFive({ message, expected: { form: 'fault', code, ...expected }, canaries: [CANARY, ALMA.extension], ...more });
const edited = (code: NcpErrorCode, edit: Edit, expected: Partial<ExpectedRefusal> = {}): Promise<readonly string[]> =>
  refused(code, () => identify({ edit }), expected);
const accepted = async (message: Message): Promise<boolean> => (await bench.line().send(message)).text.includes('registrationEvent');
const block = (attributes: string): string => `<x:Thing xmlns:x="urn:x" ${attributes}>${CANARY}</x:Thing>`;

describe('envelopes over the wire', () => {
  it('SOAP-01 answers SOAP 1.1 with VersionMismatch and offers 1.2', async () => {
    const version11 = swap('http://www.w3.org/2003/05/soap-envelope', 'http://schemas.xmlsoap.org/soap/envelope/');
    expect(await edited('NCP_SOAP_VERSION', version11, { status: 500, told: 'VersionMismatch' })).toEqual([]);
    const { text: answer } = await bench.line().send(identify({ edit: version11 }));
    expect(answer).toContain('SupportedEnvelope');
  });

  it('SOAP-02 refuses no Body, two Bodies, a Body with two children and an empty one', async () => {
    const body = (xml: string): string => xml.slice(xml.indexOf('<soap:Body>'), xml.indexOf('</soap:Body>') + '</soap:Body>'.length);
    for (const change of [() => '', (one: string) => one + one, () => '<soap:Body/>', () => '<soap:Body> </soap:Body>', swap('<soap:Body>', `<soap:Body><x>${CANARY}</x>`)]) {
      expect(await edited('NCP_SOAP_STRUCTURE', (xml) => xml.replace(body(xml), change))).toEqual([]);
    }
  });

  it('SOAP-03 refuses an unknown header that must be understood, and names it', async () => {
    const message = (): Message => identify({ blocks: block('soap:mustUnderstand="true"') });
    expect(await refused('NCP_SOAP_MUST_UNDERSTAND', message, { status: 500, told: 'MustUnderstand' })).toEqual([]);
    const { text: answer } = await bench.line().send(message());
    expect(answer).toContain('NotUnderstood');
    expect(answer).toContain('qname="h:Thing"');
  });

  it('SOAP-04 ignores the same for a role that is not ours', async () => {
    expect(await accepted(identify({ blocks: block('soap:mustUnderstand="true" soap:role="urn:someone"') }))).toBe(true);
    expect(await refused('NCP_SOAP_MUST_UNDERSTAND', () => identify({ blocks: block('soap:mustUnderstand="1" soap:role="http://www.w3.org/2003/05/soap-envelope/role/next"') }), { status: 500, told: 'MustUnderstand' })).toEqual([]);
  });

  it('SOAP-05 refuses mustUnderstand="yes"', async () => {
    expect(await refused('NCP_SOAP_STRUCTURE', () => identify({ blocks: block('soap:mustUnderstand="yes"') }))).toEqual([]);
  });

  it('SOAP-06 refuses an Action that is missing, differs from HTTP, or does not fit the Body', async () => {
    const action = 'urn:hl7-org:v3:PRPA_IN201305UV02:CrossGatewayPatientDiscovery';
    expect(await edited('NCP_SOAP_ACTION', swap(`<wsa:Action>${action}</wsa:Action>`, ''))).toEqual([]);
    expect(await refused('NCP_SOAP_ACTION', () => identify({ headers: { 'content-type': `${SOAP_TYPE}; action="urn:${CANARY}"` } }))).toEqual([]);
    expect(await refused('NCP_SOAP_ACTION', () => identify({ action: 'urn:ihe:iti:2007:CrossGatewayQuery' }))).toEqual([]);
    expect(await refused('NCP_SOAP_ACTION', () => identify({ action: `urn:${CANARY}` }))).toEqual([]);
  });

  it('SOAP-07 refuses a MessageID that is missing, empty, 1 MB or no URI', async () => {
    for (const messageId of ['', 'x'.repeat(1_000_000), CANARY, `urn:uuid:${CANARY} 1`]) {
      expect(await refused('NCP_SOAP_MESSAGE_ID', () => identify({ messageId }))).toEqual([]);
    }
    expect(await edited('NCP_SOAP_MESSAGE_ID', (xml) => xml.slice(0, xml.indexOf('<wsa:MessageID>')) + xml.slice(xml.indexOf('<wsa:To>')))).toEqual([]);
  });

  it('SOAP-08 refuses a ReplyTo and a FaultTo that are not anonymous, and connects to neither', async () => {
    for (const name of ['ReplyTo', 'FaultTo']) {
      expect(await refused('NCP_SOAP_ADDRESSING', () => identify({ blocks: `<wsa:${name}><wsa:Address>${listening}</wsa:Address></wsa:${name}>` }))).toEqual([]);
    }
    expect(connections).toBe(0);
  });

  it('SOAP-09 refuses a To that names another endpoint', async () => {
    for (const to of ['https://ncp.fi.example/ncp/xcpd', 'https://ncp.example.se/other', CANARY]) {
      expect(await refused('NCP_SOAP_TO', () => identify({ to }))).toEqual([]);
    }
    expect(await accepted(identify({ to: PUBLISHED_URLS[0] ?? '' }))).toBe(true);
  });

  it('SOAP-13 answers 415 for another Content-Type, none, and another charset', async () => {
    const types = ['text/xml', 'application/soap+xml; charset=iso-8859-1', 'application/json', 'multipart/form-data; boundary=B'];
    for (const type of types) {
      expect(await refused('NCP_HTTP_CONTENT_TYPE', () => identify({ headers: { 'content-type': type } }), { form: 'bare', status: 415 })).toEqual([]);
    }
    const without = (): Message => {
      const message = identify();
      return { ...message, headers: {} };
    };
    expect(await refused('NCP_HTTP_CONTENT_TYPE', without, { form: 'bare', status: 415 })).toEqual([]);
  });

  it('SOAP-15 refuses a known body in the wrong operation, at the wrong address, and an unknown one', async () => {
    const list = (action?: string): Message =>
      bench.peer().write('ITI-38', { security: bench.peer().genuine(ALMA), body: listBody(ALMA), ...(action === undefined ? {} : { action }) });
    expect(await refused('NCP_SOAP_ACTION', () => list('urn:ihe:iti:2007:CrossGatewayRetrieve'))).toEqual([]);
    expect(await refused('NCP_SOAP_OPERATION', () => identify({ body: listBody(ALMA) }))).toEqual([]);
    expect(await refused('NCP_SOAP_OPERATION', () => ({ ...identify(), path: '/ncp/xca' }))).toEqual([]);
    expect(await refused('NCP_SOAP_OPERATION', () => ({ ...list(), path: '/ncp/xdr' }))).toEqual([]);
    expect(await edited('NCP_SOAP_OPERATION', (xml) => xml.replaceAll('PRPA_IN201305UV02 ', 'PRPA_IN201306UV02 ').replaceAll('/PRPA_IN201305UV02>', '/PRPA_IN201306UV02>'))).toEqual([]);
    expect(await refused('NCP_SOAP_OPERATION', () => identify({ body: `<x>${CANARY}</x>` }))).toEqual([]);
  });
});

interface Part {
  readonly headers: readonly string[];
  readonly content: string;
}

const ROOT = ['Content-Type: application/xop+xml; charset=UTF-8; type="application/soap+xml"', 'Content-Transfer-Encoding: binary', 'Content-ID: <root@peer>'];
const type = (boundary: string, start = '<root@peer>'): string =>
  `multipart/related; boundary="${boundary}"; type="application/xop+xml"; start="${start}"; start-info="application/soap+xml"`;
const include = (href: string): string => `<xop:Include xmlns:xop="http://www.w3.org/2004/08/xop/include" href="${href}"/>`;
const attachment = (id: string, content = CANARY, ...more: readonly string[]): Part => ({ headers: ['Content-Type: text/xml', `Content-ID: <${id}>`, ...more], content });

/** A submission whose document is what `inside` says, in these parts. */
const mtom = (parts: readonly Part[], { inside = include('cid:a@peer'), boundary = 'B', contentType = type(boundary) }: { readonly inside?: string; readonly boundary?: string; readonly contentType?: string } = {}): Message => {
  const peer = bench.peer();
  const plain = peer.write('ITI-41', {
    security: peer.genuine(ALMA), edit: (xml) => xml.replace(/AAAA(?=<\/)/, () => inside),
    body: submitBody(peer, ALMA, { documentId: '2.999.41^none', document: { bytes: new Uint8Array(3) } }),
  });
  const root: Part = { headers: ROOT, content: text(plain.body as Uint8Array) };
  const all = parts.some(({ headers }) => headers === ROOT) ? parts.map((part) => (part.headers === ROOT ? root : part)) : [root, ...parts];
  const body = utf8(`${all.map(({ headers, content }) => `--${boundary}\r\n${headers.join('\r\n')}\r\n\r\n${content}\r\n`).join('')}--${boundary}--\r\n`);
  return { ...plain, body, headers: { 'content-type': contentType } };
};
const multipart = (code: NcpErrorCode, ...of: Parameters<typeof mtom>): Promise<readonly string[]> => refused(code, () => mtom(...of));

describe('MTOM over the wire', () => {
  it('takes a submission in two parts as far as its document (control)', async () => {
    expect(await bench.theFive({
      message: () => mtom([attachment('a@peer', '<none/>')]), changes: ['replay_message', 'replay_assertion'],
      expected: { form: 'ITI-41', code: 'NCP_CDA_KIND', wire: 'ERROR_ED_GENERIC' },
    })).toEqual([]);
  });

  it('SOAP-12 refuses a Timestamp that has expired, is from the future, or is reversed', async () => {
    const at = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();
    const stamped = (created: number, expires: number): Edit => (xml) => xml.replace(/<\w+:Security[^>]*>/, (tag) =>
      `${tag}<u:Timestamp xmlns:u="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"><u:Created>${at(created)}</u:Created><u:Expires>${at(expires)}</u:Expires></u:Timestamp>`);
    expect(await accepted(identify({ edit: stamped(-10, 300) }))).toBe(true);
    for (const [created, expires] of [[-900, -300], [300, 600], [10, -10]] as const) expect(await edited('NCP_SOAP_EXPIRED', stamped(created, expires))).toEqual([]);
  });

  it('SOAP-20 refuses a missing root part, a start that names none, and boundaries that are none', async () => {
    const long = 'B'.repeat(1_000);
    expect(await multipart('NCP_MTOM_STRUCTURE', [attachment('a@peer')], { contentType: type('B', '<other@peer>') })).toEqual([]);
    expect(await multipart('NCP_MTOM_STRUCTURE', [attachment('a@peer')], { contentType: type('B').replace('boundary="B"; ', '') })).toEqual([]);
    expect(await multipart('NCP_MTOM_STRUCTURE', [attachment('a@peer')], { boundary: long })).toEqual([]);
    expect(await multipart('NCP_MTOM_STRUCTURE', [attachment('a@peer')], { contentType: type('C') })).toEqual([]);
    expect(await refused('NCP_MTOM_STRUCTURE', () => ({ ...mtom([]), body: utf8('--B--\r\n') }))).toEqual([]);
    expect(await refused('NCP_MTOM_STRUCTURE', () => ({ ...mtom([]), body: utf8('') }))).toEqual([]);
  });

  it('SOAP-21 refuses an Include to a missing part, two to one part, and a part that nothing names', async () => {
    expect(await multipart('NCP_MTOM_REFERENCE', [])).toEqual([]);
    expect(await multipart('NCP_MTOM_REFERENCE', [attachment('a@peer')], { inside: include('cid:b@peer') })).toEqual([]);
    expect(await multipart('NCP_MTOM_REFERENCE', [attachment('a@peer')], { inside: include('cid:a@peer') + include('cid:a@peer') })).toEqual([]);
    expect(await multipart('NCP_MTOM_REFERENCE', [attachment('a@peer'), attachment('b@peer')])).toEqual([]);
  });

  it('SOAP-22 refuses an Include of http and file, and opens nothing', async () => {
    for (const href of [listening, 'file:///etc/hostname']) {
      expect(await multipart('NCP_MTOM_REFERENCE', [attachment('a@peer')], { inside: include(href) })).toEqual([]);
    }
    expect(connections).toBe(0);
  });

  it('SOAP-23 refuses 10 000 parts, part headers of 1 MB, and nested multipart', async () => {
    expect(await multipart('NCP_MTOM_LIMIT', Array.from({ length: 10_000 }, (_, n) => attachment(`p${String(n)}@peer`)))).toEqual([]);
    expect(await multipart('NCP_MTOM_LIMIT', [attachment('a@peer', CANARY, `X-Long: ${'y'.repeat(1_000_000)}`)])).toEqual([]);
    const nested: Part = { headers: ['Content-Type: multipart/mixed; boundary=N', 'Content-ID: <a@peer>'], content: '--N\r\n\r\nx\r\n--N--' };
    expect(await multipart('NCP_MTOM_STRUCTURE', [nested])).toEqual([]);
  });

  it('SOAP-26, SOAP-27 refuses an Include inside signed content, and other transfer encodings than those of bytes', async () => {
    for (const [namespace, name] of [['urn:oasis:names:tc:SAML:2.0:assertion', 'Assertion'], ['http://www.w3.org/2000/09/xmldsig#', 'Object']]) {
      expect(await multipart('NCP_MTOM_REFERENCE', [attachment('a@peer')], { inside: `<a:${name ?? ''} xmlns:a="${namespace ?? ''}">${include('cid:a@peer')}</a:${name ?? ''}>` })).toEqual([]);
    }
    for (const encoding of ['quoted-printable', 'base64', 'x-unknown']) {
      expect(await multipart('NCP_MTOM_STRUCTURE', [attachment('a@peer', CANARY, `Content-Transfer-Encoding: ${encoding}`)])).toEqual([]);
    }
  });

  it('SOAP-24 refuses one byte above the limits: a query, an envelope, a whole message without length', async () => {
    const bare = { form: 'bare', status: 413 } as const;
    const padded = (message: Message, bytes: number): Message => {
      const body = message.body as Uint8Array;
      return { ...message, body: joined([body, new Uint8Array(bytes - body.length).fill(0x20)]) };
    };
    expect(await refused('NCP_HTTP_TOO_LARGE', () => padded(identify(), MIB + 1), bare)).toEqual([]);
    expect(await accepted(padded(identify(), MIB))).toBe(true);
    expect(await refused('NCP_HTTP_TOO_LARGE', () => padded(identify(), 12 * MIB + 1), bare)).toEqual([]);
    const piece = new Uint8Array(64 * 1024).fill(0x20);
    function* endless(bytes: number): Generator<Uint8Array> {
      for (let sent = 0; sent < bytes; sent += piece.length) yield piece.subarray(0, Math.min(piece.length, bytes - sent));
    }
    // What has arrived is held until it is too much: the limit itself, and room to hold it.
    const streamed = (bytes: number): (() => Message) => () => ({ ...identify(), body: endless(bytes) });
    expect(await refused('NCP_HTTP_TOO_LARGE', streamed(64 * MIB + 1), bare, { growthBytes: 128 * MIB })).toEqual([]);
    expect(await refused('NCP_HTTP_TOO_LARGE', streamed(640 * MIB), bare, { growthBytes: 128 * MIB })).toEqual([]);
    const announced = (): Message => ({ ...identify(), headers: { 'content-type': SOAP_TYPE, 'content-length': String(64 * MIB + 1) }, body: new Uint8Array() });
    expect(await refused('NCP_HTTP_TOO_LARGE', announced, bare)).toEqual([]);
  });

  it('SOAP-25 takes an attachment of 50 MB as it comes, whether its length was told or not, in less than 100 MiB', async () => {
    const submit = (bytes: number): Message => bench.peer().write('ITI-41', {
      security: bench.peer().genuine(ALMA), attachments: [{ contentId: 'document@peer', bytes: new Uint8Array(bytes).fill(0x61) }],
      body: submitBody(bench.peer(), ALMA, { kind: 'dispense', documentId: '2.999.25^none', document: { contentId: 'document@peer' } }),
    });
    function* inPieces(bytes: Uint8Array): Generator<Uint8Array> {
      for (let at = 0; at < bytes.length; at += 64 * 1024) yield bytes.subarray(at, at + 64 * 1024);
    }
    const chunked = (message: Message): Message => ({ ...message, body: inPieces(message.body as Uint8Array) });
    // What is loaded for the first submission is not the attachment's.
    await bench.line().send(submit(MIB));
    for (const message of [submit(50 * MIB), chunked(submit(50 * MIB))]) {
      await bench.gateway.forgetPeak();
      const before = bench.gateway.resident() ?? 0;
      const { errors } = toldBy(await bench.line().send(message));
      // It was within every limit of a message; as a document it is too large to be one.
      expect(errors.map(({ wire, code }) => [wire, code])).toEqual([['ERROR_ED_GENERIC', 'NCP_XML_SIZE']]);
      expect((bench.gateway.peak() ?? 0) - before).toBeLessThan(100 * MIB);
    }
  });
});
