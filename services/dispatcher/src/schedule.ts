const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** Outbox rows reach the queue within a second of their commit (decisions 3.3). */
export const RELAY_MS: number = SECOND_MS;
/** What the queue lost is found again within this (QUE-01). */
export const SWEEP_MS: number = 30 * SECOND_MS;
export const RETENTION_MS: number = HOUR_MS;
/** Thresholds of fair use are looked at this often (wire-contract 12.4: a minute at least). */
export const FAIR_USE_MS: number = MINUTE_MS;

/** The content of a visit is kept this long after its end; the row without it for 30 days (decisions 3.3) [local]. */
export const VISIT_CONTENT_MS: number = 24 * HOUR_MS;

/** Rows of one round; the next round follows at once when there were as many. */
export const ROUND_LIMIT = 500;
/** A row that was handed to the queue and is not settled after this is handed out again. Above the queue's own first retries. */
export const AGAIN_AFTER_MS: number = 2 * MINUTE_MS;

/**
 * How long a look at an unsettled dispensation bars the next: 5 s, 15 s, 60 s, 5 min, then every 15 min (decisions G18).
 * The use case plans with the same steps; this bar also holds when a process dies of the look.
 */
export const RECONCILE_BARS_MS: readonly number[] = [5 * SECOND_MS, 15 * SECOND_MS, MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS];

/** A job of the queue: 10 attempts from 5 s, doubling, capped at 10 min; lock 30 s (decisions 3.3). About 50 minutes in all. */
export const JOB_ATTEMPTS = 10;
export const JOB_LOCK_MS: number = 30 * SECOND_MS;
const JOB_FIRST_MS = 5 * SECOND_MS;
const JOB_CAP_MS = 10 * MINUTE_MS;

/** The pause after the n-th failure, with up to half of it taken off by chance so that jobs do not return together. */
export const jobBackoffMs = (failures: number, chance: number): number =>
  Math.round(Math.min(JOB_FIRST_MS * 2 ** (failures - 1), JOB_CAP_MS) * (1 - chance / 2));

/** Forwarding never gives up: 5 s, doubling, at most 5 min (decisions 3.3). */
const FORWARD_FIRST_MS = 5 * SECOND_MS;
const FORWARD_CAP_MS = 5 * MINUTE_MS;
export const forwardBackoffMs = (failures: number): number => Math.min(FORWARD_FIRST_MS * 2 ** (failures - 1), FORWARD_CAP_MS);

/**
 * Syslog has no acknowledgement (RS 5). What a machine that vanished was sent, the kernel takes and repeats for about 16 minutes
 * (Linux: tcp_retries2) before it says that the connection is dead; a second and a third connection may fare no better. So
 * whatever was written in the last hour is sent again when a connection ended without a word, or with another process [local].
 */
export const RESEND_WINDOW_MS: number = HOUR_MS;
/** Where the repository ended the connection itself it was there, and only what was on its way then may be lost [local]. */
export const RESEND_AFTER_END_MS: number = MINUTE_MS;
/** A frame that nobody takes for so long: the other machine is gone [local]. */
export const WRITE_LIMIT_MS: number = MINUTE_MS;

/** Whether a head of the audit tree is due to be signed is looked at this often. */
export const HEADS_MS: number = MINUTE_MS;

/** Operators wait before a page for what they asked for. */
export const ACTS_MS: number = SECOND_MS;
/** How old the queue's picture on the operators' page may be. */
export const QUEUE_REPORT_MS: number = 5 * SECOND_MS;
/** What was sealed for a browser session is removed after this: the session has seen it, or is over. */
export const SEALED_RESULT_MS: number = HOUR_MS;
/** How often a verification says how far it is. */
export const PROGRESS_MS: number = SECOND_MS;
/** Accesses in one log extract at most [local]. */
export const PATIENT_LOG_LINES = 1_000;
