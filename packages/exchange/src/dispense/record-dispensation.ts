import { NcpError, type NcpErrorCode } from '@ncp/domain';
import type { Decided, TreatmentContext } from '../affiliation/context.js';
import { eventOf } from '../affiliation/audit-record.js';
import { readPerson, type KnownPerson } from '../affiliation/person.js';
import type { Committed, ConflictRecord, DispenseRecord, LedgerChange } from '../ports/index.js';
import { answerRecord, answerRegistry } from './answer.js';
import { draftRecord, judgeReport, type Judged, type Taken } from './arrival.js';
import { commitStep } from './commit-step.js';
import { findEarlier } from './earlier.js';
import { lookUpEffects, registerOnce, type NationalOutcome } from './national-outcome.js';
import { confirmedOutcome } from './reconcile.js';
import { codesOf, recordedOutcome } from './recorded.js';
import { readReport, type Report } from './report.js';
import { nextLook } from './timing.js';

/**
 * UC-A4: takes a reported hand-over into the national list, exactly once in effect.
 *
 * Intent is committed before the national call and the outcome with the answer after it; killed between any two lines,
 * the ledger row says what to do next and `reconcileDispensation` does it. What the list cannot take is answered with
 * its code and kept as a conflict record (decisions D48): a hand-over is a fact.
 */
export async function recordDispensation(context: TreatmentContext, document: Uint8Array): Promise<Decided> {
  const report = readReport(context, document);
  context.gateway.probe?.('dispense.verified');
  const earlier = await findEarlier(context, report);
  if (earlier.kind === 'decided') return earlier.answer;

  const person = await readPerson(context);
  const judged: Judged = earlier.kind === 'possible-double'
    ? { kind: 'reject', code: 'NCP_DISPENSE_DUPLICATE', conflict: true }
    : await judgeReport(context, report, person);
  if (judged.kind === 'busy') return answerRegistry(context, report, ['NCP_DISPENSE_BUSY']);
  if (judged.kind === 'reject') return rejected(context, report, person, judged);
  return takeEffect(context, report, { person: knownPerson(person), taken: judged });
}

function knownPerson(person: KnownPerson | undefined): KnownPerson {
  if (person === undefined) throw new NcpError('NCP_DISPENSE_UNKNOWN');
  return person;
}

/** Decided without a national call. Where the hand-over is a fact that people must mend, a conflict record is kept. */
function rejected(context: TreatmentContext, report: Report, person: KnownPerson | undefined, judged: Extract<Judged, { kind: 'reject' }>): Decided {
  const answer = answerRegistry(context, report, [judged.code], { ...(judged.rule === undefined ? {} : { rules: [judged.rule] }) });
  if (!judged.conflict || person === undefined) return answer;
  context.gateway.observer.alarm(judged.code, { exchange: context.id, conflict: true });
  const record = draftRecord(context, report, { nationalId: person.patient.nationalId, version: judged.version ?? '', flags: judged.code === 'NCP_DISPENSE_DUPLICATE' ? ['POSSIBLE_DOUBLE'] : [] });
  return {
    ...answer,
    commit: {
      ledger: [{ kind: 'reject', record: { ...record, state: 'REJECTED', outcome: recordedOutcome([judged.code]) } }],
      conflict: conflictOf(context, report, judged.code),
    },
    overtaken: () => recordDispensation(context, report.document),
  };
}

const conflictOf = (context: TreatmentContext, report: Report, code: NcpErrorCode): ConflictRecord => ({
  key: report.key, prescriptionId: report.prescriptionId, code, raisedAt: context.gateway.surroundings.now(), document: report.document,
});

interface Undertaking {
  readonly person: KnownPerson;
  readonly taken: Taken;
}

async function takeEffect(context: TreatmentContext, report: Report, undertaking: Undertaking): Promise<Decided> {
  const { gateway } = context;
  const record = draftRecord(context, report, {
    nationalId: undertaking.person.patient.nationalId, version: undertaking.taken.command.prescription.versionId,
    flags: undertaking.taken.flags, command: undertaking.taken.command,
  });
  const intent = await commitStep(context, 'dispense-intent', {
    ledger: [{ kind: 'intend', record }],
    event: eventOf(context, { service: 'dispense', documents: [`${report.key.documentRoot}^${report.key.documentExtension}`] }, { outcome: 0, codes: [] }),
  });
  if (!intent.ok) return intentRefused(context, report, intent);
  gateway.probe?.('dispense.intent-committed');
  const sent = await commitStep(context, 'dispense-sent', { ledger: [{ kind: 'sent', key: record.key }] });
  if (!sent.ok) return answerRegistry(context, report, ['NCP_DISPENSE_PENDING']);
  const outcome = await callNational(context, report, undertaking);
  gateway.probe?.('dispense.answered');
  return settle(context, report, record, outcome);
}

async function intentRefused(context: TreatmentContext, report: Report, refusal: Extract<Committed, { ok: false }>): Promise<Decided> {
  if (refusal.guard === 'prescription-busy') return answerRegistry(context, report, ['NCP_DISPENSE_BUSY']);
  // The same document arrived twice at once; the other one owns the row.
  const record = await context.gateway.ledger.find(report.key);
  return record === undefined ? answerRegistry(context, report, ['NCP_DISPENSE_PENDING']) : answerRecord(context, report, record);
}

/** The call, one repetition after 412, and one look after an unknown outcome, all inside the request's time. */
async function callNational(context: TreatmentContext, report: Report, { person, taken }: Undertaking): Promise<NationalOutcome> {
  const { national } = context.gateway;
  const { call } = person;
  context.gateway.probe?.('dispense.called');
  const first = await registerOnce(national, taken.command, call);
  if (first.kind === 'changed') {
    const again = await judgeReport(context, report, await readPerson(context));
    if (again.kind === 'busy') return { kind: 'locked' };
    if (again.kind === 'reject') return { kind: 'refused', code: again.code };
    const second = await registerOnce(national, { ...again.command, requestId: taken.command.requestId }, call);
    return second.kind === 'changed' ? { kind: 'refused', code: 'NCP_DISPENSE_ALREADY' } : second;
  }
  if (first.kind !== 'unknown') return first;
  const effects = await lookUpEffects(national, taken.command.actorDispatchId, call);
  return effects.count === 'one' ? { kind: 'confirmed', dispense: effects.dispense } : first;
}

/** The outcome as a ledger change and an answer; both are committed before the answer leaves. */
function settle(context: TreatmentContext, report: Report, record: DispenseRecord, outcome: NationalOutcome): Decided {
  const { gateway } = context;
  const now = gateway.surroundings.now();
  const overtaken = async (): Promise<Decided> => answerRecord(context, report, (await gateway.ledger.find(report.key)) ?? record);
  const change = (to: Extract<LedgerChange, { kind: 'settle' }>): readonly LedgerChange[] => [to];
  const base = { kind: 'settle', key: record.key, from: ['SENT'] } as const;
  switch (outcome.kind) {
    case 'confirmed': {
      const confirmed = confirmedOutcome(record);
      return answerRegistry(context, report, codesOf(confirmed), {
        eventCommitted: true, unrecorded: 'NCP_DISPENSE_PENDING', overtaken,
        delivered: () => gateway.ledger.markDelivered(record.key, gateway.surroundings.now()),
        commit: { ledger: change({ ...base, to: 'CONFIRMED', outcome: confirmed, nationalDispenseId: outcome.dispense.id, nationalDispenseVersion: outcome.dispense.versionId }) },
      });
    }
    case 'refused':
      gateway.observer.alarm(outcome.code, { exchange: context.id, conflict: true });
      return answerRegistry(context, report, [outcome.code], {
        overtaken,
        commit: { ledger: change({ ...base, to: 'REJECTED', outcome: recordedOutcome([outcome.code]) }), conflict: conflictOf(context, report, outcome.code) },
      });
    case 'not-sent':
      return answerRegistry(context, report, [outcome.code], { overtaken, commit: { ledger: change({ ...base, to: 'RETRYABLE', outcome: recordedOutcome([outcome.code]) }) } });
    case 'changed':
    case 'locked':
    case 'unknown':
      return answerRegistry(context, report, [outcome.kind === 'unknown' ? 'NCP_DISPENSE_PENDING' : 'NCP_DISPENSE_BUSY'], {
        unrecorded: 'NCP_DISPENSE_PENDING', overtaken,
        commit: {
          ledger: change({ ...base, to: 'UNKNOWN', nextAttemptAt: nextLook(now, 0) }),
          outbox: [{ kind: 'reconcile-dispensation', subject: JSON.stringify(record.key), notBefore: nextLook(now, 0) }],
        },
      });
  }
}
