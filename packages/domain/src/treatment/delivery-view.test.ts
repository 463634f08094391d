import { describe, expect, it } from '@jest/globals';
import { instant } from '../calendar.js';
import type { Delivery, DeliveryState } from './delivery.js';
import { DELIVERY_STATES } from './delivery-transitions.js';
import { viewDelivery } from './delivery-view.js';

const NOON = instant('2026-06-12T12:00:00Z');
/** Only what a view looks at. */
const of = (state: DeliveryState, more: Partial<Delivery> = {}): Delivery => ({
  id: 'd1', state, everSent: true, attempts: 1, packages: 2, changedAt: NOON, confirmedAt: NOON,
  ...(state.startsWith('DISCARD') ? { recordedAt: NOON, discard: {} } : {}), ...more,
} as Delivery);

const HAND_OVER = /^(Hand over the medicine|Lämna ut läkemedlet)\.$/;

describe('DISP-61 what the counter says', () => {
  it.each([
    ['QUEUED', 'waiting'], ['SENDING', 'waiting'], ['PENDING', 'waiting'], ['AWAITING_PROFESSIONAL', 'waiting'], ['OPERATOR', 'waiting'],
    ['RECORDED', 'recorded'], ['REFUSED', 'not-recorded'], ['DISCARD_QUEUED', 'recorded'], ['DISCARD_SENDING', 'recorded'], ['DISCARD_PENDING', 'recorded'],
    ['DISCARD_AWAITING_PROFESSIONAL', 'recorded'], ['DISCARD_OPERATOR', 'recorded'], ['DISCARD_REFUSED', 'recorded'], ['DISCARDED', 'taken-back'],
  ] as const)('%s is shown as %s', (state, counter) => {
    expect(viewDelivery(of(state)).counter).toBe(counter);
  });

  it('lets the medicine be handed over in one state only, in both languages', () => {
    for (const state of DELIVERY_STATES) {
      const { handOver, text, nextStep } = viewDelivery(of(state));
      expect([state, handOver]).toEqual([state, state === 'RECORDED' ? 'yes' : 'no']);
      expect([state, HAND_OVER.test(nextStep.sv), HAND_OVER.test(nextStep.en)]).toEqual([state, state === 'RECORDED', state === 'RECORDED']);
      for (const words of [text.sv, text.en, nextStep.sv, nextStep.en]) expect(words).toMatch(/\.$/);
    }
  });

  it('says that nothing was sent only while that is so', () => {
    const states = DELIVERY_STATES.filter((state) => /inte skickat|Inget är skickat|inte kunnat skickas|innan något skickades/.test(viewDelivery(of(state)).text.sv));
    expect(states).toEqual(['QUEUED']);
    expect(viewDelivery(of('QUEUED', { everSent: false, attempts: 2 })).text.en).toContain('cannot be reached');
    expect(viewDelivery(of('OPERATOR', { everSent: false }))).toMatchObject({ counter: 'not-recorded', handOver: 'no' });
    expect(viewDelivery(of('OPERATOR')).text.en).toContain('Nobody can say');
    const { recordedAt: _recordedAt, ...withdrawn } = of('DISCARDED', { everSent: false });
    expect(viewDelivery(withdrawn).text.en).toContain('before anything was sent');
  });

  it('a discard that waits for the outcome says so', () => {
    for (const state of ['SENDING', 'PENDING', 'AWAITING_PROFESSIONAL'] as const) {
      const view = viewDelivery(of(state, { discard: {} as NonNullable<Delivery['discard']> }));
      expect([view.counter, view.nextStep.en.startsWith('Do not hand over. The discard waits')]).toEqual(['waiting', true]);
    }
  });

  it('UC-B6 of a hand-over that happened it never says whether to hand over', () => {
    for (const state of DELIVERY_STATES) {
      const { discard: _discard, ...late } = of(state, { late: { reason: 'avbrott' } });
      const view = viewDelivery(late);
      expect([state, view.handOver, view.late]).toEqual([state, 'already', true]);
      if (!state.startsWith('DISCARD')) expect(view.nextStep.en).not.toMatch(/hand over/i);
    }
    expect(viewDelivery(of('REFUSED', { late: { reason: 'avbrott' } })).nextStep.en).toContain('case is open');
  });

  it('says whose word it is when operations found out, until the other country says something itself', () => {
    const closed = { at: NOON, found: 'recorded' } as const;
    expect(viewDelivery(of('RECORDED', { closed }))).toMatchObject({ counter: 'recorded', handOver: 'yes', text: { en: expect.stringMatching(/^Operations have found out that the dispensation is recorded/) } });
    expect(viewDelivery(of('REFUSED', { closed: { ...closed, found: 'not-recorded' } }))).toMatchObject({ counter: 'not-recorded', handOver: 'no', text: { sv: expect.stringMatching(/^Driften har tagit reda på att uttaget inte är registrerat/) } });
    const answer = { at: instant('2026-06-12T12:00:01Z'), status: 'Success' as const, errors: [] };
    expect(viewDelivery(of('DISCARDED', { closed, answer })).text.en).toBe('The dispensation is taken back in the other country.');
  });

  it('carries what the other country said, since when, and how many packages', () => {
    const answer = { at: NOON, status: 'Failure' as const, errors: [{ code: '4106', severity: 'error' as const, text: 'already dispensed' }] };
    expect(viewDelivery(of('REFUSED', { answer }))).toMatchObject({ id: 'd1', answer, since: NOON, packages: '2' });
    expect(viewDelivery(of('PENDING', { nextAttemptAt: NOON }))).toMatchObject({ nextAttemptAt: NOON });
  });
});
