import { NcpError } from '@ncp/domain';
import { createPostgresBackend, Queue, Worker, type Job as QueuedJob, type QueueOptions, type WorkerOptions } from 'bullmq';
import { Redis } from 'ioredis';
import type { Job } from './job.js';
import { JOB_ATTEMPTS } from './schedule.js';

const QUEUE = 'dispatch';
/** A queue that does not take a job within this is taken for dead; the work is done without it. */
const ADD_LIMIT_MS = 3_000;
const DEAD_JOB_DAYS = 90;
const DAY_SECONDS = 86_400;
const NOT_CONNECTED = { enableOfflineQueue: true, maxRetriesPerRequest: null, connectTimeout: ADD_LIMIT_MS } as const;

export const DEPTH_STATES = ['waiting', 'active', 'delayed', 'failed'] as const;
export type QueueStateName = (typeof DEPTH_STATES)[number];

export type Queued = Pick<QueuedJob, 'id' | 'name' | 'data' | 'failedReason' | 'finishedOn' | 'timestamp' | 'processedOn' | 'attemptsMade'>;

/** @throws NcpError NCP_QUEUE_UNAVAILABLE when the work takes longer, milliseconds */
export const withinLimit = async <T>(work: Promise<T>, limitMs: number = ADD_LIMIT_MS): Promise<T> => {
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

/** What we use of BullMQ's classes, whose types differ with the backend. */
export interface Backend {
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

export type Work = (queued: Pick<QueuedJob, 'data'>) => Promise<void>;
export type Settings = Pick<WorkerOptions, 'concurrency' | 'lockDuration' | 'stalledInterval' | 'maxStalledCount' | 'settings'>;
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

export async function openRedis(url: string, work: Work, settings: Settings, onError: (error: Error) => void): Promise<Backend> {
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
export function openPostgres(url: string, work: Work, settings: Settings): Backend {
  const connection = { connectionString: url, migrate: true };
  const worker = new Worker(QUEUE, work, { ...settings, connection }, createPostgresBackend);
  return {
    queue: new Queue(QUEUE, { ...QUEUE_SETTINGS, connection }, createPostgresBackend), worker,
    isConnected: () => true,
    disconnect: restAfterErrors(worker),
  };
}
