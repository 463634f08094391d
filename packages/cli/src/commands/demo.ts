import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { NcpError } from '@ncp/domain';
import { auditStep, follow, nothingTold, wentWell, type Told } from '../demo/telling.js';
import { dropOwn, ownDatabaseName } from '../deployment/database.js';
import { VISIT_PARTS } from '../deployment/programs.js';
import { startDeployment, type Deployment } from '../deployment/start.js';
import { stopDeployment } from '../deployment/stop.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { DEFAULT_STATE } from '../layout.js';
import type { Output } from '../output.js';
import { runTogether } from '../progress.js';
import { withCleanUp } from '../with-clean-up.js';

/** `a`: a Swedish patient abroad. `b`: patients of three countries in a Swedish pharmacy. */
export type Direction = 'a' | 'b';

export interface DemoOptions {
  readonly directions: readonly Direction[];
  /** Patient Summaries instead of prescriptions. */
  readonly summary?: boolean;
  readonly country: string;
  readonly out?: string;
  readonly state?: string;
  readonly clock?: string;
}

const PERSON = 'S01';
/**
 * Whose summaries are read: allergies, pregnancy, medicines, results and vaccinations, blocks, nothing at all, the national list
 * alone; and somebody with a protected identity, who must not be found.
 */
const SUMMARY_PERSONS: readonly string[] = ['P01', 'P04', 'P05', 'P06', 'P09', 'P10', 'S01', '!S16'];
/** Messages and documents of the last demo that was not told where to keep them. */
const LAST_DEMO = join(DEFAULT_STATE, 'demo');

/** Fresh state, a whole deployment, the visits, the chain verified, everything stopped. */
export async function demoCommand(output: Output, options: DemoOptions): Promise<ExitCode> {
  const country = options.country.toUpperCase();
  if (!['FI', 'DK', 'PT'].includes(country)) throw new NcpError('NCP_CLI_USAGE', { option: '--country', needed: 'FI, DK or PT' });
  const state = options.state === undefined ? mkdtempSync(join(tmpdir(), 'ncp-demo-')) : resolve(options.state);
  const out = resolve(options.out ?? LAST_DEMO);
  if (options.out === undefined) rmSync(LAST_DEMO, { recursive: true, force: true });
  // On a server of others the demo gets a database of its own: fresh, and gone afterwards.
  const own = (process.env['DATABASE_URL'] ?? '') === '' || options.state !== undefined ? undefined : ownDatabaseName();
  return withCleanUp(
    () => runTogether([{ title: 'stopping', run: async () => {
      await stopDeployment(state);
      if (own !== undefined) await dropOwn(own);
      if (options.state === undefined) rmSync(state, { recursive: true, force: true });
      return undefined;
    } }]),
    async () => {
      output.progress('bringing up a deployment of its own');
      const deployment = await startDeployment({
        state, parts: options.directions.includes('b') ? VISIT_PARTS : ['affiliation'], ...(options.clock === undefined ? {} : { clock: options.clock }), ...(own === undefined ? {} : { ownDatabase: own }),
      });
      return showVisits(output, deployment, { directions: options.directions, summary: options.summary === true, country, out, state, own });
    },
  );
}

interface Stage {
  readonly directions: readonly Direction[];
  readonly summary: boolean;
  readonly country: string;
  readonly out: string;
  readonly state: string;
  readonly own: string | undefined;
}

/** A Swedish patient in a pharmacy abroad; for summaries several, with a doctor. */
async function affiliation(output: Output, { file, manifest }: Deployment, { country, out, summary }: Stage): Promise<Told> {
  if (summary) {
    output.line(`\nA hospital in ${country} asks for the Patient Summaries of people from Sweden.\n`);
    const told = nothingTold();
    await follow(output, told, 'simulator/foreign/summary-main', ['--manifest', file, '--country', country, '--persons', SUMMARY_PERSONS.join(','), '--out', out]);
    return told;
  }
  output.line(`\nA pharmacy in ${country} is visited by ${nameOf(manifest.persons)} from Sweden.\n`);
  const told = nothingTold();
  await follow(output, told, 'simulator/foreign/visit-main', ['--manifest', file, '--country', country, '--person', PERSON, '--out', out]);
  return told;
}

/** Patients from abroad in a Swedish pharmacy; for summaries one, in care. */
async function treatment(output: Output, { file }: Deployment, { out, summary }: Pick<Stage, 'out' | 'summary'>): Promise<Told> {
  if (summary) {
    output.line('\nA clinic in Sweden reads the Patient Summary of somebody from Denmark.\n');
    const told = nothingTold();
    await follow(output, told, 'simulator/pharmacy/summary-main', ['--manifest', file, '--out', out]);
    return told;
  }
  output.line('\nA pharmacy in Sweden is visited from Finland, Denmark and Portugal.\n');
  const told = nothingTold();
  await follow(output, told, 'simulator/pharmacy/visits-main', ['--manifest', file, '--out', out]);
  return told;
}

async function showVisits(output: Output, deployment: Deployment, stage: Stage): Promise<ExitCode> {
  const { directions, summary, out, state, own } = stage;
  const both = directions.length > 1;
  const a = directions.includes('a') ? await affiliation(output, deployment, stage) : undefined;
  const b = directions.includes('b') ? await treatment(output, deployment, { out: both ? join(out, 'b') : out, summary }) : undefined;
  const told = [a, b].filter((one) => one !== undefined);
  const { step, verdict } = await auditStep(output, state, own);
  const ok = step.ok && told.every(wentWell);
  output.line();
  for (const { kind, level, file } of told.flatMap(({ documents }) => documents)) output.line(`${kind} ${level}: ${file}`);
  output.line(`every message: ${join(out, 'messages')}`);
  output.line();
  output.line(`The ${a !== undefined && b === undefined ? 'visit' : 'visits'} ${ok ? 'went well' : 'FAILED'}.`);
  output.line(deployment.manifest.statement);
  const first = a ?? b ?? nothingTold();
  output.result({
    ok, steps: [...first.steps, step], documents: first.documents, audit: { leaves: verdict.leaves, verified: verdict.ok },
    ...(a === undefined || !summary ? {} : { summaries: a.summaries }),
    ...(a === undefined || summary ? {} : { nll: { before: a.views.get('before'), dispensed: a.views.get('dispensed'), after: a.views.get('after') } }),
    // What the other direction gave stands beside, so that the first reads as it does alone.
    ...(a === undefined || b === undefined ? {} : { b: { ok: wentWell(b), steps: b.steps, documents: b.documents } }),
  });
  return ok ? EXIT.ok : EXIT.negative;
}

const nameOf = (persons: readonly { readonly key: string; readonly given: string; readonly family: string }[]): string => {
  const person = persons.find(({ key }) => key === PERSON);
  return person === undefined ? PERSON : `${person.given} ${person.family}`;
};
