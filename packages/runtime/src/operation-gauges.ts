import { Gauge } from 'prom-client';
import type { Metrics } from './metrics.js';

/** One value with its labels. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const DEFINITIONS = {
  outboxRows: ['ncp_outbox_rows', 'Background work that is not settled', ['kind']],
  outboxAge: ['ncp_outbox_oldest_seconds', 'How long the oldest unsettled work has been due', ['kind']],
  outboxAside: ['ncp_outbox_set_aside', 'Background work that was set aside because it cannot be done as it is', ['kind']],
  auditRepository: ['ncp_audit_repository', '1: an audit repository is configured', []],
  queueUp: ['ncp_queue_up', '1: the queue answers', []],
  queueDepth: ['ncp_queue_depth', 'Jobs in the queue by state; failed ones were set aside', ['state']],
  dispenseRows: ['ncp_dispense_rows', 'Dispensations reported from abroad, by state', ['country', 'state']],
  dispenseAge: ['ncp_dispense_unsettled_seconds', 'Age of the oldest reported dispensation whose outcome the national list has not told', ['country', 'state']],
  deliveryRows: ['ncp_delivery_rows', 'Dispensations told to other countries, by state', ['country', 'state']],
  deliveryAge: ['ncp_delivery_open_seconds', 'Age of the oldest dispensation that another country has not answered', ['country', 'state']],
  conflicts: ['ncp_conflicts_open', 'Open conflicts with the national list', ['country']],
  gapTerms: ['ncp_terminology_gap_terms', 'Different terms that the catalogue lacks, met in the last 24 hours', ['country', 'reason']],
  successAge: ['ncp_last_success_seconds', 'Time since a service of a country last worked in real traffic', ['country', 'direction', 'service']],
  failing: ['ncp_failing_seconds', 'How long a service of a country has failed in real traffic; 0 while it works', ['country', 'direction', 'service']],
  nationalFailing: ['ncp_national_failing_seconds', 'How long the national list has failed; 0 while it works', []],
  probeAge: ['ncp_probe_age_seconds', 'Time since a service of a country was last probed', ['country', 'service']],
  probeFailing: ['ncp_probe_failing_seconds', 'How long the probes of a service have found nobody; 0 while it answers', ['country', 'service']],
  certificateEnd: ['ncp_certificate_end_timestamp_seconds', 'When a certificate, authority or revocation list ends', ['country', 'kind', 'usage', 'what']],
} as const satisfies Record<string, readonly [name: string, help: string, labelNames: readonly string[]]>;

export type OperationGauge = keyof typeof DEFINITIONS;
export type OperationSamples = Readonly<Partial<Record<OperationGauge, readonly Sample[]>>>;

/** What one process of a deployment tells for all: the state that is in the database and in the files of the configuration. */
export interface OperationGauges {
  /** Each gauge is exactly these samples from now on: what is gone is gone. */
  set(samples: OperationSamples): void;
  /** Nothing is known: an old figure would be taken for a new one. */
  forget(gauges: readonly OperationGauge[]): void;
}

export function createOperationGauges({ registry }: Pick<Metrics, 'registry'>): OperationGauges {
  const gauges = new Map(Object.entries(DEFINITIONS).map(([key, [name, help, labelNames]]) =>
    [key, { gauge: new Gauge<string>({ registers: [registry], name, help, labelNames: [...labelNames] }), labelled: labelNames.length > 0 }] as const));
  const forget = (names: readonly string[]): void => {
    for (const name of names) {
      const known = gauges.get(name);
      // One without labels would go on as a 0 that nobody measured.
      if (known?.labelled === true) known.gauge.reset();
      else known?.gauge.remove();
    }
  };
  forget(Object.keys(DEFINITIONS));
  return {
    forget,
    set: (samples) => {
      forget(Object.keys(samples));
      for (const [name, values] of Object.entries(samples)) for (const { labels, value } of values) gauges.get(name)?.gauge.set(labels, value);
    },
  };
}
