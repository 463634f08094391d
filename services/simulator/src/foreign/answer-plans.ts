import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { load, type LoadPlan, type LoadResult } from './load.js';
import type { UnitOfLoad } from './unit-of-load.js';

export interface PlanAnswering {
  readonly tell: (event: object) => void;
  /** Called when the clock of a plan starts. */
  readonly begin?: () => void;
  /** What a result tells beside its latencies. */
  readonly more?: (result: LoadResult) => object;
}

/**
 * The line protocol of load programs: reads one plan a line from standard input, {seconds, rate?, ramp?}, and answers each with
 * {begun} when the clock starts and {result} when it ends; {ready} comes first, end of input ends it.
 */
export async function answerPlans(units: readonly UnitOfLoad[], { tell, begin, more }: PlanAnswering): Promise<void> {
  tell({ ready: true, concurrency: units.length });
  const lines = createInterface({ input: process.stdin });
  const closed = once(lines, 'close');
  let work = Promise.resolve();
  lines.on('line', (line) => {
    const plan = JSON.parse(line) as Pick<LoadPlan, 'seconds' | 'rate' | 'ramp'>;
    work = work.then(async () => {
      const onBegin = (): void => {
        begin?.();
        tell({ begun: true });
      };
      const result = await load({ ...plan, units, onBegin });
      tell({ result: { ...result, ...more?.(result) } });
    });
  });
  await closed;
  await work;
}
