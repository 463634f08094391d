import { createHash } from 'node:crypto';
import { instantFromEpoch, NcpError } from '@ncp/domain';
import type { QueuedJobFacts } from '@ncp/store';
import { UnrecoverableError } from 'bullmq';
import { every } from './every.js';
import { parseJob, type Job } from './job.js';
import { DEPTH_STATES, openPostgres, openRedis, withinLimit, type Backend, type Queued, type QueueStateName, type Settings, type Work } from './queue-backends.js';
import { JOB_LOCK_MS, jobBackoffMs } from './schedule.js';
import { workerWatch } from './watch-worker.js';

const CONCURRENCY = 8;
/** Active jobs get this long to finish when the process is asked to end (QUE-13). */
const CLOSE_LIMIT_MS = 15_000;
/** A worker may die of a job this often before the job is set aside (QUE-07). */
const MAX_STALLED = 3;
/** A worker that waits on a dead connection is found within three of these. */
const WATCH_MS = 10_000;

export interface QueuedHint {
  readonly job: Job;
  /** A second add of the same id is a no-op while the first one is there. */
  readonly id: string;
}

/** A job that was set aside: visible, never run again by itself. */
export interface DeadJob {
  readonly id: string;
  readonly kind: string;
  /** A code or the class of an error; never a message of a library. */
  readonly reason: string;
}

/** Jobs by state; `failed` ones were set aside. */
export type QueueDepth = Readonly<Record<(typeof DEPTH_STATES)[number], number>>;

export interface WorkQueueOptions {
  /** `redis:`, `rediss:`, `postgres:` or `postgresql:` (decisions D03). */
  readonly url: string;
  readonly handle: (job: Job) => Promise<void>;
  /** Told of every job that was set aside and of every loss of the connection. */
  readonly onDead: (dead: DeadJob) => void;
  readonly onError: (errorClass: string) => void;
  /** Defaults are those of the decisions; tests shorten them. */
  readonly lockMs?: number;
  readonly stalledCheckMs?: number;
  readonly watchMs?: number;
}

const SHOWN = 50;

export interface QueueState {
  readonly counts: Readonly<Record<string, number>>;
  /** Identifiers only; at most fifty of each state. */
  readonly jobs: readonly QueuedJobFacts[];
}

export interface WorkQueue {
  readonly backend: 'redis' | 'postgres';
  /** @throws NcpError NCP_QUEUE_UNAVAILABLE */
  add(hints: readonly QueuedHint[]): Promise<void>;
  dead(): Promise<readonly DeadJob[]>;
  /** @throws NcpError NCP_QUEUE_UNAVAILABLE when it does not answer in time */
  depth(): Promise<QueueDepth>;
  /** What operators see of it: how many jobs are in each state, and the first of them. @throws NcpError NCP_QUEUE_UNAVAILABLE */
  state(): Promise<QueueState>;
  /** Lets active jobs finish, then disconnects. */
  close(): Promise<void>;
}

/** What of an error may enter the queue's storage: our code, or a class name (DAT-02). */
export const safeReason = (error: unknown): string => {
  if (error instanceof NcpError) return error.code;
  return error instanceof Error ? error.name : 'unknown';
};

async function process(data: unknown, handle: (job: Job) => Promise<void>): Promise<void> {
  const job = parseJob(data);
  if (job === undefined) throw new UnrecoverableError('NCP_QUEUE_JOB');
  try {
    await handle(job);
  } catch (error) {
    // The message of whatever failed may hold content; it is not kept as cause either.
    // oxlint-disable-next-line preserve-caught-error
    throw new Error(safeReason(error));
  }
}

const unavailable = (error: unknown): NcpError =>
  error instanceof NcpError ? error : new NcpError('NCP_QUEUE_UNAVAILABLE', { reason: safeReason(error) });

/** Counts what a worker has begun, and has under way. */
function counted(work: Work): readonly [{ readonly begun: number; readonly active: number }, Work] {
  const progress = { begun: 0, active: 0 };
  return [progress, async (queued) => {
    progress.begun += 1;
    progress.active += 1;
    try {
      await work(queued);
    } finally {
      progress.active -= 1;
    }
  }];
}

/** The name of a job we did not write may be anything: it is shown as a hash. */
const kindOf = (job: Queued): string => parseJob(job.data)?.kind ?? `unknown ${createHash('sha256').update(job.name).digest('hex').slice(0, 16)}`;

const deadJob = (job: Queued, reason: string): DeadJob => ({ id: job.id ?? '', kind: kindOf(job), reason });

/** Reasons are codes or names of classes by our own hand (`safeReason`); anything else that stands there is not shown. */
const REASON = /^[A-Za-z0-9_]{1,64}$/;
const factsOf = (state: QueueStateName, job: Queued): QueuedJobFacts => ({
  id: job.id ?? '', kind: kindOf(job), exchange: parseJob(job.data)?.trace ?? '', state, attempts: job.attemptsMade,
  since: instantFromEpoch(state === 'failed' ? job.finishedOn ?? job.timestamp : state === 'active' ? job.processedOn ?? job.timestamp : job.timestamp),
  ...(state === 'failed' ? { reason: REASON.test(job.failedReason) ? job.failedReason : 'unknown' } : {}),
});

async function stateOf(queue: Backend['queue']): Promise<QueueState> {
  const [counts, ...jobs] = await Promise.all([
    queue.getJobCounts(...DEPTH_STATES),
    ...DEPTH_STATES.map(async (state) => (await queue.getJobs([state], 0, SHOWN - 1)).map((job) => factsOf(state, job))),
  ]);
  return { counts: Object.fromEntries(DEPTH_STATES.map((state) => [state, counts[state] ?? 0])), jobs: jobs.flat() };
}

/**
 * The queue on either backend, chosen by the scheme of the URL; everything above this file is the same for both.
 * @throws NcpError NCP_QUEUE_UNAVAILABLE when Redis has a policy that loses jobs, or the scheme is unknown
 */
export async function openQueue(options: WorkQueueOptions): Promise<WorkQueue> {
  const { url, handle, onDead } = options;
  const scheme = new URL(url).protocol;
  const onError = (error: Error): void => { options.onError(error.name); };
  const [progress, work] = counted((queued) => process(queued.data, handle));
  const lockMs = options.lockMs ?? JOB_LOCK_MS;
  const settings: Settings = {
    concurrency: CONCURRENCY, lockDuration: lockMs, stalledInterval: options.stalledCheckMs ?? lockMs, maxStalledCount: MAX_STALLED,
    settings: { backoffStrategy: (failures) => jobBackoffMs(failures, Math.random()) },
  };
  const redis = scheme === 'redis:' || scheme === 'rediss:';
  if (!redis && !scheme.startsWith('postgres')) throw new NcpError('NCP_QUEUE_UNAVAILABLE', { reason: 'scheme', scheme });
  const { queue, worker, isConnected, disconnect, renew } = redis ? await openRedis(url, work, settings, onError) : openPostgres(url, work, settings);
  queue.on('error', onError);
  worker.on('error', onError);
  worker.on('failed', (job, error) => {
    if (job === undefined || job.finishedOn === undefined) return;
    onDead(deadJob(job, error.message));
  });
  const watch = renew === undefined ? undefined : every(options.watchMs ?? WATCH_MS, workerWatch({
    isConnected, renew, waiting: () => withinLimit(queue.getWaitingCount()), begun: () => progress.begun, isFree: () => progress.active < CONCURRENCY,
    onStuck: () => { options.onError('StuckWorker'); },
  }), () => undefined);
  let lost = false;
  return {
    backend: redis ? 'redis' : 'postgres',
    async add(hints) {
      if (hints.length === 0) return;
      // Commands to a lost Redis would only pile up in memory.
      if (!isConnected()) throw new NcpError('NCP_QUEUE_UNAVAILABLE', { reason: 'not-connected' });
      try {
        await withinLimit(queue.addBulk(hints.map(({ job, id }) => ({ name: job.kind, data: job, opts: { jobId: id } }))));
        lost = false;
      } catch (error) {
        lost = true;
        throw unavailable(error);
      }
    },
    async dead() {
      return (await queue.getFailed()).map((job) => deadJob(job, job.failedReason));
    },
    async depth() {
      if (!isConnected()) throw new NcpError('NCP_QUEUE_UNAVAILABLE', { reason: 'not-connected' });
      const counts = await withinLimit(queue.getJobCounts(...DEPTH_STATES)).catch((error: unknown) => { throw unavailable(error); });
      const of = (state: (typeof DEPTH_STATES)[number]): number => counts[state] ?? 0;
      return { waiting: of('waiting'), active: of('active'), delayed: of('delayed'), failed: of('failed') };
    },
    async state() {
      if (!isConnected()) throw new NcpError('NCP_QUEUE_UNAVAILABLE', { reason: 'not-connected' });
      try {
        return await withinLimit(stateOf(queue));
      } catch (error) {
        throw unavailable(error);
      }
    },
    async close() {
      await watch?.stop();
      // An unreachable queue must not hold up the end of the process; what is active is found again by the sweep.
      if (!isConnected()) disconnect();
      await withinLimit(worker.close(lost || !isConnected()), CLOSE_LIMIT_MS).catch(() => undefined);
      await withinLimit(queue.close()).catch(() => undefined);
      disconnect();
    },
  };
}
