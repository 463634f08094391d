import { epochMs } from '../calendar.js';
import type { DispenseState } from '../dispensation.js';
import type { Policy } from '../policy.js';
import type { Instant } from '../primitives.js';
import { isUnsettled } from './state.js';

/** Was this hand-over reported before, and what then? (decisions D46, D51, D53, D80; reliability-security 4.1) */

/** What the ledger remembers of a report. */
export interface EarlierReport {
  readonly state: DispenseState;
  /** SHA-256 of the document without its own id. */
  readonly contentHash: string;
  readonly outcome?: { readonly status: 'Success' | 'Failure' };
  /** When the answer with that outcome had been written to the sender in full. */
  readonly deliveredAt?: Instant;
  readonly receivedAt: Instant;
}

export type Repetition<Report extends EarlierReport> =
  /** Never seen, or seen long ago as another hand-over: judge it. */
  | { readonly kind: 'new' }
  /** Same document, and provably nothing happened then: judge it again under the same key. */
  | { readonly kind: 'anew'; readonly report: Report }
  /** Same document: give the recorded outcome, success or failure. */
  | { readonly kind: 'recorded'; readonly report: Report }
  /** Same document, outcome still open: NCP_DISPENSE_PENDING. */
  | { readonly kind: 'pending'; readonly report: Report }
  /** Same document, discarded since: NCP_DISPENSE_DISCARDED. */
  | { readonly kind: 'discarded'; readonly report: Report }
  /** Same id, other content: NCP_DISPENSE_CONFLICT. */
  | { readonly kind: 'conflict'; readonly report: Report }
  /** New id, same content, and the sender cannot know that the first arrived: the same hand-over (D51). */
  | { readonly kind: 'alias'; readonly report: Report; readonly pending: boolean }
  /** New id, same content, minutes after a success the sender knows of: NCP_DISPENSE_DUPLICATE and a conflict record. */
  | { readonly kind: 'possible-double'; readonly report: Report };

export const judgeRepetition = <Report extends EarlierReport>(facts: {
  readonly contentHash: string;
  /** Report under the same key. */
  readonly sameKey?: Report;
  /** Reports from the same country with the same content under other ids, newest first. */
  readonly sameContent: readonly Report[];
  readonly now: Instant;
  readonly policy: Pick<Policy, 'duplicateWindowMinutes'>;
}): Repetition<Report> => {
  const { sameKey } = facts;
  if (sameKey !== undefined) return sameDocument(sameKey, facts.contentHash);

  const report = facts.sameContent.find(({ state }) => state !== 'RETRYABLE' && state !== 'DISCARDED');
  if (report === undefined) return { kind: 'new' };
  const { deliveredAt } = report;
  const knownSuccess = report.outcome?.status === 'Success' && deliveredAt !== undefined;
  if (!knownSuccess) return { kind: 'alias', report, pending: isUnsettled(report.state) };
  const age = epochMs(facts.now) - epochMs(deliveredAt);
  return age <= facts.policy.duplicateWindowMinutes * 60_000 ? { kind: 'possible-double', report } : { kind: 'new' };
};

const sameDocument = <Report extends EarlierReport>(report: Report, contentHash: string): Repetition<Report> => {
  if (report.contentHash !== contentHash) return { kind: 'conflict', report };
  if (report.state === 'DISCARDED') return { kind: 'discarded', report };
  if (report.state === 'RETRYABLE') return { kind: 'anew', report };
  return { kind: isUnsettled(report.state) ? 'pending' : 'recorded', report };
};
