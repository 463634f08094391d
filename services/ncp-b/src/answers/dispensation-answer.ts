import { addMs, compareInstants, DISCARD_WINDOW_MS, isOpenDelivery, viewDelivery, type Delivery, type DeliveryState, type Instant } from '@ncp/domain';
import type { z } from 'zod';
import type { dispensation } from '../api/dispensations.js';
import { optional } from './optional.js';

export type DispensationAnswer = z.input<typeof dispensation>;

const TAKEN_BACK_FROM: ReadonlySet<DeliveryState> = new Set<DeliveryState>(['QUEUED', 'SENDING', 'PENDING', 'AWAITING_PROFESSIONAL', 'RECORDED']);

/** The truth about a dispensation, with the next step (RS P3). */
export function dispensationAnswer(delivery: Delivery, now: Instant): DispensationAnswer {
  const { id, exchange, version, state, country, product, documentId, prescriptionId, confirmedAt, handedOverAt, recordedAt, discard, late } = delivery;
  const { counter, handOver, text, nextStep, since, nextAttemptAt, answer, packages } = viewDelivery(delivery);
  const until = addMs(confirmedAt, DISCARD_WINDOW_MS);
  const mayTakeBack = discard === undefined && TAKEN_BACK_FROM.has(state) && compareInstants(now, until) <= 0;
  return {
    id, exchange, version, state, counter, handOver, text, nextStep, since, settled: !isOpenDelivery(state),
    late: late !== undefined, country, packages, product, documentId, prescriptionId, confirmedAt, handedOverAt,
    ...optional({ nextAttemptAt, recordedAt, lateReason: late?.reason, discardableUntil: mayTakeBack ? until : undefined }),
    ...(answer === undefined ? {} : { answer: { at: answer.at, status: answer.status, errors: [...answer.errors] } }),
    ...(discard === undefined ? {} : { discard: { askedAt: discard.askedAt, reason: discard.reason } }),
  };
}
