import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NcpErrorCode } from '@ncp/domain';
import { identifyBody, startRefusalBench, swap, type Edit, type Refusal, type RefusalBench } from '@ncp/testkit';

const ALMA = { root: '1.2.752.129.2.1.3.1', extension: '199008202385' };
const CANARY = 'XML-CANARY-7731';
const ENVELOPE = '<soap:Envelope ';
const DEPTH = 128;

describe('hostile XML as a request body', () => {
  let bench: RefusalBench;
  let listener: Server;
  let connections = 0;
  let listening = '';
  const folder = mkdtempSync(join(tmpdir(), 'ncp-xml-'));
  const secretFile = join(folder, 'secret');

  beforeAll(async () => {
    writeFileSync(secretFile, CANARY);
    listener = createServer((_, response) => { response.end(CANARY); }).on('connection', () => { connections += 1; });
    await new Promise<void>((resolve) => { listener.listen(0, '127.0.0.1', resolve); });
    listening = `http://127.0.0.1:${String((listener.address() as AddressInfo).port)}/x`;
    bench = await startRefusalBench();
  }, 120_000);
  afterAll(async () => {
    expect(await bench.chainFault()).toBeUndefined();
    await bench.stop();
    listener.close();
    rmSync(folder, { recursive: true });
    expect(connections).toBe(0);
  });

  /** A good ITI-55 request, changed on its way. */
  const changed = (edit: Edit, security?: string): Refusal['message'] => () => {
    const peer = bench.peer();
    return peer.write('ITI-55', { security: security ?? peer.genuine(), body: identifyBody(peer.home, { patient: ALMA }), edit });
  };
  const fault = (code: NcpErrorCode, edit: Edit, more: Partial<Refusal> = {}): Promise<readonly string[]> =>
    bench.theFive({ message: changed(edit), expected: { form: 'fault', code }, canaries: [CANARY, ALMA.extension], ...more });

  const doctype = (subset: string): Edit => (xml) => `<!DOCTYPE soap:Envelope ${subset}>${xml}`;
  /** A declaration, and `&name;` where a value stands. */
  const entity = (subset: string, name: string): Edit => (xml) =>
    doctype(`[${subset}]`)(swap('</wsa:MessageID>', `&${name};</wsa:MessageID>`)(xml));
  const inBody = (content: string): Edit => swap('<soap:Body>', `<soap:Body>${content}`);
  const quick = { withinMs: 50 };

  it('would notice a message that is accepted, told otherwise or leaked', async () => {
    const peer = bench.peer();
    const found = (await bench.theFive({
      message: () => peer.write('ITI-55', { security: peer.genuine(), body: identifyBody(peer.home, { patient: ALMA }) }),
      expected: { form: 'ITI-55', code: 'NCP_XML_PI' }, canaries: [ALMA.extension, 'observed nothing'], growthBytes: -1, withinMs: 0,
    })).join('\n');
    expect(found).toMatch(/\(a\) \d national calls\n\(a\) replay_message changed/);
    expect(found).toMatch(/\(b\) recorded as , not NCP_XML_PI\n\(b\) outcome 0, not 12/);
    expect(found).toMatch(/\(c\) 0 errors told\n\(c\) "199008202385" in the answer\n\(c\) "199008202385" in the audit events/);
    expect(found).toMatch(/\(d\) answered in \d+ ms\n\(d\) memory grew by \d+ MiB/);
    expect(found).not.toContain('observed nothing');
  });

  it('XML-01 refuses an empty internal subset', async () => {
    expect(await fault('NCP_XML_DOCTYPE', doctype('[]'))).toEqual([]);
    expect(await fault('NCP_XML_DOCTYPE', doctype(''))).toEqual([]);
  });

  it('XML-02 never reads or echoes a local file', async () => {
    expect(await fault('NCP_XML_DOCTYPE', entity(`<!ENTITY f SYSTEM "file://${secretFile}">`, 'f'))).toEqual([]);
  });

  it('XML-03 opens no connection for an external entity', async () => {
    expect(await fault('NCP_XML_DOCTYPE', entity(`<!ENTITY h SYSTEM "${listening}">`, 'h'))).toEqual([]);
    expect(connections).toBe(0);
  });

  it('XML-04 opens no connection for a parameter entity', async () => {
    const outward = `<!ENTITY % file SYSTEM "file://${secretFile}"><!ENTITY % dtd SYSTEM "${listening}"> %dtd;`;
    expect(await fault('NCP_XML_DOCTYPE', doctype(`[${outward}]`))).toEqual([]);
    expect(connections).toBe(0);
  });

  it('XML-05 refuses nested entity expansion in under 50 ms', async () => {
    const laughs = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${String(n + 1)} "${`&l${String(n)};`.repeat(10)}">`).join('');
    expect(await fault('NCP_XML_DOCTYPE', entity(`<!ENTITY l0 "lol">${laughs}`, 'l9'), quick)).toEqual([]);
  });

  it('XML-06 refuses one large entity used often in under 50 ms', async () => {
    const often: Edit = (xml) => doctype(`[<!ENTITY a "${'a'.repeat(100_000)}">]`)(swap('</wsa:MessageID>', `${'&a;'.repeat(10_000)}</wsa:MessageID>`)(xml));
    expect(await fault('NCP_XML_DOCTYPE', often, quick)).toEqual([]);
  });

  it('XML-07 refuses an entity in an attribute value, declared or not', async () => {
    const used: Edit = swap('<soap:Body>', `<soap:Body id="&a;">`);
    expect(await fault('NCP_XML_DOCTYPE', (xml) => doctype(`[<!ENTITY a "${CANARY}">]`)(used(xml)))).toEqual([]);
    expect(await fault('NCP_XML_NOT_WELL_FORMED', used)).toEqual([]);
  });

  it('XML-08 refuses an external DTD, and a DTD that declares an id', async () => {
    expect(await fault('NCP_XML_DOCTYPE', doctype(`SYSTEM "${listening}"`))).toEqual([]);
    expect(await fault('NCP_XML_DOCTYPE', doctype('[<!ATTLIST saml2:Assertion ID ID #IMPLIED>]'))).toEqual([]);
    expect(connections).toBe(0);
  });

  it('XML-09 refuses an XInclude wherever its content would count', async () => {
    const include = `<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="${listening}" parse="text"/>`;
    expect(await fault('NCP_SOAP_STRUCTURE', inBody(include))).toEqual([]);
    const peer = bench.peer();
    const canaries = [CANARY];
    const signed = peer.hcp({ edit: swap('</saml2:AttributeStatement>', `${include}</saml2:AttributeStatement>`) });
    expect(await bench.theFive({ message: changed((xml) => xml, signed), canaries, expected: { form: 'ITI-55', code: 'NCP_SAML_STRUCTURE' } })).toEqual([]);
    const id: Edit = (xml) => xml.replace(/value root="1\.2\.752[^/]*\/>/, `value>${include}</value>`);
    expect(await bench.theFive({
      message: changed(id), canaries, changes: ['replay_message', 'replay_assertion'],
      expected: { form: 'ITI-55', code: 'NCP_PI_NO_IDENTIFIER', reason: 'DemographicsQueryNotAllowed' },
    })).toEqual([]);
    expect(connections).toBe(0);
  });

  it('XML-10 refuses a processing instruction inside a signed element', async () => {
    for (const instruction of ['<?xml-stylesheet href="x"?>', `<?other ${CANARY}?>`]) {
      const edit = swap('</saml2:Subject>', `${instruction}</saml2:Subject>`);
      expect(await bench.theFive({ message: changed(edit), canaries: [CANARY], expected: { form: 'ITI-55', code: 'NCP_XML_PI', wire: 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED' } })).toEqual([]);
    }
  });

  it('XML-11 refuses nesting one deeper than the limit, and 100 000 deep', async () => {
    const deep = (levels: number): Edit => inBody(`${'<a>'.repeat(levels)}${CANARY}${'</a>'.repeat(levels)}`);
    expect(await fault('NCP_SOAP_STRUCTURE', deep(DEPTH - 2))).toEqual([]);
    expect(await fault('NCP_XML_DEPTH', deep(DEPTH - 1))).toEqual([]);
    expect(await fault('NCP_XML_DEPTH', deep(100_000))).toEqual([]);
  });

  it('XML-12 refuses one attribute more than the limit', async () => {
    const wide = (count: number): Edit => inBody(`<a ${Array.from({ length: count }, (_, n) => `a${String(n)}="${CANARY}"`).join(' ')}/>`);
    expect(await fault('NCP_SOAP_STRUCTURE', wide(64))).toEqual([]);
    expect(await fault('NCP_XML_ATTRIBUTES', wide(65))).toEqual([]);
  });

  it('XML-13 refuses one element more than the limit', async () => {
    expect(await fault('NCP_XML_NODES', inBody('<a/>'.repeat(500_001)))).toEqual([]);
  });

  it('XML-14 refuses a text above the limit', async () => {
    expect(await fault('NCP_XML_SIZE', inBody(`<a>${'x'.repeat(10_000_001)}</a>`))).toEqual([]);
  });

  it('XML-15 refuses an element name of 1 MB', async () => {
    expect(await fault('NCP_XML_NAME_LENGTH', inBody(`<${CANARY}${'n'.repeat(1_000_000)}/>`))).toEqual([]);
  });

  it('XML-16 refuses 10 000 namespace declarations, in linear time', async () => {
    const spaces = (count: number): Edit => inBody(Array.from({ length: count }, (_, n) => `<a xmlns:n${String(n)}="urn:${CANARY}"/>`).join(''));
    expect(await fault('NCP_XML_NAMESPACES', spaces(10_000), quick)).toEqual([]);
    expect(await fault('NCP_XML_NAMESPACES', swap(ENVELOPE, `${ENVELOPE}${Array.from({ length: 10_000 }, (_, n) => `xmlns:n${String(n)}="urn:n"`).join(' ')} `), quick)).toEqual([]);
  });
});
