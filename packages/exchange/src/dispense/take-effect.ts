import { asNcpError, NcpError } from '@ncp/domain';
import { eventOf } from '../affiliation/audit-record.js';
import type { Decided, TreatmentContext } from '../affiliation/context.js';
import { nationalCall, readPerson, type KnownPerson } from '../affiliation/person.js';
import { alarmOf } from '../affiliation/trouble.js';
import type { DispenseRecord, LedgerChange } from '../ports/index.js';
import { answerRecord, answerRegistry, auditedReport } from './answer.js';
import { draftRecord, judgeReport, type Taken } from './arrival.js';
import { commitStep } from './commit-step.js';
import { conflictOf } from './conflict.js';
import { registerAndCount, type NationalOutcome } from './national-outcome.js';
import { codesOf, confirmedOutcome, recordedOutcome, warnOfFlags } from './recorded.js';
import type { Report } from './report.js';
import { callsEndBy, nextLook } from './timing.js';

interface Undertaking {
  readonly person: KnownPerson;
  readonly taken: Taken;
}

/**
 * Intent, call, outcome, in that order, each committed. From the intent on the row will be settled by somebody, so whatever
 * fails here the answer is "pending" and never "not recorded" (P3).
 *
 * `overtaken`: the key or the prescription belongs to another process; nothing was begun.
 */
export async function takeEffect(context: TreatmentContext, report: Report, undertaking: Undertaking): Promise<Decided | 'overtaken'> {
  const { gateway } = context;
  const { person, taken } = undertaking;
  const record = draftRecord(context, report, {
    nationalId: person.patient.nationalId, version: taken.command.prescription.versionId, flags: taken.flags, command: taken.command,
  });
  const intent = await commitIntent(context, report, record);
  if (intent === 'overtaken') return 'overtaken';
  if (intent === 'doubtful') return answerRegistry(context, report, ['NCP_DISPENSE_PENDING']);
  gateway.probe?.('dispense.intent-committed');
  if (!(await commitSent(context, record))) return answerRegistry(context, report, ['NCP_DISPENSE_PENDING']);
  const leased: TreatmentContext = { ...context, deadline: callsEndBy(gateway.surroundings.now(), context.deadline) };
  const outcome = await callNational(leased, report, undertaking);
  gateway.probe?.('dispense.answered');
  return settle(context, report, record, outcome);
}

/**
 * A commit whose answer is lost may have happened (FLT-06), and then the reconciler will act on it: what stands in the
 * ledger decides, and where that cannot be read nobody knows.
 * @throws NcpError NCP_AUDIT_UNAVAILABLE when it certainly did not happen: nothing is called (UC-A4 7.1)
 */
async function commitIntent(context: TreatmentContext, report: Report, record: DispenseRecord): Promise<'committed' | 'overtaken' | 'doubtful'> {
  const { ledger } = context.gateway;
  try {
    const committed = await commitStep(context, 'dispense-intent', {
      ledger: [{ kind: 'intend', record }],
      event: eventOf(context, auditedReport('dispense', report), { outcome: 0, codes: [] }),
    });
    return committed.ok ? 'committed' : 'overtaken';
  } catch (error) {
    const standing = await ledger.find(record.key).catch(() => 'unreadable' as const);
    if (standing === 'unreadable') return 'doubtful';
    if (standing === undefined || standing.state === 'RETRYABLE') throw error;
    return standing.exchange === context.id && standing.state === 'INTENT' ? 'committed' : 'overtaken';
  }
}

async function commitSent(context: TreatmentContext, { key }: DispenseRecord): Promise<boolean> {
  try {
    return (await commitStep(context, 'dispense-sent', { ledger: [{ kind: 'sent', key }] })).ok;
  } catch {
    // The intent stands and will be settled; the answer says pending, and its own record tells of the trouble.
    return false;
  }
}

/** The call, and after 412 one more from what is true now (UC-A4 8.1), all inside the request's time. Never throws. */
async function callNational(context: TreatmentContext, report: Report, { person, taken }: Undertaking): Promise<NationalOutcome> {
  const { gateway } = context;
  gateway.probe?.('dispense.called');
  const call = nationalCall(context, person.patient.nationalId);
  const first = await registerAndCount(gateway, taken.command, call);
  if (first.kind !== 'changed') return first;
  try {
    const again = await judgeReport(context, report, await readPerson(context));
    if (again.kind === 'busy') return { kind: 'locked' };
    if (again.kind === 'reject') return { kind: 'refused', code: again.code };
    return await registerAndCount(gateway, { ...again.command, requestId: taken.command.requestId }, call);
  } catch (error) {
    // The list refused the first call and there was no second: nothing has happened, whatever kept us from deciding.
    const refusal = asNcpError(error);
    alarmOf(context, refusal, gateway.observer);
    return { kind: 'not-sent', code: refusal.code };
  }
}

/** The outcome as a ledger change and an answer; both are committed before the answer leaves. */
function settle(context: TreatmentContext, report: Report, record: DispenseRecord, outcome: NationalOutcome): Decided {
  const { ledger, observer, surroundings } = context.gateway;
  const now = surroundings.now();
  const answerAs = (codes: Decided['codes'], to: Omit<Extract<LedgerChange, { kind: 'settle' }>, 'kind' | 'key' | 'from'>, more: Pick<Decided, 'eventCommitted' | 'delivered'> & { readonly commit?: Decided['commit'] } = {}): Decided =>
    answerRegistry(context, report, codes, {
      unrecorded: 'NCP_DISPENSE_PENDING',
      overtaken: async () => answerRecord(context, report, (await ledger.find(report.key)) ?? record),
      ...more,
      commit: { ...more.commit, ledger: [{ kind: 'settle', key: record.key, from: ['SENT'], ...to }] },
    });
  switch (outcome.kind) {
    case 'confirmed': {
      const confirmed = confirmedOutcome(record);
      const { id, versionId } = outcome.dispense;
      warnOfFlags(record, observer);
      return answerAs(codesOf(confirmed), { to: 'CONFIRMED', outcome: confirmed, nationalDispenseId: id, nationalDispenseVersion: versionId }, {
        eventCommitted: true, delivered: () => ledger.markDelivered(record.key, surroundings.now()),
      });
    }
    case 'refused':
      observer.alarm(outcome.code, { exchange: context.id, conflict: true });
      return answerAs([outcome.code], { to: 'REJECTED', outcome: recordedOutcome([outcome.code]) }, { commit: { conflict: conflictOf(context, report, outcome.code) } });
    case 'not-sent':
      return answerAs([outcome.code], { to: 'RETRYABLE', outcome: recordedOutcome([outcome.code]) });
    case 'changed':
    case 'locked':
    case 'unknown':
      return answerAs([outcome.kind === 'unknown' ? 'NCP_DISPENSE_PENDING' : 'NCP_DISPENSE_BUSY'], { to: 'UNKNOWN', nextAttemptAt: nextLook(now, 0) }, {
        commit: { outbox: [{ kind: 'reconcile-dispensation', subject: JSON.stringify(record.key), notBefore: nextLook(now, 0) }] },
      });
  }
}

/** A report that names somebody the list does not know never gets this far. @throws NcpError NCP_DISPENSE_UNKNOWN */
export function requireKnown(person: KnownPerson | undefined): KnownPerson {
  if (person === undefined) throw new NcpError('NCP_DISPENSE_UNKNOWN');
  return person;
}
