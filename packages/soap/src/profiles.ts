import type { Transaction } from '@ncp/domain';
import { NS } from '@ncp/xml';

interface BodyName {
  readonly ns: string;
  readonly local: string;
}

/** One line of the table in wire-contract 1.2. */
export interface Operation {
  readonly transaction: Transaction;
  readonly requestAction: string;
  readonly responseAction: string;
  readonly requestBody: BodyName;
  readonly responseBody: BodyName;
}

/** Action and body element of every request and response. The body element decides, the action must agree. */
export const PROFILES: readonly Operation[] = [
  {
    transaction: 'ITI-55',
    requestAction: 'urn:hl7-org:v3:PRPA_IN201305UV02:CrossGatewayPatientDiscovery',
    responseAction: 'urn:hl7-org:v3:PRPA_IN201306UV02:CrossGatewayPatientDiscovery',
    requestBody: { ns: NS.hl7, local: 'PRPA_IN201305UV02' },
    responseBody: { ns: NS.hl7, local: 'PRPA_IN201306UV02' },
  },
  {
    transaction: 'ITI-38',
    requestAction: 'urn:ihe:iti:2007:CrossGatewayQuery',
    responseAction: 'urn:ihe:iti:2007:CrossGatewayQueryResponse',
    requestBody: { ns: NS.query, local: 'AdhocQueryRequest' },
    responseBody: { ns: NS.query, local: 'AdhocQueryResponse' },
  },
  {
    transaction: 'ITI-39',
    requestAction: 'urn:ihe:iti:2007:CrossGatewayRetrieve',
    responseAction: 'urn:ihe:iti:2007:CrossGatewayRetrieveResponse',
    requestBody: { ns: NS.xdsb, local: 'RetrieveDocumentSetRequest' },
    responseBody: { ns: NS.xdsb, local: 'RetrieveDocumentSetResponse' },
  },
  {
    transaction: 'ITI-41',
    requestAction: 'urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b',
    responseAction: 'urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-bResponse',
    requestBody: { ns: NS.xdsb, local: 'ProvideAndRegisterDocumentSetRequest' },
    responseBody: { ns: NS.rs, local: 'RegistryResponse' },
  },
];

const named = (name: BodyName, body: BodyName): boolean => name.ns === body.ns && name.local === body.local;

/** The transaction whose request (or response) has this body element; undefined for every other element. */
export const operationOf = (body: BodyName, direction: 'request' | 'response' = 'request'): Operation | undefined =>
  PROFILES.find((operation) => named(direction === 'request' ? operation.requestBody : operation.responseBody, body));
