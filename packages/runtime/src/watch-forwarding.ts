import { forwardingGrace, NOTHING_FORWARDED, type ForwardingGrace, type Observer } from '@ncp/exchange';
import type { Instant } from '@ncp/domain';
import type { Clock } from './clock.js';
import type { Config } from './config-schema.js';
import type { Logger } from './logger.js';

export interface ForwardingParts {
  readonly config: Pick<Config, 'auditRepository'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly outbox: { readonly waitingSince: (kind: string) => Promise<Instant | undefined> };
  readonly observer: Pick<Observer, 'alarm'>;
  readonly log: Pick<Logger, 'info'>;
}

/** The grace of RS 5 where the configuration names an audit repository: an alarm when releasing stops, a line in the log when it goes on. */
export function watchForwarding({ config, clock, outbox, observer, log }: ForwardingParts): ForwardingGrace {
  if (config.auditRepository === undefined) return NOTHING_FORWARDED;
  return forwardingGrace({
    waitingSince: () => outbox.waitingSince('forward-audit'), now: () => clock.now(),
    changed: (state) => {
      if (state === 'stopped') observer.alarm('NCP_AUDIT_UNAVAILABLE', { step: 'forward-lag', percentOfGrace: 100 });
      else log.info('releasing again', { step: 'forward-lag' });
    },
  });
}
