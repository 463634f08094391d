import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { PkiIndex } from '@ncp/certs';
import { isNcpError, NcpError } from '@ncp/domain';
import { layoutIn, ROOT, serviceEntry, type Layout } from '../layout.js';
import { runTogether } from '../progress.js';
import { openDatabase, type Database } from './database.js';
import { clockNow, healthUrl, makeManifest, nllUrls, portsOf, readManifest, type ManifestPerson, type RunManifest, type TimeLine } from './manifest.js';
import { ensurePki } from './pki.js';
import { choosePorts, isPortFree, PREFERRED_PORTS, type PortName, type Ports } from './ports.js';
import { answersReady, loggedIn, readProcesses, startProcess, stopProcesses, waitReady, writeProcesses, writeWhole, type ProcessPlan, type Running } from './processes.js';
import { ensureSecrets } from './secrets.js';
import { serviceConfig } from './service-config.js';
import { withDeploymentLock } from './start-lock.js';

export interface StartOptions {
  readonly state: string;
  /** ISO instant at which the deployment's clock begins; the clock of a deployment that is there goes on when left out. */
  readonly clock?: string;
  /** On a server that DATABASE_URL names: the name of a database for this deployment alone. */
  readonly ownDatabase?: string;
  readonly maxRequestsPerSecond?: number;
  /** NCP-A opens the inspector of its engine on this loopback port; for measuring only. */
  readonly inspectPort?: number;
}

export interface Deployment {
  readonly manifest: RunManifest;
  readonly file: string;
  readonly database: Database;
  readonly pki: PkiIndex;
  readonly processes: readonly Running[];
  /** Processes that this start had to start, and how long each took until it was ready. */
  readonly started: Readonly<Record<string, number>>;
  readonly ms: number;
}

const READY_MS = 30_000;

type ServiceName = 'nll' | 'ncp-a' | 'dispatcher';
const PORT_OF: Readonly<Record<ServiceName, PortName>> = { nll: 'nll', 'ncp-a': 'ncpAHealth', dispatcher: 'dispatcherHealth' };

/** Everything a start works with. */
interface Work {
  readonly options: StartOptions;
  readonly layout: Layout;
  readonly timeLine: TimeLine;
  readonly ports: Ports;
  readonly started: Map<string, number>;
  running: readonly Running[];
}

/** A new build needs new processes. */
function buildStamp(): string {
  try {
    return String(statSync(join(ROOT, '.ncp', 'built')).mtimeMs);
  } catch {
    // Built by hand.
    return 'unknown';
  }
}

const markOf = ({ timeLine }: Work, ...facts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify([buildStamp(), timeLine.clock === undefined ? '' : `${timeLine.clock} ${timeLine.startedAt}`, ...facts])).digest('hex');

const readyUrl = (name: ServiceName, ports: Ports): string => (name === 'nll' ? `${nllUrls(ports.nll).control}/clock` : healthUrl(ports[PORT_OF[name]]));

/** Keeps a process that is ready and was started with the same facts; replaces any other. */
async function ensureProcess(work: Work, plan: ProcessPlan, limitMs: number = READY_MS): Promise<'kept' | 'started'> {
  const known = work.running.find(({ name }) => name === plan.name);
  if (known !== undefined) {
    if (known.mark === plan.mark && (await answersReady(plan.ready))) return 'kept';
    await stopProcesses([known]);
  }
  const begun = performance.now();
  const logged = loggedIn(join(plan.logs, `${plan.name}.log`));
  const running = startProcess(plan);
  work.started.set(plan.name, 0);
  work.running = [...work.running.filter(({ name }) => name !== plan.name), running];
  writeProcesses(work.layout.processes, work.running);
  await waitReady(running, plan, { logged, limitMs });
  work.started.set(plan.name, Math.round(performance.now() - begun));
  return 'started';
}

const told = (how: 'kept' | 'started', place: string): string => `${how === 'kept' ? 'already running, ' : ''}${place}`;

async function startNll(work: Work): Promise<string> {
  const clock = clockNow(work.timeLine);
  const args = ['--nll-port', String(work.ports.nll)];
  const how = await ensureProcess(work, {
    name: 'nll', entry: serviceEntry('simulator/main'), args: clock === undefined ? args : [...args, '--clock', clock],
    logs: work.layout.logs, mark: markOf(work, ...args), ready: readyUrl('nll', work.ports), readyText: 'NLL http',
  });
  return told(how, nllUrls(work.ports.nll).url);
}

interface Grounds {
  readonly pki: PkiIndex;
  readonly database: Database;
}

async function startService(work: Work, name: 'ncp-a' | 'dispatcher', { pki, database }: Grounds): Promise<string> {
  const { layout, ports, timeLine, options } = work;
  const file = join(layout.configs, `${name}.yaml`);
  const inspect = name === 'ncp-a' && options.inspectPort !== undefined ? [`--inspect=127.0.0.1:${options.inspectPort}`] : [];
  const text = (clock: string | undefined): string => serviceConfig({
    layout, pki, ports, databaseUrl: database.url(name === 'ncp-a' ? 'ncp_a' : 'ncp_dispatcher'), queueUrl: process.env['QUEUE_URL'] ?? database.queueUrl,
    ...(clock === undefined ? {} : { clock }),
    ...(options.maxRequestsPerSecond === undefined ? {} : { maxRequestsPerSecond: options.maxRequestsPerSecond }),
  });
  writeWhole(file, text(clockNow(timeLine)));
  const how = await ensureProcess(work, {
    name, entry: serviceEntry(`${name}/main`), args: ['--config', file], logs: layout.logs,
    mark: markOf(work, text(timeLine.clock), pki.madeAt, ...inspect), ready: readyUrl(name, ports), readyText: '"msg":"ready"',
    nodeArgs: inspect,
  });
  return told(how, name === 'ncp-a' ? `https://127.0.0.1:${ports.ncpA}` : 'waiting for work');
}

const isPerson = (value: unknown): value is ManifestPerson & { readonly key: string } => typeof value === 'object' && value !== null && 'key' in value && typeof value.key === 'string';

/** The sample persons, from whoever holds them: the simulated list. */
async function samplePersons(ports: Ports): Promise<readonly ManifestPerson[]> {
  const answer = await fetch(`${nllUrls(ports.nll).control}/persons`);
  const persons: unknown = await answer.json();
  if (!Array.isArray(persons)) throw new NcpError('NCP_CLI_PROCESS', { process: 'nll' });
  return persons.filter(isPerson).filter(({ key }) => /^S\d+$/.test(key)).map(({ key, id, root, given, family, birthDate, gender, situation }) =>
    ({ key, id, root, given, family, birthDate, gender, situation }));
}

/** Where to listen: as before while those ports are ours or free, else as preferred, else anywhere. */
async function portsFor(known: RunManifest | undefined, running: readonly Running[]): Promise<Ports> {
  if (known === undefined) return choosePorts();
  const before = portsOf(known);
  const ours = (name: ServiceName): boolean => running.some((process) => process.name === name);
  const holder: Readonly<Record<PortName, ServiceName>> = { ncpA: 'ncp-a', ncpAHealth: 'ncp-a', nll: 'nll', dispatcherHealth: 'dispatcher' };
  const kept: Partial<Record<PortName, number>> = {};
  for (const name of Object.keys(PREFERRED_PORTS) as PortName[]) if (ours(holder[name]) || (await isPortFree(before[name]))) kept[name] = before[name];
  const fresh = await choosePorts(kept);
  return { ...fresh, ...kept };
}

/** A clock that was asked for begins anew unless it is the one that runs; without one the clock that is there goes on. */
function timeLineFor(known: RunManifest | undefined, clock: string | undefined): TimeLine {
  const continued = known !== undefined && (clock === undefined || known.clock === clock);
  if (continued) return { startedAt: known.startedAt, ...(known.clock === undefined ? {} : { clock: known.clock }) };
  return { startedAt: new Date().toISOString(), ...(clock === undefined ? {} : { clock }) };
}

const PORT_ATTEMPTS = 5;

/** Ports are chosen before they are taken: somebody may come in between, and then others are chosen. */
async function withFreePorts(begin: () => Promise<Work>): Promise<{ readonly work: Work; readonly grounds: Grounds }> {
  for (let attempt = 1; ; attempt += 1) {
    const work = await begin();
    try {
      return { work, grounds: await startAll(work) };
    } catch (error) {
      await stopProcesses(work.running.filter(({ name }) => work.started.has(name)));
      if (!isNcpError(error) || error.code !== 'NCP_CLI_PORT' || attempt === PORT_ATTEMPTS) throw error;
    }
  }
}

/**
 * Brings up a whole deployment on this machine, or repairs one: what runs and fits is kept, everything else is started.
 * Every process is noted as soon as it exists, so that `stop` finds it whatever happens here.
 * @throws NcpError NCP_CLI_PROCESS, NCP_CLI_PORT, NCP_STORE_EMBEDDED, NCP_STORE_MIGRATION
 */
export async function startDeployment(options: StartOptions): Promise<Deployment> {
  const begun = performance.now();
  const layout = layoutIn(options.state);
  return withDeploymentLock(layout.lock, async () => {
    const known = readManifest(layout.manifest);
    // Without a manifest nobody can find what a killed start left behind: it begins anew.
    if (known === undefined) await stopProcesses(readProcesses(layout.processes));
    const { work, grounds } = await withFreePorts(async () => {
      const running = readProcesses(layout.processes);
      return { options, layout, running, started: new Map(), timeLine: timeLineFor(known, options.clock), ports: await portsFor(known, running) };
    });
    const manifest = makeManifest({ ports: work.ports, pki: grounds.pki, timeLine: work.timeLine, persons: await samplePersons(work.ports) });
    writeWhole(layout.manifest, `${JSON.stringify(manifest, undefined, 2)}\n`);
    return {
      manifest, file: layout.manifest, ...grounds, processes: work.running, started: Object.fromEntries(work.started),
      ms: Math.round(performance.now() - begun),
    };
  });
}

/** Everything beside each other; who needs certificates and tables waits for them. */
async function startAll(work: Work): Promise<Grounds> {
  const { layout, options, timeLine } = work;
  ensureSecrets(layout);
  const clock = clockNow(timeLine);
  const pki = ensurePki(layout.pki, clock === undefined ? [Date.now()] : [Date.now(), Date.parse(clock)]);
  const database = openDatabase({ folder: layout.postgres, ...(options.ownDatabase === undefined ? {} : { own: options.ownDatabase }) });
  const grounds = Promise.all([pki, database]).then(([{ index }, opened]): Grounds => ({ pki: index, database: opened }));
  await runTogether([
    { title: 'certificates', run: async () => ((await pki).made ? 'made' : 'kept') },
    { title: 'database', run: async () => `${(await database).kind}, ${(await database).place}` },
    { title: 'national list (simulated)', run: () => startNll(work) },
    { title: 'NCP-A', run: async () => startService(work, 'ncp-a', await grounds) },
    { title: 'dispatcher', run: async () => startService(work, 'dispatcher', await grounds) },
  ]);
  return grounds;
}
