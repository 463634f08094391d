import { createHash } from 'node:crypto';
import { instantFromEpoch, NcpError } from '@ncp/domain';
import type { QueuedJobFacts } from '@ncp/store';
import { createPostgresBackend, Queue, UnrecoverableError, Worker, type Job as QueuedJob, type QueueOptions, type WorkerOptions } from 'bullmq';
import { Redis } from 'ioredis';
import { every } from './every.js';
import { parseJob, type Job } from './job.js';
import { JOB_ATTEMPTS, JOB_LOCK_MS, jobBackoffMs } from './schedule.js';
import { workerWatch } from './watch-worker.js';

const QUEUE = 'dispatch';
const CONCURRENCY = 8;
/** A queue that does not take a job within this is taken for dead; the work is done without it. */
const ADD_LIMIT_MS = 3_000;
/** Active jobs get this long to finish when the process is asked to end (QUE-13). */
const CLOSE_LIMIT_MS = 15_000;
/** A worker may die of a job this often before the job is set aside (QUE-07). */
const MAX_STALLED = 3;
const DEAD_JOB_DAYS = 90;
const DAY_SECONDS = 86_400;
/** A worker that waits on a dead connection is found within three of these. */
const WATCH_MS = 10_000;
const NOT_CONNECTED = { enableOfflineQueue: true, maxRetriesPerRequest: null, connectTimeout: ADD_LIMIT_MS } as const;

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

const DEPTH_STATES = ['waiting', 'active', 'delayed', 'failed'] as const;
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

const withinLimit = async <T>(work: Promise<T>, limitMs = ADD_LIMIT_MS): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => { reject(new NcpError('NCP_QUEUE_UNAVAILABLE', { reason: 'timeout' })); }, limitMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
};

const unavailable = (error: unknown): NcpError =>
  error instanceof NcpError ? error : new NcpError('NCP_QUEUE_UNAVAILABLE', { reason: safeReason(error) });

type Queued = Pick<QueuedJob, 'id' | 'name' | 'data' | 'failedReason' | 'finishedOn' | 'timestamp' | 'processedOn' | 'attemptsMade'>;

type QueueStateName = (typeof DEPTH_STATES)[number];

/** What we use of BullMQ's classes, whose types differ with the backend. */
interface Backend {
  readonly queue: {
    addBulk(jobs: { name: string; data: Job; opts: { jobId: string } }[]): Promise<unknown>;
    getFailed(): Promise<Queued[]>;
    getJobCounts(...states: QueueStateName[]): Promise<Record<string, number>>;
    getWaitingCount(): Promise<number>;
    getJobs(states: QueueStateName[], start: number, end: number): Promise<Queued[]>;
    close(): Promise<void>;
    on(event: 'error', listener: (error: Error) => void): unknown;
  };
  readonly worker: {
    on(event: 'error', listener: (error: Error) => void): unknown;
    on(event: 'failed', listener: (job: Queued | undefined, error: Error) => void): unknown;
    close(force?: boolean): Promise<void>;
  };
  /** False while the backend does not answer: then there is nothing to wait for. */
  readonly isConnected: () => boolean;
  readonly disconnect: () => void;
  /** New connections in the place of those that look alive and are not; absent where the driver sees to it. */
  readonly renew?: () => void;
}

type Work = (queued: Pick<QueuedJob, 'data'>) => Promise<void>;
type Settings = Pick<WorkerOptions, 'concurrency' | 'lockDuration' | 'stalledInterval' | 'maxStalledCount' | 'settings'>;
const QUEUE_SETTINGS: Pick<QueueOptions, 'defaultJobOptions'> = {
  defaultJobOptions: {
    attempts: JOB_ATTEMPTS, backoff: { type: 'capped' }, removeOnComplete: true, removeOnFail: { age: DEAD_JOB_DAYS * DAY_SECONDS }, stackTraceLimit: 0,
  },
};

/**
 * An evicting Redis throws jobs away at will: refuse it (QUE-03). One that does not answer now is no reason not to start:
 * the sweep works without it.
 */
async function checkRedis(redis: Redis): Promise<void> {
  const info = await withinLimit(redis.info('memory')).catch(() => undefined);
  const policy = info === undefined ? undefined : /maxmemory_policy:(\S+)/.exec(info)?.[1];
  if (policy !== undefined && policy !== 'noeviction') throw new NcpError('NCP_QUEUE_UNAVAILABLE', { reason: 'maxmemory-policy', policy });
}

/** BullMQ copies our connection for its blocking calls. A copy that cannot connect would keep the process alive for ever. */
function trackCopies(redis: Redis): () => readonly Redis[] {
  const copies: Redis[] = [];
  const duplicate = redis.duplicate.bind(redis);
  redis.duplicate = (override) => {
    const copy = duplicate(override);
    copies.push(copy);
    return copy;
  };
  return () => [redis, ...copies];
}

async function openRedis(url: string, work: Work, settings: Settings, onError: (error: Error) => void): Promise<Backend> {
  const redis = new Redis(url, NOT_CONNECTED);
  redis.on('error', onError);
  const all = trackCopies(redis);
  try {
    await checkRedis(redis);
  } catch (error) {
    redis.disconnect();
    throw error;
  }
  return {
    queue: new Queue(QUEUE, { ...QUEUE_SETTINGS, connection: redis }),
    worker: new Worker(QUEUE, work, { ...settings, connection: redis }),
    isConnected: () => redis.status === 'ready',
    disconnect: () => { for (const one of all()) one.disconnect(); },
    renew: () => { for (const one of all()) one.disconnect(true); },
  };
}

/** A worker that is refused asks again after this; the sweep does the work meanwhile. */
const REST_MS = 5_000;

/**
 * A refusal that is no loss of the connection, such as a role that may not make the queue's schema, has the worker ask again
 * at once and for ever, and nothing else of the process would run.
 */
function restAfterErrors(worker: Pick<Backend['worker'], 'on'> & { pause(now: boolean): Promise<void>; resume(): Promise<void> }): () => void {
  let timer: NodeJS.Timeout | undefined;
  worker.on('error', () => {
    if (timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      worker.resume().catch(() => undefined);
    }, REST_MS);
    // What cannot be paused is closing.
    worker.pause(true).catch(() => undefined);
  });
  return () => { clearTimeout(timer); };
}

/** The queue's tables are BullMQ's own, in their own schema; they are made on first use. */
function openPostgres(url: string, work: Work, settings: Settings): Backend {
  const connection = { connectionString: url, migrate: true };
  const worker = new Worker(QUEUE, work, { ...settings, connection }, createPostgresBackend);
  return {
    queue: new Queue(QUEUE, { ...QUEUE_SETTINGS, connection }, createPostgresBackend), worker,
    isConnected: () => true,
    disconnect: restAfterErrors(worker),
  };
}

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
