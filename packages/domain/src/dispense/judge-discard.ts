import { epochMs } from '../calendar.js';
import type { DispenseState } from '../dispensation.js';
import type { NcpErrorCode } from '../errors/registry.js';
import type { Policy } from '../policy.js';
import type { CountryCode, Instant } from '../primitives.js';

/** May this dispensation be undone? (decisions D57, use case A5) */

/** What the ledger knows of the dispensation that a discard names. */
export interface DiscardedReport {
  readonly country: CountryCode;
  readonly state: DispenseState;
  /** Our commit of CONFIRMED, by our clock. */
  readonly confirmedAt?: Instant;
}

export type DiscardJudgement =
  /** Reverse the uttag on the national list. */
  | { readonly kind: 'reverse' }
  /** Nothing to reverse: done before. Success again. */
  | { readonly kind: 'already' }
  /** Nothing was recorded nationally: close its conflict record, if any, as withdrawn. Success. */
  | { readonly kind: 'withdraw' }
  | {
      readonly kind: 'refused';
      readonly code: Extract<
        NcpErrorCode,
        'NCP_DISPENSE_UNKNOWN' | 'NCP_DISPENSE_OTHER_COUNTRY' | 'NCP_DISPENSE_PENDING' | 'NCP_DISCARD_WINDOW'
      >;
      /** An operator must look into it: the peer believes that the medicine came back. */
      readonly operatorCase: boolean;
    };

const HOUR_MS = 3_600_000;

export const judgeDiscard = (facts: {
  readonly report?: DiscardedReport;
  readonly country: CountryCode;
  readonly now: Instant;
  readonly policy: Pick<Policy, 'discardWindowHours'>;
}): DiscardJudgement => {
  const { report } = facts;
  if (report === undefined) return { kind: 'refused', code: 'NCP_DISPENSE_UNKNOWN', operatorCase: false };
  if (report.country !== facts.country) return { kind: 'refused', code: 'NCP_DISPENSE_OTHER_COUNTRY', operatorCase: false };
  switch (report.state) {
    case 'DISCARDED':
      return { kind: 'already' };
    case 'REJECTED':
    case 'RETRYABLE':
      return { kind: 'withdraw' };
    case 'INTENT':
    case 'SENT':
    case 'UNKNOWN':
    case 'DISCARD_INTENT':
    case 'DISCARD_UNKNOWN':
      return { kind: 'refused', code: 'NCP_DISPENSE_PENDING', operatorCase: false };
    case 'CONFIRMED':
      return withinWindow(report.confirmedAt, facts.now, facts.policy)
        ? { kind: 'reverse' }
        : { kind: 'refused', code: 'NCP_DISCARD_WINDOW', operatorCase: true };
  }
};

const withinWindow = (confirmedAt: Instant | undefined, now: Instant, policy: Pick<Policy, 'discardWindowHours'>): boolean =>
  confirmedAt !== undefined && epochMs(now) - epochMs(confirmedAt) <= policy.discardWindowHours * HOUR_MS;
