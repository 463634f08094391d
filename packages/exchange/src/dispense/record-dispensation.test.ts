import { describe, expect, it } from '@jest/globals';
import { addMs } from '@ncp/domain';
import { GatewayBench } from '../../fixtures/gateway-bench.js';
import { amlodipine, dispense, report } from '../../fixtures/reports.js';
import { ALMA, OTHER, prescription, RX, tablets } from '../../fixtures/sample.js';

const PENDING = '2201 Error';
const exported = async (): Promise<GatewayBench> => {
  const bench = new GatewayBench();
  await bench.retrieve([`1.2.752.221.3.1.1.11^${RX}.1.L3`]);
  return bench;
};

describe('a reported hand-over (UC-A4)', () => {
  it('is recorded: intent, call, outcome, in that order, and counted', async () => {
    const bench = await exported();
    const heard = await dispense(bench, report(bench));
    expect([heard.status, heard.errors]).toEqual(['Success', []]);
    expect(bench.store.entries.slice(1).map(({ leaf, event }) => [leaf.kind, event?.type])).toEqual([['dispense-intent', 'EHDSI-41'], ['dispense-sent', undefined], ['dispense', undefined]]);
    expect(bench.store.only()).toMatchObject({ state: 'CONFIRMED', flags: [], nationalDispenseId: 'md-1', deliveredAt: bench.now });
    expect(bench.national.registered).toMatchObject([{ packages: 1, deducted: { value: '100' }, complete: true, rowNumber: 1 }]);
    expect(bench.national.asked().slice(-2)).toEqual(['registerDispense', 'dispensesByActorId']);
    expect(bench.store.entries.at(-1)?.evidence?.map(({ title }) => title)).toEqual(['NCPA_XDR_SUBMIT_REQ', 'NI_XDR_DISP_REQ', 'NI_XDR_DISP_RES']);
    expect(bench.alarms).toEqual([]);
  });

  it('D48, D59 is recorded with a warning when it is too much, and people are told what was odd', async () => {
    const bench = new GatewayBench();
    expect(await dispense(bench, report(bench, { packages: 3 }))).toMatchObject({ status: 'Success', errors: ['WARNING_ED_GENERIC Warning'] });
    expect(bench.store.only()).toMatchObject({ state: 'CONFIRMED', flags: ['OVER_QUANTITY', 'EXCEEDS_REMAINING', 'UNSOLICITED'] });
    expect(bench.alarms.map(({ code, details }) => [code, details['flag']])).toEqual([['NCP_DISPENSE_REVIEW', 'OVER_QUANTITY'], ['NCP_DISPENSE_REVIEW', 'EXCEEDS_REMAINING'], ['NCP_DISPENSE_REVIEW', 'UNSOLICITED']]);
  });

  it.each<[string, string, Parameters<typeof prescription>[0], Parameters<typeof report>[1]]>([
    ['4106 Error', 'NCP_DISPENSE_ALREADY', { status: 'completed', remainingDispenses: 0 }, {}],
    ['ERROR_ED_NOT_DISPENSABLE_EPRESCRIPTION Error', 'NCP_DISPENSE_NOT_DISPENSABLE', { status: 'stopped' }, {}],
    ['ERROR_ED_SUBSTITUTION_INFORMATION_NOT_ALLOWED Error', 'NCP_DISPENSE_SUBSTITUTION', { substitutionAllowed: false }, { substituted: true, dispensed: { ...amlodipine, code: { code: '19990101000001', codeSystem: '1.2.752.129.2.1.5.1', display: 'x' } } }],
  ])('D48 what the list cannot take is answered %s and kept with its document', async (error, code, change, reported) => {
    const bench = await exported();
    bench.national.rows = [prescription(change)];
    const sent = report(bench, reported);
    expect(await dispense(bench, sent)).toMatchObject({ status: 'Failure', errors: [error] });
    expect(bench.store.conflicts).toMatchObject([{ code, prescriptionId: RX, document: sent.document }]);
    expect(bench.store.only()).toMatchObject({ state: 'REJECTED' });
    expect(bench.national.registered).toEqual([]);
    expect(bench.alarms).toMatchObject([{ code, details: { conflict: true } }]);
    expect((await dispense(bench, sent)).errors).toEqual([error]);
    expect(bench.store.conflicts).toHaveLength(1);
  });

  it('D54 without consent it is refused and kept, with the cause for us alone', async () => {
    const bench = await exported();
    bench.national.consentsOf.clear();
    const heard = await dispense(bench, report(bench));
    expect([heard.errors, heard.shown]).toEqual([['4701 Error'], ['NCP_CONSENT']]);
    expect(bench.store.conflicts).toHaveLength(1);
    expect(bench.store.entries.at(-1)?.facts.rules).toEqual(['NCP_CONSENT_NONE']);
  });

  it('DISP-25 answers alike, after the same national calls, for an unknown prescription and another person\'s', async () => {
    const asked: (readonly string[])[] = [];
    for (const rows of [[], [prescription({ patientNationalId: OTHER.nationalId })]]) {
      const bench = new GatewayBench();
      bench.national.rows = rows;
      const heard = await dispense(bench, report(bench));
      expect([heard.errors, heard.shown]).toEqual([['4105 Error'], ['NCP_DISPENSE_NO_MATCH']]);
      expect([bench.store.rows.size, bench.store.conflicts]).toEqual([0, []]);
      asked.push(bench.national.asked());
    }
    expect(asked[0]).toEqual(asked[1]);
  });

  it('DISP-25 does not look at another person\'s uttag, not even of the same pharmacy', async () => {
    const bench = new GatewayBench();
    bench.national.people.push(OTHER);
    bench.national.rows = [prescription({ dispensesAllowed: 2, remainingDispenses: 2, remainingQuantity: tablets('200') })];
    expect((await dispense(bench, report(bench))).status).toBe('Success');
    bench.national.consentsOf.set(OTHER.nationalId, bench.national.consentsOf.get(ALMA.nationalId) ?? []);
    const patient = { root: '1.2.752.129.2.1.3.1', extension: OTHER.personalNumber };
    bench.national.calls = [];
    const theirs = report(bench, { patient: { ids: [patient], name: { family: 'X', given: ['Y'] }, gender: 'F', birthTime: '19900521' } });
    expect((await dispense(bench, theirs, { patient })).errors).toEqual(['4105 Error']);
    expect(bench.national.asked()).not.toContain('dispensesOf');
  });

  it('UC-A4 5.1 is refused with an alarm for another patient than the one treated', async () => {
    const bench = new GatewayBench();
    const heard = await dispense(bench, report(bench), { patient: { root: '1.2.752.129.2.1.3.1', extension: OTHER.personalNumber } });
    expect([heard.errors, bench.alarmed(), bench.national.calls]).toEqual([['4206 Error'], ['NCP_SAML_PATIENT_MISMATCH'], []]);
  });

  it('UC-A4 5.2 needs a prescription of ours', async () => {
    const bench = new GatewayBench();
    const foreign = { root: '1.2.246.9', extension: 'rx' };
    expect((await dispense(bench, report(bench, { prescriptionId: foreign, itemId: foreign }))).errors).toEqual(['ERROR_ED_EPRESCRIPTION_NOT_IDENTIFIABLE Error']);
    expect(bench.national.calls).toEqual([]);
  });

  it('is read although it names the patient by another country\'s id first', async () => {
    const bench = await exported();
    const ids = [{ root: '1.2.246.21', extension: '150385-9035' }, { root: '1.2.752.129.2.1.3.1', extension: '900820-2385' }];
    expect((await dispense(bench, report(bench, { patient: { ids, name: { family: 'T', given: ['A'] }, gender: 'F', birthTime: '19900820' } }))).status).toBe('Success');
  });

  it('D50 several products of one visit are rows of one uttag', async () => {
    const bench = await exported();
    bench.national.rows = [prescription({ packagesPerDispense: 2, remainingQuantity: tablets('200'), dispensesAllowed: 2, remainingDispenses: 2 })];
    const other = { ...amlodipine, name: 'Amlodipin Teva', code: { code: '19990101000001', codeSystem: '1.2.752.129.2.1.5.1', display: 'Amlodipin Teva' } };
    expect((await dispense(bench, report(bench))).status).toBe('Success');
    bench.wait(60_000);
    expect((await dispense(bench, report(bench, { dispensed: other, substituted: true }))).status).toBe('Success');
    const [first, second] = bench.national.registered;
    expect([second?.rowNumber, second?.dispatchId]).toEqual([2, first?.actorDispatchId]);
  });

  it('D56 is refused from the future and from before the prescription, and kept when it comes too late', async () => {
    const bench = await exported();
    for (const handedOverAt of [addMs(bench.now, 6 * 60_000), addMs(bench.now, -200 * 86_400_000)]) {
      expect((await dispense(bench, report(bench, { handedOverAt }))).errors).toEqual(['ERROR_ED_GENERIC Error']);
    }
    expect(bench.store.rows.size).toBe(0);
    expect(await dispense(bench, report(bench, { handedOverAt: addMs(bench.now, -8 * 86_400_000) }))).toMatchObject({ errors: ['ERROR_ED_GENERIC Error'], shown: ['NCP_DISPENSE_TOO_LATE'] });
    expect(bench.store.conflicts).toHaveLength(1);
  });

  it('begins nothing when the list cannot be read', async () => {
    const bench = new GatewayBench();
    bench.national.spoil('prescriptions', 'NCP_NATIONAL_UNAVAILABLE');
    expect(await dispense(bench, report(bench))).toMatchObject({ errors: ['ERROR_ED_GENERIC Error'], shown: ['NCP_NATIONAL_UNAVAILABLE'] });
    expect(bench.store.rows.size).toBe(0);
  });
});

describe('what the national call comes to (UC-A4 8)', () => {
  it('8.1 after 412 is decided anew from what is true now, once', async () => {
    const bench = await exported();
    bench.national.spoil('registerDispense', { before: () => { bench.national.change(RX, { remainingQuantity: tablets('90') }); } });
    expect((await dispense(bench, report(bench))).status).toBe('Success');
    expect(bench.national.registered.map(({ prescription: { versionId } }) => versionId)).toEqual(['2']);
    expect(new Set(bench.national.registered.map(({ requestId }) => requestId)).size).toBe(1);
  });

  it('8.1 after 412 refuses what cannot be dispensed any more, and keeps it', async () => {
    const bench = await exported();
    bench.national.spoil('registerDispense', { before: () => { bench.national.change(RX, { status: 'completed', remainingDispenses: 0 }); } });
    expect((await dispense(bench, report(bench))).errors).toEqual(['4106 Error']);
    expect(bench.store.only().state).toBe('REJECTED');
    expect(bench.store.conflicts).toHaveLength(1);
  });

  it('8.1 after 412 and a list that cannot be read nothing has happened: told so, and processed anew', async () => {
    const bench = await exported();
    const sent = report(bench);
    bench.national.spoil('registerDispense', { before: () => {
      bench.national.change(RX, {});
      bench.national.spoil('findPatients', 'NCP_NATIONAL_UNAVAILABLE');
    } });
    expect(await dispense(bench, sent)).toMatchObject({ errors: ['ERROR_ED_GENERIC Error'], shown: ['NCP_NATIONAL_UNAVAILABLE'] });
    expect(bench.store.only().state).toBe('RETRYABLE');
    expect((await dispense(bench, sent)).status).toBe('Success');
    expect(bench.national.standing()).toHaveLength(1);
  });

  it('8.1 a second 412 is somebody else\'s turn: asked for again, never "already dispensed"', async () => {
    const bench = await exported();
    const change = { before: (): void => { bench.national.change(RX, {}); } };
    bench.national.spoil('registerDispense', change, change);
    expect(await dispense(bench, report(bench))).toMatchObject({ errors: [PENDING], shown: ['NCP_DISPENSE_BUSY'] });
    expect([bench.store.only().state, bench.store.conflicts]).toEqual(['UNKNOWN', []]);
  });

  it('8.2 a lock is waited for by the dispatcher', async () => {
    const bench = await exported();
    bench.national.spoil('registerDispense', 'NCP_NATIONAL_LOCKED');
    expect(await dispense(bench, report(bench))).toMatchObject({ errors: [PENDING], shown: ['NCP_DISPENSE_BUSY'] });
    expect(bench.store.only()).toMatchObject({ state: 'UNKNOWN', nextAttemptAt: addMs(bench.now, 5_000) });
    expect(bench.store.entries.at(-1)?.outbox).toMatchObject([{ kind: 'reconcile-dispensation' }]);
  });

  it.each([['left', '4106 Error'], ['status', 'ERROR_ED_NOT_DISPENSABLE_EPRESCRIPTION Error']])('8.3 refused for "%s" is %s and kept', async (reason, error) => {
    const bench = await exported();
    bench.national.spoil('registerDispense', { code: 'NCP_NATIONAL_REFUSED', details: { reason } });
    expect((await dispense(bench, report(bench))).errors).toEqual([error]);
    expect([bench.store.only().state, bench.store.conflicts.length]).toEqual(['REJECTED', 1]);
  });

  it('8.4 a lost answer is looked for at once', async () => {
    const bench = await exported();
    bench.national.spoil('registerDispense', 'lost');
    expect((await dispense(bench, report(bench))).status).toBe('Success');
    expect(bench.store.only().state).toBe('CONFIRMED');
  });

  it('8.4 what cannot be found out is pending, never failed, and has its reminder', async () => {
    const bench = await exported();
    bench.national.spoil('registerDispense', 'lost');
    bench.national.spoil('dispensesByActorId', 'NCP_NATIONAL_UNAVAILABLE');
    expect(await dispense(bench, report(bench))).toMatchObject({ status: 'Failure', errors: [PENDING], shown: ['NCP_DISPENSE_PENDING'] });
    expect(bench.store.only().state).toBe('UNKNOWN');
    expect(bench.store.entries.at(-1)?.evidence?.map(({ title }) => title)).toEqual(['NCPA_XDR_SUBMIT_REQ', 'NI_XDR_DISP_REQ']);
  });

  it('8.5 not sent is a failure that may be repeated', async () => {
    const bench = await exported();
    const sent = report(bench);
    bench.national.spoil('registerDispense', 'NCP_NATIONAL_UNAVAILABLE');
    expect(await dispense(bench, sent)).toMatchObject({ errors: ['ERROR_ED_GENERIC Error'], shown: ['NCP_NATIONAL_UNAVAILABLE'] });
    expect(bench.store.only().state).toBe('RETRYABLE');
    expect((await dispense(bench, sent)).status).toBe('Success');
  });

  it.each(['not-at-all', 'twice'] as const)('8.6 DISP-34 "done" with an effect counted %s is an alarm and no success', async (trouble) => {
    const bench = await exported();
    bench.national.spoil('registerDispense', trouble);
    expect((await dispense(bench, report(bench))).errors).toEqual([PENDING]);
    expect(bench.alarmed()).toEqual(['NCP_NATIONAL_EFFECTS']);
    expect(bench.store.only().state).toBe('UNKNOWN');
  });

  it('leaves its calls no longer than the row is ours', async () => {
    const bench = await exported();
    bench.wait(1_000);
    await dispense(bench, report(bench));
    const write = bench.national.calls.find(({ method }) => method === 'registerDispense');
    expect(write?.call.deadline).toBe('2026-06-12T12:00:19Z');
  });
});
