import type { Decided, TreatmentContext } from '../affiliation/context.js';
import { requireSameBytes } from '../affiliation/assert.js';
import { readPerson, type KnownPerson } from '../affiliation/person.js';
import { answerRegistry } from './answer.js';
import { draftRecord, judgeReport, type Judged } from './arrival.js';
import { conflictOf } from './conflict.js';
import { findEarlier } from './earlier.js';
import { patiently } from './patience.js';
import { recordedOutcome } from './recorded.js';
import { readReport, type Report, type Submitted } from './report.js';
import { requireKnown, takeEffect } from './take-effect.js';

/**
 * UC-A4: takes a reported hand-over into the national list, exactly once in effect.
 *
 * Intent is committed before the national call and the outcome with the answer after it; killed between any two lines,
 * the ledger row says what to do next and `reconcileDispensation` does it. What the list cannot take is answered with
 * its code and kept as a conflict record (decisions D48): a hand-over is a fact.
 * @throws NcpError of a report that cannot be judged; nothing was begun then
 */
export async function recordDispensation(context: TreatmentContext, submitted: Submitted): Promise<Decided> {
  const report = readReport(context, submitted);
  context.gateway.probe?.('dispense.verified');
  const first = await attemptReport(context, report);
  if (first !== 'busy') return first;
  // Whoever holds the prescription is mostly done in a moment, and then this report has an outcome of its own (DISP-27).
  const { ledger } = context.gateway;
  await patiently(context, () => ledger.holdsOn([report.prescriptionId]), (holds) => holds.get(report.prescriptionId) !== 'unsettled');
  const second = await attemptReport(context, report);
  return second === 'busy' ? answerRegistry(context, report, ['NCP_DISPENSE_BUSY']) : second;
}

async function attemptReport(context: TreatmentContext, report: Report): Promise<Decided | 'busy'> {
  const earlier = await findEarlier(context, report);
  if (earlier.kind === 'decided') return { ...earlier.answer, overtaken: () => decideAnew(context, report) };
  requireSameBytes(context);
  const person = await readPerson(context);
  const judged: Judged = earlier.kind === 'possible-double'
    ? { kind: 'reject', code: 'NCP_DISPENSE_DUPLICATE', conflict: true, reasons: [] }
    : await judgeReport(context, report, person);
  if (judged.kind === 'busy') return 'busy';
  if (judged.kind === 'reject') return rejected(context, report, person, judged);
  const taken = await takeEffect(context, report, { person: requireKnown(person), taken: judged });
  return taken === 'overtaken' ? 'busy' : taken;
}

async function decideAnew(context: TreatmentContext, report: Report): Promise<Decided> {
  const decided = await attemptReport(context, report);
  return decided === 'busy' ? answerRegistry(context, report, ['NCP_DISPENSE_BUSY']) : decided;
}

/** Decided without a national call. Where the hand-over is a fact that people must mend, a conflict record is kept. */
function rejected(context: TreatmentContext, report: Report, person: KnownPerson | undefined, judged: Extract<Judged, { kind: 'reject' }>): Decided {
  const { observer } = context.gateway;
  const { code, conflict, reasons, version = '' } = judged;
  const answer = answerRegistry(context, report, [code], { rules: reasons });
  if (!conflict || person === undefined) return answer;
  observer.alarm(code, { exchange: context.id, conflict: true });
  const record = draftRecord(context, report, { nationalId: person.patient.nationalId, version, flags: code === 'NCP_DISPENSE_DUPLICATE' ? ['POSSIBLE_DOUBLE'] : [] });
  return {
    ...answer,
    commit: {
      ledger: [{ kind: 'reject', record: { ...record, state: 'REJECTED', outcome: recordedOutcome([code]) } }],
      conflict: conflictOf(context, report, code),
    },
    overtaken: () => decideAnew(context, report),
  };
}
