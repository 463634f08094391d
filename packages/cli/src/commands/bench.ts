import { resolve } from 'node:path';
import { MOST_FLOORS, runBench, type BenchPlan, type BenchResult } from '../bench/measure.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { ProfileSummary, Share } from '../bench/profile.js';
import type { Output } from '../output.js';

/** The bounds that are judged; falling short is reported, not hidden. */
export const LIMITS = { p99Ms: 50, startUpMs: 3_000, memoryMiB: 300 } as const;

export interface Target {
  readonly name: string;
  readonly found: number;
  readonly limit: number;
  readonly met: boolean;
}

export function targetsOf(result: Pick<BenchResult, 'what' | 'ratio' | 'half' | 'startUpMs' | 'memoryMiB'>): readonly Target[] {
  const target = (name: string, found: number, limit: number): Target => ({ name, found, limit, met: found <= limit });
  return [
    ...(result.what === 'retrieve' ? [
      target('CPU in floors', result.ratio, MOST_FLOORS),
      target('p99 at half of capacity, ms', result.half.latency.p99, LIMITS.p99Ms),
    ] : []),
    target('ready after install, ms', result.startUpMs.again, LIMITS.startUpMs),
    ...Object.entries(result.memoryMiB).map(([name, { peak }]) => target(`memory of ${name}, MiB`, peak, LIMITS.memoryMiB)),
  ];
}

export const ms = (value: number): string => `${value.toFixed(2)} ms`;
export const percent = (part: number): string => `${(part * 100).toFixed(1)} %`;

export function showTargets(output: Output, targets: readonly Target[]): void {
  output.line();
  for (const { name, found, limit, met } of targets) output.line(`${`${met ? 'met    ' : 'NOT MET'} ${name}`.padEnd(28)} ${found.toFixed(found < 100 ? 2 : 0)}, limit ${limit}`);
}

export function showProfile(output: Output, profile: ProfileSummary): void {
  output.line();
  const table = (title: string, shares: readonly Share[]): void => {
    output.line(title);
    for (const { name, share } of shares) output.line(`  ${percent(share).padStart(7)}  ${name}`);
  };
  output.line('Where the time goes, as part of busy time');
  table('Own time by package:', profile.places);
  table('Own time by function:', profile.functions);
  table('Our functions with all that they call:', profile.steps);
}

function show(output: Output, result: BenchResult, targets: readonly Target[]): void {
  const { floor, half, noise, startUpMs, bytes, latency, machine } = result;
  const line = (name: string, text: string): void => { output.line(`${name.padEnd(28)} ${text}`); };
  output.line();
  line(`${result.what} at ${result.concurrency} at once`, `${result.perSecond.toFixed(1)} a second; p50 ${ms(latency.p50)}, p95 ${ms(latency.p95)}, p99 ${ms(latency.p99)}`);
  line('at half of that', `${half.rate.toFixed(1)} a second; p50 ${ms(half.latency.p50)}, p95 ${ms(half.latency.p95)}, p99 ${ms(half.latency.p99)}`);
  line('CPU of NCP-A', `${ms(result.cpuMs)} each, ${percent(result.busy)} of one processor at capacity`);
  line('floor', `${ms(floor.cpuMs)}: transport ${ms(floor.transport)}, ${floor.verifications} verifications at ${ms(floor.verify)}, ${floor.signatures} signatures at ${ms(floor.sign)}, parse ${ms(floor.parse)}`);
  line('ratio', `${result.ratio.toFixed(2)} floors`);
  line('bytes', `${bytes.request} in, ${bytes.response} out`);
  for (const [name, { now, peak }] of Object.entries(result.memoryMiB)) line(`memory of ${name}`, `${now.toFixed(0)} MiB, at most ${peak.toFixed(0)} MiB`);
  line('start-up', `${startUpMs.again} ms; the very first ${startUpMs.first} ms; ${Object.entries(startUpMs.processes).map(([name, value]) => `${name} ${value} ms`).join(', ')}`);
  line('machine', `${machine.processors} processors; ${machine.loadBefore} jobs wanted one before this began`);
  line('noise over the rounds', `CPU ${percent(noise.cpu)}, floor ${percent(noise.floor)}, ratio ${percent(noise.ratio)}, one RSA signature ${percent(noise.rsa)}`);
  if (result.failures > 0) line('FAILED', `${result.failures} (${JSON.stringify(half.failures)} at half)`);
  showTargets(output, targets);
  if (result.profile !== undefined) showProfile(output, result.profile);
}

export async function benchCommand(output: Output, what: BenchPlan['what'], options: Omit<BenchPlan, 'what'>): Promise<ExitCode> {
  const { seconds, concurrency, rounds, profile } = options;
  const result = await runBench(output, { what, seconds, concurrency, rounds, ...(profile === undefined ? {} : { profile: resolve(profile) }) });
  const targets = targetsOf(result);
  show(output, result, targets);
  output.result({ ok: result.failures === 0, targets, ...result });
  return result.failures === 0 ? EXIT.ok : EXIT.negative;
}
