import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { parseXml, text, utf8, type XmlElement } from '@ncp/xml';
import { envelopeText, refusalOf } from '../test/messages.js';
import { readAnswer, readEnvelope } from './envelope.js';
import { PROFILES, operationOf } from './profiles.js';

const directory = process.env['NCP_CONFORMANCE_DIR'] ?? fileURLToPath(new URL('../../../../shared/conformance', import.meta.url));
const available = existsSync(`${directory}/messages`);
const suite = available ? describe : describe.skip;

const MESSAGE_ID = 'urn:uuid:67e2f278-6f1c-4dcf-9c21-c1d0392f079e';
const load = (path: string): string => readFileSync(`${directory}/messages/${path}`, 'utf8');
/** The Danish templates have placeholders where the test tool puts ids and assertions. */
const filled = (path: string): XmlElement =>
  parseXml(utf8(load(path).replace('{{message-id}}', MESSAGE_ID).replaceAll(/\{\{[^}]*assertion[^}]*\}\}/g, '')));
const bodiesIn = (folder: string): string[] =>
  (available ? readdirSync(`${directory}/messages/${folder}`) : []).filter((name) => name.endsWith('.xml')).map((name) => `${folder}/${name}`);

const withoutProlog = (xml: string): string => xml.slice(xml.search(/<[A-Za-z]/));

suite(available ? 'messages of other implementations' : 'messages of other implementations (NCP_CONFORMANCE_DIR not found)', () => {
  it.each([
    ['xca/dk-xca-query-request-ep.xml', 'ITI-38'],
    ['xca/dk-xca-retrieve-request-ep.xml', 'ITI-39'],
    ['xcpd/dk-xcpd-request.xml', 'ITI-55'],
  ])('reads the Danish request %s as %s', (path, transaction) => {
    expect(readEnvelope(filled(path), { ourUrls: ['https://ncp.se.example/ncp/xca'] })).toMatchObject({
      transaction, messageId: MESSAGE_ID, security: { local: 'Security' },
    });
  });

  it('reads a header that OpenNCP sent', () => {
    const header = load('saml/dk-openncp-soap-header.xml');
    const root = parseXml(utf8(`<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope">${header}<e:Body><AdhocQueryRequest xmlns="urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0"/></e:Body></e:Envelope>`));
    const read = readEnvelope(root);
    expect(read.messageId).toBe(MESSAGE_ID);
    expect(read.security?.children).toHaveLength(2);
    const to = read.to ?? '';
    expect(readEnvelope(root, { ourUrls: [to] }).to).toBe(to);
    expect(refusalOf(() => readEnvelope(root, { ourUrls: ['https://ncp.se.example/ncp/xca'] }))).toBe('NCP_SOAP_TO');
  });

  it('refuses the SOAP 1.1 sample of the German simulator', () => {
    expect(refusalOf(() => readEnvelope(filled('xcpd/gematik-soapMessage.xml')))).toBe('NCP_SOAP_VERSION');
  });


  const bodies = [...bodiesIn('xca'), ...bodiesIn('xcpd'), ...bodiesIn('xdr')].filter((path) => /gematik-(?!soap)|openncp-ws-/.test(path));
  it.each(bodies)('reads the body of %s in an envelope', (path) => {
    const body = parseXml(utf8(load(path)));
    const request = operationOf(body, 'request');
    const operation = request ?? operationOf(body, 'response');
    if (operation === undefined) throw new Error('not a profile message');
    const action = request === undefined ? operation.responseAction : operation.requestAction;
    const header = `<wsa:Action>${action}</wsa:Action><wsa:MessageID>${MESSAGE_ID}</wsa:MessageID><wsa:RelatesTo>urn:uuid:1</wsa:RelatesTo>`;
    const root = parseXml(utf8(envelopeText({ header, body: withoutProlog(text(utf8(load(path)))) })));
    const { transaction } = operation;
    const read = request === undefined ? readAnswer(root, { messageId: 'urn:uuid:1', transaction }) : readEnvelope(root);
    expect(read.transaction).toBe(transaction);
  });

  it('saw every operation', () => {
    const seen = new Set(bodies.map((path) => parseXml(utf8(load(path)))).map((body) => operationOf(body)?.transaction));
    expect([...seen].filter((one) => one !== undefined).sort()).toEqual(PROFILES.map((one) => one.transaction).sort());
  });
});
