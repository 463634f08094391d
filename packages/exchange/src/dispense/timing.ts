import { addMs, type Instant } from '@ncp/domain';

const SECOND = 1_000;
/**
 * While a live request may still be at work on a row nobody else touches it. Longer than one national call
 * (connect 2 s + answer 8 s, decisions 3.3), so a row whose lease has passed belongs to a dead process.
 */
const LEASE_MS = 15 * SECOND;

export const leaseUntil = (now: Instant): Instant => addMs(now, LEASE_MS);

// decisions G18: 5 s, 15 s, 60 s, 5 min, then every 15 min.
const BACKOFF_MS = [5, 15, 60, 300, 900].map((s) => s * SECOND);

/** When the reconciler looks again after `attempts` looks. */
export const nextLook = (now: Instant, attempts: number): Instant =>
  addMs(now, BACKOFF_MS[Math.min(attempts, BACKOFF_MS.length - 1)] ?? 900 * SECOND);

/** After this a locked prescription becomes a case for people (UC-A4 8.2). */
export const LOCK_PATIENCE_MS: number = 15 * 60 * SECOND;
