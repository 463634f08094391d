import { addMs, epochMs } from '../calendar.js';
import type { Instant } from '../primitives.js';
import type { Delivery, DeliveryState } from './delivery.js';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** Attempts at 0, 10 s, 30 s, 2 min, 5 min, then every 10 min (decisions 3.3): what lies between each and the next. */
const PAUSES_MS: readonly number[] = [10 * SECOND_MS, 20 * SECOND_MS, 90 * SECOND_MS, 3 * MINUTE_MS];
const LAST_PAUSE_MS = 10 * MINUTE_MS;

/** The pause after so many attempts; they count anew when a professional releases it or asks to take it back. */
export const deliveryPause = (attempts: number): number => PAUSES_MS[attempts - 1] ?? LAST_PAUSE_MS;

/** Unsettled for this long: somebody must look (decisions 3.3). */
export const DELIVERY_ALARM_MS: number = 15 * MINUTE_MS;
/** Unsettled for this long: people take over (UC-B4 4.5). */
export const DELIVERY_OPERATOR_MS: number = 24 * HOUR_MS;
/** A dispensation may be taken back this long after it was confirmed (decisions D57). */
export const DISCARD_WINDOW_MS: number = 24 * HOUR_MS;
/** A hand-over may be recorded this long after it happened (decisions D56). */
export const LATE_RECORDING_MS: number = 7 * 24 * HOUR_MS;
/** A professional's clock may run ahead of ours by this much (decisions D56). */
export const LATE_CLOCK_MS: number = 5 * MINUTE_MS;

/**
 * How long an attempt keeps others away: longer than connecting and waiting for the answer (5 s and 60 s). A row that is
 * found in SENDING after that was left by a process that died [local].
 */
export const ATTEMPT_LEASE_MS: number = 75 * SECOND_MS;

const DISCARDING: ReadonlySet<DeliveryState> = new Set<DeliveryState>([
  'DISCARD_QUEUED', 'DISCARD_SENDING', 'DISCARD_PENDING', 'DISCARD_AWAITING_PROFESSIONAL', 'DISCARD_OPERATOR', 'DISCARDED', 'DISCARD_REFUSED',
]);
/** Is it the taking back that goes on? */
export const isDiscarding = (state: DeliveryState): boolean => DISCARDING.has(state);

/** When what goes on now was asked for: the dispensation, or its discard. */
export const deliveryAskedAt = ({ state, confirmedAt, discard }: Pick<Delivery, 'state' | 'confirmedAt' | 'discard'>): Instant =>
  (isDiscarding(state) && discard !== undefined ? discard.askedAt : confirmedAt);

/** When people take over: a day after it was asked for, or after they gave it back. */
export const operatorAt = (delivery: Pick<Delivery, 'state' | 'confirmedAt' | 'discard' | 'reopenedAt'>): Instant => {
  const asked = deliveryAskedAt(delivery);
  const { reopenedAt } = delivery;
  return addMs(reopenedAt !== undefined && epochMs(reopenedAt) > epochMs(asked) ? reopenedAt : asked, DELIVERY_OPERATOR_MS);
};

/** The identity assertion that the next attempt would go out with. */
export const assertionOf = ({ state, hcp, discard }: Pick<Delivery, 'state' | 'hcp' | 'discard'>): Delivery['hcp'] =>
  (isDiscarding(state) && discard !== undefined ? discard.hcp : hcp);

/** Unsettled for longer than anybody should have to wait without being looked after. */
export const isOverdue = (delivery: Pick<Delivery, 'state' | 'confirmedAt' | 'discard'>, now: Instant): boolean =>
  epochMs(now) - epochMs(deliveryAskedAt(delivery)) >= DELIVERY_ALARM_MS;
