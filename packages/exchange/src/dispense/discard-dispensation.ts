import { restoreDiscard } from '@ncp/cda';
import { isUnsettled, judgeDiscard, NcpError, type NcpErrorCode } from '@ncp/domain';
import { eventOf } from '../affiliation/audit-record.js';
import type { Decided, TreatmentContext } from '../affiliation/context.js';
import { nationalCall } from '../affiliation/person.js';
import type { DispenseRecord, LedgerChange } from '../ports/index.js';
import { answerDiscard } from './answer.js';
import { commitStep } from './commit-step.js';
import { reconcileDispensation } from './reconcile.js';
import { reverseOnce, type ReversalOutcome } from './reconcile-discard.js';
import { recordedOutcome } from './recorded.js';
import { readReport } from './report.js';
import { leaseUntil, nextLook } from './timing.js';

/**
 * UC-A5: takes back what the same country reported under the same document id (decisions D46, D57, D58).
 * The document is the dispensation's with another template and code, so it is put back before it is read (D47).
 */
export async function discardDispensation(context: TreatmentContext, document: Uint8Array, submissionSet: string): Promise<Decided> {
  const { gateway, peer } = context;
  const report = readReport(context, restoreDiscard(document));
  const subject: Subject = { context, submissionSet, document: `${report.key.documentRoot}^${report.key.documentExtension}` };
  const [found] = await gateway.ledger.findByDocument(peer.country, report.key.documentRoot, report.key.documentExtension);
  if (found === undefined) throw new NcpError('NCP_DISPENSE_UNKNOWN');
  const record = isUnsettled(found.state) ? (await reconcileDispensation(found.key, gateway)) ?? found : found;
  const judged = judgeDiscard({
    report: { country: record.key.country, state: record.state, ...(record.confirmedAt === undefined ? {} : { confirmedAt: record.confirmedAt }) },
    country: peer.country, now: gateway.surroundings.now(), policy: gateway.policy.rules,
  });
  switch (judged.kind) {
    case 'already':
      return answerDiscard(subject, []);
    case 'withdraw':
      return answerDiscard(subject, [], {
        commit: {
          closeConflict: { key: record.key, note: 'withdrawn by discard' },
          ledger: [{ kind: 'settle', key: record.key, from: [record.state], to: 'DISCARDED', outcome: recordedOutcome(['NCP_DISPENSE_DISCARDED']) }],
        },
      });
    case 'refused':
      if (judged.operatorCase) gateway.observer.alarm(judged.code, { exchange: context.id, state: record.state });
      return answerDiscard(subject, [judged.code]);
    case 'reverse':
      return reverse(subject, record);
  }
}

interface Subject {
  readonly context: TreatmentContext;
  readonly submissionSet: string;
  readonly document: string;
}

async function reverse(subject: Subject, record: DispenseRecord): Promise<Decided> {
  const { context } = subject;
  const { gateway } = context;
  const intent = await commitStep(context, 'discard-intent', {
    ledger: [{ kind: 'settle', key: record.key, from: ['CONFIRMED'], to: 'DISCARD_INTENT', nextAttemptAt: leaseUntil(gateway.surroundings.now()) }],
    event: eventOf(context, { service: 'discard', documents: [subject.document], submissionSet: subject.submissionSet }, { outcome: 0, codes: [] }),
  });
  if (!intent.ok) return answerDiscard(subject, ['NCP_DISPENSE_PENDING']);
  gateway.probe?.('discard.intent-committed');
  const outcome = await reverseOnce(record, gateway, nationalCall(context, record.patientNationalId));
  gateway.probe?.('discard.answered');
  return settleDiscard(subject, record, outcome);
}

/** Where each outcome leaves the row, and what the sender is told (UC-A5 6). */
const SETTLED: Readonly<Record<ReversalOutcome['kind'], { readonly to: 'DISCARDED' | 'CONFIRMED' | 'DISCARD_UNKNOWN'; readonly codes: readonly NcpErrorCode[] }>> = {
  'reversed': { to: 'DISCARDED', codes: [] },
  'refused': { to: 'CONFIRMED', codes: ['NCP_DISCARD_REFUSED'] },
  'not-sent': { to: 'CONFIRMED', codes: ['NCP_DISCARD_UNAVAILABLE'] },
  'unknown': { to: 'DISCARD_UNKNOWN', codes: ['NCP_DISPENSE_PENDING'] },
};

function settleDiscard(subject: Subject, record: DispenseRecord, outcome: ReversalOutcome): Decided {
  const { gateway } = subject.context;
  const { to, codes } = SETTLED[outcome.kind];
  if (outcome.kind === 'refused') gateway.observer.alarm('NCP_DISCARD_REFUSED', { exchange: subject.context.id });
  const change: LedgerChange = {
    kind: 'settle', key: record.key, from: ['DISCARD_INTENT'], to,
    ...(to === 'DISCARDED' ? { outcome: recordedOutcome(['NCP_DISPENSE_DISCARDED']) } : {}),
    ...(to === 'DISCARD_UNKNOWN' ? { nextAttemptAt: nextLook(gateway.surroundings.now(), 0) } : {}),
  };
  return answerDiscard(subject, codes, {
    eventCommitted: codes.length === 0,
    unrecorded: 'NCP_DISPENSE_PENDING',
    commit: { ledger: [change], ...(to === 'DISCARD_UNKNOWN' ? { outbox: [{ kind: 'reconcile-dispensation', subject: JSON.stringify(record.key) }] } : {}) },
    overtaken: async () => {
      const present = await gateway.ledger.find(record.key);
      return answerDiscard(subject, present?.state === 'DISCARDED' ? [] : ['NCP_DISPENSE_PENDING']);
    },
  });
}
