import type { ExchangeId } from '@ncp/domain';
import type { HttpClient } from '@ncp/exchange';
import type { Performer, UnknownElement } from '@ncp/fhir';
import type { Clock } from '@ncp/runtime';
import { LOCAL_ACCESS, LOCAL_ORGANISATION, LOCAL_PERFORMER, LOCAL_PURPOSE, LOCAL_USER_AGENT } from './national-constants.js';

/** Client credentials at the list's token service (decisions G11). Over mutual TLS the secret may be left out. */
export interface TokenOptions {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret?: string;
  readonly scope?: string;
}

/** Things worth a line in the log or a counter; identifiers and codes only. */
export type NationalNotice =
  | { readonly kind: 'retry'; readonly exchange: ExchangeId; readonly attempt: number; readonly reason: string }
  | { readonly kind: 'breaker'; readonly state: 'open' | 'half-open' | 'closed' }
  | { readonly kind: 'unknown-elements'; readonly exchange: ExchangeId; readonly elements: readonly UnknownElement[] }
  | { readonly kind: 'aff-warning'; readonly exchange: ExchangeId; readonly codes: readonly string[] };

/** Times are milliseconds; defaults are those of decisions 3.3. */
export interface NationalLimits {
  readonly connectTimeoutMs: number;
  readonly answerTimeoutMs: number;
  readonly maxAnswerBytes: number;
  /** Repetitions of a read after its first attempt. Writes are never repeated. */
  readonly readRetries: number;
  /** First pause before a repetition; doubles, and between half and all of it is waited. */
  readonly retryPauseMs: number;
  /** No repetition starts later than this after the first attempt did. */
  readonly readBudgetMs: number;
  readonly pageSize: number;
  readonly maxPages: number;
  readonly breakerFailures: number;
  /** Failures further apart than this do not add up, and the open breaker stays open as long. */
  readonly breakerMs: number;
}

export const DEFAULT_NATIONAL_LIMITS: NationalLimits = {
  connectTimeoutMs: 2_000, answerTimeoutMs: 8_000, maxAnswerBytes: 8 * 1024 * 1024, readRetries: 2, retryPauseMs: 100,
  readBudgetMs: 12_000, pageSize: 200, maxPages: 50, breakerFailures: 5, breakerMs: 30_000,
};

export interface NationalListOptions {
  /** FHIR base, e.g. `https://host/fhir`, with or without a slash at the end. */
  readonly baseUrl: string;
  readonly http: HttpClient;
  readonly token: TokenOptions;
  readonly clock: Clock;
  /** At least 0, below 1. */
  readonly random: () => number;
  /** A fresh UUID for `x-request-id` of a read. */
  readonly newRequestId: () => string;
  readonly sleep: (ms: number) => Promise<void>;
  readonly limits?: Partial<NationalLimits>;
  readonly organisation?: { readonly id: string; readonly name: string };
  readonly performer?: Performer;
  readonly userAgent?: string;
  readonly purpose?: string;
  readonly access?: string;
  /** `DISCARD_AS` (decisions D58). */
  readonly discardAs?: 'backa' | 'kreditera';
  readonly notice?: (notice: NationalNotice) => void;
}

/** Options with every default filled in. */
export interface NationalSettings extends Required<Omit<NationalListOptions, 'limits'>> {
  readonly limits: NationalLimits;
}

export const settingsOf = (options: NationalListOptions): NationalSettings => ({
  organisation: LOCAL_ORGANISATION,
  performer: LOCAL_PERFORMER,
  userAgent: LOCAL_USER_AGENT,
  purpose: LOCAL_PURPOSE,
  access: LOCAL_ACCESS,
  discardAs: 'backa',
  notice: () => undefined,
  ...options,
  baseUrl: options.baseUrl.replace(/\/+$/, ''),
  limits: { ...DEFAULT_NATIONAL_LIMITS, ...options.limits },
});
