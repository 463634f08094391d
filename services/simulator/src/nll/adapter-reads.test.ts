import { describe, expect, it } from '@jest/globals';
import type { Prescription } from '@ncp/domain';
import { call, codeOf, number, useNllBench } from '../../fixtures/nll-bench.js';
import { prescriptionIdOf } from './index.js';

const bench = useNllBench();

describe('finding a person', () => {
  it('IHE-01 one, or none', async () => {
    expect(await bench.national.findPatients(number('199008202385'), call())).toMatchObject([{ nationalId: 'pat-s01', family: 'Testdotter', given: ['Alma', 'Maria'] }]);
    expect(await bench.national.findPatients(number('199007152383'), call())).toEqual([]);
  });

  it('IHE-04, IHE-05 with everything that decides whether she may be shown', async () => {
    expect(await bench.national.findPatients(number('199306272387'), call())).toMatchObject([{ protectedIdentity: true, active: true }]);
    expect(await bench.national.findPatients(number('194501103297'), call())).toMatchObject([{ deceased: true, active: false }]);
    expect(await bench.national.findPatients(number('199112132387'), call())).toMatchObject([{ emigrated: true, active: false }]);
    expect(await bench.national.findPatients(number('197010632391'), call())).toMatchObject([{ nationalId: 'pat-x11' }]);
  });

  it('IHE-12 another person than asked for is an alarm', async () => {
    bench.fault('wrong-patient');
    expect(await codeOf(bench.national.findPatients(number('199008202385'), call()))).toBe('NCP_NATIONAL_WRONG_PATIENT');
  });
});

describe('consent', () => {
  it('IHE-06 is read, and gone at once when it is withdrawn', async () => {
    expect(await bench.national.consents('pat-s15', call('S15'))).toMatchObject([{ category: 'cross-border-eprescription', active: true, countries: ['FI'], byGuardian: false }]);
    expect(await bench.national.consents('pat-s14', call('S14'))).toEqual([]);
    expect(bench.nll.control.withdrawConsents('S01', 'cross-border-eprescription')).toBe(1);
    expect(await bench.national.consents('pat-s01', call('S01'))).toMatchObject([{ category: 'cross-border-patient-summary' }]);
  });

  it('of a guardian is known as such', async () => {
    bench.nll.control.grantConsent('S18', { category: 'cross-border-eprescription', byGuardian: true });
    expect(await bench.national.consents('pat-s18', call('S18'))).toMatchObject([{ active: true, byGuardian: true, countries: [], from: '2026-06-12' }]);
  });

  it('of nobody is empty, so that unknown persons cost the same calls', async () => {
    expect(await bench.national.consents('pat-nobody', call())).toEqual([]);
  });
});

describe('prescriptions', () => {
  it('are all that are not closed, newest first', async () => {
    const found = await bench.national.prescriptions('pat-s03', call('S03'));
    expect(found.map(({ article }) => article.atc?.code)).toEqual(['C09AA02', 'C10AA01', 'H03AA01']);
    expect(found.map(({ substitutionAllowed }) => substitutionAllowed)).toEqual([true, false, true]);
    expect(await bench.national.prescriptions('pat-x05', call('X05'))).toHaveLength(1);
    expect(await bench.national.prescriptions('pat-x01', call('X01'))).toMatchObject([{ status: 'on-hold' }, { format: 'paper' }]);
    expect(await bench.national.prescriptions('pat-s19', call('S19'))).toEqual([]);
  });

  it('come page by page, each once', async () => {
    const all = await bench.national.prescriptions('pat-x08', call('X08'));
    const paged = await bench.connect({ pageSize: 4 }).prescriptions('pat-x08', call('X08'));
    expect(paged).toEqual(all);
    expect(new Set(all.map(({ id }) => id)).size).toBe(21);
    expect(bench.nll.control.requests().filter(({ resource }) => resource === 'MedicationRequest')).toHaveLength(1 + 6);
  });

  it('show blocks, locks, park and void at once', async () => {
    const id = prescriptionIdOf('S01', 1);
    const read = async (): Promise<Prescription | undefined> => bench.national.prescription(id, call('S01'));
    bench.nll.control.prescription(id, 'block');
    expect(await read()).toMatchObject({ blocked: true, versionId: '2' });
    bench.nll.control.prescription(id, 'unblock');
    bench.nll.control.prescription(id, 'lock');
    expect(await read()).toMatchObject({ blocked: false, lockedByPharmacy: true, versionId: '3' });
    bench.nll.control.prescription(id, 'unlock');
    bench.nll.control.prescription(id, 'park');
    expect(await read()).toMatchObject({ lockedByPharmacy: false, status: 'on-hold' });
    bench.nll.control.prescription(id, 'activate');
    expect(await bench.national.prescriptions('pat-s01', call('S01'))).toHaveLength(1);
    bench.nll.control.prescription(id, 'void');
    expect(await read()).toMatchObject({ status: 'stopped' });
    expect(await bench.national.prescriptions('pat-s01', call('S01'))).toEqual([]);
  });

  it('that expired are closed by the night job', async () => {
    expect(await bench.prescriptionOf('S11')).toMatchObject({ status: 'active', validity: { end: '2026-06-11' } });
    expect(bench.nll.control.closeExpired()).toBeGreaterThan(0);
    expect(await bench.prescriptionOf('S11')).toMatchObject({ status: 'stopped' });
  });

  it('that nobody has are undefined', async () => {
    expect(await bench.national.prescription('7f3c1a2e-0000-4b6d-9a10-999999999999', call())).toBeUndefined();
  });

  it('IHE-12 of another person are an alarm', async () => {
    bench.fault('wrong-patient');
    expect(await codeOf(bench.national.prescriptions('pat-s01', call('S01')))).toBe('NCP_NATIONAL_WRONG_PATIENT');
    bench.fault('wrong-patient');
    expect(await codeOf(bench.national.consents('pat-s01', call('S01')))).toBe('NCP_NATIONAL_WRONG_PATIENT');
  });
});

describe('articles', () => {
  it('are found by pack, with what the rules ask for', async () => {
    expect(await bench.national.article('20060629100325', call())).toMatchObject({ nplId: '20060518000033', name: 'Amlodipin Krka', strengthText: '5 mg', packAmount: { value: '100' }, authorisation: 'approved' });
    expect(await bench.national.article('20990101100015', call())).toMatchObject({ narcoticClass: 'II', controlled: true });
    expect(await bench.national.article('19960701100189', call())).toMatchObject({ packAmount: { value: '2.5', unit: { text: 'milliliter' } } });
    expect(await bench.national.article('20990606100010', call())).toBeUndefined();
  });
});
