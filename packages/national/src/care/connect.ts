import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CareRecordSource, HttpClient } from '@ncp/exchange';
import { readSecret, type Clock, type Logger } from '@ncp/runtime';
import { careRecords } from './care-records.js';
import type { CareNotice } from './options.js';

/** Where the care providers' records are asked for, as the configuration names it. */
export interface CareRecordsConfig {
  /** FHIR base, with or without a slash at the end. */
  readonly baseUrl: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecretFile: string;
}

/** Told of each change of a breaker. */
type Told = ((state: 'open' | 'half-open' | 'closed') => void) | undefined;

const noteTo = (log: Logger, breaker: Told) => (notice: CareNotice): void => {
  switch (notice.kind) {
    case 'breaker':
      breaker?.(notice.state);
      log.warn('care records breaker', { state: notice.state });
      break;
    case 'retry': log.warn('care records retry', { exchange: notice.exchange, count: notice.attempt }); break;
    case 'unknown-elements': log.warn('care record elements not understood', { exchange: notice.exchange, count: notice.elements.length }); break;
    case 'contract-failed': log.error('care contract failed', { exchange: notice.exchange, code: notice.code, details: { resource: notice.resource, contracts: notice.contracts } }); break;
    case 'source-failed': log.warn('care source failed', { exchange: notice.exchange, details: { contract: notice.contract, system: notice.system } }); break;
    case 'unreadable': log.warn('care record unreadable', { exchange: notice.exchange, details: { contract: notice.contract, at: notice.at } }); break;
    case 'wrong-patient':
      log.error('care records about another person', {
        exchange: notice.exchange, code: 'NCP_NATIONAL_WRONG_PATIENT', count: notice.count, details: { contract: notice.contract, system: notice.system },
      });
      break;
    case 'blocks-failed': log.error('blocks unknown', { exchange: notice.exchange, code: notice.code }); break;
    case 'aff-warning': break;
  }
};

/** The care providers' records, with the process's clock, log and randomness. @throws NcpError NCP_CONFIG_FILE */
export const connectCareRecords = (config: CareRecordsConfig, parts: { readonly http: HttpClient; readonly clock: Clock; readonly log: Logger; readonly breaker?: Told }): CareRecordSource =>
  careRecords({
    baseUrl: config.baseUrl, http: parts.http, clock: parts.clock, random: Math.random, newRequestId: randomUUID, sleep: (ms) => sleep(ms),
    token: { url: config.tokenUrl, clientId: config.clientId, clientSecret: readSecret(config.clientSecretFile) },
    notice: noteTo(parts.log, parts.breaker),
  });
