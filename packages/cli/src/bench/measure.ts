import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NcpError, type ExchangeId } from '@ncp/domain';
import { readSecret } from '@ncp/runtime';
import { openStore } from '@ncp/store';
import { NS, parseXml, walk } from '@ncp/xml';
import { anyPort } from '../deployment/ports.js';
import type { Deployment } from '../deployment/start.js';
import { stopDeployment } from '../deployment/stop.js';
import { layoutIn, serviceEntry } from '../layout.js';
import type { Output } from '../output.js';
import { floorOf, ratioOf, type FloorParts } from './floor.js';
import { measurePrimitives, type Primitives } from './primitives.js';
import { memoryOf } from './process-cost.js';
import { profileDuring } from './inspector.js';
import { inOwnDeployment, machineState, withProfile, type KeptProfile, type MachineState, type OwnDeployment } from './own-deployment.js';
import { summarise, type CpuProfile } from './profile.js';
import { envelopeOf, readRecording, type Recorded } from './recording.js';
import { round, type Round } from './rounds.js';
import { median, spread, type Latency } from './statistics.js';
import { talkTo, type TalkingChild } from './talking-child.js';

export type Measured = 'retrieve' | 'visit';

export interface BenchPlan {
  readonly what: Measured;
  readonly seconds: number;
  readonly concurrency: number;
  readonly rounds: number;
  readonly profile?: string;
}

export interface BenchResult {
  readonly what: Measured;
  readonly concurrency: number;
  readonly seconds: number;
  readonly machine: MachineState;
  readonly rounds: readonly { readonly gateway: Round; readonly floor: Round; readonly primitives: Primitives; readonly floorCpuMs: number; readonly ratio: number }[];
  /** Medians over the rounds. */
  readonly perSecond: number;
  readonly latency: Latency;
  /** Part of one processor. */
  readonly busy: number;
  readonly cpuMs: number;
  readonly floor: FloorParts & { readonly cpuMs: number };
  readonly ratio: number;
  /** At half of the capacity found. */
  readonly half: Round & { readonly rate: number };
  readonly memoryMiB: Readonly<Record<string, { readonly now: number; readonly peak: number }>>;
  readonly startUpMs: { readonly first: number; readonly again: number; readonly processes: Readonly<Record<string, number>> };
  readonly bytes: { readonly request: number; readonly response: number };
  /** Spread over the rounds, as part of the median. */
  readonly noise: { readonly cpu: number; readonly floor: number; readonly ratio: number; readonly rsa: number };
  readonly failures: number;
  readonly profile?: KeptProfile;
}

export const WARM_SECONDS = 4;
export const FLOOR_WARM_SECONDS = 1;
/** The floor is steady: it needs no longer. */
export const FLOOR_SECONDS = 3;
export const FLOOR_ENTRY: string = fileURLToPath(new URL('floor-main.js', import.meta.url));
export const LOAD_ENTRY: string = serviceEntry('simulator/foreign/load-main');

export const signaturesIn = (request: Uint8Array): number =>
  [...walk(parseXml(envelopeOf(request)))].filter(({ ns, local }) => ns === NS.ds && local === 'SignatureValue').length;

/**
 * How many signatures of ours the exchanges of one unit left in the database. The unit comes last: before it the load
 * program looks for somebody to whom something is offered.
 */
async function countSignatures(deployment: Deployment, keyFile: string, exchangesOfUnit: number): Promise<number> {
  const key = new Uint8Array(Buffer.from(readSecret(keyFile), 'base64'));
  const store = await openStore({ url: deployment.database.url('ncp_a'), application: 'ncp bench', keys: { current: { id: 'file-1', key } }, connections: 2 });
  try {
    const exchanges = new Set<ExchangeId>();
    for await (const leaf of store.audit.leaves()) exchanges.add(leaf.exchange);
    const evidence = await Promise.all([...exchanges].slice(-exchangesOfUnit).map((exchange) => store.audit.evidenceOf(exchange)));
    return evidence.flat().length;
  } finally {
    await store.close();
  }
}

async function recordUnit(deployment: Deployment, what: Measured, folder: string): Promise<void> {
  const child = talkTo(LOAD_ENTRY, ['--manifest', deployment.file, '--what', what, '--record', folder]);
  await child.next();
  await child.end();
}

export const pidOf = (deployment: Deployment, name: string): number => {
  const found = deployment.processes.find((one) => one.name === name);
  if (found === undefined) throw new NcpError('NCP_CLI_PROCESS', { process: name });
  return found.pid;
};

interface Bench extends OwnDeployment {
  readonly plan: BenchPlan;
  readonly output: Output;
}

async function loadOf(deployment: Deployment, { plan }: Bench, more: readonly string[] = []): Promise<{ readonly child: TalkingChild; readonly concurrency: number }> {
  const child = talkTo(LOAD_ENTRY, ['--manifest', deployment.file, '--what', plan.what, '--concurrency', String(plan.concurrency), ...more]);
  const { concurrency } = await child.next();
  return { child, concurrency: Number(concurrency) };
}

/** Writes a profile where it was asked for, and says where the time goes. */
export function keepProfile(profile: CpuProfile, folder: string | undefined, name: string): KeptProfile {
  if (folder === undefined) return summarise(profile);
  const file = join(folder, `${name}.cpuprofile`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, JSON.stringify(profile));
  return { file, ...summarise(profile) };
}

/** Where the time goes: one more round, seen by the profiler of the engine. */
async function profileRound(bench: Bench): Promise<KeptProfile> {
  const inspectPort = await anyPort();
  const deployment = await bench.start({ inspect: { program: 'ncp-a', port: inspectPort } });
  const { child } = await loadOf(deployment, bench);
  const gateway = pidOf(deployment, 'ncp-a');
  await round(child, gateway, { seconds: WARM_SECONDS });
  const profile = await profileDuring(inspectPort, () => round(child, gateway, { seconds: bench.plan.seconds }));
  await child.end();
  await stopDeployment(bench.state);
  return keepProfile(profile, bench.plan.profile, bench.plan.what);
}

type Rounds = BenchResult['rounds'];

interface Measuring {
  readonly deployment: Deployment;
  readonly recorded: readonly Recorded[];
  readonly verifications: number;
  readonly signatures: number;
}

const partsOf = ({ verifications, signatures }: Measuring, transport: number, primitives: Primitives): FloorParts => ({ transport, ...primitives, verifications, signatures });

async function measureRounds(bench: Bench, measuring: Measuring, load: TalkingChild): Promise<Rounds> {
  const { deployment, recorded } = measuring;
  const gateway = pidOf(deployment, 'ncp-a');
  const { clock, startedAt } = deployment.manifest;
  const offset = clock === undefined ? 0 : Date.parse(clock) - Date.parse(startedAt);
  const server = talkTo(FLOOR_ENTRY, [join(layoutIn(bench.state).pki, 'index.json'), bench.recording, String(offset)]);
  const { port } = await server.next();
  const replay = await loadOf(deployment, bench, ['--replay', bench.recording, '--url', `https://127.0.0.1:${String(port)}/`]);
  bench.output.progress(`warming up for ${WARM_SECONDS + FLOOR_WARM_SECONDS} s`);
  await round(load, gateway, { seconds: WARM_SECONDS });
  await round(replay.child, server.pid, { seconds: FLOOR_WARM_SECONDS });
  const rounds: Rounds[number][] = [];
  for (let count = 1; count <= bench.plan.rounds; count += 1) {
    const measured = await round(load, gateway, { seconds: bench.plan.seconds });
    const floor = await round(replay.child, server.pid, { seconds: Math.min(FLOOR_SECONDS, bench.plan.seconds) });
    const primitives = await measurePrimitives(deployment.pki, recorded.map(({ request }) => envelopeOf(request)));
    const floorCpuMs = floorOf(partsOf(measuring, floor.cpuMs, primitives));
    rounds.push({ gateway: measured, floor, primitives, floorCpuMs, ratio: ratioOf(measured.cpuMs, floorCpuMs) });
    bench.output.progress(`round ${count} of ${bench.plan.rounds}: ${measured.perSecond.toFixed(1)} a second, ${measured.cpuMs.toFixed(2)} ms CPU, floor ${floorCpuMs.toFixed(2)} ms`);
  }
  await replay.child.end();
  await server.end();
  return rounds;
}

const middle = (rounds: Rounds, pick: (one: Rounds[number]) => number): number => median(rounds.map(pick));
const noiseOf = (rounds: Rounds, pick: (one: Rounds[number]) => number): number => spread(rounds.map(pick));

const middleLatency = (rounds: Rounds): Latency => ({
  p50: middle(rounds, ({ gateway }) => gateway.latency.p50), p95: middle(rounds, ({ gateway }) => gateway.latency.p95),
  p99: middle(rounds, ({ gateway }) => gateway.latency.p99), max: middle(rounds, ({ gateway }) => gateway.latency.max),
});

async function measure(bench: Bench): Promise<BenchResult> {
  const { plan, output, state, start, recording } = bench;
  const machine = machineState();
  const cold = await start();
  await stopDeployment(state);
  const deployment = await start();
  await recordUnit(deployment, plan.what, recording);
  const recorded = readRecording(recording);
  const signatures = await countSignatures(deployment, layoutIn(state).keyEncryptionKey, recorded.length);
  const measuring: Measuring = { deployment, recorded, signatures, verifications: recorded.reduce((sum, { request }) => sum + signaturesIn(request), 0) };
  const { child: load, concurrency } = await loadOf(deployment, bench);
  const rounds = await measureRounds(bench, measuring, load);
  const perSecond = middle(rounds, ({ gateway }) => gateway.perSecond);
  const rate = perSecond / 2;
  output.progress(`half of the capacity: ${rate.toFixed(1)} a second`);
  const half = { rate, ...(await round(load, pidOf(deployment, 'ncp-a'), { seconds: plan.seconds, rate })) };
  await load.end();
  const memoryMiB = Object.fromEntries(['ncp-a', 'dispatcher'].map((name) => [name, memoryOf(pidOf(deployment, name))]));
  await stopDeployment(state);
  const floor = partsOf(measuring, middle(rounds, (one) => one.floor.cpuMs), {
    verify: middle(rounds, ({ primitives }) => primitives.verify), sign: middle(rounds, ({ primitives }) => primitives.sign), parse: middle(rounds, ({ primitives }) => primitives.parse),
  });
  const ratio = middle(rounds, (one) => one.ratio);
  return {
    what: plan.what, concurrency, seconds: plan.seconds, machine, rounds, perSecond, ratio, half, memoryMiB,
    latency: middleLatency(rounds), busy: middle(rounds, ({ gateway }) => gateway.busy),
    cpuMs: middle(rounds, ({ gateway }) => gateway.cpuMs), floor: { ...floor, cpuMs: middle(rounds, (one) => one.floorCpuMs) },
    startUpMs: { first: cold.ms, again: deployment.ms, processes: deployment.started },
    bytes: { request: recorded.reduce((sum, { request }) => sum + request.length, 0), response: recorded.reduce((sum, { response }) => sum + response.length, 0) },
    noise: {
      cpu: noiseOf(rounds, ({ gateway }) => gateway.cpuMs), floor: noiseOf(rounds, (one) => one.floorCpuMs),
      ratio: noiseOf(rounds, (one) => one.ratio), rsa: noiseOf(rounds, ({ primitives }) => primitives.sign),
    },
    failures: [...rounds.map(({ gateway }) => gateway), half].reduce((sum, { failures }) => sum + Object.values(failures).reduce((a, b) => a + b, 0), 0),
  };
}

/** The most that one unit may cost, in floors. */
export const MOST_FLOORS = 5;

/** Measures a deployment of its own from beginning to end, and takes it away again. */
export async function runBench(output: Output, plan: BenchPlan): Promise<BenchResult> {
  return inOwnDeployment({ parts: ['affiliation'] }, async (own) => {
    const bench: Bench = { plan, output, ...own };
    const result = await measure(bench);
    return withProfile(output, result, plan.profile !== undefined || result.ratio > MOST_FLOORS, () => profileRound(bench));
  });
}
