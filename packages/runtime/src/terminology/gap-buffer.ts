import { isNcpError, type NcpErrorCode, type SafeDetails } from '@ncp/domain';
import type { GapRecorder, TerminologyGap } from '@ncp/exchange';

type Counted = TerminologyGap & { readonly count: number; readonly documents: number };

export interface GapBufferOptions {
  /** Adds counts to what is kept, all or nothing. */
  readonly write: (gaps: readonly Counted[]) => Promise<void>;
  readonly alarm: (code: NcpErrorCode, details: SafeDetails) => void;
  /** Waiting after a failed write, milliseconds: the first, and the longest. */
  readonly retryMs?: readonly [number, number];
  /** Different gaps that wait at most; more are counted as lost. */
  readonly limit?: number;
}

export interface GapBuffer extends GapRecorder {
  /** Everything that was noted before is written, or waits after a failure. */
  settled(): Promise<void>;
  /** One last attempt for what waits; what fails then is lost, and told. */
  close(): Promise<void>;
}

const RETRY_MS = [5_000, 60_000] as const;
const LIMIT = 10_000;

const keyOf = ({ release, codeSystem, code, field, reason, country }: TerminologyGap): string => JSON.stringify([release, codeSystem, code, field, reason, country]);

/**
 * Writes gaps behind the answers' backs. Each is written at once, several together while a write is under way; after a
 * failure they wait in memory and are tried again. A process that is killed loses what it had noted since its last write.
 */
export function gapBuffer({ write, alarm, retryMs = RETRY_MS, limit = LIMIT }: GapBufferOptions): GapBuffer {
  const waiting = new Map<string, Counted>();
  let [delay] = retryMs;
  let lost = 0;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;

  const add = (gap: TerminologyGap, count: number, documents: number): void => {
    const key = keyOf(gap);
    const known = waiting.get(key);
    if (known === undefined && waiting.size >= limit) {
      lost += count;
      return;
    }
    waiting.set(key, { ...gap, count: (known?.count ?? 0) + count, documents: (known?.documents ?? 0) + documents });
  };

  const failed = (batch: readonly Counted[], error: unknown): void => {
    for (const gap of batch) add(gap, gap.count, gap.documents);
    alarm('NCP_TERMINOLOGY_GAPS', { waiting: waiting.size, lost, cause: isNcpError(error) ? error.code : 'NCP_INTERNAL' });
    lost = 0;
  };

  /** False after a failure. */
  const drain = async (): Promise<boolean> => {
    while (waiting.size > 0) {
      const batch = [...waiting.values()];
      waiting.clear();
      try {
        await write(batch);
      } catch (error) {
        failed(batch, error);
        return false;
      }
    }
    return true;
  };

  const run = async (): Promise<void> => {
    if (await drain()) {
      [delay] = retryMs;
      return;
    }
    timer = setTimeout(() => {
      timer = undefined;
      start();
    }, delay);
    timer.unref();
    delay = Math.min(delay * 2, retryMs[1]);
  };
  function start(): void {
    if (timer !== undefined) return;
    running ??= run().finally(() => {
      running = undefined;
      // Noted between the last look and here.
      if (waiting.size > 0) start();
    });
  }

  const ended = async (): Promise<void> => {
    const work = running;
    if (work === undefined) return;
    await work;
    await ended();
  };
  const quiet = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };

  return {
    note: (gaps) => {
      const met = new Set<string>();
      for (const gap of gaps) {
        const key = keyOf(gap);
        add(gap, 1, met.has(key) ? 0 : 1);
        met.add(key);
      }
      if (waiting.size > 0) start();
    },
    settled: ended,
    close: async () => {
      quiet();
      await ended();
      quiet();
      if (await drain()) return;
      const sum = [...waiting.values()].reduce((total, { count }) => total + count, 0);
      alarm('NCP_TERMINOLOGY_GAPS', { waiting: 0, lost: sum + lost, cause: 'stopped' });
      waiting.clear();
    },
  };
}
