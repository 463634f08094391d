import { restoreDiscard } from '@ncp/cda';
import { isUnsettled, judgeDiscard, NcpError, type NcpErrorCode } from '@ncp/domain';
import { requireSameBytes } from '../affiliation/assert.js';
import { eventOf } from '../affiliation/audit-record.js';
import type { Decided, TreatmentContext } from '../affiliation/context.js';
import { nationalCall, readPerson } from '../affiliation/person.js';
import type { DispenseRecord } from '../ports/index.js';
import { answerDiscard, auditedReport } from './answer.js';
import { commitStep } from './commit-step.js';
import { presentRecord } from './earlier.js';
import { reverseOnce, type ReversalOutcome } from './reconcile-discard.js';
import { recordedOutcome } from './recorded.js';
import { readReport, type Report, type Submitted } from './report.js';
import { callsEndBy, leaseUntil, nextLook } from './timing.js';

/**
 * UC-A5: takes back what the same country reported under the same document id (decisions D46, D57, D58).
 * The document is the dispensation's with another template and code, so it is put back before it is read (D47).
 * @throws NcpError of a discard that cannot be judged; nothing was begun then
 */
export async function discardDispensation(context: TreatmentContext, submitted: Submitted): Promise<Decided> {
  return discard(context, readReport(context, { ...submitted, document: restoreDiscard(submitted.document) }));
}

async function discard(context: TreatmentContext, report: Report): Promise<Decided> {
  const { gateway, peer } = context;
  const found = await dispensationNamed(context, report);
  if (found === undefined) throw new NcpError('NCP_DISPENSE_UNKNOWN');
  await requireItsPatient(context, report, found);
  const record = isUnsettled(found.state) ? await presentRecord(context, found) : found;
  const judged = judgeDiscard({
    report: { country: record.key.country, state: record.state, ...(record.confirmedAt === undefined ? {} : { confirmedAt: record.confirmedAt }) },
    country: peer.country, now: gateway.surroundings.now(), policy: gateway.policy.rules,
  });
  switch (judged.kind) {
    case 'already':
      return answerDiscard(context, report, [], { unrecorded: 'NCP_DISPENSE_PENDING' });
    case 'withdraw':
      requireSameBytes(context);
      return answerDiscard(context, report, [], {
        unrecorded: 'NCP_DISPENSE_PENDING',
        overtaken: () => discard(context, report),
        commit: {
          closeConflict: { key: record.key, note: 'withdrawn by discard' },
          ledger: [{ kind: 'settle', key: record.key, from: [record.state], to: 'DISCARDED', outcome: recordedOutcome(['NCP_DISPENSE_DISCARDED']) }],
        },
      });
    case 'refused':
      if (judged.operatorCase) gateway.observer.alarm(judged.code, { exchange: context.id, state: record.state });
      return answerDiscard(context, report, [judged.code]);
    case 'reverse':
      requireSameBytes(context);
      return reverse(context, report, record);
  }
}

/** One document may have reported several items, each with a row: the item decides, unless there is but one. */
async function dispensationNamed({ gateway: { ledger }, peer }: TreatmentContext, { key }: Report): Promise<DispenseRecord | undefined> {
  const exact = await ledger.find(key);
  if (exact !== undefined) return exact;
  const [only, another] = await ledger.findByDocument(peer.country, key.documentRoot, key.documentExtension);
  return another === undefined ? only : undefined;
}

/**
 * The same content is about the same patient, who was proven when it was reported. Anything else must be proven now, or
 * the document id of one patient's uttag and the treatment of another would undo it.
 * @throws NcpError NCP_DISPENSE_OTHER_PATIENT (4105: as unknown as one that never was), NCP_NATIONAL_*
 */
async function requireItsPatient(context: TreatmentContext, report: Report, record: DispenseRecord): Promise<void> {
  if (report.contentHash === record.contentHash || report.documentHash === record.documentHash) return;
  const person = await readPerson(context);
  if (person?.patient.nationalId !== record.patientNationalId) throw new NcpError('NCP_DISPENSE_OTHER_PATIENT');
}

async function reverse(context: TreatmentContext, report: Report, record: DispenseRecord): Promise<Decided> {
  const { gateway } = context;
  const now = gateway.surroundings.now();
  if (!(await commitIntent(context, report, record))) return answerPresent(context, report, record);
  gateway.probe?.('discard.intent-committed');
  const leased: TreatmentContext = { ...context, deadline: callsEndBy(now, context.deadline) };
  const outcome = await reverseOnce(record, gateway, nationalCall(leased, record.patientNationalId));
  gateway.probe?.('discard.answered');
  return settleDiscard(context, report, { record, outcome });
}

/**
 * False when the row is not ours to reverse, or when nobody knows whether it is: then what stands in the ledger answers.
 * @throws NcpError NCP_AUDIT_UNAVAILABLE when the intent certainly was not committed: nothing is called
 */
async function commitIntent(context: TreatmentContext, report: Report, record: DispenseRecord): Promise<boolean> {
  const { ledger, surroundings } = context.gateway;
  try {
    return (await commitStep(context, 'discard-intent', {
      ledger: [{ kind: 'settle', key: record.key, from: ['CONFIRMED'], to: 'DISCARD_INTENT', nextAttemptAt: leaseUntil(surroundings.now()) }],
      event: eventOf(context, auditedReport('discard', report), { outcome: 0, codes: [] }),
    })).ok;
  } catch (error) {
    const standing = await ledger.find(record.key).catch(() => 'unreadable' as const);
    if (standing !== 'unreadable' && standing?.state === 'CONFIRMED') throw error;
    return false;
  }
}

/** What the row is now, for a discard that somebody else is or was at. */
async function answerPresent(context: TreatmentContext, report: Report, record: DispenseRecord): Promise<Decided> {
  const present = await context.gateway.ledger.find(record.key).catch(() => undefined);
  return answerDiscard(context, report, present?.state === 'DISCARDED' ? [] : ['NCP_DISPENSE_PENDING'], { unrecorded: 'NCP_DISPENSE_PENDING' });
}

/** Where each outcome leaves the row, and what the sender is told (UC-A5 6). */
const SETTLED: Readonly<Record<ReversalOutcome, { readonly to: 'DISCARDED' | 'CONFIRMED' | 'DISCARD_UNKNOWN'; readonly codes: readonly NcpErrorCode[] }>> = {
  'reversed': { to: 'DISCARDED', codes: [] },
  'refused': { to: 'CONFIRMED', codes: ['NCP_DISCARD_REFUSED'] },
  'not-sent': { to: 'CONFIRMED', codes: ['NCP_DISCARD_UNAVAILABLE'] },
  'unknown': { to: 'DISCARD_UNKNOWN', codes: ['NCP_DISPENSE_PENDING'] },
};

function settleDiscard(context: TreatmentContext, report: Report, { record, outcome }: { readonly record: DispenseRecord; readonly outcome: ReversalOutcome }): Decided {
  const { observer, surroundings } = context.gateway;
  const { to, codes } = SETTLED[outcome];
  if (outcome === 'refused') observer.alarm('NCP_DISCARD_REFUSED', { exchange: context.id });
  const look = nextLook(surroundings.now(), 0);
  return answerDiscard(context, report, codes, {
    eventCommitted: codes.length === 0,
    unrecorded: 'NCP_DISPENSE_PENDING',
    commit: {
      ledger: [{
        kind: 'settle', key: record.key, from: ['DISCARD_INTENT'], to,
        ...(to === 'DISCARDED' ? { outcome: recordedOutcome(['NCP_DISPENSE_DISCARDED']) } : {}),
        ...(to === 'DISCARD_UNKNOWN' ? { nextAttemptAt: look } : {}),
      }],
      ...(to === 'DISCARD_UNKNOWN' ? { outbox: [{ kind: 'reconcile-dispensation', subject: JSON.stringify(record.key), notBefore: look }] } : {}),
    },
    overtaken: () => answerPresent(context, report, record),
  });
}
