import { countryOf, SWEDEN } from '../countries.js';
import { SWEDEN_HOME_COMMUNITY_ID } from '../constants.js';
import type { CountryCode, Instant } from '../primitives.js';
import { DOCUMENT_NAMES, SERVICE_TYPES, type ServiceTypeName } from './service-types.js';

/** One message as statistics keep it (wire-contract 12.3): identifiers, codes and times, no person. */
export interface StatisticalTransaction {
  /** UUID, given when the row was made. */
  readonly key: string;
  readonly direction: 'inbound' | 'outbound';
  /** The other country. */
  readonly country: CountryCode;
  /** As audit leaves name it: `identify`, `list-prescriptions` ... */
  readonly service: string;
  readonly transaction: string;
  readonly messageId: string;
  /** Of the answer; empty when there was none, or it named none. */
  readonly replyId: string;
  /** Id of the organisation that asked; empty when it was not proven. */
  readonly pointOfCare: string;
  /** SAML authentication class of the professional; empty when it was not proven. */
  readonly authentication: string;
  readonly receivedAt: Instant;
  readonly endedAt: Instant;
  readonly durationMs: number;
  readonly outcome: 0 | 4 | 8 | 12;
  readonly codes: readonly string[];
  /** templateId of each document that changed hands. */
  readonly templates: readonly string[];
}

/** What one cell of a table holds. */
export type Cell = string | number;

export interface Column<Row> {
  readonly name: string;
  readonly of: (row: Row) => Cell;
}

type Described = Pick<StatisticalTransaction, 'direction' | 'country'>;

export const senderOf = ({ direction, country }: Described): CountryCode => (direction === 'inbound' ? country : SWEDEN);
export const receiverOf = ({ direction, country }: Described): CountryCode => (direction === 'inbound' ? SWEDEN : country);

const communityOf = (country: CountryCode): string => (country === SWEDEN ? SWEDEN_HOME_COMMUNITY_ID : countryOf(country)?.homeCommunityId ?? '');

/** The service type of the workbook [inferred]: what we send is a query, what we answer a response; a discard has one name both ways. */
export const serviceTypeOf = ({ service, direction }: Pick<StatisticalTransaction, 'service' | 'direction'>): string => {
  const found = Object.hasOwn(SERVICE_TYPES, service) ? SERVICE_TYPES[service as ServiceTypeName] : undefined;
  return found?.[direction] ?? 'UNKNOWN';
};

/** "By presence of an error text" (wire-contract 12.2): whatever did not end well says by which codes. */
export const errorTextOf = ({ outcome, codes }: Pick<StatisticalTransaction, 'outcome' | 'codes'>): string => (outcome === 0 ? '' : codes.join(' ') || `OUTCOME_${String(outcome)}`);

/** A professional and her user id are never in statistics; this is what the official form says instead. */
const NO_PERSON = 'N/A GDPR';

/** The eTransaction table and its data and errors, flat: one row per message (wire-contract 12.3). Hosts and addresses are not kept. */
export const TRANSACTION_COLUMNS: readonly Column<StatisticalTransaction>[] = [
  { name: 'Transaction_PK', of: (row) => row.key },
  { name: 'Direction', of: (row) => row.direction.toUpperCase() },
  { name: 'HomeISO', of: () => SWEDEN },
  { name: 'HomeNCP_OID', of: () => SWEDEN_HOME_COMMUNITY_ID },
  { name: 'HomeHCID', of: () => SWEDEN_HOME_COMMUNITY_ID },
  { name: 'SndISO', of: senderOf },
  { name: 'SndNCP_OID', of: (row) => communityOf(senderOf(row)) },
  { name: 'SndHCID', of: (row) => communityOf(senderOf(row)) },
  { name: 'SndMsgID', of: (row) => row.messageId },
  { name: 'ReceivingISO', of: receiverOf },
  { name: 'ReceivingNCP_OID', of: (row) => communityOf(receiverOf(row)) },
  { name: 'ReceivingMsgID', of: (row) => row.replyId },
  { name: 'TransactionCounter', of: () => 1 },
  { name: 'HumanRequestor', of: () => NO_PERSON },
  { name: 'UserId', of: () => NO_PERSON },
  { name: 'POC_ID', of: (row) => row.pointOfCare },
  { name: 'AuthenticationLevel', of: (row) => row.authentication },
  { name: 'ServiceType', of: serviceTypeOf },
  { name: 'ServiceName', of: (row) => row.transaction },
  { name: 'StartTime', of: (row) => row.receivedAt },
  { name: 'EndTime', of: (row) => row.endedAt },
  { name: 'Duration', of: (row) => row.durationMs },
  { name: 'DataValue', of: (row) => row.templates.join(' ') },
  { name: 'ValueDisplay', of: (row) => row.templates.map(documentNameOf).join(' ') },
  { name: 'ErrorDescription', of: errorTextOf },
];

export const documentNameOf = (template: string): string => DOCUMENT_NAMES[template] ?? template;
