import { describe, expect, it } from '@jest/globals';
import { countryCode, ERROR_REGISTRY, type ExchangeId } from '@ncp/domain';
import { createLogger } from './logger.js';
import { boundedLabel, createMetrics, noteBreaker, watchDrift } from './metrics.js';
import { createObserver } from './observer.js';
import { createOperationGauges } from './operation-gauges.js';
import { startTracing } from './tracing.js';

const FI = countryCode('FI');
const valueOf = (text: string, series: string): number => Number(text.split('\n').find((line) => line.startsWith(`${series} `))?.split(' ').at(-1));

describe('metrics', () => {
  it('splits the time of an exchange into ours, theirs and the national list\'s, and its trouble by whose it is', async () => {
    const metrics = createMetrics();
    const observer = createObserver(createLogger('test', 'silent'), metrics, await startTracing('test', undefined));
    const exchange = 'x' as ExchangeId;
    observer.ended({ exchange, country: FI, transaction: 'ITI-55', outcome: 0, codes: [], durationMs: 100, nationalMs: 70 });
    observer.ended({ exchange, country: FI, transaction: 'ITI-55', outcome: 8, codes: ['NCP_NATIONAL_UNAVAILABLE'], durationMs: 50, nationalMs: 50 });
    observer.ended({ exchange, country: FI, transaction: 'ITI-38', outcome: 8, codes: ['NCP_PEER_TIMEOUT'], durationMs: 60, peerMs: 55 });
    observer.ended({ exchange, country: FI, transaction: 'ITI-55', outcome: 12, codes: ['NCP_SAML_EXPIRED'], durationMs: 5 });
    const text = await metrics.scrape();
    expect(valueOf(text, 'ncp_time_seconds_sum{country="FI",transaction="ITI-55",owner="national"}')).toBeCloseTo(0.12);
    expect(valueOf(text, 'ncp_time_seconds_sum{country="FI",transaction="ITI-55",owner="ours"}')).toBeCloseTo(0.035);
    expect(valueOf(text, 'ncp_time_seconds_sum{country="FI",transaction="ITI-38",owner="theirs"}')).toBeCloseTo(0.055);
    expect([['ITI-55', '0', 'none'], ['ITI-55', '8', 'national'], ['ITI-38', '8', 'country'], ['ITI-55', '12', 'none']]
      .map(([transaction, outcome, owner]) => valueOf(text, `ncp_exchanges_total{country="FI",transaction="${transaction ?? ''}",outcome="${outcome ?? ''}",owner="${owner ?? ''}"}`))).toEqual([1, 1, 1, 1]);
    expect(valueOf(text, 'ncp_refusals_total{country="FI",transaction="ITI-55",code="NCP_SAML_EXPIRED",owner="sender"}')).toBe(1);
  });

  it('has every alarm from the start, so that the first one is an increase', async () => {
    const text = await createMetrics().scrape();
    for (const code of Object.keys(ERROR_REGISTRY)) expect(text).toContain(`ncp_alarms_total{code="${code}"} 0`);
  });

  it('counts words that are ours, and everything else as one (P7)', () => {
    expect(['ERR_SSL_X', 'deliver-dispensation', 'unknown 0123456789abcdef', '19900820-2385', 'Alma Testdotter', ''].map(boundedLabel)).toEqual(['ERR_SSL_X', 'deliver-dispensation', 'other', 'other', 'other', 'other']);
  });

  it('tells what is true now: what a gauge was and is no more is gone, and an answer that does not come holds up nobody', async () => {
    const metrics = createMetrics();
    const gauges = createOperationGauges(metrics);
    gauges.set({ conflicts: [{ labels: { country: 'FI' }, value: 2 }], queueUp: [{ labels: {}, value: 1 }] });
    gauges.set({ conflicts: [{ labels: { country: 'DK' }, value: 1 }] });
    noteBreaker(metrics, 'FI', 'open');
    watchDrift(metrics, async () => Date.now() - 5_000);
    metrics.beforeScrape(async () => { throw new Error('database'); });
    const text = await metrics.scrape();
    expect(text).not.toContain('ncp_conflicts_open{country="FI"}');
    expect([valueOf(text, 'ncp_conflicts_open{country="DK"}'), valueOf(text, 'ncp_queue_up'), valueOf(text, 'ncp_breaker_state{neighbour="FI"}')]).toEqual([1, 1, 2]);
    expect(valueOf(text, 'ncp_clock_drift_seconds')).toBeCloseTo(5, 0);
    gauges.forget(['conflicts']);
    expect(await metrics.scrape()).not.toContain('ncp_conflicts_open{');
  });
});
