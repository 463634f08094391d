import type { Pool } from '../database.js';
import { createTerminologyReport, type TerminologyReport } from '../terminology.js';
import { createOperatorActs, type OperatorActs } from './acts.js';
import { readAuditState, readOutboxState, type AuditState, type OutboxState } from './audit-state.js';
import { createInForceReader, type InForceReader } from './in-force.js';
import { createLogReview, type LogReview } from './review.js';

/** What the pages of operators read and add, for the role of the dashboard. @throws NcpError NCP_STORE_UNAVAILABLE */
export interface OperatorDesk {
  readonly acts: OperatorActs;
  readonly review: LogReview;
  readonly inForce: InForceReader;
  readonly terminology: Pick<TerminologyReport, 'gaps' | 'inUse'>;
  audit(): Promise<AuditState>;
  outbox(): Promise<readonly OutboxState[]>;
}

export const createOperatorDesk = (pool: Pool): OperatorDesk => ({
  acts: createOperatorActs(pool), review: createLogReview(pool), inForce: createInForceReader(pool), terminology: createTerminologyReport(pool),
  audit: () => readAuditState(pool), outbox: () => readOutboxState(pool),
});
