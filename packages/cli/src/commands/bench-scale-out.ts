import { DIRECTIONS, runScaleOut, type ScaleOutPlan, type ScaleOutResult } from '../bench/scale-out.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Output } from '../output.js';
import { ms, percent } from './bench.js';

const NAMES = { abroad: 'NCP-A', counter: 'NCP-B' } as const;

/** What these figures tell, and what they do not: said beside them, every time. */
export function meaningOf({ machine, one, two }: Pick<ScaleOutResult, 'machine' | 'one' | 'two'>): readonly string[] {
  const cpu = DIRECTIONS.map((direction) => `${NAMES[direction]} ${(1000 / Math.max(one[direction].cpuMs, two[direction].cpuMs)).toFixed(0)}`).join(', ');
  return [
    `${machine.processors} processors here are shared by all replicas, the load, the simulated parties, PostgreSQL and Redis.`,
    'The ratio tells whether replicas hinder each other on one machine; how far they scale on several it cannot tell.',
    `What a replica could do with a processor of its own, by the CPU of a visit: at most ${cpu} visits a second.`,
  ];
}

/** Nothing may fail while processes are replaced; what a killed one had under way may. */
export const isGood = ({ failures, rolling, killed }: Pick<ScaleOutResult, 'failures' | 'rolling' | 'killed'>): boolean =>
  Object.keys(failures).length === 0 && rolling.restarted.every(({ left }) => left) && sum(killed.failures) <= killed.connections;

const sum = (failures: Readonly<Record<string, number>>): number => Object.values(failures).reduce((all, count) => all + count, 0);

function show(output: Output, result: ScaleOutResult): void {
  const line = (name: string, text: string): void => { output.line(`${name.padEnd(28)} ${text}`); };
  output.line();
  line('visits at once', `${result.concurrency} in each direction, one direction after the other; ${result.rounds.length} rounds of ${result.seconds} s`);
  for (const direction of DIRECTIONS) {
    for (const [name, { perSecond, p50, p99, cpuMs }] of [['one replica', result.one[direction]], ['two replicas', result.two[direction]]] as const) {
      line(`${NAMES[direction]}, ${name}`, `${perSecond.toFixed(1)} visits a second; p50 ${ms(p50)}, p99 ${ms(p99)}; CPU ${ms(cpuMs)} a visit`);
    }
    line(`${NAMES[direction]}, two to one`, `${result.ratio[direction].median.toFixed(2)} (rounds lie ${percent(result.ratio[direction].spread)} apart); neither replica did less than ${percent(result.leastShare[direction])}`);
  }
  const { rolling, killed } = result;
  line('rolling restart under load', `${rolling.good} visits good, ${sum(rolling.failures)} failed in ${rolling.seconds.toFixed(0)} s`);
  for (const { name, left, endedMs, readyMs } of rolling.restarted) line(`  ${name}`, `${left ? 'left by itself' : 'HAD TO BE KILLED'} after ${endedMs} ms, replaced after ${readyMs} ms`);
  line('one of each killed', `${killed.good} good, ${sum(killed.failures)} failed; ${killed.connections} connections were open to the killed ${JSON.stringify(killed.failures)}`);
  line('machine', `${result.machine.processors} processors; ${result.machine.loadBefore} jobs wanted one before this began`);
  if (sum(result.failures) > 0) line('FAILED', JSON.stringify(result.failures));
  output.line();
  for (const text of meaningOf(result)) output.line(text);
}

export async function benchScaleOutCommand(output: Output, plan: ScaleOutPlan): Promise<ExitCode> {
  const result = await runScaleOut(output, plan);
  show(output, result);
  const ok = isGood(result);
  output.result({ ok, meaning: meaningOf(result), ...result });
  return ok ? EXIT.ok : EXIT.negative;
}
