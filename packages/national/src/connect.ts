import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpClient, NationalList } from '@ncp/exchange';
import { readSecret, type Clock, type Config, type Logger } from '@ncp/runtime';
import { withArticleCache } from './article-cache.js';
import { nationalList } from './national-list.js';
import type { NationalNotice } from './options.js';

/** Told of each change of a breaker. */
type Told = ((state: 'open' | 'half-open' | 'closed') => void) | undefined;

const noteTo = (log: Logger, breaker: Told) => (notice: NationalNotice): void => {
  switch (notice.kind) {
    case 'breaker':
      breaker?.(notice.state);
      log.warn('national breaker', { state: notice.state });
      break;
    case 'retry': log.warn('national retry', { exchange: notice.exchange, count: notice.attempt }); break;
    case 'unknown-elements': log.warn('national elements not understood', { exchange: notice.exchange, count: notice.elements.length }); break;
    case 'aff-warning': log.warn('national warnings', { exchange: notice.exchange, codes: notice.codes }); break;
  }
};

/** The national list as the configuration names it, with the process's clock, log and randomness. @throws NcpError NCP_CONFIG_FILE */
export const connectNationalList = (config: Config['national'], parts: { readonly http: HttpClient; readonly clock: Clock; readonly log: Logger; readonly breaker?: Told }): NationalList =>
  withArticleCache(nationalList({
    baseUrl: config.baseUrl, http: parts.http, clock: parts.clock,
    random: Math.random, newRequestId: randomUUID, sleep: (ms) => sleep(ms),
    token: { url: config.tokenUrl, clientId: config.clientId, clientSecret: readSecret(config.clientSecretFile) },
    notice: noteTo(parts.log, parts.breaker),
  }), parts.clock);
