import { Option, type Command } from 'commander';
import type { ExitCode } from '../exit-code.js';
import type { Output } from '../output.js';
import type { CataloguePlace } from './catalogue-place.js';

interface Json { readonly json?: boolean }

/** What the program gives each command: its common options, and how its answer becomes the exit status. */
export interface CommandTools {
  readonly state: () => Option;
  readonly json: () => Option;
  readonly ending: (work: (output: Output) => Promise<ExitCode>, options: Json) => Promise<void>;
}

const folder = (): Option => new Option('--folder <dir>', 'folder of releases (`terminology.folder` of a configuration) instead of the one of --state');
const database = (): Option => new Option('--database <url>', 'a PostgreSQL of its own instead of the deployment of --state');

const FORMATS = `
Files, told apart by content:
  JSON of the master value catalogue   {oid, name, codeSystem, concepts: [{code, display}]}
  FHIR R4 or R5                        a Bundle, ValueSet, CodeSystem or ConceptMap
  tables with a heading, CSV or TSV    code_system, code, language, text
                                       field, source_code_system, source_code, source_text, target_code_system, target_code, relation
                                       value_set, value_set_name, code_system, code, display
The README has them in full. Exit 1: the files contradict each other, and nothing was written.`;

/** `ncp terminology ...`: each part is loaded when it is asked for. */
export function addTerminologyCommands(ncp: Command, { state, json, ending }: CommandTools): readonly Command[] {
  const terminology = ncp.command('terminology').description('look after the catalogue: value sets, translations, mappings, and what it lacks');

  terminology.command('import')
    .description('read files into a new release and report what it changes; nothing is put in force')
    .argument('<file...>', 'files, or folders of them')
    .option('--base <release>', 'lay the files over this release instead of the one in force; `starter` is built in')
    .option('--name <name>', 'name of the release; made of what it is otherwise')
    .addOption(state()).addOption(folder()).addOption(json()).addHelpText('after', FORMATS)
    .action((files: readonly string[], options: Json & CataloguePlace & { readonly base?: string; readonly name?: string }) =>
      ending(async (output) => (await import('../commands/terminology-import.js')).terminologyImportCommand(output, files, options), options));

  terminology.command('activate')
    .description('put a release in force; running services take it within seconds')
    .argument('<release>', 'its name, or `starter` for the one that is built in')
    .addOption(state()).addOption(folder()).addOption(json())
    .action((name: string, options: Json & CataloguePlace) =>
      ending(async (output) => (await import('../commands/terminology.js')).terminologyActivateCommand(output, name, options), options));

  terminology.command('list')
    .description('show every release, which is in force, and which each service has taken')
    .addOption(state()).addOption(folder()).addOption(database()).addOption(json())
    .action((options: Json & CataloguePlace) => ending(async (output) => (await import('../commands/terminology.js')).terminologyListCommand(output, options), options));

  terminology.command('diff')
    .description('name the concepts, texts and mappings that one release adds to another, changes, and takes away')
    .argument('<from>', 'a release, `active` or `starter`').argument('<to>', 'a release, `active` or `starter`')
    .option('--all', 'name every one of them')
    .addOption(state()).addOption(folder()).addOption(json())
    .action((from: string, to: string, options: Json & CataloguePlace & { readonly all?: boolean }) =>
      ending(async (output) => (await import('../commands/terminology.js')).terminologyDiffCommand(output, [from, to], options), options));

  terminology.command('gaps')
    .description('list what the catalogue lacks, with counts: as the services met it, or as the given documents would meet it')
    .argument('[document...]', 'CDA documents of other countries, or folders of them')
    .option('--release <name>', 'met with this release; read with it, where documents are given')
    .option('--country <code>', 'of this country only; said to be of it, where documents are given')
    .addOption(state()).addOption(folder()).addOption(database()).addOption(json())
    .action((documents: readonly string[], options: Json & CataloguePlace & { readonly release?: string; readonly country?: string }) =>
      ending(async (output) => (await import('../commands/terminology-gaps.js')).terminologyGapsCommand(output, documents, options), options));

  return terminology.commands;
}
