import { epochMs, FAIR_USE, type Instant } from '@ncp/domain';
import { hex, sha256, utf8 } from '@ncp/xml';

/** Whose messages are counted together (decisions G19). */
export type Counted = 'patient' | 'point-of-care';

/** Remembers for ten minutes how often somebody was asked about, or asked. In memory, per process: it warns, it never decides. */
export interface FairUse {
  /** True for the message that is one too many; then not again while its window lasts. */
  exceeded(counted: Counted, subject: string, at: Instant): boolean;
}

const LONGEST_MS = Math.max(FAIR_USE.patient.windowMs, FAIR_USE['point-of-care'].windowMs);
/** Above this the memory is tidied; it then holds those of the last ten minutes only. */
const TIDY_ABOVE = 10_000;

interface Uses {
  /** Of the last uses within the window, oldest first. */
  readonly atMs: number[];
  toldMs: number;
}

export function fairUse(): FairUse {
  const memory = new Map<string, Uses>();
  const tidy = (nowMs: number): void => {
    for (const [key, { atMs }] of memory) if ((atMs.at(-1) ?? 0) <= nowMs - LONGEST_MS) memory.delete(key);
  };
  return {
    exceeded(counted, subject, at) {
      const nowMs = epochMs(at);
      const { messages, windowMs } = FAIR_USE[counted];
      // Not who it is, only that it is the same.
      const key = hex(sha256(utf8(`${counted}|${subject}`)));
      const uses = memory.get(key) ?? { atMs: [], toldMs: Number.NEGATIVE_INFINITY };
      memory.set(key, uses);
      while ((uses.atMs[0] ?? nowMs) <= nowMs - windowMs) uses.atMs.shift();
      uses.atMs.push(nowMs);
      if (uses.atMs.length > messages + 1) uses.atMs.shift();
      if (memory.size > TIDY_ABOVE) tidy(nowMs);
      const tell = uses.atMs.length > messages && nowMs - uses.toldMs >= windowMs;
      if (tell) uses.toldMs = nowMs;
      return tell;
    },
  };
}
