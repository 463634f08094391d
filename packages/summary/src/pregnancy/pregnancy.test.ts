import { describe, expect, it } from '@jest/globals';
import type { MaternityRecord, PregnancyHistory } from '@ncp/domain';
import { compile, day, fates, maternity, origin, PATIENT, type Changes } from '../../fixtures/records.js';

const WOMAN: Changes = { patient: { ...PATIENT, gender: 'F' } };
const HISTORY: Changes = { ...WOMAN, policy: { exportPregnancyHistory: true } };
const registration = (more: Partial<MaternityRecord> = {}, id = 'reg', on = '2026-08-19'): MaternityRecord =>
  maternity('registration', on, origin(id, on), { expectedDelivery: { byLastPeriod: day('2027-02-20') }, ...more });
const of = (rows: readonly MaternityRecord[], changes: Changes = WOMAN): PregnancyHistory | undefined => compile(rows, changes).summary.pregnancy;

describe('a pregnancy', () => {
  it.each([['2026-10-11', true], ['2026-10-10', false], ['2026-11-01', true], ['2027-05-01', true]])('PS81 expected %s: %s', (on, pregnant) => {
    expect(of([registration({ expectedDelivery: { byUltrasound: day(on) } })])?.pregnant !== undefined).toBe(pregnant);
  });

  it('PS81 since the day of the registration', () => {
    expect(of([registration()])?.pregnant).toMatchObject({ since: '2026-08-19' });
  });

  it.each<readonly [string, readonly MaternityRecord[]]>([
    ['without an expected date', [registration({ expectedDelivery: {} })]],
    ['when a later registration has no date', [registration(), registration({ expectedDelivery: {} }, 'later', '2026-09-19')]],
    ['when a delivery is written later', [registration(), maternity('post-delivery', '2026-10-01', origin('post', '2026-10-01'), { children: 1 })]],
    ['when a delivery is written the same day', [registration(), maternity('post-delivery', '2026-08-19', origin('post', '2026-08-19'), { children: 1 })]],
    ['of a check-up alone', [maternity('checkup', '2026-10-01', origin('check', '2026-10-01'), { expectedDelivery: { byUltrasound: day('2027-02-20') } })]],
  ])('PS81 nothing is said %s', (_what, rows) => {
    expect(of(rows)).toBeUndefined();
    expect(JSON.stringify(compile(rows, WOMAN).summary)).not.toContain('60001007');
  });

  it('PS81 an earlier delivery ends nothing', () => {
    expect(of([registration(), maternity('post-delivery', '2022-07-01', origin('post', '2022-07-01'), { children: 1 })])?.pregnant).toBeDefined();
  });

  it.each<readonly [string, MaternityRecord['expectedDelivery'], string, string]>([
    ['last period', { byLastPeriod: day('2027-02-20') }, '2027-02-20', '11779-6'],
    ['ultrasound before last period', { byLastPeriod: day('2027-02-20'), byUltrasound: day('2027-02-26') }, '2027-02-26', '11778-8'],
    ['transfer before both', { byLastPeriod: day('2027-02-20'), byUltrasound: day('2027-02-26'), byTransfer: day('2027-02-22') }, '2027-02-22', '11778-8'],
  ])('PS82 %s', (_what, expectedDelivery, on, code) => {
    expect(of([registration({ expectedDelivery })])?.expectedDelivery).toMatchObject({ on, method: { code } });
  });
});

describe('earlier pregnancies', () => {
  it('PS83 counted by outcome, dated for deliveries only', () => {
    const found = of([registration({ earlierDeliveries: [
      { outcome: 5, year: 2020, month: 3 }, { outcome: 5, year: 2018 }, { outcome: 4, year: 2015, month: 13 }, { outcome: 2, year: 2014, month: 1 }, { outcome: 1 }, { outcome: 0, year: 2010 }, { outcome: 3 }, { outcome: 5, year: 22 }, { outcome: 5, year: 2016.5 },
    ] })]);
    expect(found?.outcomes.map(({ outcome, count }) => [outcome.code, count])).toEqual([['281050002', 4], ['237364002', 1], ['17369002', 1], ['34801009', 1]]);
    expect(found?.earlierDates.map(({ yearMonth }) => yearMonth)).toEqual(['2015', '2018', '202003']);
  });

  it('PS83 the latest registration speaks for the earlier ones', () => {
    const result = compile([registration({ earlierDeliveries: [{ outcome: 5 }] }, 'old', '2020-01-01'), registration({ earlierDeliveries: [{ outcome: 5 }, { outcome: 5 }] })], WOMAN);
    expect(result.summary.pregnancy?.outcomes.map(({ count }) => count)).toEqual([2]);
    expect(fates(result)).toEqual(['old: dropped PS83', 'reg: entry PS81']);
  });

  it('PS83 each child of a delivery since the registration counts as one', () => {
    const rows = [registration({ earlierDeliveries: [{ outcome: 5, year: 2020, month: 1 }] }), maternity('post-delivery', '2026-10-20', origin('post', '2026-10-20'), { children: 2 })];
    expect(of(rows)).toBeUndefined();
    expect(of(rows, HISTORY)?.outcomes.map(({ outcome, count }) => [outcome.code, count])).toEqual([['281050002', 3]]);
    expect(of(rows, HISTORY)).not.toHaveProperty('pregnant');
    expect(fates(compile(rows, HISTORY))).toEqual(['post: merged PS83', 'reg: entry PS83']);
  });

  it('PS84 without a known pregnancy only where that is decided', () => {
    const rows = [registration({ expectedDelivery: {}, earlierDeliveries: [{ outcome: 5, year: 2020, month: 1 }] })];
    expect(of(rows)).toBeUndefined();
    expect(fates(compile(rows, WOMAN))).toEqual(['reg: dropped PS84']);
    expect(of(rows, HISTORY)?.outcomes).toHaveLength(1);
    expect(of([registration({ expectedDelivery: {} })], HISTORY)).toBeUndefined();
  });

  it('PS84 never for men', () => {
    expect(of([registration()], { patient: PATIENT, policy: { exportPregnancyHistory: true } })).toBeUndefined();
  });

  it('PS84 check-ups are not released', () => {
    expect(fates(compile([registration(), maternity('checkup', '2026-09-01', origin('check', '2026-09-01'))], WOMAN))).toEqual(['check: dropped PS84', 'reg: entry PS81']);
  });
});
