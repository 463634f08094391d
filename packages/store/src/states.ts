import { DELIVERY_STATES, DISPENSE_STATES, isOpenDelivery, isUnacknowledged, isUnsettled, type DeliveryState, type DispenseState } from '@ncp/domain';

/** States in which a dispensation holds its prescription (decisions D52); the partial indexes name the same five. */
export const UNSETTLED: readonly DispenseState[] = DISPENSE_STATES.filter(isUnsettled);

/** From here the national call may be written: first time, proven-absent repeat, or discard. */
export const MAY_SEND: readonly DispenseState[] = ['INTENT', 'UNKNOWN', 'DISCARD_INTENT', 'DISCARD_UNKNOWN'];

/**
 * A national call ends within 10 s (decisions 3.3). Where the use case sets no time of its own, a row is looked at after
 * this, so that the reconciler does not run beside a request that still works on it.
 */
export const ABANDONED_MS = 20_000;

/** First step of the reconciliation schedule once an outcome is known to be unknown (decisions G18). */
export const FIRST_RECONCILIATION_MS = 5_000;

/** Deliveries that the dispatcher comes back to. */
export const OPEN_DELIVERIES: readonly DeliveryState[] = DELIVERY_STATES.filter(isOpenDelivery);

/** Deliveries whose outcome at the other country is not known (UC-B2 5). */
export const UNACKNOWLEDGED: readonly DeliveryState[] = DELIVERY_STATES.filter(isUnacknowledged);
