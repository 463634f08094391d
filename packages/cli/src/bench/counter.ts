import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PEER_LIMITS } from '@ncp/transport';
import { anyPort } from '../deployment/ports.js';
import { VISIT_PARTS } from '../deployment/programs.js';
import type { Deployment } from '../deployment/start.js';
import { stopDeployment } from '../deployment/stop.js';
import { layoutIn, serviceEntry } from '../layout.js';
import type { Output } from '../output.js';
import { counterFloorParts, countOperations, parsedIn, readVisit, type RecordedVisit, type VisitOperations } from './counter-floor.js';
import { floorOf, ratioOf, type FloorParts } from './floor.js';
import { measureHung, type HungResult } from './hung-country.js';
import { profileDuring } from './inspector.js';
import { FLOOR_ENTRY, FLOOR_SECONDS, FLOOR_WARM_SECONDS, keepProfile, LOAD_ENTRY, pidOf, WARM_SECONDS } from './measure.js';
import { inOwnDeployment, machineState, withProfile, type KeptProfile, type MachineState, type OwnDeployment } from './own-deployment.js';
import { operationsOf, type CounterLoadResult, type Figures } from './operations.js';
import { measurePrimitives, type Primitives } from './primitives.js';
import { memoryOf } from './process-cost.js';
import { measureReading, type SummaryCost } from './reading.js';
import { round, toldRound, type Round } from './rounds.js';
import { median, spread } from './statistics.js';
import { talkTo, type TalkingChild } from './talking-child.js';

export interface CounterPlan {
  readonly seconds: number;
  /** Visits under way at once. */
  readonly concurrency: number;
  readonly rounds: number;
  /** Rounds of the others alone and while a country hangs. */
  readonly pairs: number;
  readonly profile?: string;
}

interface CounterRound {
  /** With pauses, and without. */
  readonly paced: Round;
  readonly gateway: Round;
  readonly floor: Round;
  readonly primitives: Primitives;
  readonly floorCpuMs: number;
  readonly ratio: number;
}

export interface CounterResult {
  readonly what: 'counter';
  readonly concurrency: number;
  readonly seconds: number;
  readonly documentBytes: number;
  readonly machine: MachineState;
  readonly rounds: readonly CounterRound[];
  /** Between the steps of a visit. */
  readonly pauseMs: number;
  /** The operations of so many visits at once, over all rounds: the bounds of an operation are judged here. */
  readonly operations: Figures;
  readonly perSecond: number;
  readonly busy: number;
  /** Without a pause: each call follows the answer before it, so many at once as there are visits. */
  readonly capacity: { readonly perSecond: number; readonly busy: number; readonly operations: Figures };
  /** NCP-B, a visit. */
  readonly cpuMs: number;
  readonly floor: FloorParts & { readonly cpuMs: number };
  readonly ratio: number;
  readonly hung: HungResult;
  readonly reading: readonly SummaryCost[];
  readonly memoryMiB: Readonly<Record<string, { readonly now: number; readonly peak: number }>>;
  readonly startUpMs: { readonly first: number; readonly again: number; readonly processes: Readonly<Record<string, number>> };
  /** Of one visit: with the pharmacy, and with the country. */
  readonly bytes: Readonly<Record<'api' | 'country', { readonly request: number; readonly response: number }>>;
  readonly noise: { readonly cpu: number; readonly floor: number; readonly ratio: number; readonly rsa: number };
  readonly failures: Readonly<Record<string, number>>;
  readonly profile?: KeptProfile;
}

/** Documents as large as countries send with a PDF inside. */
const DOCUMENT_BYTES = 200_000;
const SUMMARY_BYTES = 170_000;
const HANGS = 'PT';
const OTHERS = 'FI,DK';
/** No pharmacist is as quick: a visit of nine calls takes five seconds. */
const PAUSE_MS = 500;
/** About as long as a visit: then visits are at different points of it. */
const RAMP_SECONDS = 5;
/** As many as one country may have calls under way: what hangs is full. Whoever came beyond would be refused at once and try again, load of another kind. */
const HANGING_VISITS = PEER_LIMITS.requestsPerCountry;
/** Quick pharmacists give more calls in the same time, and a p99 rests on one call of a hundred. */
const OTHERS_PAUSE_MS = 200;
/** A round with its ramp must end before the first call to the country that hangs is given up. */
const HUNG_SECONDS = 15;
const COUNTER_LOAD = serviceEntry('simulator/pharmacy/load-main');
const API_FLOOR = fileURLToPath(new URL('floor-counter-main.js', import.meta.url));

interface Bench extends OwnDeployment {
  readonly plan: CounterPlan;
  readonly output: Output;
}

async function loadOf({ file }: Deployment, args: readonly string[]): Promise<TalkingChild> {
  const child = talkTo(COUNTER_LOAD, ['--manifest', file, ...args]);
  await child.next();
  return child;
}

/** Runs a program of the load that does one thing and ends. */
const once = async (args: readonly string[]): Promise<void> => {
  const child = talkTo(COUNTER_LOAD, args);
  await child.next();
  await child.end();
};

/** A visit with pauses takes longer than a round without may last. */
const PACED_ROUNDS = 2;

interface Measured {
  readonly rounds: readonly CounterRound[];
  readonly paced: Figures;
  readonly fast: Figures;
}

async function measureRounds(bench: Bench, deployment: Deployment, { visit, counted }: { readonly visit: RecordedVisit; readonly counted: VisitOperations }): Promise<Measured> {
  const { plan, output, state, recording } = bench;
  const gateway = pidOf(deployment, 'ncp-b');
  const index = join(layoutIn(state).pki, 'index.json');
  const country = talkTo(FLOOR_ENTRY, [index, join(recording, 'country'), '0']);
  const server = talkTo(API_FLOOR, [index, recording, `https://127.0.0.1:${String((await country.next())['port'])}/`]);
  const { port } = await server.next();
  const replay = talkTo(LOAD_ENTRY, ['--manifest', deployment.file, '--concurrency', String(plan.concurrency), '--replay', join(recording, 'api'), '--url', `https://127.0.0.1:${String(port)}/`]);
  await replay.next();
  const load = await loadOf(deployment, ['--concurrency', String(plan.concurrency)]);
  const pharmacists = await loadOf(deployment, ['--concurrency', String(plan.concurrency), '--pause', String(PAUSE_MS)]);
  output.progress(`warming up for ${WARM_SECONDS + FLOOR_WARM_SECONDS} s`);
  await round(load, gateway, { seconds: WARM_SECONDS });
  await round(replay, server.pid, { seconds: FLOOR_WARM_SECONDS });
  const rounds: CounterRound[] = [];
  const [paced, fast]: [CounterLoadResult[], CounterLoadResult[]] = [[], []];
  for (let count = 1; count <= plan.rounds; count += 1) {
    const slow = await toldRound<CounterLoadResult>(pharmacists, gateway, { seconds: PACED_ROUNDS * plan.seconds, ramp: RAMP_SECONDS });
    const { round: measured, told } = await toldRound<CounterLoadResult>(load, gateway, { seconds: plan.seconds });
    const floor = await round(replay, server.pid, { seconds: Math.min(FLOOR_SECONDS, plan.seconds) });
    const primitives = await measurePrimitives(deployment.pki, parsedIn(visit));
    const floorCpuMs = floorOf(counterFloorParts(counted, floor.cpuMs, primitives));
    paced.push(slow.told);
    fast.push(told);
    rounds.push({ paced: slow.round, gateway: measured, floor, primitives, floorCpuMs, ratio: ratioOf(measured.cpuMs, floorCpuMs) });
    output.progress(`round ${count} of ${plan.rounds}: ${measured.perSecond.toFixed(1)} visits a second, ${measured.cpuMs.toFixed(1)} ms CPU each, floor ${floorCpuMs.toFixed(1)} ms`);
  }
  await Promise.all([load.end(), pharmacists.end(), replay.end(), server.end(), country.end()]);
  return { rounds, paced: operationsOf(paced), fast: operationsOf(fast) };
}

async function hangOne({ plan, output }: Bench, deployment: Deployment): Promise<HungResult> {
  output.progress(`${plan.pairs} pairs of rounds: the others alone, the others while ${HANGS} hangs`);
  const others = await loadOf(deployment, ['--countries', OTHERS, '--concurrency', String(plan.concurrency), '--pause', String(OTHERS_PAUSE_MS)]);
  const hanging = await loadOf(deployment, ['--countries', HANGS, '--concurrency', String(HANGING_VISITS), '--pause', String(PAUSE_MS), '--professional', 'asa']);
  const told = (pair: number): void => { output.progress(`pair ${pair} of ${plan.pairs}`); };
  const crowd = { others, hanging, pid: pidOf(deployment, 'ncp-b') };
  const result = await measureHung(deployment.manifest, HANGS, crowd, { seconds: Math.min(HUNG_SECONDS, plan.seconds), ramp: RAMP_SECONDS, pairs: plan.pairs }, told);
  await Promise.all([others.end(), hanging.end()]);
  return result;
}

const sizesOf = (recorded: RecordedVisit['calls']): { readonly request: number; readonly response: number } => ({
  request: recorded.reduce((sum, { request }) => sum + request.length, 0), response: recorded.reduce((sum, { response }) => sum + response.length, 0),
});

const together = (all: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> => {
  const sum: Record<string, number> = {};
  for (const failures of all) for (const [reason, count] of Object.entries(failures)) sum[reason] = (sum[reason] ?? 0) + count;
  return sum;
};

async function measure(bench: Bench): Promise<CounterResult> {
  const { plan, state, start, recording } = bench;
  const layout = layoutIn(state);
  const machine = machineState();
  const cold = await start();
  await stopDeployment(state);
  const deployment = await start();
  await once(['--manifest', deployment.file, '--record', recording, '--countries', 'FI']);
  const visit = readVisit(recording);
  const counted = await countOperations(deployment, layout.keyEncryptionKey, visit);
  const { rounds, paced, fast } = await measureRounds(bench, deployment, { visit, counted });
  const middle = (pick: (one: CounterRound) => number): number => median(rounds.map(pick));
  const noise = (pick: (one: CounterRound) => number): number => spread(rounds.map(pick));
  const hung = await hangOne(bench, deployment);
  const memoryMiB = Object.fromEntries(['ncp-b', 'dispatcher'].map((name) => [name, memoryOf(pidOf(deployment, name))]));
  await stopDeployment(state);
  const summary = join(recording, 'summary.xml');
  await once(['--summary', summary, '--bytes', String(SUMMARY_BYTES)]);
  const parts = counterFloorParts(counted, middle(({ floor }) => floor.cpuMs), {
    verify: middle(({ primitives }) => primitives.verify), sign: middle(({ primitives }) => primitives.sign), parse: middle(({ primitives }) => primitives.parse),
  });
  return {
    what: 'counter', concurrency: plan.concurrency, seconds: plan.seconds, documentBytes: DOCUMENT_BYTES, machine, rounds, pauseMs: PAUSE_MS,
    operations: paced, perSecond: middle((one) => one.paced.perSecond), busy: middle((one) => one.paced.busy),
    capacity: { perSecond: middle(({ gateway }) => gateway.perSecond), busy: middle(({ gateway }) => gateway.busy), operations: fast },
    cpuMs: middle(({ gateway }) => gateway.cpuMs), floor: { ...parts, cpuMs: middle(({ floorCpuMs }) => floorCpuMs) }, ratio: middle(({ ratio }) => ratio),
    hung, reading: await measureReading(layout, summary), memoryMiB,
    startUpMs: { first: cold.ms, again: deployment.ms, processes: deployment.started },
    bytes: { api: sizesOf(visit.calls), country: sizesOf(visit.messages) },
    noise: { cpu: noise(({ gateway }) => gateway.cpuMs), floor: noise(({ floorCpuMs }) => floorCpuMs), ratio: noise(({ ratio }) => ratio), rsa: noise(({ primitives }) => primitives.sign) },
    failures: together([...rounds.flatMap(({ gateway, paced: slow }) => [gateway.failures, slow.failures]), hung.failures === 0 ? {} : { 'while a country hung': hung.failures }]),
  };
}

/** Where the time goes: one more round, seen by the profiler of the engine. */
async function profileRound({ plan, state, start }: Bench): Promise<KeptProfile> {
  const port = await anyPort();
  const deployment = await start({ inspect: { program: 'ncp-b', port } });
  const load = await loadOf(deployment, ['--concurrency', String(plan.concurrency), '--pause', String(PAUSE_MS)]);
  const gateway = pidOf(deployment, 'ncp-b');
  await round(load, gateway, { seconds: WARM_SECONDS });
  const profile = await profileDuring(port, () => round(load, gateway, { seconds: plan.seconds, ramp: RAMP_SECONDS }));
  await load.end();
  await stopDeployment(state);
  return keepProfile(profile, plan.profile, 'counter');
}

/** Measures a deployment of its own from beginning to end, and takes it away again. */
export async function runCounterBench(output: Output, plan: CounterPlan): Promise<CounterResult> {
  return inOwnDeployment({ parts: VISIT_PARTS, fillTo: DOCUMENT_BYTES }, async (own) => {
    const bench: Bench = { plan, output, ...own };
    return withProfile(output, await measure(bench), plan.profile !== undefined, () => profileRound(bench));
  });
}
