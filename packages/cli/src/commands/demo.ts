import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { NcpError } from '@ncp/domain';
import { childLines } from '../child-lines.js';
import { dropOwn, ownDatabaseName } from '../deployment/database.js';
import { PARTS } from '../deployment/programs.js';
import { startDeployment, type Deployment } from '../deployment/start.js';
import { stopDeployment } from '../deployment/stop.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { DEFAULT_STATE, serviceEntry } from '../layout.js';
import type { Output } from '../output.js';
import { runTogether } from '../progress.js';
import { withCleanUp } from '../with-clean-up.js';
import { verifyDeployment, type AuditVerdict } from './audit-verify.js';

/** `a`: a Swedish patient abroad. `b`: patients of three countries in a Swedish pharmacy. */
export type Direction = 'a' | 'b';

export interface DemoOptions {
  readonly directions: readonly Direction[];
  readonly country: string;
  readonly out?: string;
  readonly state?: string;
  readonly clock?: string;
}

interface DemoStep {
  readonly name: string;
  readonly ok: boolean;
  readonly ms: number;
  readonly detail: string;
}
interface DemoDocument {
  readonly kind: string;
  readonly level: string;
  readonly file: string;
}

/** The national list's view of one person, as the visit tells it. */
interface ListView {
  readonly when: string;
  readonly person: string;
  readonly prescriptions: readonly { readonly product: string; readonly status: string; readonly uttagAllowed: number; readonly uttagRemaining: number; readonly remaining: string; readonly unit: string }[];
  readonly uttag: readonly { readonly status: string; readonly deducted: string; readonly country: string }[];
}

interface VisitEvent {
  readonly step?: DemoStep;
  readonly document?: DemoDocument;
  readonly nll?: ListView;
}

const PERSON = 'S01';
/** Messages and documents of the last demo that was not told where to keep them. */
const LAST_DEMO = join(DEFAULT_STATE, 'demo');

const amount = (value: string, unit: string): string => `${value} ${unit}`.trim();

function shown(view: ListView): readonly string[] {
  const prescriptions = view.prescriptions.map((one) =>
    `${one.product}: ${one.status}, ${one.uttagRemaining} of ${one.uttagAllowed} uttag left, ${amount(one.remaining, one.unit)} remaining`);
  const uttag = view.uttag.map((one) => `uttag in ${one.country}: ${one.status}, ${one.deducted} deducted`);
  return [...prescriptions, ...(uttag.length === 0 ? ['no uttag registered'] : uttag)];
}

const WHEN: Readonly<Record<string, string>> = { before: 'NLL before', dispensed: 'NLL after the dispensation', after: 'NLL after' };

interface Told {
  readonly steps: DemoStep[];
  readonly documents: DemoDocument[];
  readonly views: Map<string, Omit<ListView, 'when'>>;
}

const showStep = (output: Output, { ok, name, ms, detail }: DemoStep): void => {
  output.line(`${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(22)} ${ms.toFixed(0).padStart(6)} ms   ${detail}`);
};

/** What an outside program tells while it makes its visits; it knows nothing of this one but the run manifest. */
async function follow(output: Output, told: Told, entry: string, args: readonly string[]): Promise<void> {
  await childLines(serviceEntry(entry), args, (line) => {
    const { step, document, nll } = line as VisitEvent;
    if (step !== undefined) {
      told.steps.push(step);
      showStep(output, step);
    }
    if (document !== undefined) told.documents.push(document);
    if (nll !== undefined) {
      const { when, ...view } = nll;
      told.views.set(when, view);
      const [first = '', ...rest] = shown(nll);
      output.line(`       ${`${WHEN[when] ?? when}:`.padEnd(28)} ${first}`);
      for (const line of rest) output.line(`       ${''.padEnd(28)} ${line}`);
    }
  });
}

async function auditStep(output: Output, state: string, ownDatabase: string | undefined): Promise<{ readonly step: DemoStep; readonly verdict: AuditVerdict }> {
  const begun = performance.now();
  const verdict = await verifyDeployment(state, ownDatabase);
  const detail = verdict.ok ? `${verdict.leaves} leaves and ${verdict.events} events, head ${verdict.head?.hash.slice(0, 16) ?? ''}` : `broken at leaf ${verdict.firstBad ?? ''}: ${verdict.fault ?? ''}`;
  const step = { name: 'verify the audit chain', ok: verdict.ok, ms: Math.round(performance.now() - begun), detail };
  showStep(output, step);
  return { step, verdict };
}

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
        state, parts: options.directions.includes('b') ? PARTS : ['affiliation'], ...(options.clock === undefined ? {} : { clock: options.clock }), ...(own === undefined ? {} : { ownDatabase: own }),
      });
      return showVisits(output, deployment, { directions: options.directions, country, out, state, own });
    },
  );
}

interface Stage {
  readonly directions: readonly Direction[];
  readonly country: string;
  readonly out: string;
  readonly state: string;
  readonly own: string | undefined;
}

const nothingTold = (): Told => ({ steps: [], documents: [], views: new Map() });
const wentWell = ({ steps, documents }: Told): boolean => steps.every(({ ok }) => ok) && documents.length > 0;

/** A Swedish patient in a pharmacy abroad. */
async function affiliation(output: Output, { file, manifest }: Deployment, { country, out }: Stage): Promise<Told> {
  output.line(`\nA pharmacy in ${country} is visited by ${nameOf(manifest.persons)} from Sweden.\n`);
  const told = nothingTold();
  await follow(output, told, 'simulator/foreign/visit-main', ['--manifest', file, '--country', country, '--person', PERSON, '--out', out]);
  return told;
}

/** Patients from abroad in a Swedish pharmacy. */
async function treatment(output: Output, { file }: Deployment, out: string): Promise<Told> {
  output.line('\nA pharmacy in Sweden is visited from Finland, Denmark and Portugal.\n');
  const told = nothingTold();
  await follow(output, told, 'simulator/pharmacy/visits-main', ['--manifest', file, '--out', out]);
  return told;
}

async function showVisits(output: Output, deployment: Deployment, stage: Stage): Promise<ExitCode> {
  const { directions, out, state, own } = stage;
  const both = directions.length > 1;
  const a = directions.includes('a') ? await affiliation(output, deployment, stage) : undefined;
  const b = directions.includes('b') ? await treatment(output, deployment, both ? join(out, 'b') : out) : undefined;
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
    ...(a === undefined ? {} : { nll: { before: a.views.get('before'), dispensed: a.views.get('dispensed'), after: a.views.get('after') } }),
    // What the other direction gave stands beside, so that the first reads as it does alone.
    ...(a === undefined || b === undefined ? {} : { b: { ok: wentWell(b), steps: b.steps, documents: b.documents } }),
  });
  return ok ? EXIT.ok : EXIT.negative;
}

const nameOf = (persons: readonly { readonly key: string; readonly given: string; readonly family: string }[]): string => {
  const person = persons.find(({ key }) => key === PERSON);
  return person === undefined ? PERSON : `${person.given} ${person.family}`;
};
