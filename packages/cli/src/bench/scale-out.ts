import { NcpError } from '@ncp/domain';
import { isAlive } from '../deployment/alive.js';
import { readProcesses, stopProcesses } from '../deployment/processes.js';
import { VISIT_PARTS } from '../deployment/programs.js';
import { REPLICAS, type ReplicaName, type ReplicatedService } from '../deployment/replicas.js';
import { rollingRestart, standingsOf, untilSeen, type Restarted, type Restarting } from '../deployment/rolling-restart.js';
import type { Deployment } from '../deployment/start.js';
import { layoutIn, serviceEntry } from '../layout.js';
import type { Output } from '../output.js';
import { LOAD_ENTRY } from './measure.js';
import { inOwnDeployment, machineState, type MachineState } from './own-deployment.js';
import { cpuMsOf } from './process-cost.js';
import type { LoadResult } from './rounds.js';
import { latencyOf, median, spread, type Latency } from './statistics.js';
import { talkTo, type TalkingChild } from './talking-child.js';

export interface ScaleOutPlan {
  readonly seconds: number;
  /** Visits under way at once, in each direction. */
  readonly concurrency: number;
  readonly rounds: number;
}

/** `abroad`: visits of Swedish patients abroad, at NCP-A; `counter`: visits at Swedish pharmacies, at NCP-B. */
export const DIRECTIONS = ['abroad', 'counter'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** One measured window. */
interface Window {
  readonly perSecond: number;
  readonly latency: Latency;
  /** CPU milliseconds of all replicas together, a visit. */
  readonly cpuMs: number;
  /** CPU of each replica, as part of all of them. */
  readonly shares: Readonly<Record<string, number>>;
  readonly failures: Readonly<Record<string, number>>;
}
type Windows = Readonly<Record<Direction, Window>>;

/** Load that went on while something was done to the processes. */
export interface Unrest {
  readonly good: number;
  readonly seconds: number;
  readonly failures: Readonly<Record<string, number>>;
}

export interface Throughput {
  /** Medians over the rounds. */
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly cpuMs: number;
}

export interface ScaleOutResult {
  readonly what: 'scale-out';
  readonly concurrency: number;
  readonly seconds: number;
  readonly machine: MachineState;
  readonly rounds: readonly { readonly one: Windows; readonly two: Windows }[];
  readonly one: Readonly<Record<Direction, Throughput>>;
  readonly two: Readonly<Record<Direction, Throughput>>;
  /** Two to one, and how far the rounds lie apart in it. */
  readonly ratio: Readonly<Record<Direction, { readonly median: number; readonly spread: number }>>;
  /** With two: the smallest part of the work that a replica did in any round. */
  readonly leastShare: Readonly<Record<Direction, number>>;
  readonly rolling: Unrest & { readonly restarted: readonly Restarted[] };
  /** One of each killed without warning: what was under way there fails, nothing else. */
  readonly killed: Unrest & { readonly replicas: readonly string[]; readonly connections: number };
  readonly failures: Readonly<Record<string, number>>;
}

const COUNTER_LOAD = serviceEntry('simulator/pharmacy/load-main');
const SERVICES: Readonly<Record<Direction, Extract<ReplicatedService, 'ncp-a' | 'ncp-b'>>> = { abroad: 'ncp-a', counter: 'ncp-b' };
const WARM_SECONDS = 2;
/** So that a restart or a death falls into every step of a visit. */
const REST_SECONDS = 2;

interface Bench extends Restarting {
  readonly plan: ScaleOutPlan;
  readonly output: Output;
}

const running = ({ state }: Bench, name: ReplicaName): ReturnType<typeof readProcesses> => readProcesses(layoutIn(state).processes).filter((one) => one.name === name);

async function loadOf({ file }: Deployment, direction: Direction, concurrency: number, what: 'visit' | 'retrieve' = 'visit'): Promise<TalkingChild> {
  const args = ['--manifest', file, '--concurrency', String(concurrency)];
  const child = direction === 'abroad' ? talkTo(LOAD_ENTRY, [...args, '--what', what]) : talkTo(COUNTER_LOAD, args);
  await child.next();
  return child;
}

async function ask(load: TalkingChild, seconds: number): Promise<LoadResult> {
  load.tell({ seconds });
  await load.next();
  return (await load.next())['result'] as LoadResult;
}

/** Connections are opened anew for each window: a balancer of connections moves none that is open. */
async function measure(bench: Bench, deployment: Deployment, direction: Direction): Promise<Window> {
  const { seconds, concurrency } = bench.plan;
  const load = await loadOf(deployment, direction, concurrency);
  await ask(load, WARM_SECONDS);
  const pids = REPLICAS[SERVICES[direction]].flatMap((name) => running(bench, name).map(({ pid }) => [name, pid] as const));
  const before = new Map(pids.map(([name, pid]) => [name, cpuMsOf(pid)]));
  const { latencies, late, failures } = await ask(load, seconds);
  const used = pids.map(([name, pid]) => [name, cpuMsOf(pid) - (before.get(name) ?? 0)] as const);
  await load.end();
  const all = used.reduce((sum, [, cpu]) => sum + cpu, 0);
  return {
    perSecond: latencies.length / seconds, latency: latencyOf(latencies), cpuMs: all / Math.max(1, latencies.length + late), failures,
    shares: Object.fromEntries(used.map(([name, cpu]) => [name, all === 0 ? 0 : cpu / all])),
  };
}

async function windows(bench: Bench, deployment: Deployment): Promise<Windows> {
  return { abroad: await measure(bench, deployment, 'abroad'), counter: await measure(bench, deployment, 'counter') };
}

const SECONDS: readonly ReplicaName[] = Object.values(REPLICAS).map(([, second]) => second);

async function withOne(bench: Bench, deployment: Deployment): Promise<Windows> {
  await Promise.all(SECONDS.map((name) => stopProcesses(running(bench, name))));
  return windows(bench, deployment);
}

async function withTwo(bench: Bench): Promise<Windows> {
  const deployment = await bench.start();
  await untilSeen(deployment, SECONDS);
  return windows(bench, deployment);
}

/** Load in both directions, without a pause, while something is done; and a little longer. */
async function meanwhile<T>(bench: Bench, deployment: Deployment, what: 'visit' | 'retrieve', work: () => Promise<T>): Promise<Unrest & { readonly done: T }> {
  const loads = await Promise.all(DIRECTIONS.map((direction) => loadOf(deployment, direction, Math.ceil(bench.plan.concurrency / 2), what)));
  const over = new AbortController();
  const begun = performance.now();
  const told = Promise.all(loads.map(async (load) => {
    const results: LoadResult[] = [];
    while (!over.signal.aborted) results.push(await ask(load, 1));
    return results;
  }));
  await ended(told, REST_SECONDS);
  const done = await work();
  await ended(told, REST_SECONDS);
  over.abort();
  const results = (await told).flat();
  await Promise.all(loads.map((load) => load.end()));
  return {
    done, seconds: (performance.now() - begun) / 1000, failures: together(results.map(({ failures }) => failures)),
    good: results.reduce((sum, { latencies, late }) => sum + latencies.length + late, 0),
  };
}

/** So many seconds, or less when the load breaks off. */
const ended = (load: Promise<unknown>, seconds: number): Promise<unknown> => Promise.race([load, new Promise((resolve) => { setTimeout(resolve, seconds * 1000); })]);

const together = (all: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> => {
  const sum: Record<string, number> = {};
  for (const failures of all) for (const [reason, count] of Object.entries(failures)) sum[reason] = (sum[reason] ?? 0) + count;
  return sum;
};

const KILLED: readonly ReplicaName[] = ['ncp-a', 'ncp-b', 'dispatcher'];

async function killOneOfEach(bench: Bench, deployment: Deployment): Promise<number> {
  const standings = Object.values(await standingsOf(deployment)).flat();
  for (const { pid } of KILLED.flatMap((name) => running(bench, name))) {
    process.kill(pid, 'SIGKILL');
    while (isAlive(pid)) await new Promise((resolve) => { setTimeout(resolve, 10); });
  }
  return standings.filter(({ name }) => KILLED.some((killed) => killed === name)).reduce((sum, { open }) => sum + open, 0);
}

const throughput = (all: readonly Window[]): Throughput => ({
  perSecond: median(all.map(({ perSecond }) => perSecond)), cpuMs: median(all.map(({ cpuMs }) => cpuMs)),
  p50: median(all.map(({ latency }) => latency.p50)), p99: median(all.map(({ latency }) => latency.p99)),
});

const each = <T>(of: (direction: Direction) => T): Readonly<Record<Direction, T>> => ({ abroad: of('abroad'), counter: of('counter') });

async function measureAll(bench: Bench): Promise<ScaleOutResult> {
  const { plan, output } = bench;
  const machine = machineState();
  const deployment = await bench.start();
  if (deployment.manifest.services.balancer === undefined) throw new NcpError('NCP_CLI_PROCESS', { process: 'balancer' });
  const rounds: { readonly one: Windows; readonly two: Windows }[] = [];
  for (let count = 1; count <= plan.rounds; count += 1) {
    // By turns which comes first: a machine that grows slower speaks for neither.
    const round = count % 2 === 1 ? { two: await withTwo(bench), one: await withOne(bench, deployment) } : { one: await withOne(bench, deployment), two: await withTwo(bench) };
    rounds.push(round);
    output.progress(`round ${count} of ${plan.rounds}: ${DIRECTIONS.map((direction) => `${direction} ${round.one[direction].perSecond.toFixed(1)} with one, ${round.two[direction].perSecond.toFixed(1)} with two`).join('; ')}`);
  }
  await untilSeen(await bench.start(), SECONDS);
  output.progress('every process is ended and started anew under load');
  const { done: restarted, ...rolling } = await meanwhile(bench, deployment, 'visit', () => rollingRestart(bench));
  output.progress('one of each is killed under load');
  const { done: connections, ...killed } = await meanwhile(bench, deployment, 'retrieve', () => killOneOfEach(bench, deployment));
  return {
    what: 'scale-out', concurrency: plan.concurrency, seconds: plan.seconds, machine, rounds,
    one: each((direction) => throughput(rounds.map(({ one }) => one[direction]))), two: each((direction) => throughput(rounds.map(({ two }) => two[direction]))),
    ratio: each((direction) => {
      const ratios = rounds.map(({ one, two }) => two[direction].perSecond / one[direction].perSecond);
      return { median: median(ratios), spread: spread(ratios) };
    }),
    leastShare: each((direction) => Math.min(...rounds.flatMap(({ two }) => Object.values(two[direction].shares)))),
    rolling: { ...rolling, restarted }, killed: { ...killed, replicas: KILLED, connections },
    failures: together([...rounds.flatMap(({ one, two }) => DIRECTIONS.flatMap((direction) => [one[direction].failures, two[direction].failures])), rolling.failures]),
  };
}

/** Measures a production-like deployment of its own from beginning to end, and takes it away again. */
export const runScaleOut = (output: Output, plan: ScaleOutPlan): Promise<ScaleOutResult> =>
  inOwnDeployment({ parts: VISIT_PARTS, profile: 'production-like' }, (own) => measureAll({ plan, output, state: own.state, start: () => own.start() }));
