import { parentPort, workerData } from 'node:worker_threads';
import { campaign } from './campaign.js';
import type { FuzzTarget } from './target.js';
import { watchIn } from './watch.js';

/** The thread that reads: it may hang or die, and the one that watches it goes on. */

export interface ReaderOrder {
  /** Module that exports `fuzzTargets`. */
  readonly module: string;
  readonly target: string;
  readonly seed: number;
  readonly untilMs: number;
  readonly memory: SharedArrayBuffer;
  /** Only this one, instead of a campaign. */
  readonly input?: Uint8Array;
}

const { module, target: name, seed, untilMs, memory, input } = workerData as ReaderOrder;
const { fuzzTargets } = (await import(module)) as { readonly fuzzTargets: readonly FuzzTarget[] };
const target = fuzzTargets.find((one) => one.name === name);
if (target === undefined || parentPort === null) throw new TypeError(name);
const port = parentPort;
const watch = watchIn(memory);

if (input !== undefined) {
  watch.begin(input);
  try {
    target.read(input);
  } catch {
    // Only whether it comes to an end is asked here.
  }
  watch.end();
  port.postMessage({ kind: 'ended' });
} else {
  const last = await campaign(target, {
    seed, ...watch,
    goOn: () => Date.now() < untilMs,
    found: (finding) => { port.postMessage({ kind: 'found', finding }); },
    progress: (progress) => { port.postMessage({ kind: 'progress', progress }); },
  });
  port.postMessage({ kind: 'ended', progress: last });
}
