import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { MutationLine, MutationOrder } from './run-file.js';

const PROGRAM = fileURLToPath(new URL('./run-file.js', import.meta.url));
/** A mutant that says nothing for so long never will. */
const SILENCE_MS = 120_000;

export interface Trial {
  readonly killed: ReadonlyMap<number, string>;
  readonly survived: ReadonlySet<number>;
  readonly spoilt: ReadonlySet<number>;
  readonly covered: ReadonlySet<number>;
  readonly broken: readonly string[];
}

const environment = (order: MutationOrder): NodeJS.ProcessEnv => ({ ...process.env, NODE_OPTIONS: '', NCP_MUTATION_ORDER: JSON.stringify(order) });

/** One process, listened to until it ends; the mutant that it died or fell silent of is killed by that. */
const listen = (order: MutationOrder): Promise<{ readonly lines: readonly MutationLine[]; readonly ended: boolean }> => new Promise((resolve) => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--max-old-space-size=1500', PROGRAM], { env: environment(order), stdio: ['ignore', 'pipe', 'ignore'] });
  const lines: MutationLine[] = [];
  let timer = setTimeout(() => child.kill('SIGKILL'), SILENCE_MS);
  createInterface({ input: child.stdout }).on('line', (text) => {
    if (!text.startsWith('@@')) return;
    clearTimeout(timer);
    timer = setTimeout(() => child.kill('SIGKILL'), SILENCE_MS);
    lines.push(JSON.parse(text.slice(2)) as MutationLine);
  });
  child.once('close', () => {
    clearTimeout(timer);
    resolve({ lines, ended: lines.some(({ kind }) => kind === 'done') });
  });
});

/** Tries mutants with one test file, in as many processes as it takes: one that a mutant spoilt or killed is replaced. */
export async function tryFile(order: MutationOrder): Promise<Trial> {
  const killed = new Map<number, string>();
  const [survived, spoilt, covered] = [new Set<number>(), new Set<number>(), new Set<number>()];
  const broken = new Set<string>();
  let left = order.mutants;
  while (left.length > 0) {
    const { lines, ended } = await listen({ ...order, mutants: left });
    let under: number | undefined;
    for (const line of lines) {
      switch (line.kind) {
        case 'covers': { for (const mutant of line.mutants) covered.add(mutant); break; }
        case 'begin': under = line.mutant; break;
        case 'killed': { killed.set(line.mutant, line.by); under = undefined; break; }
        case 'survived': { survived.add(line.mutant); under = undefined; break; }
        case 'spoilt': { spoilt.add(line.mutant); under = undefined; break; }
        case 'broken': broken.add(line.test); break;
        case 'done': break;
      }
    }
    if (ended) break;
    if (under !== undefined) killed.set(under, 'the process did not go on');
    // It did not get as far as its first mutant: the file itself cannot be run here.
    if (!lines.some(({ kind }) => kind === 'covers')) break;
    left = left.filter((mutant) => covered.has(mutant) && !killed.has(mutant) && !survived.has(mutant) && !spoilt.has(mutant));
  }
  return { killed, survived, spoilt, covered, broken: [...broken] };
}

/** One mutant from the very beginning, in a process of its own: which test it fails, if any. */
export async function tryCold(order: MutationOrder, mutant: number): Promise<string | undefined> {
  const { lines } = await listen({ ...order, mutants: [mutant], cold: mutant });
  const end = lines.find(({ kind }) => kind === 'killed' || kind === 'survived');
  if (end === undefined) return 'the process did not go on';
  return end.kind === 'killed' ? end.by : undefined;
}
