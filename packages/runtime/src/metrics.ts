import { ERROR_REGISTRY } from '@ncp/domain';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { withinLimit } from './within-limit.js';

/**
 * Prometheus metrics of one process. Labels are countries, transactions, steps, codes and file names of the configuration: closed or
 * configured sets, never an id and never a person (P7).
 */
export interface Metrics {
  readonly registry: Registry;
  readonly exchanges: Counter<'country' | 'transaction' | 'outcome' | 'owner'>;
  readonly refusals: Counter<'country' | 'transaction' | 'code' | 'owner'>;
  readonly exchangeSeconds: Histogram<'country' | 'transaction' | 'outcome'>;
  readonly timeSeconds: Histogram<'country' | 'transaction' | 'owner'>;
  readonly stepSeconds: Histogram<'step'>;
  readonly httpSeconds: Histogram<'status'>;
  readonly alarms: Counter<'code'>;
  readonly handshakeFailures: Counter<'kind' | 'reason'>;
  readonly queueJobs: Counter<'kind' | 'outcome'>;
  readonly breaker: Gauge<'neighbour'>;
  readonly ready: Gauge<'check'>;
  readonly clockDrift: Gauge;
  /** Work before each scrape, such as asking the database; what fails or takes longer than a scrape may leaves its gauges as they are. */
  beforeScrape(work: () => Promise<void>): void;
  /** The text that Prometheus reads. */
  scrape(): Promise<string>;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 60];
/** A scrape gives up after ten seconds, so what is asked for it may take less [local]. */
const BEFORE_SCRAPE_MS = 4_000;

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const works: (() => Promise<void>)[] = [];
  const alarms = new Counter({ registers, name: 'ncp_alarms_total', help: 'Things a person must look at', labelNames: ['code'] });
  // A series that begins with its first alarm has no increase: each code is there from the start.
  for (const code of Object.keys(ERROR_REGISTRY)) alarms.inc({ code }, 0);
  const handshakeFailures = new Counter({ registers, name: 'ncp_tls_failures_total', help: 'Refused connections by stage and reason', labelNames: ['kind', 'reason'] });
  for (const reason of Object.keys(ERROR_REGISTRY).filter((code) => code.startsWith('NCP_TRUST_'))) handshakeFailures.inc({ kind: 'peer-refused', reason }, 0);
  return {
    registry, alarms, handshakeFailures,
    exchanges: new Counter({ registers, name: 'ncp_exchanges_total', help: 'Exchanges ended, by outcome indicator and by whose trouble it was', labelNames: ['country', 'transaction', 'outcome', 'owner'] }),
    refusals: new Counter({ registers, name: 'ncp_refusals_total', help: 'Refusals by code and by whose they are', labelNames: ['country', 'transaction', 'code', 'owner'] }),
    exchangeSeconds: new Histogram({ registers, name: 'ncp_exchange_seconds', help: 'Time from last request byte to answer ready', labelNames: ['country', 'transaction', 'outcome'], buckets: SECONDS }),
    timeSeconds: new Histogram({ registers, name: 'ncp_time_seconds', help: 'Parts of that time, by whose they were: ours, theirs, national', labelNames: ['country', 'transaction', 'owner'], buckets: SECONDS }),
    stepSeconds: new Histogram({ registers, name: 'ncp_step_seconds', help: 'Time per pipeline step', labelNames: ['step'], buckets: SECONDS }),
    httpSeconds: new Histogram({ registers, name: 'ncp_http_seconds', help: 'Time per request to a site or an API, by class of status', labelNames: ['status'], buckets: SECONDS }),
    queueJobs: new Counter({ registers, name: 'ncp_queue_jobs_total', help: 'Background jobs by outcome', labelNames: ['kind', 'outcome'] }),
    breaker: new Gauge({ registers, name: 'ncp_breaker_state', help: 'Circuit breaker of a country, of the national list and of the care records: 0 closed, 1 half-open, 2 open', labelNames: ['neighbour'] }),
    ready: new Gauge({ registers, name: 'ncp_ready', help: '1: what the process needs is usable', labelNames: ['check'] }),
    clockDrift: new Gauge({ registers, name: 'ncp_clock_drift_seconds', help: 'Clock of this machine minus clock of the database' }),
    beforeScrape: (work) => { works.push(work); },
    scrape: async () => {
      await Promise.all(works.map((work) => withinLimit(work(), BEFORE_SCRAPE_MS).catch(() => undefined)));
      return registry.metrics();
    },
  };
}

const BREAKER = { 'closed': 0, 'half-open': 1, 'open': 2 } as const;

/** A breaker as its gauge shows it; each neighbour is there from the start, closed. */
export const noteBreaker = ({ breaker }: Pick<Metrics, 'breaker'>, neighbour: string, state: keyof typeof BREAKER): void => { breaker.set({ neighbour }, BREAKER[state]); };

/** Kinds of jobs and reasons of libraries come from outside: what is no plain word is counted as one. */
export const boundedLabel = (text: string): string => (/^[A-Za-z][A-Za-z0-9_-]{0,63}$/.test(text) ? text : 'other');

/** Keeps the drift between this machine's clock and the database's (decisions G25). `databaseMs`: its time now, epoch milliseconds. */
export function watchDrift(metrics: Pick<Metrics, 'beforeScrape' | 'clockDrift'>, databaseMs: () => Promise<number>): void {
  metrics.beforeScrape(async () => {
    const begunMs = Date.now();
    const theirsMs = await databaseMs();
    // The answer was made somewhere between question and arrival.
    metrics.clockDrift.set(((begunMs + Date.now()) / 2 - theirsMs) / 1_000);
  });
}
