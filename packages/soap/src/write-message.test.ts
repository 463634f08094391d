import { describe, expect, it } from '@jest/globals';
import { NS, binaryContent, element, parseXml, text, utf8, walk } from '@ncp/xml';
import fc from 'fast-check';
import { MESSAGE_ID, QUERY_ACTION, refusalOf } from '../test/messages.js';
import { readAnswer, readEnvelope } from './envelope.js';
import { readMessage } from './message.js';
import { writeEnvelope } from './write-envelope.js';
import { writeMtom, writePlain } from './write-message.js';

const query = writeEnvelope({
  action: QUERY_ACTION, messageId: MESSAGE_ID, to: 'https://ncp.fi.example/xca', replyToAnonymous: true,
  security: [element(NS.saml, 'saml2:Assertion', { ID: '_1' })], body: element(NS.query, 'query:AdhocQueryRequest', {}),
});
const document = (href: string) => element(NS.xdsb, 'xdsb:Document', {}, element(NS.xop, 'xop:Include', { href }));
const answer = (...hrefs: string[]) => writeEnvelope({
  action: 'urn:ihe:iti:2007:CrossGatewayRetrieveResponse', messageId: 'urn:uuid:2', relatesTo: MESSAGE_ID,
  body: element(NS.xdsb, 'xdsb:RetrieveDocumentSetResponse', {}, ...hrefs.map(document)),
});

describe('writePlain', () => {
  it('writes a request that reads back', () => {
    const { contentType, body } = writePlain(query);
    const message = readMessage(contentType, body);
    expect(readEnvelope(message.root, { ...message, ourUrls: ['https://ncp.fi.example/xca'] })).toMatchObject({
      transaction: 'ITI-38', messageId: MESSAGE_ID, security: { local: 'Security' },
    });
    expect(contentType).toBe(`application/soap+xml; charset=UTF-8; action="${QUERY_ACTION}"`);
  });

  it('flags To and Action, nothing else, and writes no Timestamp', () => {
    const flagged = [...walk(parseXml(writePlain(query).body))].filter((one) => one.attributes.some((a) => a.local === 'mustUnderstand'));
    expect(flagged.map((one) => one.local)).toEqual(['To', 'Action']);
    expect(text(writePlain(query).body)).not.toContain('Timestamp');
  });

  it('writes no security header into an answer', () => {
    expect(text(writePlain(answer()).body)).not.toContain('Security');
  });
});

describe('writeMtom', () => {
  it('writes parts that read back byte for byte', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ maxLength: 300 }), (first, second) => {
      const written = writeMtom(answer('cid:a%40x', 'cid:b'), [
        { contentId: 'a@x', contentType: 'text/xml', bytes: first }, { contentId: 'b', contentType: 'text/xml', bytes: second },
      ], 'seed');
      const message = readMessage(written.contentType, written.body);
      const { body } = readAnswer(message.root, { messageId: MESSAGE_ID, transaction: 'ITI-39' });
      const documents = [...walk(body)].filter((one) => one.local === 'Document').map((one) => binaryContent(one, message.attachments));
      expect(documents.map((bytes) => [...bytes])).toEqual([[...first], [...second]]);
    }), { numRuns: 100 });
  });

  it('gives the same bytes for the same seed and another boundary when a part holds the first', () => {
    const parts = (bytes: Uint8Array) => [{ contentId: 'a', contentType: 'text/xml', bytes }];
    const first = writeMtom(answer('cid:a'), parts(utf8('x')), 'seed');
    expect(writeMtom(answer('cid:a'), parts(utf8('x')), 'seed')).toEqual(first);
    const clash = writeMtom(answer('cid:a'), parts(utf8(first.contentType)), 'seed');
    expect(readMessage(clash.contentType, clash.body).attachments.get('a')).toEqual(utf8(first.contentType));
  });

  it('refuses ids and types that would break out of the header', () => {
    const attempt = (contentId: string, contentType: string): string =>
      refusalOf(() => writeMtom(answer(), [{ contentId, contentType, bytes: utf8('x') }], 's'));
    expect(attempt('a>\r\nX: y', 'text/xml')).toBe('NCP_MTOM_STRUCTURE');
    expect(attempt('a', 'text/xml\r\nX: y')).toBe('NCP_MTOM_STRUCTURE');
    expect(attempt('', 'text/xml')).toBe('NCP_MTOM_STRUCTURE');
  });
});
