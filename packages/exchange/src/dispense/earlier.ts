import { judgeRepetition } from '@ncp/domain';
import type { Decided, TreatmentContext } from '../affiliation/context.js';
import type { DispenseRecord } from '../ports/index.js';
import { answerRecord, answerRegistry } from './answer.js';
import { reconcileDispensation } from './reconcile.js';
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
  const sameKey = await ledger.find(report.key);
  const repetition = judgeRepetition<DispenseRecord>({
    // A document whose bytes are the same is the same, whatever the reading of its content says.
    contentHash: sameKey?.documentHash === report.documentHash ? sameKey.contentHash : report.contentHash,
    ...(sameKey === undefined ? {} : { sameKey }),
    sameContent: sameKey === undefined ? await ledger.findByContent(context.peer.country, report.contentHash) : [],
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

/** The outcome of an open row, after one look at the national list (decisions D53). */
async function presentAnswer(context: TreatmentContext, report: Report, record: DispenseRecord): Promise<Decided> {
  const present = await reconcileDispensation(record.key, context.gateway);
  return answerRecord(context, report, present ?? record);
}

/** The new id becomes another name of the first, so that a discard works by either. */
async function aliasAnswer(context: TreatmentContext, report: Report, record: DispenseRecord): Promise<Decided> {
  const answer = await presentAnswer(context, report, record);
  return { ...answer, commit: { ...answer.commit, ledger: [{ kind: 'alias', alias: report.key, of: record.key, documentHash: report.documentHash }] } };
}
