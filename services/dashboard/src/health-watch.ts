import { type Instant, type SituationFacts } from '@ncp/domain';
import type { Clock } from '@ncp/runtime';

export interface WatchedPart {
  readonly name: string;
  /** Loopback address of its health. */
  readonly url: string;
}

export interface HealthWatch {
  parts(): SituationFacts['parts'];
  stop(): void;
}

const EVERY_MS = 5_000;
/** While one is not ready: operators read that it is down, and must not read it for long when it is back, or was only starting. */
const DOWN_EVERY_MS = 1_000;
const LIMIT_MS = 2_000;

/** Ready: the process answers, and everything it needs is usable. */
const isReady = async (url: string): Promise<boolean> => {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(LIMIT_MS), redirect: 'error' });
    await answer.arrayBuffer();
    return answer.status === 200;
  } catch {
    // Refused, slow, or no process at all: it is not ready, whatever the reason.
    return false;
  }
};

/** Asks our own processes how they are, now and every five seconds; every second while one is not ready. */
export async function watchHealth(parts: readonly WatchedPart[], clock: Clock): Promise<HealthWatch> {
  const since = new Map<string, Instant>();
  const look = async (): Promise<void> => {
    await Promise.all(parts.map(async ({ name, url }) => {
      if (await isReady(url)) since.delete(name);
      else if (!since.has(name)) since.set(name, clock.now());
    }));
  };
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const round = async (): Promise<void> => {
    await look();
    if (!stopped) timer = setTimeout(() => { void round(); }, since.size === 0 ? EVERY_MS : DOWN_EVERY_MS).unref();
  };
  await round();
  return {
    parts: () => parts.map(({ name }) => {
      const down = since.get(name);
      return down === undefined ? { name, up: true } : { name, up: false, since: down };
    }),
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
