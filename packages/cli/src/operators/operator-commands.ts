import { text } from 'node:stream/consumers';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { completionScript, SHELLS, type Shell } from './completion.js';
import type { LogReason } from '../commands/patient-log.js';
import type { CommandTools } from '../terminology/terminology-commands.js';
import type { OperatorPlace } from './place.js';

interface Json { readonly json?: boolean }

const REASONS: readonly LogReason[] = ['patient-asked', 'suspected-misuse', 'incident', 'authority'];

const lines = (given: string): number => {
  const number = Number(given);
  if (!Number.isInteger(number) || number < 1 || number > 10_000) throw new InvalidArgumentError('a whole number from 1 to 10 000');
  return number;
};

const database = (): Option => new Option('--database <url>', 'a PostgreSQL of its own instead of the deployment of --state');

/** What operators ask of a deployment: statistics, log extracts, its configuration. Each part is loaded when it is asked for. */
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

  ncp.command('patient-log')
    .description('show who has seen what of a patient, for the patient; the number is read from standard input, the access is audited first')
    .addOption(new Option('--reason <reason>', 'why; it stands in the audit log').choices([...REASONS]).makeOptionMandatory())
    .requiredOption('--as <name>', 'who asks; it stands in the audit log')
    .addOption(new Option('--limit <n>', 'lines, the newest first').argParser(lines).default(1_000))
    .addOption(state()).addOption(json())
    .action((options: Json & { readonly state: string; readonly reason: LogReason; readonly as: string; readonly limit: number }) =>
      ending(async (output) => (await import('../commands/patient-log.js')).patientLogCommand(output, await text(process.stdin), options), options));

  const config = ncp.command('config').description('look after the configuration');
  config.command('check')
    .description('say everything that is wrong with a configuration at once, or what is in force and where it comes from')
    .option('--config <file>', 'a configuration of the gateway instead of the deployment of --state')
    .addOption(state()).addOption(json())
    .action((options: Json & { readonly state: string; readonly config?: string }) => ending(async (output) => (await import('../commands/config-check.js')).configCheckCommand(output, options), options));

  ncp.command('completion')
    .description('print what a shell needs to complete commands and options: source <(ncp completion bash)')
    .addArgument(ncp.createArgument('<shell>', 'bash, zsh or fish').choices([...SHELLS]))
    .action((shell: Shell) => { process.stdout.write(completionScript(ncp, shell)); });
  return [...kpi.commands, ...config.commands];
}
