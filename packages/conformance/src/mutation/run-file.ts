import { pathToFileURL } from 'node:url';
import type { Test } from './harness.js';
import { runSources, type FirstNumbers } from './sources.js';

/**
 * One test file against many mutants, as a process of its own. Reads one order from the environment, writes one line of JSON for each
 * thing it learns, so that nothing is lost when a mutant kills it.
 */
export interface MutationOrder {
  /** Folder of the checkout, a file URL that ends with a slash. */
  readonly root: string;
  readonly firsts: FirstNumbers;
  readonly count: number;
  /** Absolute path of the test file. */
  readonly test: string;
  /** Undecided ones. */
  readonly mutants: readonly number[];
  /** Only this one, active since before anything was loaded: for what is decided once, when a module is loaded or a cache is filled. */
  readonly cold?: number;
  /** Titles of tests that fail without any mutant: they prove nothing. */
  readonly broken?: readonly string[];
}

export type MutationLine =
  | { readonly kind: 'covers'; readonly mutants: readonly number[] }
  | { readonly kind: 'begin' | 'survived'; readonly mutant: number }
  | { readonly kind: 'killed'; readonly mutant: number; readonly by: string }
  /** A mutant left something behind that makes tests fail without it: this process is of no more use. */
  | { readonly kind: 'spoilt'; readonly mutant: number }
  | { readonly kind: 'broken'; readonly test: string }
  | { readonly kind: 'done' };

const order = JSON.parse(process.env['NCP_MUTATION_ORDER'] ?? '{}') as MutationOrder;
const tell = (line: MutationLine): void => { process.stdout.write(`\n@@${JSON.stringify(line)}\n`); };

let active = order.cold ?? -1;
let recording = true;
const hit = new Uint8Array(order.count);
let loops = 0;
/** Far more than any test of ours needs with nothing changed, and a second or two of a machine. */
const MOST_LOOPS = 60_000_000;

Object.assign(globalThis, {
  __ncpMutant: (number: number): boolean => {
    if (recording) hit[number] = 1;
    return number === active;
  },
  __ncpLoop: (): boolean => {
    loops += 1;
    if (loops > MOST_LOOPS) throw new Error('a loop without end');
    return true;
  },
});

runSources(new URL(order.root), order.firsts);
const harness = await import('./harness.js');

const run = async (test: Test): Promise<boolean> => {
  loops = 0;
  return harness.passes(test);
};

interface Measured { readonly test: Test; readonly ms: number; readonly covers: Uint8Array }

/** Every test once, with nothing changed: how long it takes, and which mutants it reaches. One that fails so is left out. */
const measure = async (): Promise<readonly Measured[]> => {
  const measured: Measured[] = [];
  for (const test of harness.definedTests()) {
    hit.fill(0);
    const begun = performance.now();
    if (await run(test)) measured.push({ test, ms: performance.now() - begun, covers: hit.slice() });
    else tell({ kind: 'broken', test: test.title });
  }
  return measured.toSorted((a, b) => a.ms - b.ms);
};

const judge = async (mutant: number, tests: readonly Measured[]): Promise<'spoilt' | undefined> => {
  tell({ kind: 'begin', mutant });
  for (const { test } of tests) {
    active = mutant;
    const passed = await run(test);
    active = -1;
    if (passed) continue;
    // Failing without the mutant too, the test proves nothing: something was left behind.
    if (!(await run(test))) {
      tell({ kind: 'spoilt', mutant });
      return 'spoilt';
    }
    tell({ kind: 'killed', mutant, by: test.title });
    return undefined;
  }
  tell({ kind: 'survived', mutant });
  return undefined;
};

const hot = async (): Promise<void> => {
  await import(pathToFileURL(order.test).href);
  await harness.setUp();
  const always = hit.slice();
  const tests = await measure();
  recording = false;
  const covered = order.mutants.filter((mutant) => always[mutant] === 1 || tests.some(({ covers }) => covers[mutant] === 1));
  tell({ kind: 'covers', mutants: covered });
  for (const mutant of covered) {
    const reached = tests.filter(({ covers }) => covers[mutant] === 1);
    if (reached.length === 0) tell({ kind: 'survived', mutant });
    else if ((await judge(mutant, reached)) === 'spoilt') return;
  }
  tell({ kind: 'done' });
};

/** The whole file with the mutant in it from the beginning. Tests that fail without it too are the order-giver's to know. */
const cold = async (mutant: number): Promise<void> => {
  recording = false;
  tell({ kind: 'begin', mutant });
  try {
    await import(pathToFileURL(order.test).href);
    await harness.setUp();
    for (const test of harness.definedTests()) {
      if (order.broken?.includes(test.title) === true || (await run(test))) continue;
      tell({ kind: 'killed', mutant, by: test.title });
      return;
    }
    tell({ kind: 'survived', mutant });
  } catch {
    tell({ kind: 'killed', mutant, by: 'loading' });
  }
};

await (order.cold === undefined ? hot() : cold(order.cold));
process.exit(0);
