import type { ExchangeId, Instant } from '@ncp/domain';

/** The one clock and the one source of randomness, as parameters (rule R1). */
export interface Surroundings {
  now(): Instant;
  exchangeId(): ExchangeId;
  /** Lower-case random UUID. */
  uuid(): string;
}

/**
 * Points in a use case where the test runner may stop the process. A release composes no probe,
 * so the calls do nothing there (RS 9, kill points).
 */
export type Probe = (point: ProbePoint) => void;
export type ProbePoint =
  | 'dispense.verified' | 'dispense.intent-committed' | 'dispense.called' | 'dispense.answered' | 'dispense.outcome-committed'
  | 'discard.intent-committed' | 'discard.answered' | 'answer.half-written'
  // Country B (DISP-08 to DISP-13).
  | 'confirm.checked' | 'confirm.committed' | 'deliver.sending-committed' | 'deliver.called' | 'deliver.answered' | 'deliver.outcome-committed';
