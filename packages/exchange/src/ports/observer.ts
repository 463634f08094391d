import type { CountryCode, ExchangeId, NcpErrorCode, SafeDetails } from '@ncp/domain';

/** Names of the pipeline steps (style 4.1); each becomes a span and a duration in the metrics. */
export type PipelineStep =
  | 'envelope' | 'assertions' | 'profile' | 'replay' | 'national' | 'decide' | 'map' | 'render' | 'record' | 'answer';

/** What the outside world may know of an exchange while it runs: identifiers, codes, durations. Never content. */
export interface Observer {
  step<T>(name: PipelineStep, work: () => Promise<T>): Promise<T>;
  /** One line per exchange when it ends. */
  ended(facts: {
    readonly exchange: ExchangeId;
    readonly country: CountryCode;
    readonly transaction: string;
    readonly outcome: 0 | 4 | 8 | 12;
    readonly codes: readonly string[];
    /** From the last request byte to the answer ready to leave, milliseconds. */
    readonly durationMs: number;
    /** Parts of it that were the other country's, and the national list's; the rest is ours. */
    readonly peerMs?: number;
    readonly nationalMs?: number;
  }): void;
  /** Something a person must look at. */
  alarm(code: NcpErrorCode, details: SafeDetails): void;
}
