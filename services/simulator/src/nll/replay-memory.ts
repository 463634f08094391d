import { createHash } from 'node:crypto';

/** An answer to a write, kept so that the same `x-request-id` gets the same answer for 24 h (sweden-national 2.7). */
export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ReplayMemory {
  find(requestId: string, content: string, nowMs: number): KeptAnswer | 'other-content' | undefined;
  keep(requestId: string, content: string, nowMs: number, answer: KeptAnswer): void;
  clear(): void;
}

const KEEP_MS = 24 * 3_600_000;

export function replayMemory(): ReplayMemory {
  const kept = new Map<string, { readonly hash: string; readonly atMs: number; readonly answer: KeptAnswer }>();
  const hashOf = (content: string): string => createHash('sha256').update(content).digest('hex');
  return {
    find(requestId, content, nowMs) {
      const found = kept.get(requestId);
      if (found === undefined || nowMs - found.atMs >= KEEP_MS) return undefined;
      return found.hash === hashOf(content) ? found.answer : 'other-content';
    },
    keep(requestId, content, nowMs, answer) { kept.set(requestId, { hash: hashOf(content), atMs: nowMs, answer }); },
    clear() { kept.clear(); },
  };
}
