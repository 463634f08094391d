import type { Observer } from '@ncp/exchange';
import type { Logger } from './logger.js';
import type { Metrics } from './metrics.js';
import type { Tracing } from './tracing.js';

/** The Observer port over logger, metrics and tracing. */
export function createObserver(log: Logger, metrics: Metrics, tracing: Tracing): Observer {
  return {
    async step(name, work) {
      const end = metrics.stepSeconds.startTimer({ step: name });
      try {
        return await tracing.span(`ncp.${name}`, {}, work);
      } finally {
        end();
      }
    },
    ended(facts) {
      const { country, transaction } = facts;
      metrics.exchangeSeconds.observe({ country, transaction }, facts.durationMs / 1000);
      metrics.exchanges.inc({ country, transaction, outcome: String(facts.outcome) });
      for (const code of facts.codes) metrics.refusals.inc({ country, transaction, code });
      log.info('exchange ended', { exchange: facts.exchange, country, transaction, outcome: facts.outcome, codes: facts.codes, durationMs: facts.durationMs });
    },
    alarm(code, details) {
      metrics.alarms.inc({ code });
      log.error('alarm', { code, details });
    },
  };
}
