import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  addDays, addMs, ageAt, calendarDate, compareDates, compareInstants, dateOf, daysBetween, epochMs, fromStockholm, hl7Date, hl7Time,
  hl7Utc, instant, instantFromEpoch, offsetMinutesAt, parseDate, parseHl7Time, parseInstant, stockholm, stockholmDate,
  utc, ZONE_NAMES,
} from './index.js';
import { offsetMinutesOfLocal } from './zone.js';

const from1996To2099 = fc.integer({ min: 820_454_400_000, max: 4_102_444_799_000 });

/** Reference: the zone database of the platform, which the product itself must not use. */
const wallClock = (ms: number, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(ms);

const local = (text: string): number => epochMs(instant(`${text}Z`));

const offset = (text: string): number => offsetMinutesAt('Europe/Stockholm', epochMs(instant(text)));

describe('instants', () => {
  it('reads what the standards write and keeps it as written', () => {
    for (const text of ['2026-03-02T09:14:58+01:00', '2026-03-02T08:14:58Z', '2026-03-02T08:14:58.123456Z', '2024-02-29T23:59-02:00']) {
      expect(parseInstant(text)).toEqual({ ok: true, value: text });
    }
  });

  it('SAML-09 refuses times without zone, 24:00, leap seconds and days that do not exist', () => {
    for (const text of [
      '2026-03-02T09:14:58', '2026-03-02', '2026-03-02T24:00:00Z', '2026-06-30T23:59:60Z', '2026-02-29T00:00:00Z',
      '2026-13-01T00:00:00Z', '2026-01-01T00:60:00Z', '2026-01-01T00:00:00+15:00', '2026-01-01T00:00:00+01:60',
      '0000-01-01T00:00:00Z', '20260101T000000Z', ' 2026-01-01T00:00:00Z', '2026-01-01T00:00:00z',
    ]) {
      expect(parseInstant(text)).toEqual({ ok: false, error: 'NCP_CDA_DATE' });
    }
    expect(() => instant('now')).toThrow('NCP_CDA_DATE');
  });

  it('counts milliseconds as the platform does, in every offset', () => {
    fc.assert(
      fc.property(fc.integer({ min: -60_000_000_000_000, max: 250_000_000_000_000 }), fc.integer({ min: -840, max: 840 }), (ms, offset) => {
        const written = instantFromEpoch(ms, offset);
        expect(parseInstant(written).ok).toBe(true);
        expect(epochMs(written)).toBe(ms);
        expect(Date.parse(written)).toBe(ms);
        expect(utc(written)).toBe(instantFromEpoch(ms));
      }),
    );
  });

  it('compares instants, not texts', () => {
    expect(compareInstants(instant('2026-01-01T10:00:00+02:00'), instant('2026-01-01T08:00:00Z'))).toBe(0);
    expect(compareInstants(instant('2026-01-01T10:00:00+02:00'), instant('2026-01-01T09:00:00Z'))).toBe(-1);
    expect(addMs(instant('2026-01-01T23:59:00+01:00'), 60_000)).toBe('2026-01-02T00:00:00+01:00');
  });

  it('shows Swedish time, summer and winter', () => {
    expect(stockholm(instant('2026-03-29T00:59:59Z'))).toBe('2026-03-29T01:59:59+01:00');
    expect(stockholm(instant('2026-03-29T01:00:00Z'))).toBe('2026-03-29T03:00:00+02:00');
    expect(stockholm(instant('2026-10-25T00:59:59Z'))).toBe('2026-10-25T02:59:59+02:00');
    expect(stockholm(instant('2026-10-25T01:00:00Z'))).toBe('2026-10-25T02:00:00+01:00');
    expect(dateOf(instant('2026-06-30T23:30:00Z'))).toBe('2026-06-30');
    expect(stockholmDate(instant('2026-06-30T23:30:00Z'))).toBe('2026-07-01');
  });

  it('remembers when summer time began in 1980 and grew longer in 1996', () => {
    expect(['1979-07-01T12:00Z', '1980-07-01T12:00Z', '1995-10-10T12:00Z', '1996-10-10T12:00Z'].map(offset)).toEqual([60, 120, 60, 120]);
  });

  it('agrees with the zone database of the platform for every zone it knows', () => {
    fc.assert(
      fc.property(from1996To2099, fc.constantFrom(...ZONE_NAMES), (ms, zone) => {
        // Cyprus and the Baltic states joined the common rule a little later than 1996.
        fc.pre(ms > 1_054_425_600_000);
        const seconds = ms - (ms % 1000);
        const ours = instantFromEpoch(seconds, offsetMinutesAt(zone, seconds)).slice(0, 19).replace('T', ' ');
        expect(ours).toBe(wallClock(seconds, zone));
      }),
      { numRuns: 300 },
    );
  });

  it('reads a local time that exists twice as the later one, and survives one that does not exist', () => {
    expect(offsetMinutesOfLocal('Europe/Stockholm', local('2026-10-25T02:30:00'))).toBe(60);
    expect(offsetMinutesOfLocal('Europe/Stockholm', local('2026-10-25T01:30:00'))).toBe(120);
    expect(offsetMinutesOfLocal('Europe/Stockholm', local('2026-03-29T02:30:00'))).toBe(60);
    expect(offsetMinutesOfLocal('Europe/Stockholm', local('2026-03-29T03:00:00'))).toBe(120);
    expect(offsetMinutesOfLocal('Europe/Lisbon', local('2026-07-01T12:00:00'))).toBe(60);
  });

  it.each([
    ['2026-06-12T14:00', '2026-06-12T14:00:00+02:00'], ['2026-01-12T09:05:07', '2026-01-12T09:05:07+01:00'],
    // One clock time of autumn happens twice, one of spring never.
    ['2026-10-25T02:30', '2026-10-25T02:30:00+01:00'], ['2026-03-29T02:30', '2026-03-29T02:30:00+01:00'],
  ])('%s in Sweden is %s', (text, expected) => { expect(fromStockholm(text)).toBe(expected); });

  it.each(['', '2026-02-31T10:00', '2026-13-01T10:00', '2026-06-12', '2026-06-12T24:00', '2026-06-12T10:60', '12/6 10:00', '0000-00-00T00:00', '2026-06-12T14:00Z', '2026-06-12T14:00+02:00'])(
    '%s is no time in Sweden', (text) => { expect(fromStockholm(text)).toBeUndefined(); });
});

const age = (birth: string, day: string): number => ageAt(calendarDate(birth), calendarDate(day));

describe('days', () => {
  it('reads days that exist', () => {
    expect(parseDate('2024-02-29')).toEqual({ ok: true, value: '2024-02-29' });
    for (const text of ['2023-02-29', '2026-00-10', '2026-04-31', '26-04-30', '2026-4-30', '']) {
      expect(parseDate(text)).toEqual({ ok: false, error: 'NCP_CDA_DATE' });
    }
  });

  it('counts days', () => {
    expect(addDays(calendarDate('2024-02-28'), 2)).toBe('2024-03-01');
    expect(addDays(calendarDate('2026-01-01'), -1)).toBe('2025-12-31');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000_000 }), fc.integer({ min: -300_000, max: 300_000 }), (start, days) => {
        const day = addDays(calendarDate('0001-01-01'), start);
        fc.pre(start + days > 0);
        const other = addDays(day, days);
        expect(daysBetween(day, other)).toBe(days);
        expect(compareDates(other, day)).toBe(Math.sign(days));
      }),
    );
  });

  it('counts age on the birthday itself', () => {
    expect([age('2008-06-12', '2026-06-11'), age('2008-06-12', '2026-06-12')]).toEqual([17, 18]);
    expect([age('2008-02-29', '2026-02-28'), age('2008-02-29', '2026-03-01')]).toEqual([17, 18]);
  });
});

const read = (text: string) => parseHl7Time(text, 'Europe/Stockholm');

describe('HL7 times', () => {
  it('writes CDA times in their own offset and XDS times in UTC', () => {
    const time = instant('2026-03-02T09:14:58.700+01:00');
    expect(hl7Time(time)).toBe('20260302091458+0100');
    expect(hl7Utc(time)).toBe('20260302081458');
    expect(hl7Time(instant('2026-03-02T09:14:58Z'))).toBe('20260302091458+0000');
    expect(hl7Date(calendarDate('2026-03-02'))).toBe('20260302');
  });

  it('reads every precision and says which', () => {
    expect(read('20260712091458.1234+0300')).toEqual({ ok: true, value: { precision: 'second', instant: '2026-07-12T09:14:58.123+03:00', date: '2026-07-12', zoneAssumed: false } });
    expect(read('202607120914')).toEqual({ ok: true, value: { precision: 'minute', instant: '2026-07-12T09:14:00+02:00', date: '2026-07-12', zoneAssumed: true } });
    expect(read('2026071209')).toMatchObject({ value: { precision: 'hour' } });
    expect(read('20260112')).toEqual({ ok: true, value: { precision: 'day', instant: '2026-01-12T00:00:00+01:00', date: '2026-01-12', zoneAssumed: true } });
    expect(read('202601')).toEqual({ ok: true, value: { precision: 'month', instant: '2026-01-01T00:00:00+01:00', zoneAssumed: true } });
    expect(read('2026')).toMatchObject({ value: { precision: 'year' } });
  });

  it('refuses impossible times and a missing zone without one to assume', () => {
    for (const text of ['', '202', '20261301', '20260230', '2026010125', '202601010060', '20260101000000+2500', '20260101000000+0160', '2026-01-01', '20260101000000Z']) {
      expect(parseHl7Time(text, 'UTC')).toEqual({ ok: false, error: 'NCP_CDA_DATE' });
    }
    expect(parseHl7Time('20260101120000')).toEqual({ ok: false, error: 'NCP_CDA_DATE' });
  });

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(from1996To2099, fc.integer({ min: -840, max: 840 }), (ms, offset) => {
        const written = instantFromEpoch(ms - (ms % 1000), offset);
        const read = parseHl7Time(hl7Time(written));
        expect(read).toMatchObject({ ok: true, value: { instant: written, zoneAssumed: false } });
      }),
    );
  });
});
