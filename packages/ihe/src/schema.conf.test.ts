import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { calendarDate, countryCode, instant, NcpError, SWEDEN, type NcpErrorCode } from '@ncp/domain';
import { parseXml, serialiseXml, text, utf8, type XmlElement } from '@ncp/xml';
import {
  decodeXcpdRequest, encodeAdhocQuery, encodeAdhocResponse, encodeProvideAndRegister, encodeRegistryResponse, encodeRetrieve,
  encodeRetrieveResponse, encodeXcpdRequest, encodeXcpdResponse, registryErrorFor, xcpdRefusalFor,
  type DocumentEntry, type SubmissionDraft, type XcpdPatient, type XcpdQuestion,
} from './index.js';

/** Everything that we write, in its fullest and its barest form, against the schemas that OpenNCP validates with. */

const SCHEMAS = join(process.env['NCP_CONFORMANCE_DIR'] ?? resolve(import.meta.dirname, '../../../../shared/conformance'), 'schemas');
const missing = [
  ...(existsSync(join(SCHEMAS, 'xcpd')) ? [] : ['conformance schemas']),
  ...(spawnSync('xmllint', ['--version']).status === 0 ? [] : ['xmllint']),
];
const describeIf = missing.length === 0 ? describe : describe.skip;
const reason = missing.length === 0 ? '' : ` (skipped: no ${missing.join(', no ')})`;

const SCHEMA = {
  xcpdRequest: 'xcpd/schema/PRPA_IN201305UV02.xsd',
  xcpdResponse: 'xcpd/schema/PRPA_IN201306UV02.xsd',
  query: 'xca/schema/query.xsd',
  retrieve: 'xca/schema/IHEXDS.xsd',
  provide: 'xdr/schema/IHEXDS.xsd',
  registry: 'xdr/schema/rs.xsd',
} as const;

const judge = (schema: keyof typeof SCHEMA, message: XmlElement): string => {
  const { status, stderr } = spawnSync('xmllint', ['--noout', '--nonet', '--schema', join(SCHEMAS, SCHEMA[schema]), '-'], {
    input: serialiseXml(message), encoding: 'utf8',
  });
  return status === 0 ? 'valid' : stderr;
};

const counter = (): (() => string) => {
  let made = 0;
  return () => `00000000-0000-4000-8000-${String((made += 1)).padStart(12, '0')}`;
};

const EXCHANGE = '0195f3c1-7a10-7000-8000-000000000001';
const NOW = instant('2026-06-12T14:00:00+02:00');

const BARE_QUESTION: XcpdQuestion = {
  id: { root: '2f6d0f0e-3d8e-4c1d-9a6d-0d2f0b7c1a11', extension: '4711470011' }, queryId: { root: '1.263507841149' },
  creationTime: NOW, senderHome: '1.2.208', receiverHome: '1.2.752.221.3.1.1',
  identifiers: [{ root: '1.2.752.129.2.1.3.1', extension: '199008202385' }],
};
const FULL_QUESTION: XcpdQuestion = {
  ...BARE_QUESTION, processingCode: 'D', birthDate: calendarDate('1990-08-20'), gender: 'F', name: { family: 'Testdotter', given: 'Alma & Maria' },
  address: { street: 'Gatan 1', city: 'Åre', postalCode: '837 00', country: 'SE' },
};

describeIf(`the judge itself${reason}`, () => {
  it('does not accept a message of another schema, or one with a part too many', () => {
    expect(judge('query', encodeRetrieve([]))).not.toBe('valid');
    expect(judge('xcpdRequest', encodeXcpdRequest(BARE_QUESTION))).toBe('valid');
    const spoilt = text(serialiseXml(encodeXcpdRequest(BARE_QUESTION))).replace('<processingModeCode', '<processingMode/><processingModeCode');
    expect(judge('xcpdRequest', parseXml(utf8(spoilt)))).not.toBe('valid');
  });
});

describeIf(`identification against the schema${reason}`, () => {
  const REQUEST = decodeXcpdRequest(encodeXcpdRequest(FULL_QUESTION));
  const ALMA: XcpdPatient = {
    id: { root: '1.2.752.129.2.1.3.1', extension: '199008202385' }, family: 'Testdotter', given: ['Alma', 'Maria'], gender: 'F', birthDate: calendarDate('1990-08-20'),
  };
  const STAMP = { id: 'f302e153-f4c3-4586-a003-557b2150e7c2', extension: '0903372231', creationTime: NOW, home: '1.2.752.221.3.1.1' };

  it.each([['bare', BARE_QUESTION], ['full', FULL_QUESTION], ['without identifier', { ...BARE_QUESTION, identifiers: [] }]])('request, %s', (_title, question) => {
    expect(judge('xcpdRequest', encodeXcpdRequest(question))).toBe('valid');
  });

  it('IHE-01 answer with one patient, and with several as another country may send', () => {
    expect(judge('xcpdResponse', encodeXcpdResponse(REQUEST, { kind: 'match', patient: ALMA }, STAMP))).toBe('valid');
    const other = { ...ALMA, address: { street: 'Rua 1', city: 'Porto', postalCode: '4000', country: 'PT' } };
    expect(judge('xcpdResponse', encodeXcpdResponse(REQUEST, { kind: 'match', patient: ALMA, others: [other] }, STAMP))).toBe('valid');
  });

  it.each<[NcpErrorCode]>([
    ['NCP_PI_UNKNOWN'], ['NCP_PI_MULTIPLE'], ['NCP_PI_NO_IDENTIFIER'], ['NCP_IHE_RECEIVER'], ['NCP_SAML_EXPIRED'], ['NCP_NATIONAL_UNAVAILABLE'], ['NCP_INTERNAL'],
  ])('IHE-01 refusal for %s', (code) => {
    expect(judge('xcpdResponse', encodeXcpdResponse(REQUEST, xcpdRefusalFor(new NcpError(code), EXCHANGE), STAMP))).toBe('valid');
  });

  it('refusal of a request of which nothing could be read, and of one with the empty parts of real messages', () => {
    const refusal = xcpdRefusalFor(new NcpError('NCP_IHE_STRUCTURE'), EXCHANGE);
    expect(judge('xcpdResponse', encodeXcpdResponse({}, refusal, STAMP))).toBe('valid');
    const queryByParameter = parseXml(utf8('<q:queryByParameter xmlns:q="urn:hl7-org:v3"><q:queryId root="1.2"/><q:statusCode code="new"/><q:matchCriterionList/>' +
      '<q:parameterList><q:livingSubjectId><q:value root="1.2" extension="3"/><q:semanticsText/></q:livingSubjectId></q:parameterList></q:queryByParameter>'));
    expect(judge('xcpdResponse', encodeXcpdResponse({ ...REQUEST, queryByParameter }, refusal, STAMP))).toBe('valid');
  });
});

const ENTRY: DocumentEntry = {
  uniqueId: '1.2.752.221.3.1.1.11^rx-1.2.L3', patientCx: '199008202385^^^&1.2.752.129.2.1.3.1&ISO',
  classCode: '57833-6', formatCode: 'urn:epsos:ep:pre:2010', description: 'Amlodipin Krka, 5 mg, tablett', creationTime: NOW,
  languageCode: 'sv-SE', repositoryId: '1.2.752.221.3.1.1', home: '1.2.752.221.3.1.1', country: SWEDEN,
};
const FULL_ENTRY: DocumentEntry = {
  ...ENTRY, description: 'x'.repeat(3000), author: 'Lena Läkarsson', hash: 'da39a3ee5e6b4b0d3255bfef95601890afd80709', size: 12_345, confidentiality: 'R',
  prescription: {
    open: true, strength: '5 mg', atc: { code: 'C08CA01', codeSystem: '2.16.840.1.113883.6.73', display: 'amlodipine' },
    doseForm: { code: '10219000', codeSystem: '0.4.0.127.0.16.1.1.2.1', display: 'Tablet' },
    substitution: { code: 'G', codeSystem: '2.16.840.1.113883.5.1070', display: 'generic' },
  },
};
const PDF: DocumentEntry = { ...FULL_ENTRY, uniqueId: '1.2.752.221.3.1.1.11^rx-1.2.L1', formatCode: 'urn:ihe:iti:xds-sd:pdf:2008' };
const ERRORS = [registryErrorFor(new NcpError('NCP_CONSENT_NONE'), EXCHANGE), registryErrorFor(new NcpError('NCP_EP_PARTIAL'), EXCHANGE)];

describeIf(`query and retrieve against the schema${reason}`, () => {
  it('query, bare and with filters', () => {
    const bare = { patient: { root: '1.2.208.176.1.2', extension: '0101901234' }, classCodes: ['57833-6'] as const };
    expect(judge('query', encodeAdhocQuery(bare))).toBe('valid');
    expect(judge('query', encodeAdhocQuery({ ...bare, filters: { maximumSize: 1, createdBefore: NOW, createdAfter: NOW } }))).toBe('valid');
  });

  it('list of a pair, a bare entry, an empty list with a warning, a refusal', () => {
    const associations = [{ source: PDF.uniqueId, target: FULL_ENTRY.uniqueId }];
    expect(judge('query', encodeAdhocResponse({ status: 'Success', entries: [FULL_ENTRY, PDF], associations, errors: [] }, counter()))).toBe('valid');
    expect(judge('query', encodeAdhocResponse({ status: 'Success', entries: [ENTRY], associations: [], errors: [] }, counter()))).toBe('valid');
    expect(judge('query', encodeAdhocResponse({ status: 'Success', entries: [], associations: [], errors: [registryErrorFor(new NcpError('NCP_EP_NONE'), EXCHANGE)] }, counter()))).toBe('valid');
    expect(judge('query', encodeAdhocResponse({ status: 'Failure', entries: [], associations: [], errors: ERRORS }, counter()))).toBe('valid');
  });

  it('retrieve request and answer, found and not found', () => {
    const request = { home: '1.2.208', repositoryId: '1.2.208', documentId: '1.2.208.176.7.2.3^507397226156101L3' };
    expect(judge('retrieve', encodeRetrieve([request, { repositoryId: '1.2.208', documentId: '1.2^3' }]))).toBe('valid');
    expect(judge('retrieve', encodeRetrieveResponse({ status: 'PartialSuccess', errors: ERRORS, documents: [{ request, mimeType: 'text/xml', bytes: utf8('x') }] }))).toBe('valid');
    expect(judge('retrieve', encodeRetrieveResponse({ status: 'Failure', errors: ERRORS, documents: [] }))).toBe('valid');
  });
});

describeIf(`submission against the schema${reason}`, () => {
  const DRAFT: SubmissionDraft = {
    kind: 'dispense', documentUniqueId: '1.2.752.221.3.1.1.13^7f3c1a2e', submissionSetId: '1.2.752.221.3.1.1.14.5',
    patient: { id: { root: '1.2.208.176.1.2', extension: '0101901234' }, family: 'Prøvesen', given: ['Karen'], birthDate: calendarDate('1990-01-01'), gender: 'F' },
    country: countryCode('SE'), languageCode: 'en-GB', createdAt: NOW, submittedAt: NOW,
    author: { person: 'Anna Apotekare', institution: 'y'.repeat(400), institutionId: 'urn:hl7ii:1.3.88:7350045511119' },
    document: { bytes: utf8('<ClinicalDocument/>') },
  };

  it.each(['dispense', 'discard'] as const)('%s', (kind) => {
    expect(judge('provide', encodeProvideAndRegister({ ...DRAFT, kind }, counter()))).toBe('valid');
  });

  it('answer, recorded and refused', () => {
    expect(judge('registry', encodeRegistryResponse({ status: 'Success', errors: [] }))).toBe('valid');
    expect(judge('registry', encodeRegistryResponse({ status: 'Failure', errors: ERRORS }))).toBe('valid');
  });
});
