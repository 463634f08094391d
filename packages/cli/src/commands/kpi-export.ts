import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { countryCode, NcpError, parseCountryCode, reportingPeriod, type CountryCode, type ReportingPeriod } from '@ncp/domain';
import { editionOf, kpiCsv, kpiWorkbook, openOperations, requirePeriod, tablesOf, type ConfigurationInForce, type ExportedTable, type Statistics, type StatisticsWish } from '@ncp/store';
import { EXIT, type ExitCode } from '../exit-code.js';
import { nowIn, withDatabaseOf, type OperatorPlace } from '../operators/place.js';
import type { Output } from '../output.js';

export interface KpiOptions extends OperatorPlace {
  readonly period: string;
  readonly format: 'csv' | 'xlsx';
  readonly country?: string;
  /** File of a workbook, folder of CSV. */
  readonly out?: string;
  readonly open?: boolean;
}

function periodOf(text: string): ReportingPeriod {
  const period = reportingPeriod(text);
  if (period === undefined) throw new NcpError('NCP_CLI_USAGE', { option: '--period', needed: 'a quarter such as 2026-Q3 or a month such as 2026-09' });
  return period;
}

function countryOf(text: string | undefined): CountryCode | undefined {
  if (text === undefined) return undefined;
  if (!parseCountryCode(text).ok) throw new NcpError('NCP_CLI_USAGE', { option: '--country', needed: 'two letters' });
  return countryCode(text);
}

/** Figures are of real traffic only where every service that wrote them says that it works in production. */
const isDemonstration = (services: readonly ConfigurationInForce[]): boolean =>
  services.length === 0 || services.some(({ settings }) => settings.find(({ path }) => path === 'mode')?.value !== 'production');

/** Line by line: a period never sits in memory. */
async function writeLines(file: string, lines: AsyncIterable<string>): Promise<number> {
  let count = 0;
  const counted = async function* (): AsyncIterable<string> {
    for await (const line of lines) {
      count += 1;
      yield line;
    }
  };
  await pipeline(counted(), createWriteStream(file, { mode: 0o600 }));
  return count;
}

async function writeCsv(statistics: Statistics, wish: StatisticsWish, folder: string): Promise<readonly ExportedTable[]> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const written: ExportedTable[] = [];
  for (const table of tablesOf(wish.period)) written.push({ name: table.name, rows: await writeLines(join(folder, `${table.name}.csv`), kpiCsv(statistics, wish, table)) - 1 });
  return written;
}

/**
 * Writes the statistics of a period. The same closed period gives the same bytes whenever and wherever it is written.
 * @throws NcpError NCP_STATISTICS_PERIOD, NCP_STATISTICS_SIZE, NCP_CLI_USAGE, NCP_CLI_NOT_RUNNING, NCP_STORE_UNAVAILABLE
 */
export async function kpiExportCommand(output: Output, options: KpiOptions): Promise<ExitCode> {
  const { format, open = false } = options;
  const period = periodOf(options.period);
  const country = countryOf(options.country);
  const now = nowIn(options);
  const state = requirePeriod(period, now, { open });
  const wish = { period, ...(country === undefined ? {} : { country }) };
  const name = ['ncp-kpi', 'SE', country, period.name, state === 'open' ? 'open' : undefined].filter((part) => part !== undefined).join('-');
  const out = resolve(options.out ?? (format === 'xlsx' ? `${name}.xlsx` : name));
  const tables = await withDatabaseOf(options, 'ncp_dashboard', async (url) => {
    const { statistics, desk, close } = await openOperations({ url, application: 'ncp kpi' });
    try {
      if (format === 'csv') return await writeCsv(statistics, wish, out);
      const workbook = await kpiWorkbook(statistics, wish, { state, asOf: now, demo: isDemonstration(await desk.inForce.configurations()) });
      mkdirSync(dirname(out), { recursive: true });
      writeFileSync(out, workbook.bytes, { mode: 0o600 });
      return workbook.tables;
    } finally {
      await close();
    }
  });
  const { version } = editionOf(period);
  output.line(`${period.name}${state === 'open' ? ' (OPEN: numbers will change)' : ''}, definitions ${version}: ${out}`);
  for (const { name: table, rows } of tables) output.line(`  ${table.padEnd(14)} ${String(rows)} rows`);
  output.result({ ok: true, period: period.name, state, definitions: version, out, tables });
  return EXIT.ok;
}
