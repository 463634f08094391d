import { epochMs, type Instant } from '@ncp/domain';
import type { ExchangeTiming, Observer, StepTaken } from '../ports/index.js';

/** How one message fares on its way: kept with its record, so that people see where it failed and whose time it took. */
export interface Course {
  /** The observer of the gateway, which also notes the steps of this message. */
  readonly observer: Observer;
  /** Counts the time that a national call takes. */
  national<T>(call: () => Promise<T>): Promise<T>;
  /** So far. */
  timing(receivedAt: Instant): ExchangeTiming;
}

/** `now`: the one clock of the gateway. */
export function courseOf(observer: Observer, now: () => Instant): Course {
  const steps: StepTaken[] = [];
  const clock = (): number => epochMs(now());
  // Calls beside each other take their time once.
  const national = { underWay: 0, since: 0, ms: 0 };
  return {
    observer: {
      ended: (facts) => { observer.ended(facts); },
      alarm: (code, details) => { observer.alarm(code, details); },
      async step(name, work) {
        const begun = clock();
        let failed = true;
        try {
          const result = await observer.step(name, work);
          failed = false;
          return result;
        } finally {
          steps.push({ step: name, ms: clock() - begun, failed });
        }
      },
    },
    async national(call) {
      if (national.underWay === 0) national.since = clock();
      national.underWay += 1;
      try {
        return await call();
      } finally {
        national.underWay -= 1;
        if (national.underWay === 0) national.ms += clock() - national.since;
      }
    },
    timing(receivedAt) {
      const endedAt = now();
      return { direction: 'inbound', endedAt, totalMs: epochMs(endedAt) - epochMs(receivedAt), peerMs: 0, nationalMs: national.ms, steps: [...steps] };
    },
  };
}
