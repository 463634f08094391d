import { addMs, epochMs, type Instant } from '@ncp/domain';

const SECOND = 1_000;
/**
 * While a live request may still be at work on a row nobody else touches it; a row whose lease has passed belongs to a
 * dead process. The ledger gives as much again when the call is marked as about to be written [local].
 */
const LEASE_MS = 20 * SECOND;
/** National calls for a row end before its lease does. Longer than one call (connect 2 s + answer 8 s, decisions 3.3). */
const CALLS_MS = 18 * SECOND;

export const leaseUntil = (now: Instant): Instant => addMs(now, LEASE_MS);

/** When the calls for a row must have ended: with its lease, and with the message that waits for them. */
export const callsEndBy = (now: Instant, deadline: Instant | undefined): Instant => {
  const end = addMs(now, CALLS_MS);
  return deadline !== undefined && epochMs(deadline) < epochMs(end) ? deadline : end;
};

// decisions G18: 5 s, 15 s, 60 s, 5 min, then every 15 min.
const BACKOFF_MS = [5, 15, 60, 300, 900].map((s) => s * SECOND);

/** When the reconciler looks again after `attempts` looks. */
export const nextLook = (now: Instant, attempts: number): Instant =>
  addMs(now, BACKOFF_MS[Math.min(attempts, BACKOFF_MS.length - 1)] ?? 900 * SECOND);

/** After this a locked prescription becomes a case for people (UC-A4 8.2). */
export const LOCK_PATIENCE_MS: number = 15 * 60 * SECOND;
