import { addMs, compareInstants } from '../calendar.js';
import type { Instant } from '../primitives.js';
import { assertionOf, ATTEMPT_LEASE_MS, deliveryPause, operatorAt } from './delivery-schedule.js';
import type { Delivery, DeliveryAnswer, DeliveryState } from './delivery.js';
import type { IssuedAssertion, SwedishProfessional } from './visit.js';

/** How one attempt ended (decisions D73). `not-sent`: provably no byte of it reached the other country. */
export type AttemptResult = 'recorded' | 'pending' | 'refused' | 'not-sent' | 'lost';

/** Everything that can happen to a delivery. */
export type DeliveryEvent =
  /** An attempt is about to be written. */
  | { readonly kind: 'attempt' }
  | { readonly kind: 'answered'; readonly result: AttemptResult; readonly answer: DeliveryAnswer }
  /** Found in SENDING by somebody else than who wrote it. */
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'assertion-ended' }
  | { readonly kind: 'day-passed' }
  /** An operator wants it sent now instead of when it is planned. */
  | { readonly kind: 'hastened' }
  /** An operator gives it back to the dispatcher: same document, same id. */
  | { readonly kind: 'reopened' }
  /** People found out with the other country what became of it. */
  | { readonly kind: 'closed'; readonly found: 'recorded' | 'not-recorded' }
  | { readonly kind: 'released'; readonly professional: SwedishProfessional; readonly hcp: IssuedAssertion }
  | { readonly kind: 'discard-asked'; readonly discard: NonNullable<Delivery['discard']> };

export const DELIVERY_STATES: readonly DeliveryState[] = [
  'QUEUED', 'SENDING', 'PENDING', 'AWAITING_PROFESSIONAL', 'RECORDED', 'REFUSED', 'OPERATOR', 'DISCARD_QUEUED', 'DISCARD_SENDING',
  'DISCARD_PENDING', 'DISCARD_AWAITING_PROFESSIONAL', 'DISCARD_OPERATOR', 'DISCARDED', 'DISCARD_REFUSED',
];

const OPEN: ReadonlySet<DeliveryState> = new Set<DeliveryState>([
  'QUEUED', 'SENDING', 'PENDING', 'AWAITING_PROFESSIONAL', 'DISCARD_QUEUED', 'DISCARD_SENDING', 'DISCARD_PENDING', 'DISCARD_AWAITING_PROFESSIONAL',
]);
/** Not settled: the dispatcher comes back to it by itself. */
export const isOpenDelivery = (state: DeliveryState): boolean => OPEN.has(state);

/** Is the outcome at the other country still unknown, so that her next dispensation must be warned of it (UC-B2 5)? */
export const isUnacknowledged = (state: DeliveryState): boolean => OPEN.has(state) || state === 'OPERATOR' || state === 'DISCARD_OPERATOR';

const says = ({ errors }: DeliveryAnswer, code: string): boolean => errors.some((error) => error.severity === 'error' && error.code === code);

/** "Received, send it again to learn the outcome": who says so remembers document ids (decisions D53). */
const remembers = ({ answer }: Delivery): boolean => answer !== undefined && says(answer, '2201');

/**
 * A refusal that may be about our own earlier attempt, whose answer nobody saw: "already dispensed", or "unknown" of what
 * was to be taken back. A country that remembers document ids repeats its outcome instead; not all do, so only people can
 * find out, and nobody is told that it was not recorded.
 */
const OURS_PERHAPS = { dispense: '4106', discard: '4105' } as const;
const mayBeOurs = (deed: 'dispense' | 'discard', delivery: Delivery, answer: DeliveryAnswer): boolean => {
  const sentBefore = deed === 'dispense' ? delivery.everSent : delivery.discard?.everSent === true;
  return sentBefore && !remembers(delivery) && says(answer, OURS_PERHAPS[deed]);
};

/** `everSent` still speaks of the attempts before this one. */
const afterAnswer = (delivery: Delivery, result: AttemptResult, answer: DeliveryAnswer): DeliveryState | undefined => {
  const { state, everSent, discard } = delivery;
  if (state === 'SENDING') {
    switch (result) {
      case 'recorded': return discard === undefined ? 'RECORDED' : 'DISCARD_QUEUED';
      case 'refused': return mayBeOurs('dispense', delivery, answer) ? 'OPERATOR' : 'REFUSED';
      case 'pending':
      case 'lost': return 'PENDING';
      case 'not-sent':
        if (everSent) return 'PENDING';
        // Whoever asked to take it back meanwhile has it: no byte of it has left.
        return discard === undefined ? 'QUEUED' : 'DISCARDED';
    }
  }
  if (state !== 'DISCARD_SENDING' || discard === undefined) return undefined;
  switch (result) {
    case 'recorded': return 'DISCARDED';
    case 'refused': return mayBeOurs('discard', delivery, answer) ? 'DISCARD_OPERATOR' : 'DISCARD_REFUSED';
    case 'pending':
    case 'lost': return 'DISCARD_PENDING';
    case 'not-sent': return discard.everSent ? 'DISCARD_PENDING' : 'DISCARD_QUEUED';
  }
};

type Step = DeliveryState | ((delivery: Delivery) => DeliveryState);
type Simple = Exclude<DeliveryEvent['kind'], 'answered' | 'closed'>;

const resumed: Step = ({ everSent }) => (everSent ? 'PENDING' : 'QUEUED');
const discardResumed: Step = ({ discard }) => (discard?.everSent === true ? 'DISCARD_PENDING' : 'DISCARD_QUEUED');
/** What never left is simply withdrawn; what may have arrived must be known before it can be taken back (UC-B5 2). */
const withdrawnOr = (waiting: DeliveryState): Step => ({ everSent }) => (everSent ? waiting : 'DISCARDED');

/** The arrows; what is not here does not happen. */
const ARROWS: Readonly<Partial<Record<DeliveryState, Readonly<Partial<Record<Simple, Step>>>>>> = {
  'QUEUED': { 'attempt': 'SENDING', 'hastened': 'QUEUED', 'assertion-ended': 'AWAITING_PROFESSIONAL', 'day-passed': 'OPERATOR', 'discard-asked': 'DISCARDED' },
  'SENDING': { 'interrupted': 'PENDING', 'discard-asked': 'SENDING' },
  'PENDING': { 'attempt': 'SENDING', 'hastened': 'PENDING', 'assertion-ended': 'AWAITING_PROFESSIONAL', 'day-passed': 'OPERATOR', 'discard-asked': 'PENDING' },
  'AWAITING_PROFESSIONAL': { 'released': resumed, 'day-passed': 'OPERATOR', 'discard-asked': withdrawnOr('PENDING') },
  'OPERATOR': { reopened: resumed },
  'RECORDED': { 'discard-asked': 'DISCARD_QUEUED' },
  'DISCARD_QUEUED': { 'attempt': 'DISCARD_SENDING', 'hastened': 'DISCARD_QUEUED', 'assertion-ended': 'DISCARD_AWAITING_PROFESSIONAL', 'day-passed': 'DISCARD_OPERATOR' },
  'DISCARD_SENDING': { interrupted: 'DISCARD_PENDING' },
  'DISCARD_PENDING': { 'attempt': 'DISCARD_SENDING', 'hastened': 'DISCARD_PENDING', 'assertion-ended': 'DISCARD_AWAITING_PROFESSIONAL', 'day-passed': 'DISCARD_OPERATOR' },
  'DISCARD_AWAITING_PROFESSIONAL': { 'released': discardResumed, 'day-passed': 'DISCARD_OPERATOR' },
  'DISCARD_OPERATOR': { reopened: discardResumed },
};

/** What people found out takes the place of the answer that never came. What never left cannot be recorded. */
const afterClose = ({ state, everSent, discard }: Delivery, found: 'recorded' | 'not-recorded'): DeliveryState | undefined => {
  switch (state) {
    case 'OPERATOR':
    case 'AWAITING_PROFESSIONAL':
      if (found === 'not-recorded') return 'REFUSED';
      if (!everSent) return undefined;
      return discard === undefined ? 'RECORDED' : 'DISCARD_QUEUED';
    case 'DISCARD_OPERATOR':
    case 'DISCARD_AWAITING_PROFESSIONAL': return found === 'recorded' ? 'DISCARD_REFUSED' : 'DISCARDED';
    default: return undefined;
  }
};

/** The state that an event leads to; undefined when it means nothing in the present one. */
export const nextDeliveryState = (delivery: Delivery, event: DeliveryEvent): DeliveryState | undefined => {
  // One discard for one dispensation: a second request finds the first.
  if (event.kind === 'discard-asked' && delivery.discard !== undefined) return undefined;
  if (event.kind === 'answered') return afterAnswer(delivery, event.result, event.answer);
  if (event.kind === 'closed') return afterClose(delivery, event.found);
  const step = ARROWS[delivery.state]?.[event.kind];
  return typeof step === 'function' ? step(delivery) : step;
};

const earliest = (...instants: readonly Instant[]): Instant => instants.reduce((first, other) => (compareInstants(other, first) < 0 ? other : first));

/** When the dispatcher looks again: for the next attempt, when the assertion ends, or when people take over. */
const plan = (delivery: Delivery, from: DeliveryState, now: Instant): Instant | undefined => {
  const { state, attempts } = delivery;
  switch (state) {
    case 'SENDING':
      // A discard that comes in while an attempt is on its way leaves its lease as it is.
      return from === 'SENDING' ? delivery.nextAttemptAt : addMs(now, ATTEMPT_LEASE_MS);
    case 'DISCARD_SENDING': return addMs(now, ATTEMPT_LEASE_MS);
    case 'AWAITING_PROFESSIONAL':
    case 'DISCARD_AWAITING_PROFESSIONAL': return operatorAt(delivery);
    case 'QUEUED':
    case 'PENDING':
    case 'DISCARD_QUEUED':
    case 'DISCARD_PENDING': {
      const pause = attempts === 0 ? 0 : deliveryPause(attempts);
      const next = earliest(addMs(now, pause), assertionOf(delivery).notOnOrAfter, operatorAt(delivery));
      return compareInstants(next, now) < 0 ? now : next;
    }
    default: return undefined;
  }
};

/** What an event changes beside the state. */
const changes = (delivery: Delivery, event: DeliveryEvent, now: Instant): Partial<Delivery> => {
  const { state, discard } = delivery;
  const discarding = state.startsWith('DISCARD_') && discard !== undefined;
  const sent: Partial<Delivery> = discarding ? { discard: { ...discard, everSent: true } } : { everSent: true };
  switch (event.kind) {
    case 'attempt': return { attempts: delivery.attempts + 1 };
    case 'interrupted': return sent;
    case 'answered': {
      const recorded = event.result === 'recorded' && !discarding ? { recordedAt: now } : {};
      // A discard that waited begins its own count of attempts.
      const anew = 'recordedAt' in recorded && discard !== undefined ? { attempts: 0 } : {};
      return { answer: event.answer, ...(event.result === 'not-sent' ? {} : sent), ...recorded, ...anew };
    }
    case 'released':
      return discarding
        ? { attempts: 0, discard: { ...discard, professional: event.professional, hcp: event.hcp } }
        : { attempts: 0, professional: event.professional, hcp: event.hcp };
    case 'discard-asked': {
      // Whoever asks for the discard has just signed in: with that the dispensation can be asked after as well (D71).
      const released = state === 'AWAITING_PROFESSIONAL' ? { professional: event.discard.professional, hcp: event.discard.hcp } : {};
      const anew = state === 'AWAITING_PROFESSIONAL' || state === 'RECORDED' ? { attempts: 0 } : {};
      return { discard: event.discard, ...released, ...anew };
    }
    case 'hastened': return { attempts: 0 };
    case 'reopened': return { attempts: 0, reopenedAt: now };
    case 'closed': return {
      closed: { at: now, found: event.found },
      ...(event.found === 'recorded' && delivery.recordedAt === undefined ? { recordedAt: now, attempts: 0 } : {}),
    };
    case 'assertion-ended':
    case 'day-passed': return {};
  }
};

/**
 * A delivery after an event: next version, next plan. Pure, so that every way through can be tried (RS 4.2).
 * Undefined when the event means nothing in the present state: somebody else was first.
 */
export const advanceDelivery = (delivery: Delivery, event: DeliveryEvent, now: Instant): Delivery | undefined => {
  const state = nextDeliveryState(delivery, event);
  if (state === undefined) return undefined;
  const { nextAttemptAt: _planned, ...rest } = delivery;
  const moved: Delivery = {
    ...rest, ...changes(delivery, event, now), state, version: delivery.version + 1,
    changedAt: state === delivery.state ? delivery.changedAt : now,
    ...(state === 'SENDING' && delivery.nextAttemptAt !== undefined ? { nextAttemptAt: delivery.nextAttemptAt } : {}),
  };
  const nextAttemptAt = plan(moved, delivery.state, now);
  return nextAttemptAt === undefined ? moved : { ...moved, nextAttemptAt };
};
