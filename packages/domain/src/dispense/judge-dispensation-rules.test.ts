import { describe, expect, it } from '@jest/globals';
import {
  addMs, calendarDate, decimal, DEFAULT_POLICY, DISPENSABILITY_RULES, instant, judgeDispensation, type DispenseFacts, type EarlierRow,
  type Prescription,
} from '../index.js';
import { conflictOf, facts, HOUR, packs, prescribed, refusalOf, reported, without } from '../../fixtures/report.js';
import { AMLODIPIN, DISPENSATION, PRESCRIPTION, tablets } from '../../fixtures/sample.js';

const notDispensable = (rule: string): object => conflictOf('NCP_DISPENSE_NOT_DISPENSABLE', { rule });
const REFILLS: Partial<Prescription> = { dispensesAllowed: 4, remainingDispenses: 3, remainingQuantity: tablets('300') };

describe('rules at dispensation', () => {
  it('DISP-26 keeps a hand-over on an emptied prescription as a conflict, with the code for dispensed', () => {
    expect(prescribed({ status: 'completed', remainingDispenses: 0, remainingQuantity: tablets('0') })).toEqual(conflictOf('NCP_DISPENSE_ALREADY'));
    expect(prescribed({ remainingDispenses: 0 })).toEqual(conflictOf('NCP_DISPENSE_ALREADY'));
  });

  it('DISP-29 refuses what a rule denies, names the rule in our records, and keeps the fact', () => {
    for (const status of ['stopped', 'cancelled', 'on-hold', 'unknown'] as const) expect(prescribed({ status })).toEqual(notDispensable('E03'));
    expect(prescribed({ blocked: true })).toEqual(notDispensable('E16'));
    expect(prescribed({ receivingPharmacy: '7350045511119' })).toEqual(notDispensable('E12'));
    expect(reported({}, { article: { ...AMLODIPIN, narcoticClass: 'II' } })).toEqual(notDispensable('E06'));
    expect(judgeDispensation(without('article'))).toEqual(notDispensable('G23'));
  });

  it('refuses what cannot be reckoned: pack size, uttag or quantity unknown', () => {
    const { packAmount: _pack, ...packless } = AMLODIPIN;
    const { remainingDispenses: _left, ...uncounted } = PRESCRIPTION;
    const { remainingQuantity: _quantity, ...unmeasured } = PRESCRIPTION;
    expect(reported({}, { article: packless })).toEqual(notDispensable('E14'));
    expect(judgeDispensation(facts({ prescription: uncounted }))).toEqual(notDispensable('E14'));
    expect(judgeDispensation(facts({ prescription: unmeasured }))).toEqual(notDispensable('E14'));
    expect(prescribed({ packagesPerDispense: 0 })).toEqual(notDispensable('E14'));
  });

  it('judges validity and interval at the time of hand-over, not at arrival', () => {
    const threeDaysAgo = { handedOverAt: instant('2026-06-09T12:00:00+03:00') };
    const ended = { validity: { end: calendarDate('2026-06-09') } };
    expect(prescribed(ended)).toEqual(notDispensable('E13'));
    expect(prescribed(ended, { dispensation: { ...DISPENSATION, ...threeDaysAgo } })).toMatchObject({ accepted: true, flags: ['LATE'] });
    const next = { ...REFILLS, nextDispenseEarliest: calendarDate('2026-06-12') };
    expect(prescribed(next).accepted).toBe(true);
    expect(prescribed(next, { dispensation: { ...DISPENSATION, ...threeDaysAgo } })).toEqual(notDispensable('E15'));
  });

  it('judges by the Swedish day of an exact time, and by the written day where only a day was written', () => {
    const ended = { validity: { end: calendarDate('2026-06-11') } };
    const afterMidnight = { ...DISPENSATION, handedOverAt: instant('2026-06-12T00:30:00+03:00') };
    expect(prescribed(ended, { dispensation: afterMidnight }).accepted).toBe(true);
    expect(prescribed(ended, { dispensation: { ...afterMidnight, handedOverPrecision: 'day' } })).toEqual(notDispensable('E13'));
  });

  it('leaves a lock of a Swedish pharmacy to the national list', () => {
    expect(prescribed({ lockedByPharmacy: true }).accepted).toBe(true);
  });

  it('DISP-27 waits while another dispensation is unsettled, and refuses while a conflict is open', () => {
    expect(reported({}, { unsettled: true })).toEqual(refusalOf('NCP_DISPENSE_BUSY'));
    expect(prescribed({ status: 'completed', remainingDispenses: 0 }, { unsettled: true })).toEqual(refusalOf('NCP_DISPENSE_BUSY'));
    expect(reported({}, { openConflict: true })).toEqual(notDispensable('E18'));
  });

  it('DISP-28b refuses substitution against N and keeps the fact', () => {
    const other = { ...DISPENSATION.product, codes: [{ code: '20990101000018', codeSystem: '1.2.752.129.2.1.5.1' }] };
    const foreign = { ...DISPENSATION.product, codes: [{ code: '12345678901234', codeSystem: '1.2.246.537.6.55' }, { code: '086625', codeSystem: '1.2.752.129.2.1.5.1' }] };
    const forbidden = { substitutionAllowed: false };
    expect(prescribed(forbidden, { dispensation: { ...DISPENSATION, substituted: true } })).toEqual(conflictOf('NCP_DISPENSE_SUBSTITUTION'));
    expect(prescribed(forbidden, { dispensation: { ...DISPENSATION, product: other } })).toEqual(conflictOf('NCP_DISPENSE_SUBSTITUTION'));
    expect(prescribed(forbidden, { dispensation: { ...DISPENSATION, product: foreign } })).toMatchObject({ accepted: true, substituted: false });
    expect(reported({ product: other })).toMatchObject({ accepted: true, substituted: true });
  });

  it('flags what was not exported to that country lately', () => {
    expect(reported({}, { exportedRecently: false })).toMatchObject({ accepted: true, flags: ['UNSOLICITED'] });
  });

  it('completes only when uttag or quantity are used up', () => {
    expect(prescribed(REFILLS)).toMatchObject({ complete: false, remainingAfter: tablets('200') });
    expect(prescribed({ ...REFILLS, remainingDispenses: 1 })).toMatchObject({ complete: true, remainingAfter: tablets('200') });
    expect(prescribed({ ...REFILLS, remainingQuantity: tablets('100') })).toMatchObject({ complete: true, remainingAfter: tablets('0') });
  });

  it('asks every rule except those it answers itself', () => {
    const denying = DISPENSABILITY_RULES.map(({ id }) => id).filter((id) => !['E01', 'E02', 'E14', 'E18'].includes(id));
    const denied: Partial<Record<string, Partial<DispenseFacts>>> = {
      E03: { prescription: { ...PRESCRIPTION, format: 'paper' } },
      E04: { article: { ...AMLODIPIN, kind: 'food' } },
      E05: { article: { ...AMLODIPIN, kind: 'technical-spirit' } },
      E06: { article: { ...AMLODIPIN, controlled: true } },
      E07: { article: { ...AMLODIPIN, authorisation: 'licence' } },
      E08: { article: { ...AMLODIPIN, authorisation: 'extempore' } },
      E09: { prescription: { ...PRESCRIPTION, dosePackaging: true } },
      E10: { article: { ...AMLODIPIN, veterinary: true } },
      E11: { article: { ...AMLODIPIN, dispensingRestriction: 'HOSPITAL' } },
      E12: { prescription: { ...PRESCRIPTION, receivingPharmacy: 'x' } },
      E13: { prescription: { ...PRESCRIPTION, validity: { end: calendarDate('2026-06-11') } } },
      E15: { prescription: { ...PRESCRIPTION, nextDispenseEarliest: calendarDate('2026-06-13') } },
      E16: { prescription: { ...PRESCRIPTION, blocked: true } },
      E19: { prescription: { ...PRESCRIPTION, registrationBasis: 'PAPER' } },
    };
    const unreachable = ['G23', 'E17'];
    for (const id of denying.filter((rule) => !unreachable.includes(rule))) {
      expect(judgeDispensation(facts(denied[id]))).toEqual(notDispensable(id));
    }
  });
});

const earlier = (change: Partial<EarlierRow> = {}): EarlierRow => ({
  actorDispatchId: 'FI-ed-0-aaaaaaaaaaaa', rowNumber: 1, handedOverAt: addMs(DISPENSATION.handedOverAt, -HOUR), deducted: tablets('56'), otherProduct: true, ...change,
});

describe('one visit, several documents', () => {
  const USED_UP: Partial<Prescription> = { status: 'completed', remainingDispenses: 0, remainingQuantity: tablets('44'), nextDispenseEarliest: calendarDate('2026-09-10') };
  const second = (rows: readonly EarlierRow[], size = '44', prescription = USED_UP) =>
    prescribed(prescription, { earlierRows: rows, dispensation: { ...DISPENSATION, ...packs('1', size) } });

  it('D50 takes another pack within twelve hours and the tolerance as the next row of the same uttag', () => {
    expect(second([earlier()])).toMatchObject({ accepted: true, rowNumber: 2, visit: 'FI-ed-0-aaaaaaaaaaaa', flags: ['ONE_VISIT'], deducted: tablets('44'), remainingAfter: tablets('0'), complete: true });
    const third = [earlier({ deducted: tablets('28') }), earlier({ rowNumber: 2, actorDispatchId: 'FI-ed-1-bbbbbbbbbbbb', deducted: tablets('28') })];
    expect(second(third)).toMatchObject({ rowNumber: 3, visit: 'FI-ed-0-aaaaaaaaaaaa' });
  });

  it('D50 does not use another uttag for it', () => {
    expect(second([earlier()], '44', { ...REFILLS, remainingQuantity: tablets('244'), nextDispenseEarliest: calendarDate('2026-09-10') })).toMatchObject({ accepted: true, rowNumber: 2, complete: false, remainingAfter: tablets('200') });
  });

  it('D50 lets it stand alone when the product is the same, the time too long or the sum too much', () => {
    const alone = conflictOf('NCP_DISPENSE_ALREADY');
    expect(second([earlier({ otherProduct: false })])).toEqual(alone);
    expect(second([earlier({ handedOverAt: addMs(DISPENSATION.handedOverAt, -12 * HOUR) })])).toMatchObject({ accepted: true });
    expect(second([earlier({ handedOverAt: addMs(DISPENSATION.handedOverAt, -12 * HOUR - 1000) })])).toEqual(alone);
    expect(second([earlier()], '64')).toMatchObject({ accepted: true, flags: ['ONE_VISIT'] });
    expect(second([earlier()], '64.5')).toEqual(alone);
    expect(second([earlier(), earlier({ rowNumber: 2, otherProduct: false })], '4')).toEqual(alone);
    expect(second([earlier({ rowNumber: 2 })])).toEqual(alone);
    expect(second([])).toEqual(alone);
  });

  it('D50 counts the hours from the first row, and the latest visit when there are two', () => {
    const first = earlier({ handedOverAt: addMs(DISPENSATION.handedOverAt, -13 * HOUR) });
    const row2 = earlier({ rowNumber: 2, handedOverAt: addMs(DISPENSATION.handedOverAt, -2 * HOUR) });
    expect(second([first, row2])).toEqual(conflictOf('NCP_DISPENSE_ALREADY'));
    const visits = [earlier({ actorDispatchId: 'old', handedOverAt: addMs(DISPENSATION.handedOverAt, -11 * HOUR) }), earlier({ actorDispatchId: 'new' })];
    expect(second(visits, '10')).toMatchObject({ visit: 'new', rowNumber: 2 });
  });

  it('D50 never revives a stopped, blocked or expired prescription', () => {
    expect(second([earlier()], '44', { ...USED_UP, status: 'stopped' })).toEqual(notDispensable('E03'));
    expect(second([earlier()], '44', { ...USED_UP, notUnderstood: ['modifier'] })).toEqual(notDispensable('E03'));
    expect(second([earlier()], '44', { ...USED_UP, blocked: true })).toEqual(notDispensable('E16'));
    expect(second([earlier()], '44', { ...USED_UP, validity: { end: calendarDate('2026-06-11') } })).toEqual(notDispensable('E13'));
  });

  it('D50 obeys its setting', () => {
    const policy = { ...DEFAULT_POLICY, dispatchGroupHours: 0, overQuantityTolerance: decimal('0') };
    expect(prescribed(USED_UP, { policy, earlierRows: [earlier()], dispensation: { ...DISPENSATION, ...packs('1', '44') } })).toEqual(conflictOf('NCP_DISPENSE_ALREADY'));
  });
});
