import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { inputName, type Finding, type Progress } from './campaign.js';
import type { ReaderOrder } from './reader-thread.js';
import { watchIn, watchMemory } from './watch.js';

export interface FuzzPlan {
  readonly target: string;
  readonly seconds: number;
  readonly seed: number;
  /** Inputs that are findings, and the slowest, are kept there. */
  readonly folder: string;
  /** Module that exports `fuzzTargets`; ours when left out. */
  readonly module?: string;
  readonly progress?: (line: string) => void;
  /** The machine may be busy with other things, so the clock on the wall only rouses suspicion; 5 s. */
  readonly suspiciousMs?: number;
  /** An input that has not come to its end by then, alone, is one that hangs; 15 s. */
  readonly provenMs?: number;
}

export interface KeptFinding {
  readonly kind: Finding['kind'];
  readonly what: string;
  readonly file: string;
}

export interface FuzzReport {
  readonly target: string;
  readonly seed: number;
  readonly seconds: number;
  readonly executions: number;
  readonly perSecond: number;
  readonly corpus: number;
  readonly reached: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly slowest: { readonly ms: number; readonly bytes: number; readonly file: string };
  /** Undefined when it read too few to tell. */
  readonly growthMiB: number | undefined;
  readonly findings: readonly KeptFinding[];
}

const OURS = new URL('./targets.js', import.meta.url).href;
const READER = new URL('./reader-thread.js', import.meta.url);
const SUSPICIOUS_MS = 5000;
const PROVEN_MS = 15_000;
const LOOK_MS = 100;
const MOST_FINDINGS = 20;
const HEAP_MIB = 1024;

const nothingYet: Progress = { executions: 0, corpus: 0, reached: 0, outcomes: {}, slowest: { ms: 0, input: new Uint8Array(0) }, growthMiB: undefined };

type Told = { readonly kind: 'found'; readonly finding: Finding } | { readonly kind: 'progress' | 'ended'; readonly progress?: Progress };

interface Watched {
  readonly progress: Progress;
  /** The thread did not come to its own end. */
  readonly lost?: { readonly input: Uint8Array; readonly why: string };
}

/** Runs one reading thread until it ends, dies, or reads one input for too long. */
const readerRun = (order: Omit<ReaderOrder, 'memory'>, patienceMs: number, told: (message: Told) => void): Promise<Watched> => new Promise((resolve) => {
  const memory = watchMemory();
  const watch = watchIn(memory);
  const thread = new Worker(READER, { workerData: { ...order, memory } satisfies ReaderOrder, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB } });
  let progress = nothingYet;
  let over = false;
  const finish = (lost?: Watched['lost']): void => {
    if (over) return;
    over = true;
    clearInterval(timer);
    void thread.terminate();
    resolve({ progress, ...(lost === undefined ? {} : { lost }) });
  };
  const timer = setInterval(() => {
    const ms = watch.underWayMs();
    if (ms > patienceMs) finish({ input: watch.input(), why: `no end after ${String(ms)} ms` });
  }, LOOK_MS);
  thread.on('message', (message: Told) => {
    if (message.kind !== 'found' && message.progress !== undefined) progress = message.progress;
    told(message);
    if (message.kind === 'ended') finish();
  });
  thread.on('error', (error: unknown) => { finish({ input: watch.input(), why: `the thread died: ${error instanceof Error ? error.message : String(error)}` }); });
  thread.on('exit', () => { finish({ input: watch.input(), why: 'the thread ended' }); });
});

const summed = (a: Progress, b: Progress): Progress => ({
  executions: a.executions + b.executions, corpus: Math.max(a.corpus, b.corpus), reached: Math.max(a.reached, b.reached),
  outcomes: Object.fromEntries([...new Set([...Object.keys(a.outcomes), ...Object.keys(b.outcomes)])].toSorted().map((code) => [code, (a.outcomes[code] ?? 0) + (b.outcomes[code] ?? 0)])),
  slowest: a.slowest.ms >= b.slowest.ms ? a.slowest : b.slowest, growthMiB: a.growthMiB === undefined || b.growthMiB === undefined ? a.growthMiB ?? b.growthMiB : Math.max(a.growthMiB, b.growthMiB),
});

/**
 * Fuzzes one target for so many seconds. A crash, a hang over one second of CPU and growth over 64 MiB are findings, and
 * each keeps its input as a file. A thread that was lost is replaced, with the next seed.
 */
export async function fuzz({ target, seconds, seed, folder, module = OURS, progress, suspiciousMs = SUSPICIOUS_MS, provenMs = PROVEN_MS }: FuzzPlan): Promise<FuzzReport> {
  await mkdir(folder, { recursive: true });
  const begun = Date.now();
  const untilMs = begun + seconds * 1000;
  const findings = new Map<string, Finding>();
  const found = (finding: Finding): void => {
    const key = `${finding.kind} ${finding.kind === 'crash' ? finding.what : ''}`;
    if (findings.has(key)) return;
    findings.set(key, finding);
    progress?.(`${finding.kind}: ${finding.what} (${String(finding.input.length)} bytes)`);
  };
  let done = nothingYet;
  for (let run = 0; run === 0 || (Date.now() < untilMs && findings.size < MOST_FINDINGS); run += 1) {
    const { progress: reached, lost } = await readerRun({ module, target, seed: seed + run, untilMs }, suspiciousMs, (message) => {
      if (message.kind === 'found') found(message.finding);
      else if (message.kind === 'progress' && message.progress !== undefined) {
        const { executions, corpus, reached: bytes, slowest, growthMiB } = summed(done, message.progress);
        const passed = (Date.now() - begun) / 1000;
        progress?.(`${passed.toFixed(0).padStart(5)} s  ${String(executions)} executions, ${(executions / passed).toFixed(0)} a second, corpus ${String(corpus)}, ${String(bytes)} bytes of code reached, slowest ${slowest.ms.toFixed(0)} ms, growth ${growthMiB?.toFixed(1) ?? '?'} MiB`);
      }
    });
    done = summed(done, reached);
    if (lost === undefined) continue;
    const again = await readerRun({ module, target, seed, untilMs, input: lost.input }, provenMs, () => undefined);
    if (again.lost !== undefined) found({ kind: again.lost.why.startsWith('no end') ? 'hang' : 'crash', what: again.lost.why, input: lost.input });
    else progress?.(`a reader was given up (${lost.why}), and its last input came to an end when read again`);
  }
  const file = (name: string): string => join(folder, name);
  const kept = await Promise.all([...findings.values()].map(async (finding): Promise<KeptFinding> => {
    await writeFile(file(inputName(finding)), finding.input);
    return { kind: finding.kind, what: finding.what, file: file(inputName(finding)) };
  }));
  const { slowest, ...rest } = done;
  await writeFile(file('slowest'), slowest.input);
  const passed = (Date.now() - begun) / 1000;
  return {
    target, seed, seconds: passed, ...rest, perSecond: rest.executions / passed,
    slowest: { ms: slowest.ms, bytes: slowest.input.length, file: file('slowest') }, findings: kept,
  };
}
