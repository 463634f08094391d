import { epochMs } from '@ncp/domain';
import type { ExchangeContext } from '../affiliation/context.js';

/** How long a message waits for another process that is at work on the same row, and how often it looks [local]. */
const PATIENCE_MS = 2_000;
const LOOK_EVERY_MS = 100;

/**
 * Looks again until `done`, or until patience ends: the last thing seen. So that copies of one document that arrive
 * together all get the outcome, and not "pending" but one (DISP-21, decisions D53).
 */
export async function patiently<T>({ gateway }: ExchangeContext, look: () => Promise<T>, done: (seen: T) => boolean): Promise<T> {
  const { surroundings, pause } = gateway;
  const end = epochMs(surroundings.now()) + PATIENCE_MS;
  for (;;) {
    const seen = await look();
    if (done(seen) || epochMs(surroundings.now()) >= end) return seen;
    await pause(LOOK_EVERY_MS);
  }
}
