import type { Instant } from '@ncp/domain';
import { guarded, type Pool } from '../database.js';
import { fromDate, toDate } from '../times.js';

/** One value that a service works with. Of a secret only the name of its file is a value. */
export interface SettingInForce {
  /** Dotted path in the configuration file. */
  readonly path: string;
  readonly value: string;
  readonly origin: 'file' | 'environment' | 'default';
  /** The variable that laid it over the file. */
  readonly variable?: string;
}

export interface ConfigurationInForce {
  readonly service: string;
  /** When the service took it. */
  readonly at: Instant;
  readonly settings: readonly SettingInForce[];
}

/** A job of the queue: a hint, identifiers only. */
export interface QueuedJobFacts {
  readonly id: string;
  readonly kind: string;
  /** The exchange that caused it; empty for what is no job of ours. */
  readonly exchange: string;
  readonly state: 'active' | 'waiting' | 'delayed' | 'failed';
  readonly attempts: number;
  readonly since: Instant;
  /** A code, or the class of an error; of failed jobs. */
  readonly reason?: string;
}

/** The queue as one dispatcher saw it. */
export interface QueueReport {
  readonly process: string;
  readonly backend: 'redis' | 'postgres';
  readonly at: Instant;
  /** By state: `waiting`, `active`, `delayed`, `failed`. */
  readonly counts: Readonly<Record<string, number>>;
  readonly jobs: readonly QueuedJobFacts[];
}

/** What a service says of itself, for operators. @throws NcpError NCP_STORE_UNAVAILABLE */
export interface InForce {
  tookConfiguration(configuration: ConfigurationInForce): Promise<void>;
  reportQueue(report: QueueReport): Promise<void>;
}

/** The same, read. @throws NcpError NCP_STORE_UNAVAILABLE */
export interface InForceReader {
  /** The latest of each service. */
  configurations(): Promise<readonly ConfigurationInForce[]>;
  queues(): Promise<readonly QueueReport[]>;
}

export const createInForce = (pool: Pool): InForce => ({
  tookConfiguration: ({ service, at, settings }) => guarded(async () => {
    await pool.query('insert into configuration_in_force (service, at, settings) values ($1, $2, $3)', [service, toDate(at), JSON.stringify(settings)]);
  }),
  reportQueue: ({ process, backend, at, counts, jobs }) => guarded(async () => {
    await pool.query(`insert into queue_report (process, backend, at, counts, jobs) values ($1, $2, $3, $4, $5)
      on conflict (process) do update set backend = excluded.backend, at = excluded.at, counts = excluded.counts, jobs = excluded.jobs`,
    [process, backend, toDate(at), JSON.stringify(counts), JSON.stringify(jobs)]);
  }),
});

export const createInForceReader = (pool: Pool): InForceReader => ({
  configurations: () => guarded(async () => {
    const { rows } = await pool.query<{ service: string; at: Date; settings: SettingInForce[] }>('select distinct on (service) service, at, settings from configuration_in_force order by service, at desc, id desc');
    return rows.map(({ at, ...row }) => ({ ...row, at: fromDate(at) }));
  }),
  queues: () => guarded(async () => {
    const { rows } = await pool.query<Omit<QueueReport, 'at'> & { at: Date }>('select process, backend, at, counts, jobs from queue_report order by process');
    return rows.map(({ at, ...row }) => ({ ...row, at: fromDate(at) }));
  }),
});
