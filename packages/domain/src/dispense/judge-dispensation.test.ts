import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  addMs, countryCode, decimal, DEFAULT_POLICY, instant, judgeDispensation, type Dispensation, type Prescription, type Quantity,
} from '../index.js';
import { at, conflictOf, facts, HOUR, packs, prescribed, refusalOf, reported, without } from '../../fixtures/report.js';
import { ALMA, AMLODIPIN, CONSENT, DISPENSATION, PRESCRIPTION, tablets } from '../../fixtures/sample.js';

const DAY = 24 * HOUR;
const S04: Partial<Prescription> = { dispensesAllowed: 3, remainingDispenses: 2, remainingQuantity: tablets('272') };

const flagsFor = (size: string): unknown => {
  const judged = prescribed(S04, { dispensation: { ...DISPENSATION, ...packs('1', size) } });
  return judged.accepted ? judged.flags : judged.code;
};

const strength = (strengthText: string): Partial<Dispensation> => ({ product: { ...DISPENSATION.product, codes: [], strengthText, packLevels: [{ value: decimal('50'), unit: { text: '1', code: '1' } }] }, substituted: true });

const thousandths = (value: number): string => `${String(Math.floor(value / 1000))}.${String(value % 1000).padStart(3, '0')}`;

const positive = (max: number) => fc.integer({ min: 1, max });

describe('a reported hand-over', () => {
  it('is accepted as one uttag and ends a prescription with one uttag', () => {
    expect(judgeDispensation(facts())).toEqual({
      accepted: true, packages: 1, dispensed: tablets('100'), deducted: tablets('100'), complete: true, substituted: false,
      flags: [], rowNumber: 1, remainingAfter: tablets('0'),
    });
  });

  it('S01 deducts 84 tablets and completes', () => {
    const expected = { accepted: true, packages: 3, dispensed: tablets('84'), deducted: tablets('84'), complete: true, remainingAfter: tablets('16'), flags: [] };
    expect(reported(packs('3', '28'))).toMatchObject(expected);
    expect(reported({ ...packs('3', '28'), quantity: { value: decimal('84'), unit: '{Tablet}' } })).toMatchObject(expected);
  });

  it('DISP-28 S04 records three packs where one was offered, flagged twice', () => {
    expect(prescribed(S04, { dispensation: { ...DISPENSATION, ...packs('3', '100') } })).toMatchObject({
      accepted: true, packages: 3, deducted: tablets('300'), complete: true, remainingAfter: tablets('0'),
      flags: ['OVER_QUANTITY', 'EXCEEDS_REMAINING'],
    });
  });

  it('DISP-28 is silent up to 120 percent of the offer, flags above, and alarms above all that remains', () => {
    expect(flagsFor('120')).toEqual([]);
    expect(flagsFor('120.001')).toEqual(['OVER_QUANTITY']);
    expect(flagsFor('272')).toEqual(['OVER_QUANTITY']);
    expect(flagsFor('273')).toEqual(['OVER_QUANTITY', 'EXCEEDS_REMAINING']);
  });

  it('DISP-28 keeps the remainder exact when less than one uttag is given', () => {
    expect(prescribed({ ...S04, remainingQuantity: tablets('272.5') }, { dispensation: { ...DISPENSATION, ...packs('1', '30') } })).toMatchObject({
      accepted: true, complete: false, remainingAfter: tablets('242.5'), flags: [],
    });
  });

  it('flags everything when less than a package remained, so that nothing had been offered', () => {
    expect(prescribed({ ...S04, remainingQuantity: tablets('72') })).toMatchObject({ accepted: true, flags: ['OVER_QUANTITY', 'EXCEEDS_REMAINING'], remainingAfter: tablets('0') });
  });

  it('deducts by strength, rounded to three decimals', () => {
    expect(reported(strength('10 mg'))).toMatchObject({ dispensed: tablets('50'), deducted: tablets('100'), substituted: true });
    expect(reported(strength('0,003 g'))).toMatchObject({ deducted: tablets('30') });
    expect(reported(strength('1 mg'), { article: { ...AMLODIPIN, strengthText: '3 mg' } })).toMatchObject({ deducted: tablets('16.667') });
  });

  it('deducts exactly one uttag when the amount or the strength cannot be told, and says so', () => {
    const unknown: readonly Partial<Dispensation>[] = [
      { product: { ...DISPENSATION.product, packLevels: [] } },
      { product: { ...DISPENSATION.product, packLevels: [{ value: decimal('1'), unit: { text: '1', code: '1' } }] } },
      { product: { ...DISPENSATION.product, packLevels: [{ value: decimal('10'), unit: { text: '1', code: '1' } }, { value: decimal('0'), unit: { text: '1', code: '1' } }] } },
      { product: { ...DISPENSATION.product, packLevels: [{ value: decimal('5'), unit: { text: 'Pen', code: '{Pen}' } }] } },
      { product: { ...DISPENSATION.product, codes: [], strengthText: 'stark' } },
      { product: { ...DISPENSATION.product, codes: [], strengthText: '5 mg/ml' } },
      { quantity: { value: decimal('250'), unit: 'mL' } },
    ];
    for (const dispensation of unknown) {
      expect(reported(dispensation)).toMatchObject({ accepted: true, deducted: tablets('100'), flags: ['DEDUCTED_ONE_UTTAG'] });
    }
    expect(reported(unknown[0] ?? {})).toMatchObject({ dispensed: { value: '1', unit: { code: '1' } }, packages: 1 });
    expect(reported({ quantity: { value: decimal('250'), unit: 'mL' } })).toMatchObject({ dispensed: { value: '250', unit: { code: 'mL' } } });
    expect(prescribed({ packagesPerDispense: 2, remainingQuantity: tablets('200') }, { dispensation: { ...DISPENSATION, quantity: { value: decimal('250'), unit: 'mL' } } })).toMatchObject({ packages: 2, deducted: tablets('200') });
  });

  it('takes a document that is silent about strength and substitution at its word', () => {
    const { strengthText: _silent, ...product } = DISPENSATION.product;
    const silent = { ...product, codes: [] };
    expect(reported({ product: silent })).toMatchObject({ deducted: tablets('100'), flags: ['STRENGTH_ASSUMED'] });
    expect(reported({ product: silent, substituted: true })).toMatchObject({ flags: ['DEDUCTED_ONE_UTTAG'] });
  });

  it('multiplies nested packs and knows the prescribed pack by its number', () => {
    const liquid = { ...AMLODIPIN, strengthText: '100 E/ml', packAmount: { value: decimal('15'), unit: { text: 'milliliter', code: 'mL' } } };
    const ml = (value: string): Quantity => ({ value: decimal(value), unit: liquid.packAmount.unit });
    const pens = { ...DISPENSATION.product, codes: [], strengthText: '100 U/mL', packLevels: [ { value: decimal('3'), unit: { text: 'mL', code: 'mL' } }, { value: decimal('5'), unit: { text: 'Pen', code: '{Pen}' } } ] };
    expect(reported({ product: pens }, { article: liquid, prescription: { ...PRESCRIPTION, remainingQuantity: ml('15') } })).toMatchObject({ dispensed: ml('15'), deducted: ml('15'), flags: [] });
    const swedish = { ...DISPENSATION.product, packLevels: [], packageCodes: [{ code: '20060629100325', codeSystem: '1.2.752.129.2.1.5.2' }] };
    expect(reported({ product: swedish })).toMatchObject({ deducted: tablets('100'), flags: [] });
  });

  it('CDA-08 equals a plain reckoning in thousandths, for any packs and remainder', () => {
    fc.assert(
      fc.property(positive(400_000), positive(5), positive(3_000_000), positive(4), positive(400_000), positive(6), (pack, perUttag, remaining, left, theirPack, count) => {
        const judged = prescribed(
          { packagesPerDispense: perUttag, remainingDispenses: left, dispensesAllowed: left, remainingQuantity: tablets(thousandths(remaining)) },
          { article: { ...AMLODIPIN, packAmount: tablets(thousandths(pack)) }, dispensation: { ...DISPENSATION, ...packs(String(count), thousandths(theirPack)) } },
        );
        const given = theirPack * count;
        const offered = Math.min(perUttag, Math.floor(remaining / pack)) * pack;
        const over = given * 10 > offered * 12;
        const after = Math.max(0, remaining - given);
        if (!judged.accepted) throw new Error(judged.code);
        expect(Math.round(Number(judged.deducted.value) * 1000)).toBe(given);
        expect(Math.round(Number(judged.remainingAfter.value) * 1000)).toBe(after);
        expect(judged.complete).toBe(left === 1 || after === 0);
        expect(judged.flags).toEqual([...(over ? ['OVER_QUANTITY'] : []), ...(over && given > remaining ? ['EXCEEDS_REMAINING'] : [])]);
        expect(judged.packages).toBe(count);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a reported hand-over is refused', () => {
  it('when its quantity cannot be recorded', () => {
    for (const [value, unit] of [['0', '1'], ['-1', '1'], ['1.5', '1'], ['0', '{Tablet}'], ['99999999999', '1']] as const) {
      expect(reported({ quantity: { value: decimal(value), unit } })).toEqual(refusalOf('NCP_CDA_QUANTITY'));
    }
    expect(reported({ quantity: { value: decimal('2.0') } })).toMatchObject({ packages: 2, dispensed: tablets('200') });
    expect(reported({ quantity: { value: decimal('2'), unit: '' } })).toMatchObject({ packages: 2, dispensed: tablets('200') });
    expect(reported({ quantity: { value: decimal('2147483647'), unit: '1' } })).toMatchObject({ accepted: true, packages: 2_147_483_647 });
    expect(reported({ quantity: { value: decimal('10.5'), unit: '{Tablet}' } }).accepted).toBe(true);
  });

  it('CDA-15 when it names another patient, two, or none of ours', () => {
    const pnr = '1.2.752.129.2.1.3.1';
    for (const patientIds of [[], [{ root: pnr, extension: '197908089274' }], [{ root: pnr, extension: '199008202385' }, { root: pnr, extension: '197908089274' }], [{ root: '1.2.246.21', extension: '199008202385' }]]) {
      expect(reported({ patientIds })).toEqual(refusalOf('NCP_CDA_PATIENT'));
    }
    expect(reported({ patientIds: [{ root: '1.2.246.21', extension: 'x' }, { root: pnr, extension: '900820-2385' }] }).accepted).toBe(true);
  });

  it('DISP-25 alike for an unknown prescription and another person\'s', () => {
    expect(judgeDispensation(without('prescription'))).toEqual(refusalOf('NCP_DISPENSE_UNKNOWN'));
    expect(prescribed({ patientNationalId: 'pat-0002' })).toEqual(refusalOf('NCP_DISPENSE_OTHER_PATIENT'));
  });

  it('DISP-30 when it lies in the future or before the prescription; late is marked, too late is a conflict', () => {
    expect(reported(at(5 * 60_000)).accepted).toBe(true);
    expect(reported(at(5 * 60_000 + 1000))).toEqual(refusalOf('NCP_CDA_DATE'));
    expect(reported({ handedOverAt: addMs(PRESCRIPTION.authoredOn, -1000) })).toEqual(refusalOf('NCP_CDA_DATE'));
    expect(reported(at(-DAY))).toMatchObject({ flags: [] });
    expect(reported(at(-DAY - 1000))).toMatchObject({ accepted: true, flags: ['LATE'] });
    expect(reported(at(-7 * DAY))).toMatchObject({ accepted: true, flags: ['LATE'] });
    expect(reported(at(-7 * DAY - 1000))).toEqual(conflictOf('NCP_DISPENSE_TOO_LATE'));
  });

  it('DISP-30 never by doubt: a day is judged by all its moments, an assumed zone by all zones', () => {
    const sameDay = { authoredOn: instant('2026-06-12T09:00:00+02:00'), validity: {} };
    const day = { ...DISPENSATION, handedOverAt: instant('2026-06-12T00:00:00+03:00'), handedOverPrecision: 'day', zoneAssumed: true } as const;
    expect(prescribed(sameDay, { dispensation: day })).toMatchObject({ accepted: true, flags: ['ZONE_ASSUMED'] });
    expect(prescribed(sameDay, { dispensation: { ...day, handedOverAt: instant('2026-06-11T00:00:00+03:00') } })).toEqual(refusalOf('NCP_CDA_DATE'));
    const written = { ...PRESCRIPTION, authoredOn: instant('2026-06-12T10:00:00Z') };
    const noon = (text: string, zoneAssumed: boolean) => prescribed(written, { dispensation: { ...DISPENSATION, handedOverAt: instant(text), zoneAssumed } }).accepted;
    expect([noon('2026-06-12T10:00:00Z', false), noon('2026-06-12T09:59:59Z', false), noon('2026-06-12T07:00:00Z', true), noon('2026-06-12T06:59:59Z', true)]).toEqual([true, false, true, false]);
    expect(reported({ ...at(3 * HOUR), zoneAssumed: true }).accepted).toBe(true);
    expect(reported({ ...at(4 * HOUR), zoneAssumed: true })).toEqual(refusalOf('NCP_CDA_DATE'));
  });

  it('IHE-06 with a conflict record when consent is gone, or recorded by policy', () => {
    expect(judgeDispensation(facts({ consents: [] }))).toEqual(conflictOf('NCP_CONSENT', { because: 'NCP_CONSENT_NONE' }));
    expect(judgeDispensation(facts({ consents: [{ ...CONSENT, countries: [countryCode('DK')] }] }))).toEqual(conflictOf('NCP_CONSENT', { because: 'NCP_CONSENT_COUNTRY' }));
    const record = { ...DEFAULT_POLICY, consentAtDispense: 'record' } as const;
    expect(judgeDispensation(facts({ consents: [], policy: record }))).toMatchObject({ accepted: true, flags: ['CONSENT_WITHDRAWN'] });
    expect(judgeDispensation(facts({ patient: { ...ALMA, deceased: true }, policy: record }))).toEqual(conflictOf('NCP_CONSENT', { because: 'NCP_PI_INACTIVE' }));
  });
});
