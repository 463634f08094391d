/** What the dispatcher does (decisions G17); the remaining kinds come with the services that need them. */
export const JOB_KINDS = ['reconcile-dispensation', 'deliver-dispensation', 'forward-audit'] as const;
export type JobKind = (typeof JOB_KINDS)[number];

/**
 * A job is a hint: identifiers only (QUE-14). What is to be done is in PostgreSQL, and is read there again.
 * `id` is an outbox row (digits), or the exchange that reported a dispensation or the delivery of one (UUID).
 */
export interface Job {
  readonly kind: JobKind;
  readonly id: string;
  /** The exchange that caused it. */
  readonly trace: string;
}

const ID = /^(\d{1,19}|[0-9a-f-]{36})$/;
const TRACE = /^[\w:.-]{1,64}$/;

const isKind = (value: unknown): value is JobKind => JOB_KINDS.some((kind) => kind === value);

/** Undefined for anything that this release does not understand (QUE-06). */
export function parseJob(data: unknown): Job | undefined {
  if (typeof data !== 'object' || data === null || !('kind' in data) || !('id' in data) || !('trace' in data)) return undefined;
  const { kind, id, trace } = data;
  if (!isKind(kind) || typeof id !== 'string' || !ID.test(id) || typeof trace !== 'string' || !TRACE.test(trace)) return undefined;
  return { kind, id, trace };
}

export const isOutboxId = (id: string): boolean => /^\d+$/.test(id);
