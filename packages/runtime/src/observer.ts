import { isTrouble, ownerOf } from '@ncp/domain';
import type { Observer } from '@ncp/exchange';
import type { Logger } from './logger.js';
import type { Metrics } from './metrics.js';
import type { Tracing } from './tracing.js';

/** Whose trouble an exchange met; `none`: it worked, or the answer was no. */
const troubleOf = (codes: readonly string[]): string => {
  const code = codes.find(isTrouble);
  return code === undefined ? 'none' : ownerOf(code);
};

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
    ended({ exchange, country, transaction, outcome, codes, durationMs, peerMs = 0, nationalMs = 0 }) {
      const told = String(outcome);
      metrics.exchangeSeconds.observe({ country, transaction, outcome: told }, durationMs / 1000);
      metrics.timeSeconds.observe({ country, transaction, owner: 'ours' }, Math.max(0, durationMs - peerMs - nationalMs) / 1000);
      if (peerMs > 0) metrics.timeSeconds.observe({ country, transaction, owner: 'theirs' }, peerMs / 1000);
      if (nationalMs > 0) metrics.timeSeconds.observe({ country, transaction, owner: 'national' }, nationalMs / 1000);
      metrics.exchanges.inc({ country, transaction, outcome: told, owner: troubleOf(codes) });
      for (const code of codes) metrics.refusals.inc({ country, transaction, code, owner: ownerOf(code) });
      tracing.note({ 'ncp.exchange': exchange, 'ncp.country': country, 'ncp.transaction': transaction, 'ncp.outcome': outcome, 'ncp.codes': codes.join(' ') });
      log.info('exchange ended', { exchange, country, transaction, outcome, codes, durationMs });
    },
    alarm(code, details) {
      metrics.alarms.inc({ code });
      log.error('alarm', { code, details });
    },
  };
}
