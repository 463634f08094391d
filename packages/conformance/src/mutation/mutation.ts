import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { diceOf } from '../fuzz/dice.js';
import type { Mutant } from './mutants.js';
import type { MutationOrder } from './run-file.js';
import type { FirstNumbers } from './sources.js';
import { tryCold, tryFile } from './trial.js';

/** Packages of the trust boundary, and where the tests are that hold them. */
export const MUTATED: Readonly<Record<string, readonly string[]>> = {
  xml: ['xml', 'saml', 'soap'],
  saml: ['saml'],
  trust: ['trust'],
};

export interface MutationPlan {
  /** The checkout. */
  readonly root: string;
  readonly name: string;
  /** Only these sources: their paths end so. */
  readonly files?: readonly string[];
  /** Only these test files: their paths end so. */
  readonly tests?: readonly string[];
  /** So many mutants, chosen by the seed; all when left out. */
  readonly sample?: number;
  readonly seed: number;
  /** Verdicts are kept there as they come, and not asked for again while the source stays as it is. */
  readonly journal?: string;
  readonly workers?: number;
  readonly progress?: (line: string) => void;
}

export interface Survivor extends Omit<Mutant, 'number'> {
  /** No test reaches it. */
  readonly reached: boolean;
  /** Why it may survive; absent: nobody has said so. */
  readonly why?: string;
}

export interface MutationReport {
  readonly name: string;
  readonly mutants: number;
  readonly killed: number;
  /** 0 to 1. */
  readonly score: number;
  readonly survivors: readonly Survivor[];
  /** Tests that failed with nothing taken out, by file and title: the instrument is at fault, and the score says nothing. */
  readonly leftOut: readonly string[];
  readonly seconds: number;
}

interface Explanation { readonly file: string; readonly kind: string; readonly text: string; readonly why: string }

const EXPLANATIONS = new URL('../../mutation-survivors.json', import.meta.url);
const explanations = (): readonly Explanation[] => JSON.parse(readFileSync(EXPLANATIONS, 'utf8')) as readonly Explanation[];

const filesIn = (folder: string): readonly string[] => readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts')).map((entry) => join(entry.parentPath, entry.name)).toSorted();

const isSource = (path: string): boolean => !/\.test\.ts$|\.d\.ts$|\/index\.ts$/.test(path);
/** Needs nothing but Node. */
const isUnitTest = (path: string): boolean => path.endsWith('.test.ts') && !/\.(int|sys|conf)\.test\.ts$/.test(path);
/** Held by what another program says (openssl's responder, SoftHSM): where it is missing those tests are skipped, and the score is lower. */
const isPeerTest = (path: string): boolean => path.includes('/packages/trust/') && path.endsWith('.conf.test.ts');

const endsWithAny = (ends: readonly string[] | undefined) => (path: string): boolean => ends === undefined || ends.some((end) => path.endsWith(end));

interface Catalogue {
  readonly firsts: FirstNumbers;
  readonly mutants: readonly Mutant[];
  /** By number: what the verdict is kept under. */
  readonly keys: readonly string[];
}

const catalogueOf = async ({ root, name, files }: MutationPlan): Promise<Catalogue> => {
  // The compiler is loaded for this alone.
  const { instrument } = await import('./mutants.js');
  const firsts: Record<string, number> = {};
  const mutants: Mutant[] = [];
  const keys: string[] = [];
  for (const path of filesIn(join(root, 'packages', name, 'src')).filter(isSource).filter(endsWithAny(files))) {
    const file = relative(root, path);
    const source = readFileSync(path, 'utf8');
    firsts[file] = mutants.length;
    const made = instrument(file, source, mutants.length).mutants;
    const hash = createHash('sha256').update(source).digest('hex').slice(0, 12);
    keys.push(...made.map((_one, at) => `${file}@${hash}#${String(at)}`));
    mutants.push(...made);
  }
  return { firsts, mutants, keys };
};

const testsOf = ({ root, name, tests }: MutationPlan): readonly string[] => {
  const own = (path: string): boolean => path.includes(`/packages/${name}/`);
  const all = (MUTATED[name] ?? [name]).flatMap((one) => filesIn(join(root, 'packages', one, 'src'))).filter((path) => isUnitTest(path) || isPeerTest(path)).filter(endsWithAny(tests));
  // Properties over thousands of cases come last: most mutants have died by then.
  const isSlow = (path: string): number => (/(fuzz|wrapping|conf)\.test\.ts$/.test(path) ? 2 : own(path) ? 0 : 1);
  return all.toSorted((a, b) => isSlow(a) - isSlow(b));
};

const chosen = (count: number, { sample, seed }: MutationPlan): readonly number[] => {
  const all = Array.from({ length: count }, (_, number) => number);
  if (sample === undefined || sample >= count) return all;
  const dice = diceOf(seed);
  return all.map((number) => ({ number, lot: dice.below(1_000_000_000) })).toSorted((a, b) => a.lot - b.lot).slice(0, sample).map(({ number }) => number).toSorted((a, b) => a - b);
};

interface Verdict { readonly key: string; readonly by: string }

const journalOf = (folder: string | undefined, name: string): { readonly known: ReadonlyMap<string, string>; readonly keep: (verdict: Verdict) => void } => {
  if (folder === undefined) return { known: new Map(), keep: () => undefined };
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.jsonl`);
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter((line) => line !== '') : [];
  return {
    known: new Map(lines.map((line) => JSON.parse(line) as Verdict).map(({ key, by }) => [key, by])),
    keep: (verdict) => { appendFileSync(file, `${JSON.stringify(verdict)}\n`); },
  };
};

/**
 * Takes every condition of a package out, one at a time, and looks whether a test of it fails. All mutants of a file are in it at
 * once and one is active, so that a test file is loaded once and not once for each. Killed ones are remembered in the journal.
 */
export async function mutate(plan: MutationPlan): Promise<MutationReport> {
  const begun = performance.now();
  const { root, name, workers = 2, progress = () => undefined } = plan;
  const { firsts, mutants, keys } = await catalogueOf(plan);
  const { known, keep } = journalOf(plan.journal, name);
  const wanted = chosen(mutants.length, plan);
  const killed = new Map<number, string>();
  const reachedBy = new Map<number, string[]>();
  const broken = new Map<string, readonly string[]>();
  const kill = (mutant: number, by: string): void => {
    killed.set(mutant, by);
    keep({ key: keys[mutant] ?? '', by });
  };
  for (const mutant of wanted) {
    const by = known.get(keys[mutant] ?? '');
    if (by !== undefined) killed.set(mutant, by);
  }
  progress(`${name}: ${String(wanted.length)} of ${String(mutants.length)} mutants, ${String(killed.size)} known to be killed`);
  const order = (test: string, some: readonly number[]): MutationOrder => ({ root: pathToFileURL(`${root}/`).href, firsts, count: mutants.length, test, mutants: some });
  const tests = testsOf(plan);

  const share = async (worker: number): Promise<void> => {
    for (const test of tests) {
      const left = wanted.filter((mutant, at) => at % workers === worker && !killed.has(mutant));
      if (left.length === 0) continue;
      const trial = await tryFile(order(test, left));
      for (const [mutant, by] of trial.killed) kill(mutant, `${relative(root, test)}: ${by}`);
      for (const mutant of trial.covered) reachedBy.set(mutant, [...(reachedBy.get(mutant) ?? []), test]);
      broken.set(test, trial.broken);
      progress(`${name} ${String(worker)}: ${relative(root, test)}: ${String(trial.covered.size)} reached, ${String(trial.killed.size)} killed${trial.broken.length === 0 ? '' : `, ${String(trial.broken.length)} tests left out that fail here`}; ${String(killed.size)} of ${String(wanted.length)}`);
    }
  };
  await Promise.all(Array.from({ length: workers }, (_, worker) => share(worker)));

  // What is decided when a module is loaded, or kept in a cache, is decided before the mutant is active: those survive for no reason of their own.
  const cold = wanted.filter((mutant) => reachedBy.has(mutant) && !killed.has(mutant));
  progress(`${name}: ${String(cold.length)} once more, each from the beginning`);
  const shareCold = async (worker: number): Promise<void> => {
    for (const mutant of cold.filter((_, at) => at % workers === worker)) {
      for (const test of reachedBy.get(mutant) ?? []) {
        const by = await tryCold({ ...order(test, []), broken: broken.get(test) ?? [] }, mutant);
        if (by === undefined) continue;
        kill(mutant, `${relative(root, test)}: ${by}`);
        break;
      }
      if (!killed.has(mutant)) progress(`${name}: survived ${mutants[mutant]?.file ?? ''}:${String(mutants[mutant]?.line)} ${mutants[mutant]?.kind ?? ''}: ${mutants[mutant]?.text ?? ''}`);
    }
  };
  await Promise.all(Array.from({ length: workers }, (_, worker) => shareCold(worker)));

  const reasons = explanations();
  const survivors = wanted.filter((mutant) => !killed.has(mutant)).flatMap((mutant): readonly Survivor[] => {
    const one = mutants[mutant];
    if (one === undefined) return [];
    const { number: _number, ...rest } = one;
    const why = reasons.find(({ file, kind, text }) => file === one.file && kind === one.kind && text === one.text)?.why;
    return [{ ...rest, reached: reachedBy.has(mutant), ...(why === undefined ? {} : { why }) }];
  });
  return {
    name, mutants: wanted.length, killed: wanted.length - survivors.length, score: wanted.length === 0 ? 1 : (wanted.length - survivors.length) / wanted.length, survivors,
    leftOut: [...broken].flatMap(([test, titles]) => titles.map((title) => `${relative(root, test)}: ${title}`)),
    seconds: (performance.now() - begun) / 1000,
  };
}
