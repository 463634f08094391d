import { dispenseKeyText, isUnsettled, judgeRepetition } from '@ncp/domain';
import type { Decided, TreatmentContext } from '../affiliation/context.js';
import type { DispenseRecord } from '../ports/index.js';
import { answerRecord, answerRegistry } from './answer.js';
import { patiently } from './patience.js';
import { learnOutcome } from './reconcile.js';
import type { Report } from './report.js';

/** What is known of this hand-over from before, if that already decides the answer. */
export type Earlier =
  | { readonly kind: 'decided'; readonly answer: Decided }
  /** Same content under a new id, minutes after a delivered Success (decisions D51). */
  | { readonly kind: 'possible-double' }
  | { readonly kind: 'none' };

/** Looks for this document, and for this hand-over under another id (decisions D46, D51, D53, D80). */
export async function findEarlier(context: TreatmentContext, report: Report): Promise<Earlier> {
  const { ledger, surroundings, policy } = context.gateway;
  const known = await ledger.find(report.key);
  const alike = known === undefined ? await ledger.findByContent(context.peer.country, report.contentHash) : [];
  // A copy that arrived together with this one may have begun its row between the two looks: it is this document, no other.
  const sameKey = known ?? alike.find(({ key }) => dispenseKeyText(key) === dispenseKeyText(report.key));
  const repetition = judgeRepetition<DispenseRecord>({
    // A document whose bytes are the same is the same, whatever the reading of its content says.
    contentHash: sameKey?.documentHash === report.documentHash ? sameKey.contentHash : report.contentHash,
    ...(sameKey === undefined ? {} : { sameKey }),
    sameContent: alike,
    now: surroundings.now(), policy: policy.rules,
  });
  switch (repetition.kind) {
    case 'new':
    case 'anew':
      return { kind: 'none' };
    case 'possible-double':
      return { kind: 'possible-double' };
    case 'conflict':
      return { kind: 'decided', answer: answerRegistry(context, report, ['NCP_DISPENSE_CONFLICT']) };
    case 'recorded':
    case 'discarded':
      return { kind: 'decided', answer: answerRecord(context, report, repetition.report) };
    case 'pending':
      return { kind: 'decided', answer: await presentAnswer(context, report, repetition.report) };
    case 'alias':
      return { kind: 'decided', answer: await aliasAnswer(context, report, repetition.report) };
  }
}

/** The outcome of an open row, after whoever works on it has had a moment, and one look at the national list (D53). */
async function presentAnswer(context: TreatmentContext, report: Report, record: DispenseRecord): Promise<Decided> {
  return answerRecord(context, report, await presentRecord(context, record));
}

/** The row as it is once it is settled, or as it is now. Never throws: what cannot be learned now is pending. */
export async function presentRecord(context: TreatmentContext, record: DispenseRecord): Promise<DispenseRecord> {
  const { gateway } = context;
  try {
    const seen = await patiently(context, () => gateway.ledger.find(record.key), (row) => row === undefined || !isAtWork(row));
    return (await learnOutcome((seen ?? record).key, gateway, context.deadline)) ?? record;
  } catch {
    // The ledger or the journal is in trouble: the row stays open, and its answer is that it is open.
    return record;
  }
}

/** A live request owns the row: it was begun, and nobody doubts yet. */
const isAtWork = ({ state }: DispenseRecord): boolean => isUnsettled(state) && state !== 'UNKNOWN' && state !== 'DISCARD_UNKNOWN';

/** The new id becomes another name of the first, so that a discard works by either. */
async function aliasAnswer(context: TreatmentContext, report: Report, record: DispenseRecord): Promise<Decided> {
  const answer = await presentAnswer(context, report, record);
  return { ...answer, commit: { ...answer.commit, ledger: [{ kind: 'alias', alias: report.key, of: record.key, documentHash: report.documentHash }] } };
}
