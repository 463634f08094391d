import { Option, type Command } from 'commander';
import type { CommandTools } from '../terminology/terminology-commands.js';
import type { OperatorPlace } from './place.js';

interface Json { readonly json?: boolean }

const database = (): Option => new Option('--database <url>', 'a PostgreSQL of its own instead of the deployment of --state');

/** What operators ask of a deployment: statistics. Each part is loaded when it is asked for. */
export function addOperatorCommands(ncp: Command, { state, json, ending }: CommandTools): readonly Command[] {
  const kpi = ncp.command('kpi').description('statistics of the exchange with other countries');
  kpi.command('export')
    .description('write the indicators KPI-1.2 to KPI-1.6 and every transaction of a period; a closed period gives the same bytes each time')
    .requiredOption('--period <period>', 'a quarter such as 2026-Q3, or a month such as 2026-09, in UTC')
    .addOption(new Option('--format <format>', 'a workbook, or a folder with one CSV file for each table').choices(['xlsx', 'csv']).default('xlsx'))
    .option('--country <code>', 'with this country only')
    .option('--open', 'also a period that has not ended; the export says so')
    .option('--out <path>', 'file of the workbook, or folder of the tables')
    .addOption(state()).addOption(database()).addOption(json())
    .action((options: Json & OperatorPlace & { readonly period: string; readonly format: 'csv' | 'xlsx'; readonly country?: string; readonly open?: boolean; readonly out?: string }) =>
      ending(async (output) => (await import('../commands/kpi-export.js')).kpiExportCommand(output, options), options));
  return kpi.commands;
}
