import { resolve } from 'node:path';
import type { HungResult } from '../bench/hung-country.js';
import { runCounterBench, type CounterPlan, type CounterResult } from '../bench/counter.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Output } from '../output.js';
import { LIMITS as PROCESS_LIMITS, ms, percent, showProfile, showTargets, type Target } from './bench.js';

/** The bounds that are judged; falling short is reported, not hidden. */
const LIMITS = { p50Ms: 25, p99Ms: 150, readingMs: 60, moved: 5 } as const;
/** The operations that have a bound. */
const JUDGED = ['identify', 'list', 'read', 'dispense'] as const;

export function counterTargets({ operations, reading, hung, startUpMs, memoryMiB }: Pick<CounterResult, 'operations' | 'reading' | 'hung' | 'startUpMs' | 'memoryMiB'>): readonly Target[] {
  const target = (name: string, found: number, limit: number): Target => ({ name, found, limit, met: found <= limit });
  return [
    ...JUDGED.flatMap((name) => {
      // No call at all is no good time.
      const { p50, p99 } = operations[name]?.calls === 0 ? { p50: Number.POSITIVE_INFINITY, p99: Number.POSITIVE_INFINITY } : operations[name]?.own ?? { p50: Number.POSITIVE_INFINITY, p99: Number.POSITIVE_INFINITY };
      return [target(`own time of ${name}, p50, ms`, p50, LIMITS.p50Ms), target(`own time of ${name}, p99, ms`, p99, LIMITS.p99Ms)];
    }),
    ...reading.map(({ document, bytes, median }) => target(`CPU of reading a summary of ${(bytes / 1000).toFixed(0)} KB (${document}), ms`, median, LIMITS.readingMs)),
    target(`p99 of the others while ${hung.country} hangs, moved by %`, hung.seen.moved * 100, LIMITS.moved),
    target('ready after install, ms', startUpMs.again, PROCESS_LIMITS.startUpMs),
    ...Object.entries(memoryMiB).map(([name, { peak }]) => target(`memory of ${name}, MiB`, peak, PROCESS_LIMITS.memoryMiB)),
  ];
}

function show(output: Output, result: CounterResult, targets: readonly Target[]): void {
  const { floor, capacity, noise, startUpMs, bytes, machine, hung } = result;
  const line = (name: string, text: string): void => { output.line(`${name.padEnd(28)} ${text}`); };
  const table = (operations: CounterResult['operations']): void => {
    for (const [name, { calls, own, peer, seen }] of Object.entries(operations)) {
      line(`  ${name}`, `own p50 ${ms(own.p50)}, p95 ${ms(own.p95)}, p99 ${ms(own.p99)}; the country p50 ${ms(peer.p50)}; seen p99 ${ms(seen.p99)}; ${calls} calls`);
    }
  };
  output.line();
  line(`${result.concurrency} visits at once`, `with ${result.pauseMs} ms between the steps: ${result.perSecond.toFixed(1)} visits a second; documents of ${(result.documentBytes / 1000).toFixed(0)} KB; NCP-B used ${percent(result.busy)} of one processor`);
  table(result.operations);
  line('without a pause', `${capacity.perSecond.toFixed(1)} visits a second; whatever waits in line counts as own time; NCP-B used ${percent(capacity.busy)} of one processor`);
  table(capacity.operations);
  line('CPU of NCP-B', `${ms(result.cpuMs)} a visit without a pause`);
  line('floor', `${ms(floor.cpuMs)}: transport ${ms(floor.transport)}, ${floor.verifications} verifications at ${ms(floor.verify)}, ${floor.signatures} signatures at ${ms(floor.sign)}, parse ${ms(floor.parse)}`);
  line('ratio', `${result.ratio.toFixed(2)} floors`);
  line('bytes of a visit', `API ${bytes.api.request} in, ${bytes.api.response} out; country ${bytes.country.request} out, ${bytes.country.response} in`);
  for (const { document, bytes: size, median, p95, first } of result.reading) line('reading a summary', `${document}, ${size} bytes: CPU ${ms(median)}, p95 ${ms(p95)}; the very first ${ms(first)}`);
  const movement = ({ moved, from, to }: HungResult['seen']): string => `${percent(moved)} (${percent(from)} to ${percent(to)})`;
  line(`${hung.country} hangs`, `p99 moved by ${movement(hung.seen)} of what the others see, by ${movement(hung.own)} of our own time; in brackets where 95 of 100 redrawings of the ${hung.pairs} pairs lie`);
  line('  without', `seen p99 ${ms(hung.healthy.seen.p99)}, own ${ms(hung.healthy.own.p99)}; ${hung.healthy.calls} calls; single rounds lie ${percent(hung.noise)} apart`);
  line('  with', `seen p99 ${ms(hung.hung.seen.p99)}, own ${ms(hung.hung.own.p99)}; ${hung.hung.calls} calls`);
  for (const [name, { now, peak }] of Object.entries(result.memoryMiB)) line(`memory of ${name}`, `${now.toFixed(0)} MiB, at most ${peak.toFixed(0)} MiB`);
  line('start-up', `${startUpMs.again} ms; the very first ${startUpMs.first} ms; ${Object.entries(startUpMs.processes).map(([name, value]) => `${name} ${value} ms`).join(', ')}`);
  line('machine', `${machine.processors} processors, for the load and the simulated countries too; ${machine.loadBefore} jobs wanted one before this began`);
  if (result.rounds.length > 1) line('noise over the rounds', `CPU ${percent(noise.cpu)}, floor ${percent(noise.floor)}, ratio ${percent(noise.ratio)}, one RSA signature ${percent(noise.rsa)}`);
  if (Object.keys(result.failures).length > 0) line('FAILED', JSON.stringify(result.failures));
  showTargets(output, targets);
  if (result.profile !== undefined) showProfile(output, result.profile);
}

export async function benchCounterCommand(output: Output, { profile, ...rest }: CounterPlan): Promise<ExitCode> {
  const result = await runCounterBench(output, { ...rest, ...(profile === undefined ? {} : { profile: resolve(profile) }) });
  const targets = counterTargets(result);
  show(output, result, targets);
  const ok = Object.keys(result.failures).length === 0;
  output.result({ ok, targets, ...result });
  return ok ? EXIT.ok : EXIT.negative;
}
