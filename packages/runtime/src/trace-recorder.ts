import { randomBytes } from 'node:crypto';
import { DOCUMENT_TEMPLATES, WIRE_CODES, type Instant } from '@ncp/domain';
import type { TracedMessage, TraceRecorder } from '@ncp/exchange';
import type { Catalogue } from '@ncp/terminology';
import { outlineOf, type OutlineNode, type OutlineOptions } from '@ncp/xml';
import type { Clock } from './clock.js';
import { errorFields, type Logger } from './logger.js';
import type { Terminology } from './terminology/open-terminology.js';

/** One masked side of one message. */
export interface StoredOutline {
  readonly exchange: string;
  readonly country: string;
  readonly direction: 'inbound' | 'outbound';
  readonly transaction: string;
  readonly part: 'request' | 'answer';
  readonly outline: OutlineNode;
  readonly at: Instant;
}

export interface TraceRecorderOptions {
  readonly write: (outlines: readonly StoredOutline[]) => Promise<void>;
  readonly catalogue: () => Catalogue;
  readonly now: () => Instant;
  /** Told when what was masked could not be kept; nothing of it is told. */
  readonly failed: (error: unknown) => void;
  /** How long after the answer they are masked, milliseconds; messages in this time at most, so that whoever sends bad ones costs nobody else time [local]. */
  readonly pauseMs?: number;
  readonly most?: number;
}

export interface OpenTraceRecorder extends TraceRecorder {
  /** What was noted before is written, or told as failed. */
  settled(): Promise<void>;
}

const PAUSE_MS = 250;
const MOST = 4;
const KEY_BYTES = 16;
const TEMPLATES: ReadonlySet<string> = new Set(Object.values(DOCUMENT_TEMPLATES));
const CODES: ReadonlySet<string> = new Set(WIRE_CODES);

const vocabularyOf = (catalogue: Catalogue): Pick<OutlineOptions, 'isKnownCode' | 'isKnownOid'> => ({
  isKnownCode: (code, system) => (system === undefined ? CODES.has(code) : catalogue.display(code, system, 'en') !== undefined),
  isKnownOid: (oid) => TEMPLATES.has(oid) || catalogue.knowsSystem(oid),
});

const readOrNone = ({ read }: TracedMessage['parts'][number]): ReturnType<typeof read> => {
  try {
    return read();
  } catch {
    // What cannot be read as a message has no outline.
    return undefined;
  }
};

/**
 * Masks messages that met trouble, a moment after their answer, with a key that lives as long as that. Of more than a few in that
 * moment the rest is left out: a trace is a help, and time belongs to the messages.
 */
export function traceRecorder({ write, catalogue, now, failed, pauseMs = PAUSE_MS, most = MOST }: TraceRecorderOptions): OpenTraceRecorder {
  let waiting: TracedMessage[] = [];
  let running: Promise<void> | undefined;

  const masked = ({ parts, ...of }: TracedMessage): readonly StoredOutline[] => {
    const options: OutlineOptions = { key: new Uint8Array(randomBytes(KEY_BYTES)), ...vocabularyOf(catalogue()) };
    return parts.flatMap((part) => {
      const root = readOrNone(part);
      return root === undefined ? [] : [{ ...of, part: part.part, outline: outlineOf(root, options), at: now() }];
    });
  };
  const run = async (): Promise<void> => {
    await new Promise((resolve) => { setTimeout(resolve, pauseMs).unref(); });
    const taken = waiting;
    waiting = [];
    running = undefined;
    try {
      await write(taken.flatMap(masked));
    } catch (error) {
      failed(error);
    }
  };
  return {
    note: (message) => {
      if (waiting.length >= most) return;
      waiting.push(message);
      running ??= run();
    },
    settled: async () => { await running; },
  };
}

/** What a process keeps traces with. */
export interface TraceParts {
  readonly traces: { add(outlines: readonly StoredOutline[]): Promise<void> };
  readonly terminology: Pick<Terminology, 'catalogue'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Pick<Logger, 'warn'>;
}

export const keepTraces = ({ traces, terminology, clock, log }: TraceParts): OpenTraceRecorder => traceRecorder({
  write: (outlines) => traces.add(outlines), catalogue: () => terminology.catalogue(), now: () => clock.now(),
  failed: (error) => { log.warn('trace not kept', errorFields(error)); },
});
