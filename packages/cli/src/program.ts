import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { EXIT_CODES_HELP, type ExitCode } from './exit-code.js';
import { addAuditTreeCommands, ORIGIN } from './audit-tree/audit-commands.js';
import type { MigrateOptions } from './commands/migrate.js';
import { DEFAULT_STATE, ROOT } from './layout.js';
import { addOperatorCommands } from './operators/operator-commands.js';
import { createOutput, type Output } from './output.js';
import { addDispenseCommands, addTraceCommand } from './operators/dispense-commands.js';
import { addTerminologyCommands } from './terminology/terminology-commands.js';

const instant = (text: string): string => {
  const epoch = Date.parse(text);
  if (Number.isNaN(epoch) || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text)) {
    throw new InvalidArgumentError('ISO 8601 with a zone, such as 2026-06-12T14:00+02:00');
  }
  return new Date(epoch).toISOString();
};

const atLeastOne = (text: string): number => {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('a whole number, at least 1');
  return number;
};

const json = (): Option => new Option('--json', 'print one JSON object as the result');
const state = (): Option => new Option('--state <dir>', 'folder of the deployment').default(DEFAULT_STATE, '.ncp in the checkout');
const clock = (): Option => new Option('--clock <instant>', 'where the clock of the deployment begins; the simulated world follows its day').argParser(instant);

const language = (): Option => new Option('--lang <language>', 'language of texts').choices(['en', 'sv']).default('en');

const ended = (code: ExitCode): void => { process.exitCode = code; };

/** Runs a command and turns its answer into the exit status. */
const ending = (work: (output: Output) => Promise<ExitCode>, options: { readonly json?: boolean }): Promise<void> => work(createOutput(options.json === true)).then(ended);

interface Json { readonly json?: boolean }

interface BenchOptions extends Json {
  readonly seconds: number;
  readonly concurrency?: number;
  readonly rounds: number;
  readonly documents: number;
  readonly pairs: number;
  readonly rows: number;
  readonly profile?: string;
}

interface ConformanceOptions extends Json {
  readonly state: string;
  readonly report?: string;
  readonly list?: boolean;
  readonly package?: string;
  readonly sample?: number;
  readonly seed?: number;
}

/** The `ncp` command. Each part is loaded when it is asked for. */
export function program(): Command {
  const ncp = new Command('ncp')
    .description("Sweden's National Contact Point for eHealth: prescriptions across MyHealth@EU.\nDemonstration gateway; not connected to E-hälsomyndigheten.")
    .exitOverride().showHelpAfterError('(ncp help shows what there is)').helpCommand('help [command]', 'show this, or the manual of a command')
    .addHelpText('after', `\n${EXIT_CODES_HELP}\n\nBegin with: ncp demo`);

  ncp.command('demo')
    .description('show whole visits: a Swedish patient at a pharmacy abroad, and patients of three countries at a Swedish pharmacy')
    .addArgument(ncp.createArgument('[direction]', 'a: Swedish patient abroad; b: foreign patients in Sweden; both when left out').choices(['a', 'b']))
    .option('--summary', 'Patient Summaries instead of prescriptions: Swedish ones read abroad, a foreign one read in Sweden')
    .option('--country <code>', 'the country abroad: FI, DK or PT', 'FI')
    .option('--out <dir>', 'keep every SOAP message and document there')
    .addOption(new Option('--state <dir>', 'use this folder and keep it; a temporary one otherwise'))
    .addOption(clock()).addOption(json())
    .action((direction: 'a' | 'b' | undefined, options: Json & { readonly summary?: boolean; readonly country: string; readonly out?: string; readonly state?: string; readonly clock?: string }) =>
      ending(async (output) => (await import('./commands/demo.js')).demoCommand(output, { ...options, directions: direction === undefined ? ['a', 'b'] : [direction] }), options));

  ncp.command('test')
    .description('run every check a release must pass; the last line is "N passed, N failed"')
    .argument('[phases...]', 'only these: house, unit, conformance, int, sys')
    .addOption(json())
    .action((phases: readonly string[], options: Json) => ending(async (output) => (await import('./commands/test.js')).testCommand(output, phases), options));

  ncp.command('start')
    .description('bring up every service and simulator, or repair what is half up, and write the run manifest')
    .addOption(state()).addOption(clock())
    .addOption(new Option('--profile <profile>', 'production-like: two of each service behind a balancer that passes TLS through, Redis where the machine has it; as it was when left out').choices(['demo', 'production-like']))
    .addOption(json())
    .action((options: Json & { readonly state: string; readonly clock?: string; readonly profile?: 'demo' | 'production-like' }) =>
      ending(async (output) => (await import('./commands/start.js')).startCommand(output, options), options));

  ncp.command('stop')
    .description('end every process of a deployment, its database too; data stay')
    .addOption(state()).addOption(json())
    .action((options: Json & { readonly state: string }) => ending(async (output) => (await import('./commands/stop.js')).stopCommand(output, options), options));

  ncp.command('certs')
    .description('make a throw-away PKI: good certificates and one of each bad kind per country')
    .addOption(new Option('--out <dir>', 'folder for certificates, keys and index.json').default(join(ROOT, 'certs', 'out'), 'certs/out in the checkout'))
    .option('--countries <codes>', 'comma-separated ISO 3166 codes', 'SE,FI,DK,PT')
    .addOption(clock()).addOption(json())
    .action((options: Json & { readonly out: string; readonly countries: string; readonly clock?: string }) =>
      ending(async (output) => (await import('./commands/certs.js')).certsCommand(output, options), options));

  ncp.command('validate')
    .description('check CDA documents against the rules of the eHDSI release; exit 1 when one breaks a rule')
    .argument('<file...>', 'XML files, folders of them, or - for standard input')
    .addOption(language()).addOption(state()).addOption(json())
    .addOption(new Option('--sarif', 'print one SARIF 2.1.0 object as the result').conflicts('json'))
    .action((files: readonly string[], options: Json & { readonly lang: 'sv' | 'en'; readonly sarif?: boolean; readonly state: string }) =>
      import('./commands/validate.js').then(async ({ validateCommand, validateOutput }) => validateCommand(validateOutput(options), files, options)).then(ended));

  ncp.command('explain')
    .description('say what a rule, an error code, a code of the wire or an alert means, and how to mend it')
    .argument('<id>', 'a rule id from validate, NCP_..., a code of the wire such as 4105, a rule of the offer such as E07, of the summary such as PS07, or an alert such as CountryDown')
    .addOption(language()).addOption(json())
    .action((id: string, options: Json & { readonly lang: 'sv' | 'en' }) => ending(async (output) => (await import('./commands/explain.js')).explainCommand(output, id, options), options));

  ncp.command('country')
    .description('how countries answer, by service and direction; exit 1 when one does not')
    .argument('[country]', 'two letters, such as FI; all when left out')
    .option('--probe', 'ask now: its test patient where one is agreed, and an empty question at each other endpoint')
    .addOption(state())
    .option('--configs <dir>', 'folder with dashboard.yaml and ncp-b.yaml, instead of the deployment of --state')
    .addOption(json())
    .action((country: string | undefined, options: Json & { readonly state: string; readonly configs?: string; readonly probe?: boolean }) =>
      ending(async (output) => (await import('./commands/country.js')).countryCommand(output, country, options), options));

  ncp.command('conformance')
    .description('run every test that carries the id of a named case; hold signatures before three implementations; take conditions out and see tests fail')
    .addArgument(ncp.createArgument('<set>', 'security: the trust boundary, ten groups; all: every group of the dossier; tls: what NCP-A of the running deployment offers and refuses; signatures: ours beside xmlsec1 and xml-crypto; mutation: packages xml, saml, trust').choices(['security', 'all', 'tls', 'signatures', 'mutation']))
    .option('--report <file>', 'also write the table there, as Markdown')
    .option('--list', 'of the cases: only say which have tests; run none')
    .option('--package <name>', 'of mutation: xml, saml or trust; all three when left out')
    .addOption(new Option('--sample <n>', 'of mutation: so many conditions of each package').argParser(atLeastOne))
    .addOption(new Option('--seed <n>', 'of mutation: chooses the sample').argParser(atLeastOne))
    .addOption(state()).addOption(json())
    .action((set: 'security' | 'all' | 'tls' | 'signatures' | 'mutation', options: ConformanceOptions) =>
      ending(async (output) => {
        if (set === 'tls') return (await import('./commands/conformance-tls.js')).conformanceTlsCommand(output, options);
        if (set === 'signatures') return (await import('./commands/conformance-signatures.js')).conformanceSignaturesCommand(output, options);
        if (set === 'mutation') return (await import('./commands/conformance-mutation.js')).conformanceMutationCommand(output, options);
        return (await import('./commands/conformance.js')).conformanceCommand(output, set, options);
      }, options));

  ncp.command('fuzz')
    .description('read damaged messages for so long, guided by the code they reach; a crash, a hang over 1 s or growth over 64 MiB is a finding, kept as a file')
    .argument('[target]', 'a reader; --list names them')
    .option('--list', 'say which readers there are')
    .addOption(new Option('--seconds <n>', 'how long').argParser(atLeastOne).default(60))
    .addOption(new Option('--seed <n>', 'of the choices; another each time when left out').argParser(atLeastOne))
    .option('--out <dir>', 'folder for what is found; .ncp/fuzz/TARGET otherwise')
    .addOption(json())
    .action((target: string | undefined, options: Json & { readonly list?: boolean; readonly seconds: number; readonly seed?: number; readonly out?: string }) =>
      ending(async (output) => (await import('./commands/fuzz.js')).fuzzCommand(output, target, options), options));

  const audit = ncp.command('audit').description('look after the audit chain');
  audit.command('verify')
    .description('compute the chain anew from the database, and name the first bad leaf')
    .addOption(state())
    .option('--database <url>', 'a PostgreSQL of its own instead of the deployment of --state')
    .option('--checkpoint <sequence:hash>', 'a head that was noted elsewhere: the chain must contain it')
    .option('--key <file>', 'with --database: the key-encryption key, so that the stored events are opened and compared too')
    .option('--bundle <dir>', 'instead of a database: evidence that `audit prove` wrote, verified offline')
    .option('--public-key <file>', 'with --bundle: the key of the log, as its owner published it')
    .addOption(json())
    .action((options: Json & { readonly state: string; readonly database?: string; readonly checkpoint?: string; readonly key?: string; readonly bundle?: string; readonly publicKey?: string }) =>
      ending(async (output) => {
        const { bundle } = options;
        if (bundle !== undefined) return (await import('./commands/audit-tree.js')).auditBundleCommand(output, { ...options, bundle, origin: ORIGIN });
        return (await import('./commands/audit-verify.js')).auditVerifyCommand(output, options);
      }, options));
  addAuditTreeCommands(audit, { state, json, ending });

  const keys = ncp.command('keys').description('look after the keys of the gateway');
  keys.command('uses')
    .description('list every signature that a seal of ours made since an instant: what a withdrawal concerns')
    .requiredOption('--certificate <file>', 'certificate of the seal, PEM')
    .addOption(new Option('--since <instant>', 'ISO 8601 with a zone').argParser(instant).makeOptionMandatory())
    .addOption(state())
    .option('--database <url>', 'a PostgreSQL of its own instead of the deployment of --state')
    .addOption(json())
    .action((options: Json & { readonly state: string; readonly database?: string; readonly certificate: string; readonly since: string }) =>
      ending(async (output) => (await import('./commands/keys-uses.js')).keyUsesCommand(output, options), options));

  const terminology = addTerminologyCommands(ncp, { state, json, ending });
  const dispense = addDispenseCommands(ncp, { state, json, ending });
  addTraceCommand(ncp, { state, json, ending });

  const trust = ncp.command('trust').description('look after certificates and revocation lists');
  trust.command('calendar')
    .description('say what ends when, and what would be refused on a day, by the real verification')
    .addOption(state())
    .option('--config <file>', 'a configuration of the gateway instead of the deployment of --state')
    .option('--at <day>', 'YYYY-MM-DD; today when left out')
    .addOption(json())
    .action((options: Json & { readonly state: string; readonly config?: string; readonly at?: string }) =>
      ending(async (output) => (await import('./commands/trust-calendar.js')).trustCalendarCommand(output, options), options));

  ncp.command('bench')
    .description('measure the gateway, and the ratio to what the bytes and signatures alone cost on this machine')
    .addArgument(ncp.createArgument('<what>', 'retrieve: one L3 ePrescription; visit: identify, list, retrieve, dispense, discard; counter: visits at a Swedish pharmacy, also while a country hangs; documents: CPU of each document, beside the official rules; scale-out: one replica and two, a rolling restart and deaths under load; assertions: the signature of one, fresh and seen; dashboard: its pages over a year of traffic of 27 countries, and what open ones cost the gateway').choices(['retrieve', 'visit', 'counter', 'documents', 'scale-out', 'assertions', 'dashboard']))
    .addOption(new Option('--seconds <n>', 'length of each measured round').argParser(atLeastOne).default(5))
    .addOption(new Option('--concurrency <n>', 'requests under way at once; 8, visits of the counter 20').argParser(atLeastOne))
    .addOption(new Option('--rounds <n>', 'rounds; figures are medians over them').argParser(atLeastOne).default(3))
    .addOption(new Option('--pairs <n>', 'of counter and dashboard: pairs of rounds without and with a country that hangs, or 20 open dashboards; three show little, a dozen a movement of 5 %').argParser(atLeastOne).default(3))
    .addOption(new Option('--documents <n>', 'of documents: over how many memory must stay flat').argParser(atLeastOne).default(2000))
    .addOption(new Option('--rows <n>', 'of dashboard: messages of the year').argParser(atLeastOne).default(2_000_000))
    .option('--profile <dir>', 'also write a CPU profile of NCP-A there, of NCP-B for the counter')
    .addOption(json())
    .action((what: 'retrieve' | 'visit' | 'counter' | 'documents' | 'scale-out' | 'assertions' | 'dashboard', { concurrency, documents, pairs, rows, ...options }: BenchOptions) =>
      ending(async (output) => {
        if (what === 'assertions') return (await import('./commands/bench-assertions.js')).benchAssertionsCommand(output, { rounds: options.rounds });
        if (what === 'documents') return (await import('./commands/bench-documents.js')).benchDocumentsCommand(output, { rounds: options.rounds, documents });
        if (what === 'scale-out') return (await import('./commands/bench-scale-out.js')).benchScaleOutCommand(output, { seconds: options.seconds, rounds: options.rounds, concurrency: concurrency ?? 8 });
        if (what === 'dashboard') return (await import('./commands/bench-dashboard.js')).benchDashboardCommand(output, { seconds: options.seconds, pairs, rows, concurrency: concurrency ?? 8 });
        return what === 'counter'
          ? (await import('./commands/bench-counter.js')).benchCounterCommand(output, { concurrency: concurrency ?? 20, pairs, ...options })
          : (await import('./commands/bench.js')).benchCommand(output, what, { concurrency: concurrency ?? 8, ...options });
      }, options));

  ncp.command('doctor')
    .description('look at this machine and the deployment, and say everything that is wrong, with what to do')
    .addOption(state()).addOption(json())
    .action((options: Json & { readonly state: string }) => ending(async (output) => (await import('./commands/doctor.js')).doctorCommand(output, options), options));

  const operators = addOperatorCommands(ncp, { state, json, ending });

  ncp.command('migrate')
    .description('make roles and tables in a database of your own')
    .option('--database <url>', 'as the owner of the tables; DATABASE_URL otherwise')
    .option('--password-file <file>', 'the password of that URL')
    .option('--role-passwords <folder>', "sets the services' passwords from files ncp_a_password, ncp_b_password, ...")
    .addOption(json())
    .action((options: Json & MigrateOptions) => ending(async (output) => (await import('./commands/migrate.js')).migrateCommand(output, options), options));

  for (const command of [...ncp.commands, ...audit.commands, ...keys.commands, ...trust.commands, ...terminology, ...dispense, ...operators]) command.exitOverride().showHelpAfterError('(--help shows how)');
  return ncp;
}
