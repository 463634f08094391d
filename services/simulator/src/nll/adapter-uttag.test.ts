import { describe, expect, it } from '@jest/globals';
import { addMs, epochMs, instant, instantFromEpoch } from '@ncp/domain';
import type { NationalList } from '@ncp/exchange';
import { call, codeOf, commandFor, DEMO, errorOf, useNllBench, type Choice } from '../../fixtures/nll-bench.js';
import { prescriptionIdOf } from './index.js';

const bench = useNllBench();

describe('registering an uttag', () => {
  it('S01: 84 of 100 tablets, completed; then undone and active again', async () => {
    const prescription = await bench.prescriptionOf('S01');
    const registered = await bench.national.registerDispense(commandFor(prescription, { quantity: '84', complete: true }), call('S01'));
    expect(registered).toMatchObject({ versionId: '1', status: 'completed', prescriptionId: prescription.id, rowNumber: 1, deducted: { value: '84' }, handedOverAt: DEMO });
    expect(await bench.prescriptionOf('S01')).toMatchObject({ status: 'completed', versionId: '2', remainingDispenses: 0, remainingQuantity: { value: '16' } });
    expect(await bench.national.prescriptions('pat-s01', call('S01'))).toEqual([]);
    expect(bench.effectsOf(prescription.id)).toMatchObject([{ actorDispatchId: registered.actorDispatchId, country: 'PT', status: 'completed' }]);

    const reversed = await bench.national.reverseDispense({ dispense: registered, requestId: 'undo-1', reason: 'Patient changed mind' }, call('S01'));
    expect(reversed).toMatchObject({ id: registered.id, versionId: '2', status: 'reversed', deducted: { value: '0' } });
    expect(await bench.prescriptionOf('S01')).toMatchObject({ status: 'active', versionId: '3', remainingDispenses: 1, remainingQuantity: { value: '100' } });
    expect(bench.nll.control.counters().byPrescription[prescription.id]).toEqual({ total: 1, valid: 0 });
  });

  it('CDA-01, CDA-08 keeps every digit of a quantity, and the remainder exact', async () => {
    const prescription = await bench.prescriptionOf('S06');
    const registered = await bench.national.registerDispense(commandFor(prescription, { quantity: '33.330' }), call('S06'));
    expect(registered.deducted.value).toBe('33.330');
    expect((await bench.prescriptionOf('S06')).remainingQuantity?.value).toBe('66.67');
  });

  it('DISP-28 takes more than remains: the medicine is with the patient', async () => {
    const prescription = await bench.prescriptionOf('S04');
    await bench.national.registerDispense(commandFor(prescription, { quantity: '300' }), call('S04'));
    expect(await bench.prescriptionOf('S04')).toMatchObject({ status: 'active', remainingDispenses: 1, remainingQuantity: { value: '0' } });
  });

  it('counts two rows of one visit as one uttag (D50), another visit as another', async () => {
    const prescription = await bench.prescriptionOf('S07');
    await bench.national.registerDispense(commandFor(prescription, { document: 'ED-1', quantity: '60' }), call('S07'));
    await bench.national.registerDispense(commandFor(await bench.prescriptionOf('S07'), { document: 'ED-2', quantity: '60', row: 2, visit: 'ED-1', at: addMs(DEMO, 60_000) }), call('S07'));
    expect(await bench.prescriptionOf('S07')).toMatchObject({ remainingDispenses: 2, remainingQuantity: { value: '240' } });
    await bench.national.registerDispense(commandFor(await bench.prescriptionOf('S07'), { document: 'ED-3', quantity: '60' }), call('S07'));
    expect(await bench.prescriptionOf('S07')).toMatchObject({ remainingDispenses: 1 });
  });

  it('a second row is taken even when the first used up the prescription', async () => {
    const prescription = await bench.prescriptionOf('S01');
    await bench.national.registerDispense(commandFor(prescription, { quantity: '50' }), call('S01'));
    await bench.national.registerDispense(commandFor(await bench.prescriptionOf('S01'), { document: 'ED-2', quantity: '50', row: 2, visit: 'ED-1' }), call('S01'));
    expect(await bench.prescriptionOf('S01')).toMatchObject({ status: 'completed', remainingQuantity: { value: '0' } });
  });

  it('DISP-20 the same request again gives the same uttag, also much later', async () => {
    const prescription = await bench.prescriptionOf('S01');
    const first = await bench.national.registerDispense(commandFor(prescription), call('S01'));
    const again = await bench.national.registerDispense(commandFor(prescription), call('S01'));
    expect(again).toEqual(first);
    expect(bench.effectsOf(prescription.id)).toHaveLength(1);
  });

  it('can be looked up by our own id and by prescription', async () => {
    const prescription = await bench.prescriptionOf('S01');
    const command = commandFor(prescription);
    expect(await bench.national.dispensesByActorId(command.actorDispatchId, call('S01'))).toEqual([]);
    const registered = await bench.national.registerDispense(command, call('S01'));
    expect(await bench.national.dispensesByActorId(command.actorDispatchId, call('S01'))).toEqual([registered]);
    expect(await bench.national.dispensesOf(prescription.id, call('S01'))).toEqual([registered]);
    expect(await bench.national.dispensesOf(prescriptionIdOf('S02', 1), call('S02'))).toMatchObject([{ deducted: { value: '400' } }]);
  });
});

describe('what the list refuses', () => {
  const refusal = async (key: string, choice: Choice = {}, row = 1): Promise<string> => {
    const prescription = await bench.prescriptionOf(key, row);
    const error = await errorOf(bench.national.registerDispense(commandFor(prescription, choice), call(key)));
    return `${error.code} ${String(error.details['reason'] ?? '')}`.trim();
  };

  it('DISP-26 none left, because a Swedish pharmacy was first', async () => {
    const prescription = await bench.prescriptionOf('S01');
    bench.nll.control.dispenseInSweden({ prescriptionId: prescription.id });
    expect(await refusal('S01')).toBe('NCP_NATIONAL_REFUSED left');
    expect(bench.nll.control.counters().byPrescription[prescription.id]).toEqual({ total: 1, valid: 1 });
  });

  it('DISP-27 the second of two at the same time meets a changed version', async () => {
    const prescription = await bench.prescriptionOf('S07');
    bench.nll.control.dispenseInSweden({ prescriptionId: prescription.id });
    expect(await codeOf(bench.national.registerDispense(commandFor(prescription), call('S07')))).toBe('NCP_NATIONAL_VERSION_CONFLICT');
  });

  it('DISP-29 parked, expired at hand-over, paper, too early, locked', async () => {
    expect(await refusal('X01')).toBe('NCP_NATIONAL_REFUSED status');
    expect(await refusal('X01', {}, 2)).toBe('NCP_NATIONAL_REFUSED status');
    expect(await refusal('S11')).toBe('NCP_NATIONAL_REFUSED status');
    expect(await refusal('S02')).toBe('NCP_NATIONAL_REFUSED interval');
    expect(await refusal('X06')).toBe('NCP_NATIONAL_LOCKED');
  });

  it('judges by the time of hand-over, not of arrival (D56)', async () => {
    const prescription = await bench.prescriptionOf('S11');
    expect(await codeOf(bench.national.registerDispense(commandFor(prescription, { at: addMs(DEMO, -30 * 3_600_000) }), call('S11')))).toBe('success');
  });

  it('an article that the register does not know', async () => {
    const error = await errorOf(bench.national.registerDispense(commandFor(await bench.prescriptionOf('X07', 2)), call('X07')));
    expect(error.details).toEqual({ status: 422, codes: ['2-25-182'], reason: 'other' });
  });

  it('an uttag for another person\'s prescription', async () => {
    const prescription = { ...(await bench.prescriptionOf('S01')), patientNationalId: 'pat-s02' };
    expect(await codeOf(bench.national.registerDispense(commandFor(prescription), call('S02')))).toBe('NCP_NATIONAL_REFUSED');
    expect(bench.effectsOf(prescription.id)).toEqual([]);
  });

  it('a prescription that is not there', async () => {
    const prescription = { ...(await bench.prescriptionOf('S01')), id: '7f3c1a2e-0000-4b6d-9a10-999999999999' };
    expect(await codeOf(bench.national.registerDispense(commandFor(prescription), call('S01')))).toBe('NCP_NATIONAL_NOT_FOUND');
  });
});

describe('undoing', () => {
  const registered = async (key = 'S01'): Promise<Awaited<ReturnType<NationalList['registerDispense']>>> => bench.national.registerDispense(commandFor(await bench.prescriptionOf(key)), call(key));

  it('DISP-31 twice is once', async () => {
    const dispense = await registered();
    const first = await bench.national.reverseDispense({ dispense, requestId: 'undo', reason: 'x' }, call('S01'));
    expect(await bench.national.reverseDispense({ dispense, requestId: 'undo', reason: 'x' }, call('S01'))).toEqual(first);
    expect(bench.nll.control.counters().requests['PUT MedicationDispense 200']).toBe(1);
  });

  it('meets 412 when the uttag has another version', async () => {
    const dispense = await registered();
    expect(await codeOf(bench.national.reverseDispense({ dispense: { ...dispense, versionId: '7' }, requestId: 'undo', reason: 'x' }, call('S01')))).toBe('NCP_NATIONAL_VERSION_CONFLICT');
  });

  it('of an uttag by somebody else is not ours to do (TA 52)', async () => {
    const [domestic] = await bench.national.dispensesOf(prescriptionIdOf('S02', 1), call('S02'));
    if (domestic === undefined) throw new Error('seed');
    expect(await codeOf(bench.national.reverseDispense({ dispense: domestic, requestId: 'undo', reason: 'x' }, call('S02')))).toBe('NCP_NATIONAL_FORBIDDEN');
  });

  it('gives back a prescription that has ended meanwhile as Avslutad, not Aktiv', async () => {
    const dispense = await registered();
    bench.nll.control.setClock(instant('2027-06-12T14:00:00+02:00'));
    await bench.national.reverseDispense({ dispense, requestId: 'undo', reason: 'x' }, call('S01'));
    expect(await bench.prescriptionOf('S01')).toMatchObject({ status: 'stopped' });
  });
});

describe('time', () => {
  it('moves with the control clock: S02 may be dispensed 20 days later', async () => {
    bench.nll.control.setClock(instant('2026-07-02T08:00:00+02:00'));
    const prescription = await bench.prescriptionOf('S02');
    expect(await codeOf(bench.national.registerDispense(commandFor(prescription, { quantity: '400', at: instantFromEpoch(epochMs(instant('2026-07-02T09:00:00+02:00'))) }), call('S02')))).toBe('success');
    expect(await bench.prescriptionOf('S02')).toMatchObject({ remainingDispenses: 2, nextDispenseEarliest: '2026-09-30' });
  });
});
