import { columnsOf, countsIn, editionFor, NcpError, TRANSACTION_COLUMNS, type Column, type KpiEdition, type PeriodState, type ReportingPeriod, type StatisticalTransaction } from '@ncp/domain';
import { csvLine } from './csv.js';
import type { Statistics, StatisticsWish } from './statistics.js';
import { createWorkbook } from './workbook.js';

/** One table of an export. */
export interface KpiTable {
  /** `KPI-1.2` ... `KPI-1.6`, or `eTransaction`. */
  readonly name: string;
  readonly columns: readonly Column<StatisticalTransaction>[];
  readonly counts: (row: StatisticalTransaction) => boolean;
}

/** All transactions, of which the indicators are views. They name points of care. */
const TRANSACTIONS: KpiTable = { name: 'eTransaction', columns: TRANSACTION_COLUMNS, counts: () => true };

/** @throws NcpError NCP_STATISTICS_PERIOD before the first edition of the definitions */
export function editionOf(period: ReportingPeriod): KpiEdition {
  const edition = editionFor(period);
  if (edition === undefined) throw new NcpError('NCP_STATISTICS_PERIOD', { period: period.name, state: 'undefined' });
  return edition;
}

/** The tables of a period, by the definitions that were in force then. */
export const tablesOf = (period: ReportingPeriod): readonly KpiTable[] => [
  ...editionOf(period).definitions.map((definition) => ({ name: definition.id, columns: columnsOf(definition), counts: (row: StatisticalTransaction) => countsIn(definition, row) })),
  TRANSACTIONS,
];

export interface ExportedTable {
  readonly name: string;
  readonly rows: number;
}

const cellsOf = ({ columns }: KpiTable, row: StatisticalTransaction) => columns.map(({ of }) => of(row));

/** Lines of one table as CSV, heading first. */
export async function* kpiCsv(statistics: Statistics, wish: StatisticsWish, table: KpiTable): AsyncIterable<string> {
  yield csvLine(table.columns.map(({ name }) => name));
  for await (const row of statistics.transactions(wish)) if (table.counts(row)) yield csvLine(cellsOf(table, row));
}

export interface KpiWorkbook {
  readonly bytes: Buffer;
  readonly tables: readonly ExportedTable[];
}

export interface WorkbookFacts {
  readonly state: PeriodState;
  /** Of an open period: when it was looked at. */
  readonly asOf: string;
  /** Whether the figures are of a demonstration and of nobody. */
  readonly demo: boolean;
  readonly tables?: readonly KpiTable[];
}

/** Every table as a sheet of one workbook, behind a sheet that says what it is. Nothing in it tells when it was made, unless the period is open. */
export async function kpiWorkbook(statistics: Statistics, wish: StatisticsWish, { state, asOf, demo, tables = tablesOf(wish.period) }: WorkbookFacts): Promise<KpiWorkbook> {
  const { period, country } = wish;
  const workbook = createWorkbook();
  const about = workbook.sheet('About', ['What', 'Value']);
  const described: readonly (readonly [string, string])[] = [
    ['Period', period.name], ['From (UTC)', period.from], ['Until, not included (UTC)', period.until], ['Definitions', editionOf(period).version],
    ['Countries', country ?? 'all'], ['State', state === 'closed' ? 'closed' : `OPEN as of ${asOf}: numbers will change`], ['Source', demo ? 'Demonstration gateway; not connected to E-hälsomyndigheten' : 'National Contact Point for eHealth, Sweden'],
    ['Service types', 'A reading of ours [inferred]: what we send is a QUERY, what we answer a RESPONSE'],
  ];
  for (const row of described) about.add(row);
  const open = tables.map((table) => ({ table, sheet: workbook.sheet(table.name, table.columns.map(({ name }) => name)), count: { rows: 0 } }));
  for await (const row of statistics.transactions(wish)) {
    for (const { table, sheet, count } of open) {
      if (!table.counts(row)) continue;
      sheet.add(cellsOf(table, row));
      count.rows += 1;
    }
  }
  return { bytes: workbook.bytes(), tables: open.map(({ table: { name }, count: { rows } }) => ({ name, rows })) };
}
