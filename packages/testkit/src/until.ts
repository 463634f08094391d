import { setTimeout as pause } from 'node:timers/promises';

const LOOK_EVERY_MS = 25;

/** Waits for something that another process does. @throws Error with `what` when it has not come true in time */
export async function until(what: string, holds: () => Promise<boolean> | boolean, limitMs = 60_000): Promise<void> {
  const end = performance.now() + limitMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`not within ${String(limitMs)} ms: ${what}`);
    await pause(LOOK_EVERY_MS);
  }
}
