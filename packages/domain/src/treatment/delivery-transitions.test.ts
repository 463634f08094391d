import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { addMs, epochMs, instant } from '../calendar.js';
import type { CountryCode, ExchangeId, Instant } from '../primitives.js';
import { deliveryPause, DELIVERY_OPERATOR_MS, isOverdue, operatorAt } from './delivery-schedule.js';
import { advanceDelivery, DELIVERY_STATES, isOpenDelivery, isUnacknowledged, nextDeliveryState, type AttemptResult, type DeliveryEvent } from './delivery-transitions.js';
import type { Delivery, DeliveryAnswer, DeliveryState } from './delivery.js';
import type { SwedishProfessional } from './visit.js';

const NOON = instant('2026-06-12T12:00:00Z');
const later = (ms: number): Instant => addMs(NOON, ms);
const HOUR = 3_600_000;

const anna: SwedishProfessional = {
  subject: 'anna', name: 'Anna Apotekare', legitimationCode: '920007', professionCode: 'AP', gln: '7350045511119', organisation: 'Testapoteket',
  assurance: 'urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI', authenticatedAt: NOON, until: later(4 * HOUR),
};
const hcp = { id: '_hcp', xml: '<a/>', notOnOrAfter: later(4 * HOUR) };
const fresh = { id: '_fresh', xml: '<b/>', notOnOrAfter: later(30 * HOUR) };
const discardOf = (everSent = false): NonNullable<Delivery['discard']> => ({ id: 'd', reason: 'fel', askedAt: later(60_000), professional: anna, hcp: fresh, everSent });

const base: Delivery = {
  id: '00000000-0000-4000-8000-000000000001', exchange: 'x' as ExchangeId, version: 1, state: 'QUEUED', changedAt: NOON, country: 'FI' as CountryCode,
  idempotencyKey: 'k', requestHash: 'h', wordingHash: 'w', visitId: 'v', gln: anna.gln, documentId: { root: '1.2', extension: 'd' }, prescriptionId: { root: '1.3', extension: 'p' },
  itemId: { root: '1.3', extension: 'i' }, prescriptionHash: 'rh', turn: 1, patientHash: 'ph', patient: { root: '1.4', extension: 'n' }, professional: anna, purpose: 'TREATMENT', hcp,
  product: { nplPackId: '20060629100325', name: 'Amlodipin Krka', strengthText: '5 mg', substituted: true }, document: new Uint8Array([1]), packages: 1,
  handedOverAt: NOON, confirmedAt: NOON, attempts: 0, everSent: false, nextAttemptAt: NOON,
};

const told = (code?: string): DeliveryAnswer => ({ at: NOON, status: code === undefined ? 'Success' : 'Failure', errors: code === undefined ? [] : [{ code, severity: 'error' }] });
const answered = (result: AttemptResult, code?: string): DeliveryEvent => ({ kind: 'answered', result, answer: told(code) });
const EVENTS: Readonly<Record<string, DeliveryEvent>> = {
  'attempt': { kind: 'attempt' }, 'interrupted': { kind: 'interrupted' }, 'assertion-ended': { kind: 'assertion-ended' }, 'day-passed': { kind: 'day-passed' },
  'released': { kind: 'released', professional: { ...anna, subject: 'rolf' }, hcp: fresh },
  'discard-asked': { kind: 'discard-asked', discard: discardOf() },
  'hastened': { kind: 'hastened' }, 'reopened': { kind: 'reopened' }, 'found': { kind: 'closed', found: 'recorded' }, 'not-found': { kind: 'closed', found: 'not-recorded' },
  'recorded': answered('recorded'), 'pending': answered('pending', '2201'), 'refused': answered('refused', '4105'), 'not-sent': answered('not-sent'), 'lost': answered('lost'),
};

const inState = (state: DeliveryState, more: Partial<Delivery> = {}): Delivery =>
  ({ ...base, state, ...(state.startsWith('DISCARD_') ? { discard: discardOf(), everSent: true, recordedAt: NOON } : {}), ...more });

/** Every arrow, written out a second time: a deleted or added one must break this test. Of a delivery that never left. */
const NEVER_SENT = [
  'QUEUED attempt SENDING', 'QUEUED assertion-ended AWAITING_PROFESSIONAL', 'QUEUED day-passed OPERATOR', 'QUEUED discard-asked DISCARDED',
  'SENDING interrupted PENDING', 'SENDING discard-asked SENDING', 'SENDING recorded RECORDED', 'SENDING pending PENDING', 'SENDING refused REFUSED',
  'SENDING not-sent QUEUED', 'SENDING lost PENDING',
  'PENDING attempt SENDING', 'PENDING assertion-ended AWAITING_PROFESSIONAL', 'PENDING day-passed OPERATOR', 'PENDING discard-asked PENDING',
  'AWAITING_PROFESSIONAL released QUEUED', 'AWAITING_PROFESSIONAL day-passed OPERATOR', 'AWAITING_PROFESSIONAL discard-asked DISCARDED',
  'RECORDED discard-asked DISCARD_QUEUED',
  'DISCARD_QUEUED attempt DISCARD_SENDING', 'DISCARD_QUEUED assertion-ended DISCARD_AWAITING_PROFESSIONAL', 'DISCARD_QUEUED day-passed DISCARD_OPERATOR',
  'DISCARD_SENDING interrupted DISCARD_PENDING', 'DISCARD_SENDING recorded DISCARDED', 'DISCARD_SENDING pending DISCARD_PENDING',
  'DISCARD_SENDING refused DISCARD_REFUSED', 'DISCARD_SENDING not-sent DISCARD_QUEUED', 'DISCARD_SENDING lost DISCARD_PENDING',
  'DISCARD_PENDING attempt DISCARD_SENDING', 'DISCARD_PENDING assertion-ended DISCARD_AWAITING_PROFESSIONAL', 'DISCARD_PENDING day-passed DISCARD_OPERATOR',
  'DISCARD_AWAITING_PROFESSIONAL released DISCARD_QUEUED', 'DISCARD_AWAITING_PROFESSIONAL day-passed DISCARD_OPERATOR',
  'QUEUED hastened QUEUED', 'PENDING hastened PENDING', 'DISCARD_QUEUED hastened DISCARD_QUEUED', 'DISCARD_PENDING hastened DISCARD_PENDING',
  'OPERATOR reopened QUEUED', 'OPERATOR not-found REFUSED', 'AWAITING_PROFESSIONAL not-found REFUSED',
  'DISCARD_OPERATOR reopened DISCARD_QUEUED', 'DISCARD_OPERATOR found DISCARD_REFUSED', 'DISCARD_OPERATOR not-found DISCARDED',
  'DISCARD_AWAITING_PROFESSIONAL found DISCARD_REFUSED', 'DISCARD_AWAITING_PROFESSIONAL not-found DISCARDED',
];
const arrows = (of: (state: DeliveryState) => Delivery): readonly string[] => DELIVERY_STATES.flatMap((state) => Object.entries(EVENTS).flatMap(([name, event]) => {
  const next = nextDeliveryState(of(state), event);
  return next === undefined ? [] : [`${state} ${name} ${next}`];
}));

describe('states of a delivery', () => {
  it('allows exactly the arrows of the design', () => {
    expect(arrows((state) => inState(state)).toSorted()).toEqual(NEVER_SENT.toSorted());
  });

  it('what may have arrived is never again called unsent, and is not withdrawn before its outcome is known', () => {
    const changed: Readonly<Record<string, string>> = {
      'SENDING not-sent QUEUED': 'SENDING not-sent PENDING',
      'AWAITING_PROFESSIONAL released QUEUED': 'AWAITING_PROFESSIONAL released PENDING',
      'AWAITING_PROFESSIONAL discard-asked DISCARDED': 'AWAITING_PROFESSIONAL discard-asked PENDING',
      'OPERATOR reopened QUEUED': 'OPERATOR reopened PENDING',
    };
    // A row in QUEUED was never sent, so its arrows stay; a discard counts for itself.
    const of = (state: DeliveryState): Delivery => inState(state, state === 'QUEUED' ? {} : { everSent: true });
    expect(arrows(of).toSorted()).toEqual([...NEVER_SENT.map((arrow) => changed[arrow] ?? arrow), 'OPERATOR found RECORDED', 'AWAITING_PROFESSIONAL found RECORDED'].toSorted());
    const resent = (state: DeliveryState): Delivery => inState(state, { discard: discardOf(true) });
    expect(nextDeliveryState(resent('DISCARD_SENDING'), answered('not-sent'))).toBe('DISCARD_PENDING');
    expect(nextDeliveryState(resent('DISCARD_AWAITING_PROFESSIONAL'), EVENTS['released'] as DeliveryEvent)).toBe('DISCARD_PENDING');
    expect(nextDeliveryState(resent('DISCARD_OPERATOR'), { kind: 'reopened' })).toBe('DISCARD_PENDING');
  });

  it('UC-B5 2 a discard waits for the outcome of the dispensation, and is moot when that was refused or never left', () => {
    const waiting = inState('SENDING', { discard: discardOf(), everSent: true });
    expect(nextDeliveryState(waiting, answered('recorded'))).toBe('DISCARD_QUEUED');
    expect(nextDeliveryState(waiting, answered('lost'))).toBe('PENDING');
    expect(nextDeliveryState(waiting, answered('refused', '4105'))).toBe('REFUSED');
    expect(nextDeliveryState({ ...waiting, everSent: false }, answered('not-sent'))).toBe('DISCARDED');
    expect(nextDeliveryState(waiting, { kind: 'discard-asked', discard: discardOf() })).toBeUndefined();
  });

  it('a refusal that may be about our own lost attempt is for people, unless that country remembers ids', () => {
    const sent = inState('SENDING', { everSent: true });
    expect(nextDeliveryState(inState('SENDING'), answered('refused', '4106'))).toBe('REFUSED');
    expect(nextDeliveryState(sent, answered('refused', '4106'))).toBe('OPERATOR');
    expect(nextDeliveryState({ ...sent, answer: told('2201') }, answered('refused', '4106'))).toBe('REFUSED');
    expect(nextDeliveryState(sent, answered('refused', '4105'))).toBe('REFUSED');
    expect(nextDeliveryState(inState('DISCARD_SENDING', { discard: discardOf(true) }), answered('refused', '4105'))).toBe('DISCARD_OPERATOR');
    expect(nextDeliveryState(inState('DISCARD_SENDING', { discard: discardOf(true) }), answered('refused', 'ERROR_ED_DISCARD_FAILED'))).toBe('DISCARD_REFUSED');
  });

  it('knows which states the dispatcher comes back to, and which leave the outcome open', () => {
    expect(DELIVERY_STATES.filter((state) => !isOpenDelivery(state))).toEqual(['RECORDED', 'REFUSED', 'OPERATOR', 'DISCARD_OPERATOR', 'DISCARDED', 'DISCARD_REFUSED']);
    expect(DELIVERY_STATES.filter((state) => !isUnacknowledged(state))).toEqual(['RECORDED', 'REFUSED', 'DISCARDED', 'DISCARD_REFUSED']);
  });
});

describe('plan of a delivery', () => {
  it('attempts at 0, 10 s, 30 s, 2 min, 5 min, then every 10 min', () => {
    const at: number[] = [];
    let now = NOON;
    let delivery = base;
    while (at.length < 8) {
      at.push((epochMs(now) - epochMs(NOON)) / 1_000);
      delivery = advanceDelivery(delivery, { kind: 'attempt' }, now) ?? delivery;
      delivery = advanceDelivery(delivery, answered('lost'), now) ?? delivery;
      now = delivery.nextAttemptAt ?? now;
    }
    expect(at).toEqual([0, 10, 30, 120, 300, 900, 1_500, 2_100]);
    expect(deliveryPause(99)).toBe(600_000);
  });

  it('DISP-62 is overdue after 15 min, counted anew for a discard', () => {
    expect(isOverdue(base, later(15 * 60_000 - 1))).toBe(false);
    expect(isOverdue(base, later(15 * 60_000))).toBe(true);
    expect(isOverdue(inState('DISCARD_PENDING'), later(15 * 60_000))).toBe(false);
  });

  it('looks again when the assertion ends, and when the day is over', () => {
    const pending = { ...inState('SENDING'), attempts: 9, hcp: { ...hcp, notOnOrAfter: later(HOUR + 60_000) } };
    expect(advanceDelivery(pending, answered('lost'), later(HOUR))).toMatchObject({ state: 'PENDING', nextAttemptAt: later(HOUR + 60_000) });
    expect(advanceDelivery(pending, answered('lost'), later(2 * HOUR))).toMatchObject({ nextAttemptAt: later(2 * HOUR) });
    expect(advanceDelivery(inState('PENDING'), { kind: 'assertion-ended' }, later(4 * HOUR))).toMatchObject({ state: 'AWAITING_PROFESSIONAL', nextAttemptAt: later(24 * HOUR) });
    const lastPause = { ...inState('SENDING'), attempts: 9, hcp: fresh };
    expect(advanceDelivery(lastPause, answered('lost'), later(24 * HOUR - 1_000))).toMatchObject({ nextAttemptAt: later(24 * HOUR) });
  });

  it('D71 a release takes the new assertion, begins its attempts anew, and leaves document and id as they are', () => {
    const waiting = inState('AWAITING_PROFESSIONAL', { everSent: true, attempts: 12 });
    const event = EVENTS['released'] as Extract<DeliveryEvent, { kind: 'released' }>;
    expect(advanceDelivery(waiting, event, later(5 * HOUR))).toEqual({
      ...waiting, version: 2, state: 'PENDING', attempts: 0, hcp: fresh, professional: event.professional, changedAt: later(5 * HOUR), nextAttemptAt: later(5 * HOUR),
    });
    const discarding = inState('DISCARD_AWAITING_PROFESSIONAL', { attempts: 12 });
    expect(advanceDelivery(discarding, event, later(5 * HOUR))).toMatchObject({ hcp, professional: anna, discard: { hcp: fresh, professional: event.professional }, attempts: 0 });
  });

  it('what people give back has a day again, and what they hasten is planned for now', () => {
    const reopened = advanceDelivery(inState('OPERATOR', { everSent: true, attempts: 9, hcp: fresh }), { kind: 'reopened' }, later(25 * HOUR));
    expect(reopened).toMatchObject({ state: 'PENDING', attempts: 0, reopenedAt: later(25 * HOUR), nextAttemptAt: later(25 * HOUR) });
    expect(operatorAt(reopened ?? base)).toBe(later(49 * HOUR));
    expect(advanceDelivery(inState('PENDING', { attempts: 9, hcp: fresh, nextAttemptAt: later(HOUR) }), { kind: 'hastened' }, later(1_000))).toMatchObject({ state: 'PENDING', attempts: 0, nextAttemptAt: later(1_000) });
  });

  it('what people found out is remembered as theirs, and a discard that waited goes on', () => {
    const closed = advanceDelivery(inState('OPERATOR', { everSent: true }), { kind: 'closed', found: 'recorded' }, later(HOUR));
    expect(closed).toMatchObject({ state: 'RECORDED', recordedAt: later(HOUR), closed: { at: later(HOUR), found: 'recorded' } });
    expect(closed?.answer).toBeUndefined();
    expect(advanceDelivery(inState('OPERATOR', { everSent: true, discard: discardOf() }), { kind: 'closed', found: 'recorded' }, later(HOUR))).toMatchObject({ state: 'DISCARD_QUEUED', nextAttemptAt: later(HOUR) });
  });

  it('a lease keeps others away while an attempt is on its way, also when a discard is asked for meanwhile', () => {
    const sending = advanceDelivery(base, { kind: 'attempt' }, NOON) ?? base;
    expect(sending).toMatchObject({ state: 'SENDING', attempts: 1, everSent: false, nextAttemptAt: later(75_000) });
    expect(advanceDelivery(sending, EVENTS['discard-asked'] as DeliveryEvent, later(5_000))).toMatchObject({ state: 'SENDING', changedAt: NOON, nextAttemptAt: later(75_000), discard: { id: 'd' } });
  });

  it('remembers that it may have left, when it was recorded, and what was said', () => {
    const sending = inState('SENDING', { attempts: 3, discard: discardOf() });
    expect(advanceDelivery(sending, answered('recorded'), later(9_000))).toMatchObject({ state: 'DISCARD_QUEUED', recordedAt: later(9_000), everSent: true, attempts: 0, nextAttemptAt: later(9_000), answer: told() });
    expect(advanceDelivery(inState('SENDING'), answered('not-sent'), NOON)).toMatchObject({ everSent: false });
    expect(advanceDelivery(inState('SENDING'), { kind: 'interrupted' }, NOON)).toMatchObject({ everSent: true });
    const discarding = advanceDelivery(inState('DISCARD_SENDING'), answered('lost'), NOON);
    expect(discarding).toMatchObject({ discard: { everSent: true }, recordedAt: NOON });
  });
});

describe('any course of events', () => {
  it('DISP-60 ends by itself within a day of the last thing that a person did, and never forgets that it was recorded', () => {
    const names = fc.array(fc.tuple(fc.constantFrom(...Object.keys(EVENTS)), fc.integer({ min: 0, max: 3 * HOUR })), { maxLength: 40 });
    fc.assert(fc.property(names, (course) => {
      let now = NOON;
      let delivery = base;
      const apply = (event: DeliveryEvent): void => {
        const next = advanceDelivery(delivery, event, now);
        if (next === undefined) return;
        expect(next.version).toBe(delivery.version + 1);
        expect(next.document).toBe(delivery.document);
        if (delivery.everSent) expect(next.everSent).toBe(true);
        if (delivery.recordedAt !== undefined) expect(next.recordedAt).toBe(delivery.recordedAt);
        expect(isOpenDelivery(next.state)).toBe(next.nextAttemptAt !== undefined);
        delivery = next;
      };
      for (const [name, ms] of course) {
        now = addMs(now, ms);
        const event = EVENTS[name] as DeliveryEvent;
        apply(event.kind === 'discard-asked' ? { kind: 'discard-asked', discard: { ...event.discard, askedAt: now } } : event);
      }
      // From here on only the dispatcher acts, as `deliver` does.
      now = addMs(now, DELIVERY_OPERATOR_MS);
      for (let looks = 0; looks < 5 && isOpenDelivery(delivery.state); looks += 1) {
        now = addMs(now, 75_000);
        apply(delivery.state.endsWith('SENDING') ? { kind: 'interrupted' } : { kind: 'day-passed' });
      }
      expect(isOpenDelivery(delivery.state)).toBe(false);
    }), { numRuns: 400 });
  });
});
