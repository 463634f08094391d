import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** Prometheus metrics of one process. Labels are countries, transactions, steps and codes: never a person (P7). */
export interface Metrics {
  readonly registry: Registry;
  readonly exchanges: Counter<'country' | 'transaction' | 'outcome'>;
  readonly refusals: Counter<'country' | 'transaction' | 'code'>;
  readonly exchangeSeconds: Histogram<'country' | 'transaction'>;
  readonly stepSeconds: Histogram<'step'>;
  readonly alarms: Counter<'code'>;
  readonly ledgerRows: Gauge<'state'>;
  readonly handshakeFailures: Counter<'reason'>;
  readonly queueJobs: Counter<'kind' | 'outcome'>;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25];

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    exchanges: new Counter({ registers, name: 'ncp_exchanges_total', help: 'Exchanges ended, by outcome indicator', labelNames: ['country', 'transaction', 'outcome'] }),
    refusals: new Counter({ registers, name: 'ncp_refusals_total', help: 'Refusals by code', labelNames: ['country', 'transaction', 'code'] }),
    exchangeSeconds: new Histogram({ registers, name: 'ncp_exchange_seconds', help: 'Time from last request byte to answer ready', labelNames: ['country', 'transaction'], buckets: SECONDS }),
    stepSeconds: new Histogram({ registers, name: 'ncp_step_seconds', help: 'Time per pipeline step', labelNames: ['step'], buckets: SECONDS }),
    alarms: new Counter({ registers, name: 'ncp_alarms_total', help: 'Things a person must look at', labelNames: ['code'] }),
    ledgerRows: new Gauge({ registers, name: 'ncp_dispense_rows', help: 'Dispensation ledger rows by state', labelNames: ['state'] }),
    handshakeFailures: new Counter({ registers, name: 'ncp_tls_failures_total', help: 'Refused TLS peers by reason', labelNames: ['reason'] }),
    queueJobs: new Counter({ registers, name: 'ncp_queue_jobs_total', help: 'Background jobs by outcome', labelNames: ['kind', 'outcome'] }),
  };
}
