import { instantFromEpoch, type Instant } from '@ncp/domain';

/** The one clock. Everything that asks for the time asks here (house rule 7). */
export interface Clock {
  now(): Instant;
  epochMs(): number;
}

export const systemClock = (): Clock => ({ now: () => instantFromEpoch(Date.now()), epochMs: () => Date.now() });

/** A clock that started at `start` when this function was called and runs at normal speed (decisions G25). */
export function clockFrom(startEpochMs: number): Clock {
  const offset = startEpochMs - Date.now();
  const epochMs = (): number => Date.now() + offset;
  return { epochMs, now: () => instantFromEpoch(epochMs()) };
}
