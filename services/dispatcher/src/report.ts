import type { NcpErrorCode, SafeDetails } from '@ncp/domain';

/** What the outside may know of background work: kinds, identifiers, codes. Composed over logger and metrics. */
export interface DispatchReport {
  job(kind: string, outcome: 'done' | 'nothing-to-do' | 'quarantined'): void;
  /** Something a person must look at. */
  alarm(code: NcpErrorCode, details: SafeDetails): void;
}
