import { SWEDEN } from '../countries.js';
import { KPI_EDITIONS, type KpiDefinition, type KpiEdition } from './kpi-definitions.js';
import { quarterOf, type ReportingPeriod } from './reporting-period.js';
import { documentNameOf, errorTextOf, receiverOf, senderOf, serviceTypeOf, type Column, type StatisticalTransaction } from './statistical-transaction.js';

/** The edition that was in force when a period began: an old period is always told in its own terms. */
export function editionFor({ from }: ReportingPeriod, editions: readonly KpiEdition[] = KPI_EDITIONS): KpiEdition | undefined {
  return editions.findLast(({ validFrom }) => validFrom <= from.slice(0, 10));
}

/** Does it count? A message that no service could be named for (refused at the door) counts nowhere. */
export function countsIn({ services, templates }: KpiDefinition, { service, templates: [first] }: Pick<StatisticalTransaction, 'service' | 'templates'>): boolean {
  return (services === undefined || services.includes(service)) && (templates === undefined || (first !== undefined && templates.includes(first)));
}

const FRAME: readonly Column<StatisticalTransaction>[] = [
  { name: 'Home ISO', of: () => SWEDEN },
  { name: 'Year', of: (row) => quarterOf(row.receivedAt).year },
  { name: 'Quarter', of: (row) => quarterOf(row.receivedAt).quarter },
  { name: 'Sender ISO', of: senderOf },
  { name: 'Receiver ISO', of: receiverOf },
  { name: 'Start', of: (row) => row.receivedAt },
  { name: 'End', of: (row) => row.endedAt },
];
const OF_TRANSACTIONS: readonly Column<StatisticalTransaction>[] = [
  { name: 'Service type', of: serviceTypeOf },
  { name: 'Result', of: (row) => (errorTextOf(row) === '' ? 'SUCCESS' : 'FAILURE') },
  { name: 'Error', of: errorTextOf },
];
const OF_DOCUMENTS: readonly Column<StatisticalTransaction>[] = [{ name: 'Document', of: ({ templates: [first = ''] }) => documentNameOf(first) }];

/** The columns of an indicator's sheet (wire-contract 12.2). */
export const columnsOf = ({ services }: KpiDefinition): readonly Column<StatisticalTransaction>[] => [...FRAME, ...(services === undefined ? OF_DOCUMENTS : OF_TRANSACTIONS)];
