import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isNcpError, type NcpError } from '@ncp/domain';
import { NO_COVERAGE, startCoverage } from './coverage.js';
import { diceOf } from './dice.js';
import { corpusOf } from './inputs.js';
import { isRefusal, type FuzzTarget } from './target.js';

/** Limits of RS 3(d) and FUZZ-01. */
export const HANG_MS = 1000;
export const MOST_GROWTH_MIB = 64;

export interface Finding {
  readonly kind: 'crash' | 'hang' | 'growth';
  /** Class, message and first place in our code of a crash; figures of the others. */
  readonly what: string;
  readonly input: Uint8Array;
}

export interface Progress {
  readonly executions: number;
  /** Inputs that reached something new, seeds included. */
  readonly corpus: number;
  /** Bytes of our compiled code that have run. */
  readonly reached: number;
  /** How often each code of the registry was raised; `read` for what was taken. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** CPU of this thread, and the input it took it for. */
  readonly slowest: { readonly ms: number; readonly input: Uint8Array };
  /** What the collector leaves beyond what it left after `WARM_EXECUTIONS`, corpus not counted; the most at any time, undefined before them. */
  readonly growthMiB: number | undefined;
}

export interface CampaignOptions {
  readonly seed: number;
  /** Without it code that is reached does not guide, as within a test runner, whose own code is far more. */
  readonly guided?: boolean;
  /** Asked between inputs: whether to go on. */
  readonly goOn: (executions: number) => boolean;
  readonly found: (finding: Finding) => void;
  /** Told before each input is read, so that another thread can keep what never comes back. */
  readonly begin?: (input: Uint8Array) => void;
  readonly end?: () => void;
  readonly progress?: (progress: Progress) => void;
}

const MIB = 1024 * 1024;
/** Asking the engine what has run costs as much as many inputs: the less there is to find, the more seldom it is asked. */
const BATCH = 64;
const MOST_IN_BATCH = 1024;
const MEMORY_EVERY_MS = 5000;
/** Compilers and caches have settled by then. */
export const WARM_EXECUTIONS = 3000;

const heapBytes = (): number => {
  const { used_heap_size: heap, external_memory: external } = getHeapStatistics();
  return heap + external;
};

/** The collector of this thread, whatever it was started with. */
const collector = (): (() => void) => {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
};

const cpuMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

const PLACE = /\/((?:packages|services)\/[\w./-]+:\d+)/;

const described = (error: unknown): string => {
  if (!(error instanceof Error)) return `thrown: ${String(error)}`;
  const place = (error.stack ?? '').split('\n').slice(1).map((line) => PLACE.exec(line)?.[1]).find((one) => one !== undefined && !one.includes('conformance/'));
  return `${error.name}: ${error.message.slice(0, 160)} at ${place ?? 'no place of ours'}`;
};

/** Content does not tell two crashes apart, their place does. */
const keyOf = (what: string): string => what.replace(/: .* at /s, ' at ');

/** Where a refusal came from, as far as it says: a new one is worth as much as new code. */
const kindOf = ({ code, details }: NcpError): string => `${code} ${String(details['check'] ?? details['at'] ?? details['where'] ?? '')}`.replaceAll(/\[\d+\]/g, '');
const MOST_KINDS = 400;

interface Cost { readonly cpu: number; readonly heap: number }

/**
 * Reads inputs grown from the seeds, guided by what code they reach, until told to stop. Everything follows from the seed and
 * the number of executions. What is found is told once for each place.
 */
export const campaign = async (target: FuzzTarget, { seed, guided = true, goOn, found, begin, end, progress }: CampaignOptions): Promise<Progress> => {
  const dice = diceOf(seed);
  const corpus = corpusOf(target, dice);
  const collect = collector();
  const coverage = guided ? startCoverage() : NO_COVERAGE;
  const outcomes = new Map<string, number>();
  const known = new Set<string>();
  const kinds = new Set<string>();
  let executions = 0;
  let slowest: Progress['slowest'] = { ms: 0, input: new Uint8Array(0) };
  let base = 0;
  let growth = 0;
  let looked = performance.now();

  const tell = (finding: Finding): void => {
    const key = `${finding.kind} ${finding.kind === 'crash' ? keyOf(finding.what) : ''}`;
    if (known.has(key)) return;
    known.add(key);
    found(finding);
  };

  const once = (input: Uint8Array): Cost => {
    const heap = heapBytes();
    const cpu = cpuMs();
    begin?.(input);
    let outcome = 'read';
    try {
      target.read(input);
    } catch (error) {
      outcome = isNcpError(error) ? error.code : 'crash';
      if (isNcpError(error) && kinds.size < MOST_KINDS && !kinds.has(kindOf(error))) {
        kinds.add(kindOf(error));
        corpus.add(input);
      }
      if (!isRefusal(error)) tell({ kind: 'crash', what: described(isNcpError(error) ? error.cause ?? error : error), input });
    }
    end?.();
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    executions += 1;
    return { cpu: cpuMs() - cpu, heap: heapBytes() - heap };
  };

  /** A pause of the collector is not the reader's: what looks dear is asked again, and the cheaper of two counts. */
  const execute = (input: Uint8Array): void => {
    let cost = once(input);
    if (cost.cpu > slowest.ms || cost.cpu > HANG_MS || cost.heap > MOST_GROWTH_MIB * MIB) {
      if (cost.heap > MOST_GROWTH_MIB * MIB) collect();
      const again = once(input);
      cost = { cpu: Math.min(cost.cpu, again.cpu), heap: Math.min(cost.heap, again.heap) };
    }
    if (cost.cpu > slowest.ms) slowest = { ms: cost.cpu, input };
    if (cost.cpu > HANG_MS) tell({ kind: 'hang', what: `${cost.cpu.toFixed(0)} ms of CPU`, input });
    if (cost.heap > MOST_GROWTH_MIB * MIB) tell({ kind: 'growth', what: `${(cost.heap / MIB).toFixed(0)} MiB for one input`, input });
  };

  const state = (): Progress => ({
    executions, corpus: corpus.size, reached: coverage.reached, outcomes: Object.fromEntries([...outcomes].toSorted()), slowest, growthMiB: base > 0 ? growth / MIB : undefined,
  });

  const look = (input: Uint8Array): void => {
    looked = performance.now();
    collect();
    const left = heapBytes() - corpus.bytes;
    if (base === 0 && executions >= WARM_EXECUTIONS) base = left;
    if (base > 0) growth = Math.max(growth, left - base);
    if (growth > MOST_GROWTH_MIB * MIB) tell({ kind: 'growth', what: `${(growth / MIB).toFixed(0)} MiB are kept after ${String(executions)} inputs`, input });
    progress?.(state());
  };

  for (const input of target.seeds()) execute(input);
  coverage.taken(true);
  let last: Uint8Array = new Uint8Array(0);
  let room = BATCH;
  while (goOn(executions)) {
    // A service reads each message in a turn of its own; what is held weakly is kept until the turn ends, and would look like growth.
    await nextTurn();
    const batch: Uint8Array[] = [];
    while (batch.length < room && goOn(executions)) {
      last = corpus.next();
      batch.push(last);
      execute(last);
    }
    // Only a batch that reached something is gone through one by one.
    const gained = coverage.taken(false) > 0;
    room = gained ? BATCH : Math.min(MOST_IN_BATCH, room * 2);
    if (gained) {
      for (const input of batch) {
        execute(input);
        if (coverage.taken(true) > 0) corpus.add(input);
      }
    }
    if ((base === 0 && executions >= WARM_EXECUTIONS) || performance.now() - looked > MEMORY_EVERY_MS) look(last);
  }
  look(last);
  coverage.stop();
  return state();
};

/** Name of the file that holds an input. */
export const inputName = ({ kind, input }: Pick<Finding, 'kind' | 'input'>): string => `${kind}-${createHash('sha256').update(input).digest('hex').slice(0, 12)}`;
