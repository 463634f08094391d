import { createHash } from 'node:crypto';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { PkiIndex } from '@ncp/certs';
import { isNcpError } from '@ncp/domain';
import { readSecret } from '@ncp/runtime';
import type { LoginRole } from '@ncp/store';
import { layoutIn, ROOT, type Layout } from '../layout.js';
import { runTogether } from '../progress.js';
import { openDatabase, type Database } from './database.js';
import { writeDirectory } from './directory.js';
import { clockNow, makeManifest, readManifest, type RunManifest, type TimeLine } from './manifest.js';
import { ensurePki } from './pki.js';
import { choosePorts, isPortFree, PORT_NAMES, type PortName, type Ports } from './ports.js';
import { answersReady, loggedIn, readProcesses, startProcess, stopProcesses, waitReady, writeProcesses, writeWhole, type ProcessPlan, type Running } from './processes.js';
import type { Profile } from './profile.js';
import { holdersOf, isInfrastructure, isOutside, isService, outsideArguments, PARTS, PROGRAMS, programsOf, type InfrastructureName, type OutsideName, type Part, type ProgramName, type ServiceName } from './programs.js';
import { balancerConfig, isReplica, ownPorts, redisConfig, redisUrl, type ReplicaName } from './replicas.js';
import { foreignPatients, samplePersons } from './sample-world.js';
import { ensureSecrets } from './secrets.js';
import { counterConfig, dashboardConfig, serviceConfig } from './service-config.js';
import { withDeploymentLock } from './start-lock.js';

export interface StartOptions {
  readonly state: string;
  /** ISO instant at which the deployment's clock begins; the clock of a deployment that is there goes on when left out. */
  readonly clock?: string;
  /** On a server that DATABASE_URL names: the name of a database for this deployment alone. */
  readonly ownDatabase?: string;
  readonly maxRequestsPerSecond?: number;
  /** The simulated countries grow their documents to so many bytes; for measuring only. */
  readonly fillTo?: number;
  /** The dashboard shows these countries; for measuring only. */
  readonly shownCountries?: readonly string[];
  /** As before when left out, else `demo`. */
  readonly profile?: Profile;
  /** Everything when left out. */
  readonly parts?: readonly Part[];
  /** A service that opens the inspector of its engine on a loopback port; for measuring only. */
  readonly inspect?: { readonly program: ServiceName; readonly port: number };
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

/** Everything a start works with. */
interface Work {
  readonly options: StartOptions;
  readonly layout: Layout;
  readonly timeLine: TimeLine;
  readonly ports: Ports;
  readonly profile: Profile;
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

/** What a program is started with, beside what is the same for all. */
interface Launch {
  readonly args: readonly string[];
  /** What another start must share for its process to be kept. */
  readonly facts: readonly string[];
  readonly nodeArgs?: readonly string[];
}

async function startProgram(work: Work, name: ProgramName, { args, facts, nodeArgs = [] }: Launch): Promise<string> {
  const { entry, native, ready, readyText, place } = PROGRAMS[name];
  const { ports, layout } = work;
  const how = await ensureProcess(work, { name, entry, ...(native === undefined ? {} : { native }), args, logs: layout.logs, mark: markOf(work, ...facts), ready: ready(ports), readyText, nodeArgs });
  return told(how, place(ports));
}

/** An outside party: it knows its ports, the clock, and at most the throw-away certificates. */
function startOutside(work: Work, name: OutsideName, madeAt: string): Promise<string> {
  const clock = clockNow(work.timeLine);
  const { fillTo } = work.options;
  const args = outsideArguments(name, work.ports, { pkiIndexFile: join(work.layout.pki, 'index.json'), ...(fillTo === undefined ? {} : { fillTo }) });
  return startProgram(work, name, { args: clock === undefined ? args : [...args, '--clock', clock], facts: [...args, madeAt] });
}

/** What production has from others. Its file is written with its secrets in it, for its owner alone. */
function startInfrastructure(work: Work, name: InfrastructureName): Promise<string> {
  const { layout, ports } = work;
  if (name === 'redis') mkdirSync(layout.redis, { recursive: true, mode: 0o700 });
  const text = name === 'redis' ? redisConfig(ports, layout.redis, readSecret(layout.redisPassword)) : JSON.stringify(balancerConfig(ports), undefined, 2);
  const file = join(layout.configs, name === 'redis' ? 'redis.conf' : 'balancer.json');
  writeWhole(file, text);
  return startProgram(work, name, { args: name === 'redis' ? [file] : ['--config', file], facts: [text] });
}

interface Grounds {
  readonly pki: PkiIndex;
  readonly database: Database;
  readonly queueUrl: string;
}

const ROLES: Readonly<Record<Exclude<ServiceName, 'counter'>, LoginRole>> = {
  'dashboard': 'ncp_dashboard', 'ncp-a': 'ncp_a', 'ncp-a-2': 'ncp_a', 'ncp-b': 'ncp_b', 'ncp-b-2': 'ncp_b', 'dispatcher': 'ncp_dispatcher', 'dispatcher-2': 'ncp_dispatcher',
};

/** Behind a balancer each replica has ports of its own. */
const ownIn = ({ profile, ports }: Work, name: ReplicaName): { readonly own?: Ports } => (profile === 'demo' ? {} : { own: ownPorts(ports, name) });

async function startService(work: Work, name: ServiceName, { pki, database, queueUrl }: Grounds): Promise<string> {
  const { layout, ports, timeLine, options, profile } = work;
  const file = join(layout.configs, `${name}.yaml`);
  const inspect = options.inspect?.program === name ? [`--inspect=127.0.0.1:${options.inspect.port}`] : [];
  const text = (clock: string | undefined): string => {
    const common = { layout, pki, ports, profile, ...(clock === undefined ? {} : { clock }) };
    if (name === 'counter') return counterConfig(common);
    if (name === 'dashboard') return dashboardConfig({ ...common, databaseUrl: database.url(ROLES[name]), ...(options.shownCountries === undefined ? {} : { shown: options.shownCountries }) });
    return serviceConfig({
      ...common, ...(isReplica(name) ? ownIn(work, name) : {}), treatment: treats(options), databaseUrl: database.url(ROLES[name]), queueUrl,
      ...(options.maxRequestsPerSecond === undefined ? {} : { maxRequestsPerSecond: options.maxRequestsPerSecond }),
    });
  };
  writeWhole(file, text(clockNow(timeLine)));
  return startProgram(work, name, { args: ['--config', file], facts: [text(timeLine.clock), pki.madeAt, ...inspect], nodeArgs: inspect });
}

const treats = ({ parts = PARTS }: StartOptions): boolean => parts.includes('treatment');

/** Where to listen: as before while those ports are ours or free, else as preferred, else anywhere. */
async function portsFor(known: RunManifest | undefined, running: readonly Running[]): Promise<Ports> {
  if (known === undefined) return choosePorts();
  const ours = (port: PortName): boolean => running.some(({ name }) => holdersOf(port).includes(name));
  const kept: Partial<Record<PortName, number>> = {};
  for (const name of PORT_NAMES) if (ours(name) || (await isPortFree(known.ports[name]))) kept[name] = known.ports[name];
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
    const profile = options.profile ?? known?.profile ?? 'demo';
    // Under another profile others listen at the same ports.
    if (known !== undefined && profile !== (known.profile ?? 'demo')) await stopProcesses(readProcesses(layout.processes).filter(({ name }) => !isOutside(name)));
    const { work, grounds } = await withFreePorts(async () => {
      const running = readProcesses(layout.processes);
      return { options, layout, running, profile, started: new Map(), timeLine: timeLineFor(known, options.clock), ports: await portsFor(known, running) };
    });
    const [persons, patients] = await Promise.all([samplePersons(work.ports), treats(options) ? foreignPatients(work.ports) : undefined]);
    const manifest = makeManifest({ ports: work.ports, pki: grounds.pki, timeLine: work.timeLine, profile, ...persons, foreignPatients: patients, operates: (options.parts ?? PARTS).includes('operation') });
    writeWhole(layout.manifest, `${JSON.stringify(manifest, undefined, 2)}\n`);
    return {
      manifest, file: layout.manifest, ...grounds, processes: work.running, started: Object.fromEntries(work.started),
      ms: Math.round(performance.now() - begun),
    };
  });
}

/** Everything beside each other; who needs certificates and tables waits for them. */
async function startAll(work: Work): Promise<Grounds> {
  const { layout, options, timeLine, ports } = work;
  ensureSecrets(layout);
  // Nothing is imported yet: the configuration names the folder all the same, and whoever checks it must find it.
  mkdirSync(layout.terminology, { recursive: true, mode: 0o700 });
  if (treats(options)) writeDirectory(layout, ports);
  const clock = clockNow(timeLine);
  const pki = ensurePki(layout.pki, clock === undefined ? [Date.now()] : [Date.now(), Date.parse(clock)]);
  const database = openDatabase({ folder: layout.postgres, ...(options.ownDatabase === undefined ? {} : { own: options.ownDatabase }) });
  const programs = programsOf(options.parts ?? PARTS, work.profile);
  const given = process.env['QUEUE_URL'] ?? '';
  const redis = given === '' && programs.includes('redis') ? startInfrastructure(work, 'redis') : undefined;
  const grounds = Promise.all([pki, database, redis]).then(([{ index }, opened]): Grounds => ({
    pki: index, database: opened, queueUrl: redis === undefined ? given === '' ? opened.queueUrl : given : redisUrl(ports, readSecret(layout.redisPassword)),
  }));
  await runTogether([
    { title: 'certificates', run: async () => ((await pki).made ? 'made' : 'kept') },
    { title: 'database', run: async () => `${(await database).kind}, ${(await database).place}` },
    ...programs.map((name) => ({
      title: PROGRAMS[name].title,
      run: async () => {
        if (isService(name)) return startService(work, name, await grounds);
        if (name === 'redis') return redis ?? 'the one of QUEUE_URL';
        if (isInfrastructure(name)) {
          // Whom it is ready with begins then, and its time too.
          await grounds;
          return startInfrastructure(work, name);
        }
        // Only the countries abroad have certificates to wait for.
        return startOutside(work, name, name === 'abroad' ? (await pki).index.madeAt : '');
      },
    })),
  ]);
  return grounds;
}
