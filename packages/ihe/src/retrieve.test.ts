import { describe, expect, it } from '@jest/globals';
import { NcpError, type NcpErrorCode } from '@ncp/domain';
import { parseXml, serialiseXml, text, utf8, type XmlElement } from '@ncp/xml';
import { assert, property, uint8Array } from 'fast-check';
import { decodeRetrieve, decodeRetrieveResponse, encodeRetrieve, encodeRetrieveResponse, registryErrorFor, type DocumentRequest } from './index.js';

const wire = (el: XmlElement): XmlElement => parseXml(serialiseXml(el));
const written = (el: XmlElement): string => text(serialiseXml(el));

const codeOf = (run: () => unknown): NcpErrorCode | undefined => {
  try {
    run();
    return undefined;
  } catch (error) {
    return error instanceof NcpError ? error.code : undefined;
  }
};

const L3: DocumentRequest = { home: '1.2.208', repositoryId: '1.2.208', documentId: '1.2.208.176.7.2.3^507397226156101L3' };
const L1: DocumentRequest = { repositoryId: '1.2.208', documentId: '1.2.208.176.7.2.3^507397226156101L1' };
const NOTHING: ReadonlyMap<string, Uint8Array> = new Map();

const ask = (...requests: readonly string[]): XmlElement => parseXml(utf8(
  `<RetrieveDocumentSetRequest xmlns="urn:ihe:iti:xds-b:2007">${requests.join('')}</RetrieveDocumentSetRequest>`));

const one = (id: string, home = '<HomeCommunityId>urn:oid:1.2.208</HomeCommunityId>'): string =>
  `<DocumentRequest>${home}<RepositoryUniqueId>1.2.208</RepositoryUniqueId><DocumentUniqueId>${id}</DocumentUniqueId></DocumentRequest>`;

describe('a retrieve request', () => {
  it('comes back as it was asked, with and without home', () => {
    expect(decodeRetrieve(wire(encodeRetrieve([L3, L1])))).toEqual({ requests: [L3, L1] });
  });

  it('accepts a bare home, and none', () => {
    expect(decodeRetrieve(ask(one('1.2^3', '<HomeCommunityId> 1.2.208 </HomeCommunityId>'))).requests[0]?.home).toBe('1.2.208');
    expect(decodeRetrieve(ask(one('1.2^3', ''))).requests[0]).toEqual({ repositoryId: '1.2.208', documentId: '1.2^3' });
  });

  it.each<[string, XmlElement, NcpErrorCode]>([
    ['1 000 ids', ask(one('1.2^3').repeat(1000)), 'NCP_IHE_LIMIT'],
    ['21 ids', ask(one('1.2^3').repeat(21)), 'NCP_IHE_LIMIT'],
    ['an id of 129 characters', ask(one('x'.repeat(129))), 'NCP_IHE_LIMIT'],
    ['no id', ask(), 'NCP_IHE_STRUCTURE'],
    ['an empty id', ask(one(' ')), 'NCP_IHE_STRUCTURE'],
    ['a home that is no OID', ask(one('1.2^3', '<HomeCommunityId>dk</HomeCommunityId>')), 'NCP_IHE_STRUCTURE'],
    ['another message', parseXml(utf8('<RetrieveDocumentSetRequest/>')), 'NCP_IHE_STRUCTURE'],
  ])('IHE-08 refuses %s', (_title, body, code) => {
    expect(codeOf(() => decodeRetrieve(body))).toBe(code);
  });

  it('IHE-08 reads two ids, and as many as the limit', () => {
    expect(decodeRetrieve(ask(one('1.2^3'), one('1.2^4'))).requests.map(({ documentId }) => documentId)).toEqual(['1.2^3', '1.2^4']);
    expect(decodeRetrieve(ask(one('x'.repeat(128)).repeat(20))).requests).toHaveLength(20);
  });
});

describe('a retrieve answer', () => {
  const bytes = utf8('<ClinicalDocument/>');

  it('comes back with its documents, from a part or inline, and echoes the ids of the request', () => {
    const body = encodeRetrieveResponse({
      status: 'Success', errors: [],
      documents: [{ request: L3, mimeType: 'text/xml', contentId: 'l3+1@ncp.example' }, { request: L1, mimeType: 'text/xml', bytes }],
    });
    expect(decodeRetrieveResponse(wire(body), new Map([['l3+1@ncp.example', bytes]]))).toEqual({
      status: 'Success', errors: [],
      documents: [{ ...L3, mimeType: 'text/xml', bytes }, { ...L1, mimeType: 'text/xml', bytes }],
    });
    expect(written(body)).toContain('<xop:Include xmlns:xop="http://www.w3.org/2004/08/xop/include" href="cid:l3%2B1@ncp.example"/>');
    expect(written(body)).toContain('<HomeCommunityId>urn:oid:1.2.208</HomeCommunityId>');
  });

  it('IHE-09 returns exactly the bytes it was given', () => {
    assert(property(uint8Array({ minLength: 1, maxLength: 300 }), (any) => {
      const body = encodeRetrieveResponse({ status: 'Success', errors: [], documents: [{ request: L3, mimeType: 'text/xml', bytes: any }] });
      expect([...(decodeRetrieveResponse(wire(body), NOTHING).documents[0]?.bytes ?? [])]).toEqual([...any]);
    }));
  });

  it('IHE-08 tells every missing document with the same entry', () => {
    const causes: readonly NcpErrorCode[] = [
      'NCP_DOCUMENT_MISSING', 'NCP_DOCUMENT_UNKNOWN_ID', 'NCP_DOCUMENT_OTHER_PATIENT', 'NCP_DOCUMENT_NOT_OFFERED', 'NCP_DOCUMENT_SUPERSEDED'];
    const answers = new Set(causes.map((code) => written(encodeRetrieveResponse({
      status: 'Failure', documents: [], errors: [registryErrorFor(new NcpError(code), 'e-1')],
    }))));
    expect(answers.size).toBe(1);
    const [answer = ''] = answers;
    expect(answer).toContain('errorCode="ERROR_GENERIC_DOCUMENT_MISSING"');
    expect(answer).toContain('codeContext="The document is not available. List again. [NCP_DOCUMENT_MISSING] exchange=e-1"');
    expect(answer).toContain('status="urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Failure"');
  });

  it('returns what was found beside what was not, as PartialSuccess', () => {
    const read = decodeRetrieveResponse(wire(encodeRetrieveResponse({
      status: 'PartialSuccess', documents: [{ request: L3, mimeType: 'text/xml', bytes }],
      errors: [registryErrorFor(new NcpError('NCP_DOCUMENT_UNKNOWN_ID'), 'e-1')],
    })), NOTHING);
    expect(read.status).toBe('PartialSuccess');
    expect(read.errors).toHaveLength(1);
    expect(read.documents).toHaveLength(1);
  });

  it('IHE-11 writes nothing empty', () => {
    const message = written(encodeRetrieveResponse({ status: 'Success', errors: [], documents: [{ request: L1, mimeType: 'text/xml', bytes }] }));
    expect(message).not.toMatch(/<(?!rs:RegistryResponse)[\w:]+\/>|=""/);
    expect(message).not.toContain('HomeCommunityId');
  });

  it.each<[string, string, NcpErrorCode]>([
    ['no RegistryResponse', '', 'NCP_IHE_STRUCTURE'],
    ['a document that is not there', '<r:RegistryResponse status="x"/><DocumentResponse><RepositoryUniqueId>1</RepositoryUniqueId><DocumentUniqueId>2</DocumentUniqueId></DocumentResponse>', 'NCP_IHE_STRUCTURE'],
    ['a part that is not there', '<r:RegistryResponse status="x"/><DocumentResponse><RepositoryUniqueId>1</RepositoryUniqueId><DocumentUniqueId>2</DocumentUniqueId><Document><i:Include xmlns:i="http://www.w3.org/2004/08/xop/include" href="cid:a"/></Document></DocumentResponse>', 'NCP_MTOM_REFERENCE'],
  ])('refuses an answer with %s', (_title, content, code) => {
    const body = parseXml(utf8(
      `<RetrieveDocumentSetResponse xmlns="urn:ihe:iti:xds-b:2007" xmlns:r="urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0">${content}</RetrieveDocumentSetResponse>`));
    expect(codeOf(() => decodeRetrieveResponse(body, NOTHING))).toBe(code);
  });
});
