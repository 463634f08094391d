import { NcpError } from '@ncp/domain';
import {
  decodeAdhocQuery, decodeAdhocResponse, decodeProvideAndRegister, decodeRegistryResponse, decodeRetrieve, decodeRetrieveResponse, decodeXcpdRequest, decodeXcpdResponse,
  encodeXcpdResponse, listOutcome, pairEntries, readXcpdHead, retrieveOutcome, submissionOutcome, xcpdRefusalFor,
} from '@ncp/ihe';
import { parseXml, serialiseXml, utf8, type Attachments } from '@ncp/xml';
import { readAll, type FuzzTarget } from '../target.js';
import { listAnswer, listQuestion, NOW, registryAnswer, retrieveAnswer, retrieveQuestion, submission, xcpdAnswer, xcpdRequest } from './messages.js';

/** Readers of the profiles' message bodies, in both directions: what a peer asks, and what a peer answers. */

const attachments: Attachments = new Map([['document@peer', utf8('<ClinicalDocument xmlns="urn:hl7-org:v3"/>')]]);

const readXcpd = (input: Uint8Array): void => {
  const body = parseXml(input);
  readAll(
    () => decodeXcpdRequest(body),
    () => decodeXcpdResponse(body),
    // A refusal can be written for any message that bears the right root name.
    () => serialiseXml(encodeXcpdResponse(readXcpdHead(body), xcpdRefusalFor(new NcpError('NCP_IHE_STRUCTURE'), 'exchange'), { id: 'f302e153-f4c3-4586-a003-557b2150e7c2', extension: '1', creationTime: NOW, home: '1.2.752.221.3.1.1' })),
  );
};

const readQuery = (input: Uint8Array): void => {
  const body = parseXml(input);
  readAll(
    () => decodeAdhocQuery(body),
    () => {
      const list = decodeAdhocResponse(body);
      listOutcome(list);
      pairEntries(list);
    },
    () => decodeRetrieve(body),
    () => { retrieveOutcome(decodeRetrieveResponse(body, attachments), '1.2^3'); },
  );
};

const readSubmission = (input: Uint8Array): void => {
  const body = parseXml(input);
  readAll(() => decodeProvideAndRegister(body, attachments), () => { submissionOutcome(decodeRegistryResponse(body)); });
};

export const xcpdTarget: FuzzTarget = {
  name: 'xcpd', about: 'identification: request, answer, and the refusal of either (ITI-55)', form: 'xml', read: readXcpd, words: ['NF', 'AE', 'QE', 'UN', '19900820', '199008202385', '19900820-2385', 'urn:oid:1.2.208', '1.2.752.129.2.1.3.3'],
  seeds: () => [xcpdRequest(), xcpdAnswer()].map((body) => serialiseXml(body)),
};

export const queryTarget: FuzzTarget = {
  name: 'query', about: 'AdhocQuery and retrieve: requests and answers (ITI-38, ITI-39)', form: 'xml', read: readQuery,
  words: ["('57833-6^^2.16.840.1.113883.6.1','60591-5^^2.16.840.1.113883.6.1')", "'a^^^&1&ISO'", "''", "('", "'", '$XDSDocumentEntryClassCode', '$XDSDocumentEntryPatientId', '20260301101500', 'urn:epsos:ep:pre:2010', 'urn:ihe:iti:2007:ResponseStatusType:PartialSuccess', 'cid:document@peer'],
  seeds: () => [listQuestion(), listAnswer(), retrieveQuestion(), retrieveAnswer()].map((body) => serialiseXml(body)),
};

export const provideTarget: FuzzTarget = {
  name: 'provide', about: 'ProvideAndRegister and its answer (ITI-41)', form: 'xml', read: readSubmission, words: ['cid:document@peer', 'urn:eHDSI:ed:discard:2020', 'urn:epSOS:ep:dis:2010', 'DISCARD-60593-1', 'PID-3|', '====', 'PD94'],
  seeds: () => [submission(), submission({ kind: 'discard', document: { contentId: 'document@peer' } }), registryAnswer()].map((body) => serialiseXml(body)),
};
