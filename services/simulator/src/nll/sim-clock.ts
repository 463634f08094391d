import { epochMs, instantFromEpoch, stockholm, type Instant } from '@ncp/domain';
import type { Clock } from '@ncp/runtime';

/** The simulator's time: the given clock, which the control interface can set to another instant; it then runs on. */
export interface SimClock {
  now(): Instant;
  epochMs(): number;
  set(at: Instant): void;
  reset(): void;
}

export function simClock(base: Clock): SimClock {
  let offsetMs = 0;
  const read = (): number => base.epochMs() + offsetMs;
  return {
    epochMs: read,
    now: () => stockholm(instantFromEpoch(read())),
    set(at) { offsetMs = epochMs(at) - base.epochMs(); },
    reset() { offsetMs = 0; },
  };
}
