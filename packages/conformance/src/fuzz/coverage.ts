import { Session, type Profiler } from 'node:inspector';

/** Which bytes of our own code an input reached, by the engine's own block coverage: nothing is instrumented and nothing installed. */
export interface Coverage {
  /** Bytes of code reached for the first time since the last call; `keep` decides whether they count as reached from now on. */
  taken(keep: boolean): number;
  /** Bytes of code reached so far. */
  readonly reached: number;
  stop(): void;
}

export const NO_COVERAGE: Coverage = { taken: () => 0, reached: 0, stop: () => undefined };

const OURS = /\/packages\/(?:xml|soap|saml|ihe|cda|fhir|domain|terminology|trust|audit)\/(?:dist|src)\//;

/** One function: a 1 for each byte that has run. */
interface Seen {
  readonly ran: Uint8Array;
  left: number;
}

/** Bytes of the function that lie in no range with count zero. */
const ranIn = (ranges: readonly Profiler.CoverageRange[], from: number, length: number): Uint8Array => {
  const ran = new Uint8Array(length);
  // Outer ranges come first: what is inside has the last word.
  for (const { startOffset, endOffset, count } of ranges) ran.fill(count > 0 ? 1 : 0, startOffset - from, endOffset - from);
  return ran;
};

/** Begins to count in this thread. */
export const startCoverage = (): Coverage => {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  const functions = new Map<string, Seen>();
  let reached = 0;

  const gainOf = (key: string, { ranges }: Profiler.FunctionCoverage, keep: boolean): number => {
    const [whole] = ranges;
    if (whole === undefined || whole.count === 0) return 0;
    const length = whole.endOffset - whole.startOffset;
    const seen = functions.get(key) ?? { ran: new Uint8Array(length), left: length };
    if (seen.left === 0) return 0;
    const ran = ranIn(ranges, whole.startOffset, length);
    let gain = 0;
    for (let at = 0; at < length; at += 1) {
      if (ran[at] !== 1 || seen.ran[at] === 1) continue;
      gain += 1;
      if (keep) seen.ran[at] = 1;
    }
    if (keep) {
      seen.left -= gain;
      functions.set(key, seen);
    }
    return gain;
  };

  return {
    taken: (keep) => {
      let gain = 0;
      session.post('Profiler.takePreciseCoverage', (error, result) => {
        if (error !== null) throw error;
        for (const script of result.result) {
          if (!OURS.test(script.url)) continue;
          for (const one of script.functions) gain += gainOf(`${script.scriptId}:${String(one.ranges[0]?.startOffset)}:${String(one.ranges[0]?.endOffset)}`, one, keep);
        }
      });
      if (keep) reached += gain;
      return gain;
    },
    get reached() {
      return reached;
    },
    stop: () => {
      session.post('Profiler.stopPreciseCoverage');
      session.disconnect();
    },
  };
};
