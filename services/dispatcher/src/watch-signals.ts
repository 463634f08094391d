import { countryCode, epochMs, type Instant } from '@ncp/domain';
import { isAlive } from '@ncp/exchange';
import { createOperationGauges, errorFields, type Clock, type Config, type Logger, type Metrics, type OperationGauge, type OperationSamples, type Sample } from '@ncp/runtime';
import type { Signals, Store } from '@ncp/store';
import { readTrustFiles, trustCalendar, watchedCertificates } from '@ncp/trust';
import type { Dispatcher } from './dispatcher.js';

export interface WatchParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly store: Pick<Store, 'signals'>;
  readonly dispatcher: Pick<Dispatcher, 'depth'>;
  readonly log: Logger;
}

/** The database is asked no more often than this, however many scrape; files of certificates, which change by the year, by the minute [local]. */
const DATABASE_MS = 3_000;
const FILES_MS = 60_000;

const FROM_DATABASE: readonly OperationGauge[] = [
  'outboxRows', 'outboxAge', 'outboxAside', 'dispenseRows', 'dispenseAge', 'deliveryRows', 'deliveryAge', 'conflicts', 'gapTerms', 'successAge', 'failing', 'nationalFailing', 'probeAge', 'probeFailing',
];

/** Runs `work` unless it ran a moment ago. */
function atMostEvery(ms: number, work: () => Promise<void>): () => Promise<void> {
  let last = Number.NEGATIVE_INFINITY;
  return async () => {
    if (performance.now() - last < ms) return;
    last = performance.now();
    await work();
  };
}

const sample = (labels: Sample['labels'], value: number): Sample => ({ labels, value });

/** What the database tells, as gauges. A country that has not been seen has none: silence is no success. */
export function samplesOf(signals: Signals, now: Instant): OperationSamples {
  const age = (at: Instant): number => Math.max(0, (epochMs(now) - epochMs(at)) / 1_000);
  const ageOr0 = (at: Instant | undefined): number => (at === undefined ? 0 : age(at));
  return {
    outboxRows: signals.outbox.map(({ kind, rows }) => sample({ kind }, rows)),
    outboxAside: signals.outbox.map(({ kind, setAside }) => sample({ kind }, setAside)),
    outboxAge: signals.outbox.map(({ kind, dueSince }) => sample({ kind }, ageOr0(dueSince))),
    dispenseRows: signals.dispenses.map(({ country, state, rows }) => sample({ country, state }, rows)),
    dispenseAge: signals.dispenses.flatMap(({ country, state, oldest }) => (oldest === undefined ? [] : [sample({ country, state }, age(oldest))])),
    deliveryRows: signals.deliveries.map(({ country, state, rows }) => sample({ country, state }, rows)),
    deliveryAge: signals.deliveries.flatMap(({ country, state, oldest }) => (oldest === undefined ? [] : [sample({ country, state }, age(oldest))])),
    conflicts: signals.conflicts.map(({ country, rows }) => sample({ country }, rows)),
    gapTerms: signals.gaps.map(({ country, reason, terms }) => sample({ country, reason }, terms)),
    successAge: signals.services.flatMap(({ country, direction, service, lastSuccess }) => (lastSuccess === undefined ? [] : [sample({ country, direction, service }, age(lastSuccess))])),
    failing: signals.services.map(({ country, direction, service, failingSince }) => sample({ country, direction, service }, ageOr0(failingSince))),
    nationalFailing: [sample({}, ageOr0(signals.nationalFailingSince))],
    probeAge: signals.probes.map(({ country, service, at }) => sample({ country, service }, age(at))),
    probeFailing: signals.probes.map((probe) => sample({ country: probe.country, service: probe.service }, isAlive(probe) ? 0 : ageOr0(probe.failingSince))),
  };
}

/** The dispatcher tells for all what is in the database, in the queue and in the files of the configuration; read when somebody scrapes. */
export function watchSignals({ config, clock, metrics, store, dispatcher, log }: WatchParts): void {
  const gauges = createOperationGauges(metrics);
  const countries = config.countries.map(({ code }) => countryCode(code));
  gauges.set({ auditRepository: [sample({}, config.auditRepository === undefined ? 0 : 1)] });
  const database = async (): Promise<void> => {
    try {
      const now = clock.now();
      gauges.set(samplesOf(await store.signals.read(now, countries), now));
    } catch (error) {
      gauges.forget(FROM_DATABASE);
      log.warn('signals not read', errorFields(error));
    }
  };
  const queue = async (): Promise<void> => {
    try {
      const depth = await dispatcher.depth();
      gauges.set({ queueUp: [sample({}, 1)], queueDepth: Object.entries(depth).map(([state, jobs]) => sample({ state }, jobs)) });
    } catch {
      // That it does not answer is what is told.
      gauges.forget(['queueDepth']);
      gauges.set({ queueUp: [sample({}, 0)] });
    }
  };
  const files = async (): Promise<void> => {
    try {
      const now = clock.now();
      const entries = await trustCalendar(await readTrustFiles(config.countries), await watchedCertificates(config), { now, at: now });
      gauges.set({ certificateEnd: entries.map(({ country, kind, what, usage = '', ends }) => sample({ country, kind, what, usage }, epochMs(ends) / 1_000)) });
    } catch (error) {
      gauges.forget(['certificateEnd']);
      log.warn('certificates not read', errorFields(error));
    }
  };
  metrics.beforeScrape(atMostEvery(DATABASE_MS, database));
  metrics.beforeScrape(atMostEvery(DATABASE_MS, queue));
  metrics.beforeScrape(atMostEvery(FILES_MS, files));
}
