import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { calendarDate, countryCode, instant, NcpError, type NcpErrorCode } from '@ncp/domain';
import { child, childrenOf, decodeBase64, NS, parseXml, serialiseXml, text, textOf, utf8, walk, type XmlElement } from '@ncp/xml';
import {
  decodeAdhocQuery, decodeAdhocResponse, decodeProvideAndRegister, decodeRegistryResponse, decodeRetrieve, decodeRetrieveResponse,
  decodeXcpdRequest, decodeXcpdResponse, encodeAdhocQuery, encodeProvideAndRegister, encodeRetrieve, encodeXcpdRequest,
  listOutcome, pairEntries, retrieveOutcome, submissionOutcome,
} from './index.js';

/** Messages of OpenNCP, Denmark and Germany: each file must be understood, or refused with the right code. */

const MESSAGES = join(process.env['NCP_CONFORMANCE_DIR'] ?? resolve(import.meta.dirname, '../../../../shared/conformance'), 'messages');
const present = existsSync(join(MESSAGES, 'xcpd'));
const describeIf = present ? describe : describe.skip;
const reason = present ? '' : ' (skipped: no conformance messages)';

const NOTHING: ReadonlyMap<string, Uint8Array> = new Map();

/** The profile message of a file: the SOAP body's child, or the root. Placeholders of the Danish templates are filled. */
const messageOf = (folder: string, file: string): XmlElement => {
  const content = readFileSync(join(MESSAGES, folder, file), 'utf8')
    .replace('{{message-id}}', 'urn:uuid:7c0f2a0e-0b3a-4a55-8f2e-1f4d8b6a1c01')
    .replaceAll(/\{\{(?:hcp|trc)-assertion\|safe\}\}/g, '');
  const root = parseXml(utf8(content));
  const body = child(root, NS.soap, 'Body');
  return (body === undefined ? undefined : childrenOf(body)[0]) ?? root;
};

const codeOf = (run: () => unknown): NcpErrorCode | undefined => {
  try {
    run();
    return undefined;
  } catch (error) {
    return error instanceof NcpError ? error.code : undefined;
  }
};

type Expectations = Readonly<Record<string, (message: XmlElement) => void>>;

const everyFile = (folder: string, expectations: Expectations): void => {
  it.each(present ? readdirSync(join(MESSAGES, folder)) : [])(`${folder}/%s`, (file) => {
    const expectation = expectations[file];
    if (expectation === undefined) throw new Error('no expectation for this file');
    expectation(messageOf(folder, file));
  });
};

/** Input of OpenNCP's client connector: what a portal asks, from which the wire message is made. */
const field = (input: XmlElement, local: string): string => {
  const found = [...walk(input)].find((one) => one.local === local);
  return found === undefined ? '' : textOf(found).trim();
};
const wire = (el: XmlElement): XmlElement => parseXml(serialiseXml(el));

const identifies = (identifiers: readonly unknown[], more: object = {}) => (message: XmlElement): void => {
  expect(decodeXcpdRequest(message)).toMatchObject({ identifiers, ...more });
};

const OPENNCP_REQUEST = {
  id: { root: '4ad4e0af-59bc-4233-aa50-27ff21883104', extension: '4733101d-aaa4-49af-be0f-bf8e16c1a97d' },
  queryId: { root: '1.263507841149' }, processingCode: 'P', receiverHome: '2.16.17.710.820.1000.990.1',
};

const noPatient = (code: string, why: string, location: unknown = expect.any(String)) => (message: XmlElement): void => {
  expect(decodeXcpdResponse(message)).toEqual({ candidates: [], error: { reason: why, code, text: expect.any(String), location } });
};

/** The portal's search criteria, sent by us and read back. */
const asksFor = (identifiers: readonly unknown[]) => (input: XmlElement): void => {
  const root = field(input, 'root');
  const postalCode = field(input, 'postalCode');
  const given = field(input, 'givenName');
  const read = decodeXcpdRequest(wire(encodeXcpdRequest({
    id: OPENNCP_REQUEST.id, queryId: OPENNCP_REQUEST.queryId, creationTime: instant('2026-03-01T10:15:00Z'),
    senderHome: '1.2.752.221.3.1.1', receiverHome: '2.16.17.710.820.1000.990.1',
    identifiers: root === '' ? [] : [{ root, extension: field(input, 'extension') }],
    ...(given === '' ? {} : { name: { given } }), ...(postalCode === '' ? {} : { address: { postalCode } }),
  })));
  expect(read.identifiers).toEqual(identifiers);
  expect(read.name?.given ?? '').toBe(given);
  expect(read.address?.postalCode ?? '').toBe(postalCode);
  expect(codeOf(() => decodeXcpdRequest(input))).toBe('NCP_IHE_STRUCTURE');
};

describeIf(`identification messages of others${reason}`, () => {
  everyFile('xcpd', {
    'dk-xcpd-request.xml': identifies([{ root: '1.2.208.176.1.2', extension: '0410009234' }], {
      id: { root: '3d1ab927-4ded-4cb2-a077-18d25a62869c', extension: '3122391072' }, queryId: { root: '1.263507841149' },
      senderHome: '2.16.470.1.100.1.2.1000.990.1', receiverHome: '1.2.208', address: { country: 'DK' },
    }),
    'gematik-PRPA_IN201305UV02_298.xml': identifies(
      [{ root: '1.2.276.0.76.3.1.580.147', extension: 'X114428538' }, { root: '1.2.276.0.76.4.298', extension: 'A2C4E6' }],
      { senderHome: '101', receiverHome: '101' }),
    'gematik-PRPA_IN201306UV02.xml': (message) => {
      expect(decodeXcpdResponse(message)).toEqual({ candidates: [{
        ids: [{ extension: 'X110571344|ABC123' }], family: 'GõdofskýTEST-ONLY', given: 'Maude Adelheid Lilo Johanna',
        gender: 'UN', birthDate: '1967-06-30',
        address: { street: 'Patientstr. 1', city: 'Patientstadt', postalCode: '12345', country: 'D' },
      }] });
    },
    'gematik-PRPA_IN201306UV02_4.xml': noPatient('ERROR_PI_NO_MATCH', 'AnswerNotAvailable', 'No match with an existing patient.'),
    'gematik-PRPA_IN201306UV02_42.xml': noPatient('ERROR_PI_GENERIC', 'AnswerNotAvailable'),
    'gematik-PRPA_IN201306UV02_43.xml': noPatient('ERROR_PI_GENERIC', 'AnswerNotAvailable'),
    'gematik-PRPA_IN201306UV02_45.xml': noPatient('ERROR_PI_GENERIC', 'InsufficientRights'),
    'gematik-PRPA_IN201306UV02_5.xml': noPatient('NS250', 'AnswerNotAvailable'),
    'gematik-soapMessage.xml': (message) => {
      for (const decode of [decodeXcpdRequest, decodeXcpdResponse, decodeAdhocQuery, decodeAdhocResponse, decodeRetrieve, decodeRegistryResponse]) {
        expect(codeOf(() => decode(message))).toBe('NCP_IHE_STRUCTURE');
      }
    },
    'openncp-cc-PT_CLIENT_XCPD_0.xml': asksFor([{ root: '2.16.999.1000.990.1', extension: '1' }]),
    'openncp-cc-PT_CLIENT_XCPD_11.xml': asksFor([]),
    'openncp-cc-PT_CLIENT_XCPD_8.xml': asksFor([]),
    'openncp-ws-xcpd-PT_CLIENT_XCPD_0.xml': identifies([{ root: '2.16.999.1000.990.1', extension: '1' }], { ...OPENNCP_REQUEST, senderHome: '2.16.999.1000.990.1' }),
    'openncp-ws-xcpd-PT_CLIENT_XCPD_10.xml': identifies([{ root: '2.16.999.1000.990.1' }], OPENNCP_REQUEST),
    'openncp-ws-xcpd-PT_CLIENT_XCPD_8.xml': identifies([], { ...OPENNCP_REQUEST, address: { postalCode: '1' } }),
    'openncp-ws-xcpd-PT_SERVER_XCPD_7.xml': identifies([{ root: '2.16.999.1000.990.1', extension: '0' }], {
      ...OPENNCP_REQUEST, senderHome: '2.16.17.710.0.1000.990.1', address: { country: 'PT' } }),
  });
});

const queries = (root: string, extension: string) => (message: XmlElement): void => {
  expect(decodeAdhocQuery(message)).toEqual({ patient: { root, extension }, classCodes: ['57833-6'], filters: {} });
};

const fetches = (...requests: readonly unknown[]) => (message: XmlElement): void => {
  expect(decodeRetrieve(message)).toEqual({ requests });
};

/** A portal's list request, sent by us and read back. */
const lists = (classCode: '57833-6' | '60591-5', root: string, extension: string) => (input: XmlElement): void => {
  expect(field(input, 'nodeRepresentation')).toBe(classCode);
  const patient = { root: field(input, 'root'), extension: field(input, 'extension') };
  expect(patient).toEqual({ root, extension });
  expect(decodeAdhocQuery(wire(encodeAdhocQuery({ patient, classCodes: [classCode] })))).toEqual({ patient, classCodes: [classCode], filters: {} });
};

/** A portal's retrieve request, sent by us and read back. */
const opens = (documentId: string) => (input: XmlElement): void => {
  const request = {
    home: field(input, 'homeCommunityId'), repositoryId: field(input, 'repositoryUniqueId'), documentId: field(input, 'documentUniqueId'),
  };
  expect(request).toEqual({ home: '2.16.17.710.811', repositoryId: '2.16.17.710.811', documentId });
  expect(decodeRetrieve(wire(encodeRetrieve([request])))).toEqual({ requests: [request] });
};

describeIf(`query and retrieve messages of others${reason}`, () => {
  everyFile('xca', {
    'dk-xca-query-request-ep.xml': queries('1.2.208.176.1.2', '0410009234'),
    'dk-xca-retrieve-request-ep.xml': fetches({ repositoryId: '1.2.208.176.7.2.3', documentId: '1.2.208.176.7.2.3^507397226156101L3' }),
    'gematik-AdhocQueryRequestEPED.xml': queries('1.2.276.0.76.3.1.580.147', 'X110571344|ABC123'),
    'gematik-AdhocQueryResponseEPED.xml': (message) => {
      const list = decodeAdhocResponse(message);
      expect(listOutcome(list).kind).toBe('entries');
      const [pair, another] = pairEntries(list);
      expect(another).toBeUndefined();
      const common = {
        patient: { root: '1.2.276.0.76.3.1.580.147', extension: 'B123456789|A2C4E6' }, home: '1.2.246.556.12001.4.1000.990.1',
        repositoryId: '1.2.276.0.76.3.1.580.147', classCode: '57833-6', description: 'Lercanidipin Omniapharm, 10 mg, tablet',
        creationTime: '20230717', author: 'Manfred Lapp', open: true, missing: [],
      };
      expect(pair?.coded).toMatchObject({
        ...common, uniqueId: '160.000.000.000.123.76^eP.XML', format: 'urn:epsos:ep:pre:2010', confidentiality: 'R', title: 'ePrescription coded document',
      });
      expect(pair?.pdf).toMatchObject({
        ...common, uniqueId: '160.000.000.000.123.76^eP.PDF', format: 'urn:ihe:iti:xds-sd:pdf:2008', confidentiality: 'N',
      });
      expect(pair?.pdf?.events.map(({ code }) => code)).toEqual(['urn:ihe:iti:xdw:2011:eventCode:open', 'C08CA13', '10219000', '10 mg']);
      expect(pair?.pdf?.size).toBeUndefined();
    },
    'gematik-AdhocQueryResponse_010.xml': (message) => {
      expect(listOutcome(decodeAdhocResponse(message))).toMatchObject({
        kind: 'refused', error: { code: 'ERROR_GENERIC_DOCUMENT_MISSING', severity: 'error', context: 'any text possible, to describe details about the fault' },
      });
    },
    'gematik-RetrieveDocumentSetRequest.xml': fetches(
      { home: '1.2.276.0.76.4.291', repositoryId: '2.16.620.1.101.10.3.29.54290', documentId: '2.16.17.710.813.1000.990.1.1^PS.XML' },
      { home: '1.2.276.0.76.4.291', repositoryId: '2.16.620.1.101.10.3.29.54290', documentId: '2.16.17.710.813.1000.990.1.1^PS.PDF' }),
    'gematik-RetrieveDocumentSetResponse.xml': (message) => {
      const answer = decodeRetrieveResponse(message, NOTHING);
      expect(answer).toMatchObject({ status: 'Success', errors: [], documents: [
        { home: '1.2.276.0.76.4.291', documentId: '2.16.17.710.813.1000.990.1.1^PS.XML', mimeType: 'text/xml' },
        { home: '1.2.276.0.76.4.291', documentId: '2.16.17.710.813.1000.990.1.1^PS.PDF', mimeType: 'application/pdf' },
      ] });
      expect(text(answer.documents[0]?.bytes ?? new Uint8Array())).toContain('<ClinicalDocument xmlns="urn:hl7-org:v3"');
      expect(answer.documents[1]?.bytes.slice(0, 5)).toEqual(utf8('%PDF-'));
      expect(retrieveOutcome(answer, '2.16.17.710.813.1000.990.1.1^PS.PDF').kind).toBe('document');
    },
    'gematik-RetrieveDocumentSetResponse_020.xml': (message) => {
      expect(retrieveOutcome(decodeRetrieveResponse(message, NOTHING), 'any')).toMatchObject({
        kind: 'missing', error: { code: 'ERROR_GENERIC_DOCUMENT_MISSING' } });
    },
    'openncp-cc-PT_CLIENT_XCA_EP_0.xml': lists('57833-6', '2.16.17.710.811', '041082-995W'),
    'openncp-cc-PT_CLIENT_XCA_EP_9.xml': opens('1.2.246.556.12001.4.93.1.1^10014.1'),
    'openncp-cc-PT_CLIENT_XCA_MRO_0.xml': (input) => {
      const query = wire(encodeAdhocQuery({ patient: { root: field(input, 'root'), extension: field(input, 'extension') }, classCodes: ['57833-6'] }));
      const asked = parseXml(utf8(text(serialiseXml(query)).replace('57833-6', field(input, 'nodeRepresentation'))));
      expect(codeOf(() => decodeAdhocQuery(asked))).toBe('NCP_IHE_CLASS_CODE');
    },
    'openncp-cc-PT_CLIENT_XCA_PS_0.xml': lists('60591-5', '2.16.620.1.101.10.1.1', '182581814'),
    'openncp-cc-PT_CLIENT_XCA_PS_9.xml': opens('1.3.6.1.4.1.28284.6.2.4.75^20120519234435746.1'),
    'openncp-ws-xca-query-mro-xca-query.xml': (message) => {
      expect(codeOf(() => decodeAdhocQuery(message))).toBe('NCP_IHE_CLASS_CODE');
    },
    'openncp-ws-xca-query-order-xca-query-invalid-id.xml': queries('2.16.17.710.811', '196501262388'),
    'openncp-ws-xca-query-order-xca-query.xml': queries('2.16.17.710.811', '041082-995W'),
    'openncp-ws-xca-retrieve-mro-xca-retrieve-pdf.xml': fetches({ home: '2.16.620.1.101.10.1.1', repositoryId: '1234', documentId: '2.25^2.25.1.2' }),
    'openncp-ws-xca-retrieve-order-xca-retrieve-invalid-id.xml': fetches({ home: '2.16.17.710.811', repositoryId: '1234', documentId: '1.2.246.556.12001.4.93.1.1.7.1' }),
    'openncp-ws-xca-retrieve-order-xca-retrieve.xml': fetches({ home: '2.16.999.1000.990.1', repositoryId: '1234', documentId: '1.2.246.556.12001.4.93.1.1^6.1' }),
  });
});

/** A portal's document, submitted by us as a dispensation and read back. */
const submitted = (input: XmlElement): XmlElement => encodeProvideAndRegister({
  kind: 'dispense', documentUniqueId: field(input, 'uuid'), submissionSetId: '1.2.752.221.3.1.1.14.1',
  patient: {
    id: { root: field(input, 'root'), extension: field(input, 'extension') },
    family: field(input, 'familyName'), given: [field(input, 'givenName')], birthDate: calendarDate(field(input, 'birthDate').slice(0, 10)), gender: 'M',
  },
  country: countryCode('SE'), languageCode: 'en-GB', createdAt: instant('2026-03-01T10:15:00Z'), submittedAt: instant('2026-03-01T10:15:00Z'),
  author: { person: field(input, 'author'), institution: 'x', institutionId: 'urn:oid:1.2.3' },
  document: { bytes: decodeBase64(field(input, 'base64Binary'), { strict: false }) },
}, () => '00000000-0000-4000-8000-000000000000');

const submits = (input: XmlElement): void => {
  const read = decodeProvideAndRegister(wire(submitted(input)), NOTHING);
  expect(read).toMatchObject({ kind: 'dispense', documentUniqueId: '1.2.3.4', patient: { root: '2.16.17.710.811', extension: '199604092388' } });
  expect(text(read.document)).toContain('<ClinicalDocument');
};

/** A portal's document of a kind that is out of scope: refused by its format, whatever else it says. */
const refusesFormat = (format: string) => (input: XmlElement): void => {
  expect([...walk(input)].filter(({ local }) => local === 'nodeRepresentation').map(textOf)).toContain(format);
  const message = text(serialiseXml(submitted(input))).replaceAll('urn:epSOS:ep:dis:2010', format);
  expect(codeOf(() => decodeProvideAndRegister(parseXml(utf8(message)), NOTHING))).toBe('NCP_IHE_FORMAT_CODE');
};

const dispenses = (expected: object) => (message: XmlElement): void => {
  const read = decodeProvideAndRegister(message, NOTHING);
  expect(read).toMatchObject({ kind: 'dispense', formatCode: 'urn:epSOS:ep:dis:2010', classCode: '60593-1', ...expected });
  expect(text(read.document)).toContain('<ClinicalDocument');
};

describeIf(`submissions of others${reason}`, () => {
  everyFile('xdr', {
    'gematik-ProvideAndRegisterDocumentSetRequest.xml': dispenses({
      documentUniqueId: '1.3.6.1.4.1.28284.6.2.4.4^3y5COceLhApapiKC', submissionSetId: '2.16.840.1.113883.2.11.300.451',
      patient: { root: '1.2.276.0.76.3.1.580.147', extension: 'B123456789|A2C4E6' }, creationTime: '20230626122026', languageCode: 'lt-LT',
      authorPerson: 'Rasa Keraitė^^^&2.16.840.1.113883.2.11.4.6:1000139817&ISO',
      authorInstitution: 'General Hospital^^^^^&2.16.840.1.113883.2.11.4.6&ISO^^^^1000139817',
    }),
    'gematik-ProvideAndRegisterDocumentSetResponse.xml': (message) => {
      expect(submissionOutcome(decodeRegistryResponse(message))).toEqual({ kind: 'recorded', warnings: [] });
    },
    'openncp-cc-PT_CLIENT_XDR_CS_0.xml': refusesFormat('urn:ihe:iti:bppc:2007'),
    'openncp-cc-PT_CLIENT_XDR_ED_0.xml': submits,
    'openncp-cc-PT_CLIENT_XDR_ED_3.xml': submits,
    'openncp-cc-PT_CLIENT_XDR_HCER_0.xml': refusesFormat('urn:epSOS:hcer:2013'),
    'openncp-ws-xdr-consent-testSubmitConsent.xml': (message) => {
      expect(codeOf(() => decodeProvideAndRegister(message, NOTHING))).toBe('NCP_IHE_FORMAT_CODE');
    },
    'openncp-ws-xdr-edispensation-testSubmitDispEP.xml': dispenses({
      documentUniqueId: '1234', submissionSetId: '1.2.40.0.13.1.1.81.21.242.182.20120421201035552.33123',
      patientCx: '2.16.17.710.811^^^&199604092388&ISO', creationTime: '20121010031741',
    }),
    'openncp-ws-xdr-edispensation-testSubmitED.xml': dispenses({
      documentUniqueId: '1.2.246.556.12001.4.93.2.1.1381483055949', submissionSetId: '1.2.246.556.12001.4.93.2.1.1381483055949',
      patient: { root: '2.16.840.1.113883.2.9.4.3.2', extension: 'NTSDTT80A18G273W' }, creationTime: '20131011121736',
    }),
  });
});
