import type { Command } from 'commander';
import type { CommandTools } from '../terminology/terminology-commands.js';
import type { OperatorPlace } from '../operators/place.js';

interface Json { readonly json?: boolean }
type Signed = Json & OperatorPlace & { readonly key: string; readonly out: string; readonly origin: string };

/** Which log it is, and the name of its key, unless said otherwise [local]. */
export const ORIGIN = 'ncpeh.se/audit';
const DATABASE = ['--database <url>', 'a PostgreSQL of its own instead of the deployment of --state'] as const;
const KEY = ['--key <file>', 'Ed25519 private key in PEM form, used for nothing else'] as const;
const NAME = ['--origin <name>', 'name of the log and of its key', ORIGIN] as const;

/** `ncp audit checkpoint`, `prove` and `purge`: the tree over the chain, its signed heads, evidence that others verify, and what is kept no longer. */
export function addAuditTreeCommands(audit: Command, { state, json, ending }: CommandTools): void {
  audit.command('checkpoint')
    .description('sign the head of the audit tree, unless it lost or changed what was signed before; exit 1 then')
    .requiredOption(...KEY)
    .requiredOption('--out <dir>', 'folder where heads are noted; keep it where the database is not')
    .option(...NAME).addOption(state()).option(...DATABASE).addOption(json())
    .action((options: Signed) => ending(async (output) => (await import('../commands/audit-tree.js')).auditCheckpointCommand(output, options), options));

  audit.command('prove')
    .description('write the evidence of an exchange: its leaves, their proofs and a signed head, for an outsider to verify offline')
    .argument('<exchange>', 'id of the exchange')
    .requiredOption(...KEY)
    .requiredOption('--out <dir>', 'folder of the bundle')
    .option(...NAME).addOption(state()).option(...DATABASE).addOption(json())
    .action((exchange: string, options: Signed) => ending(async (output) => (await import('../commands/audit-tree.js')).auditProveCommand(output, { ...options, exchange }), options));

  audit.command('purge')
    .description('delete events, evidence and whom they were about from before a day, ten years ago or longer; leaves stay')
    .requiredOption('--before <day>', 'as 2016-01-31; nothing of that day or later goes. Of a large log take a month at a time')
    .requiredOption('--database <url>', 'as the owner of the database: no service may')
    .option('--password-file <file>', 'the password that the URL leaves out')
    .addOption(json())
    .action((options: Json & { readonly database: string; readonly before: string; readonly passwordFile?: string }) =>
      ending(async (output) => (await import('../commands/audit-purge.js')).auditPurgeCommand(output, options), options));
}
