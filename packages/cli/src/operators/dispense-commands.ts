import { InvalidArgumentError, Option, type Command } from 'commander';
import type { DispenseListOptions, DispenseOrderOptions } from '../commands/dispense.js';
import type { TraceOptions } from '../commands/trace.js';
import type { CommandTools } from '../terminology/terminology-commands.js';

interface Json { readonly json?: boolean }

const seconds = (text: string): number => {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 3600) throw new InvalidArgumentError('whole seconds, 1 to 3600');
  return number;
};

const database = (): Option => new Option('--database <url>', 'a PostgreSQL of its own instead of the deployment of --state');
const note = (): Option => new Option('--note <why>', 'why; kept with the order, so nothing about a person').makeOptionMandatory();
const as = (): Option => new Option('--as <name>', 'who orders it, as the records name her; the user of this machine otherwise');
const wait = (): Option => new Option('--wait <seconds>', 'how long the outcome is waited for').argParser(seconds).default(60);
const ORDERS = `
The order is committed, executed by the dispatcher within a second, and audited with who and why. A row that moved since it was
listed is left alone (exit 1). Exit 69: nobody executed it in time; it stays ordered.`;

/** `ncp trace`: loaded when it is asked for. */
export function addTraceCommand(ncp: Command, { state, json, ending }: CommandTools): void {
  ncp.command('trace')
    .description('say how one exchange went: its messages step by step, its leaves in the audit chain, the masked structure of what met trouble')
    .argument('<exchange>', 'its id, as answers, logs and the dashboard name it')
    .option('--out <file>', 'write the masked trace there, as JSON')
    .addOption(as()).addOption(state()).addOption(database()).addOption(json())
    .action((exchange: string, options: Json & TraceOptions) => ending(async (output) => (await import('../commands/trace.js')).traceCommand(output, exchange, options), options));
}

/** `ncp dispense ...`: each part is loaded when it is asked for. */
export function addDispenseCommands(ncp: Command, { state, json, ending }: CommandTools): readonly Command[] {
  const dispense = ncp.command('dispense').description('look after dispensations that do not settle by themselves');
  dispense.command('list')
    .description('show every dispensation and conflict that is not settled, with what may be ordered, and what the last comparison found')
    .addOption(new Option('--ledger <ledger>', 'only these').choices(['inward', 'outward', 'conflict']))
    .addOption(state()).addOption(database()).addOption(json())
    .action((options: Json & DispenseListOptions) => ending(async (output) => (await import('../commands/dispense.js')).dispenseListCommand(output, options), options));

  const order = (name: 'retry' | 'reconcile' | 'close', argument: string, description: string): Command => dispense.command(name).description(description)
    .argument(argument, 'exchange of an inward row, id of an outward one, number of a conflict, as listed')
    .addOption(note()).addOption(as()).addOption(wait()).addOption(state()).addOption(database()).addOption(json()).addHelpText('after', ORDERS)
    .action((subject: string | undefined, options: Json & DispenseOrderOptions) =>
      ending(async (output) => (await import('../commands/dispense.js')).dispenseOrderCommand(output, name, subject, options), options));
  order('retry', '<id>', 'have it sent or registered now: the same bytes under the same id, and only what is provably absent');
  order('reconcile', '[id]', 'ask how it stands, and change nothing but what that proves; without an id compare every key with the national list and the countries');
  order('close', '<id>', 'end it with what people found out; what happened stays on record')
    .addOption(new Option('--found <finding>', 'of an outward one: what the other country has').choices(['recorded', 'not-recorded']));
  return dispense.commands;
}
