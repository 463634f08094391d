import { addMs, calendarDate, countryCode, instant, oid, SWEDEN, type Instant } from '@ncp/domain';
import {
  encodeAdhocQuery, encodeAdhocResponse, encodeProvideAndRegister, encodeRegistryResponse, encodeRetrieve, encodeRetrieveResponse, encodeXcpdRequest, encodeXcpdResponse, decodeXcpdRequest,
  type DocumentEntry, type SubmissionDraft,
} from '@ncp/ihe';
import { parseXml, serialiseXml, utf8, type XmlElement } from '@ncp/xml';

/** Good messages of our own writing: what the targets grow from. The persons are of the official series of test numbers. */

export const NOW: Instant = instant('2026-03-01T10:15:00Z');
const HOME = oid('1.2.752.221.3.1.1');
const PATIENT = { root: '1.2.752.129.2.1.3.1', extension: '199008202385' };
const CX = '199008202385^^^&1.2.752.129.2.1.3.1&ISO';

/** Ids as good as any others, the same each time. */
const counter = (): (() => string) => {
  let made = 0;
  return () => `00000000-0000-4000-8000-${String((made += 1)).padStart(12, '0')}`;
};

export const xcpdRequest = (): XmlElement => encodeXcpdRequest({
  id: { root: '2f6d0f0e-3d8e-4c1d-9a6d-0d2f0b7c1a11', extension: '4711470011' },
  queryId: { root: '6a9f3f55-0a51-4d7a-8a57-1a2b3c4d5e6f', extension: '1' },
  creationTime: NOW, senderHome: '1.2.208', receiverHome: HOME, identifiers: [PATIENT], birthDate: calendarDate('1990-08-20'), gender: 'F',
  name: { family: 'Testdotter', given: 'Alma' }, address: { street: 'Storgatan 1', city: 'Kalmar', postalCode: '392 32', country: 'SE' },
});

export const xcpdAnswer = (): XmlElement => encodeXcpdResponse(
  decodeXcpdRequest(parseXml(serialiseXml(xcpdRequest()))),
  { kind: 'match', patient: { id: PATIENT, family: 'Testdotter', given: ['Alma', 'Maria'], gender: 'F', birthDate: calendarDate('1990-08-20') } },
  { id: 'f302e153-f4c3-4586-a003-557b2150e7c2', extension: '0903372231', creationTime: NOW, home: HOME });

export const listQuestion = (): XmlElement => encodeAdhocQuery({
  patient: PATIENT, classCodes: ['57833-6'], filters: { maximumSize: 5_000_000, createdBefore: NOW, createdAfter: addMs(NOW, -86_400_000) },
});

const ENTRY: DocumentEntry = {
  uniqueId: '1.2.752.221.3.1.1.11^rx-1.2.L3', patientCx: CX, classCode: '57833-6', formatCode: 'urn:epsos:ep:pre:2010', description: 'Amlodipin Krka, 5 mg, tablett',
  creationTime: NOW, languageCode: 'sv-SE', repositoryId: HOME, home: HOME, country: SWEDEN, author: 'Lena Läkarsson',
  prescription: {
    open: true, strength: '5 mg', atc: { code: 'C08CA01', codeSystem: '2.16.840.1.113883.6.73', display: 'amlodipine' },
    doseForm: { code: '10219000', codeSystem: '0.4.0.127.0.16.1.1.2.1', display: 'Tablet' }, substitution: { code: 'G', codeSystem: '2.16.840.1.113883.5.1070', display: 'generic' },
  },
};

export const listAnswer = (): XmlElement => {
  const pdf: DocumentEntry = { ...ENTRY, uniqueId: '1.2.752.221.3.1.1.11^rx-1.2.L1', formatCode: 'urn:ihe:iti:xds-sd:pdf:2008' };
  return encodeAdhocResponse({
    status: 'PartialSuccess', entries: [ENTRY, pdf], associations: [{ source: pdf.uniqueId, target: ENTRY.uniqueId }],
    errors: [{ wire: '4701', severity: 'error', context: 'No consent.', location: 'here' }],
  }, counter());
};

export const retrieveQuestion = (): XmlElement => encodeRetrieve([{ home: HOME, repositoryId: HOME, documentId: ENTRY.uniqueId }, { repositoryId: HOME, documentId: '1.2^3' }]);

export const retrieveAnswer = (): XmlElement => encodeRetrieveResponse({
  status: 'Success', errors: [],
  documents: [
    { request: { home: HOME, repositoryId: HOME, documentId: ENTRY.uniqueId }, mimeType: 'text/xml', bytes: utf8('<ClinicalDocument xmlns="urn:hl7-org:v3"/>') },
    { request: { home: HOME, repositoryId: HOME, documentId: '1.2^3' }, mimeType: 'text/xml', contentId: 'document@peer' },
  ],
});

export const submission = (over: Partial<SubmissionDraft> = {}): XmlElement => encodeProvideAndRegister({
  kind: 'dispense', documentUniqueId: '1.2.208.4^7f3c1a2e', submissionSetId: '1.2.208.5.6',
  patient: { id: PATIENT, family: 'Testdotter', given: ['Alma', 'Maria'], birthDate: calendarDate('1990-08-20'), gender: 'F' },
  country: countryCode('DK'), languageCode: 'en-GB', createdAt: NOW, submittedAt: addMs(NOW, 5000),
  author: { person: 'Åse Apoteker', institution: 'Apoteket Nørrebro', institutionId: 'urn:hl7ii:1.2.208.176.1.1:4711' },
  document: { bytes: utf8('<ClinicalDocument xmlns="urn:hl7-org:v3"/>') }, ...over,
}, counter());

export const registryAnswer = (): XmlElement => encodeRegistryResponse({
  status: 'Failure', errors: [{ wire: '4106', severity: 'error', context: 'Already dispensed.' }, { wire: 'WARNING_ED_GENERIC', severity: 'warning', context: 'a & b' }],
});
