import type { AuditEvent } from '@ncp/audit';
import { stepLeaf } from '../affiliation/audit-record.js';
import type { TreatmentContext } from '../affiliation/context.js';
import type { Committed, LedgerChange } from '../ports/index.js';

/** Commits a step inside a message, before its effect: intent, or the mark that a call is about to be written. */
export const commitStep = (
  context: TreatmentContext, name: 'dispense-intent' | 'dispense-sent' | 'discard-intent',
  step: { readonly ledger: readonly LedgerChange[]; readonly event?: AuditEvent },
): Promise<Committed> => context.gateway.journal.commit({ ...stepLeaf(context, name, step.event), ledger: step.ledger, ...(step.event === undefined ? {} : { event: step.event }) });
