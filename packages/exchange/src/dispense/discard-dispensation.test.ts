import { describe, expect, it } from '@jest/globals';
import { GatewayBench } from '../../fixtures/gateway-bench.js';
import { discard, dispense, report, type Report, type Reported } from '../../fixtures/reports.js';
import { ALMA, CONSENT, EP_ROOT, OTHER, PERSONNUMMER, prescription, RX, RX_ROOT, tablets } from '../../fixtures/sample.js';

const PENDING = '2201 Error';
const UNKNOWN = { status: 'Failure', errors: ['4105 Error'], shown: ['NCP_DISPENSE_NO_MATCH'] };

/** A hand-over that is recorded. */
const recorded = async (changes: Reported = {}): Promise<readonly [GatewayBench, Report]> => {
  const bench = new GatewayBench();
  await bench.retrieve([`${EP_ROOT}^${RX}.1.L3`]);
  const sent = report(bench, changes);
  expect((await dispense(bench, sent)).status).toBe('Success');
  bench.wait(1_000);
  return [bench, sent];
};

describe('a discard (UC-A5)', () => {
  it('takes the uttag back, after its intent, and the prescription is offered again', async () => {
    const [bench, sent] = await recorded();
    expect(await discard(bench, sent)).toMatchObject({ status: 'Success', errors: [] });
    expect(bench.store.only().state).toBe('DISCARDED');
    expect(bench.store.entries.slice(-2).map(({ leaf, event }) => [leaf.kind, event?.type])).toEqual([['discard-intent', 'EHDSI-42'], ['discard', undefined]]);
    expect(bench.national.standing()).toEqual([]);
    expect((await bench.list()).errors).toEqual([]);
  });

  it('DISP-31 twice is once', async () => {
    const [bench, sent] = await recorded();
    await discard(bench, sent);
    expect((await discard(bench, sent)).status).toBe('Success');
    expect(bench.national.asked().filter((method) => method === 'reverseDispense')).toHaveLength(1);
  });

  it('4.2 DISP-31 is refused after 24 hours, and people must know', async () => {
    const [bench, sent] = await recorded();
    bench.wait(24 * 3_600_000 - 1_000);
    bench.wait(1);
    expect(await discard(bench, sent)).toMatchObject({ errors: ['ERROR_ED_DISCARD_FAILED Error'], shown: ['NCP_DISCARD_WINDOW'] });
    expect(bench.alarmed()).toEqual(['NCP_DISCARD_WINDOW']);
    expect(bench.national.standing()).toHaveLength(1);
  });

  it('4.1 is unknown for what nobody reported', async () => {
    const bench = new GatewayBench();
    expect(await discard(bench, report(bench))).toMatchObject(UNKNOWN);
  });

  it('never undoes the uttag of another patient, whoever is treated: as unknown, with an alarm', async () => {
    const [bench, sent] = await recorded();
    bench.national.people.push(OTHER);
    bench.national.consentsOf.set(OTHER.nationalId, [CONSENT]);
    const patient = { root: PERSONNUMMER, extension: OTHER.personalNumber };
    const forged = report(bench, { id: sent.id, patient: { ids: [patient], name: { family: OTHER.family, given: OTHER.given }, gender: 'F', birthTime: '19900521' } });
    expect(await discard(bench, forged, { patient })).toMatchObject(UNKNOWN);
    expect(bench.alarmed()).toEqual(['NCP_DISPENSE_OTHER_PATIENT']);
    expect(bench.national.standing()).toHaveLength(1);
  });

  it('is held against the treatment relationship like a report', async () => {
    const [bench, sent] = await recorded();
    expect((await discard(bench, sent, { patient: { root: PERSONNUMMER, extension: OTHER.personalNumber } })).errors).toEqual(['4206 Error']);
    expect(bench.national.standing()).toHaveLength(1);
  });

  it('need not be the same document to the letter, when the patient is the same', async () => {
    const [bench, sent] = await recorded();
    expect((await discard(bench, report(bench, { id: sent.id, packages: 7 }))).status).toBe('Success');
    expect(bench.national.standing()).toEqual([]);
  });

  it('D46 takes back the item that it names, among several of one document', async () => {
    const bench = new GatewayBench();
    const id = { root: '1.2.246.999', extension: 'one-document' };
    bench.national.rows = ['rx-a', 'rx-b'].map((name) => prescription({ id: name, remainingQuantity: tablets('100') }));
    const [a, b] = [report(bench, { id, prescription: 'rx-a' }), report(bench, { id, prescription: 'rx-b' })];
    await dispense(bench, a);
    await dispense(bench, b);
    expect((await discard(bench, b)).status).toBe('Success');
    expect(bench.national.standing().map(({ prescriptionId }) => prescriptionId)).toEqual(['rx-a']);
    const neither = report(bench, { id, prescriptionId: { root: RX_ROOT, extension: 'rx-c' }, itemId: { root: RX_ROOT, extension: 'rx-c' } });
    expect(await discard(bench, neither)).toMatchObject(UNKNOWN);
    expect((await discard(bench, a)).status).toBe('Success');
  });

  it('4.4 waits for a report that is not settled, else is pending', async () => {
    const [bench, sent] = await recorded();
    const row = bench.store.only();
    bench.store.change(row, { state: 'UNKNOWN', nextAttemptAt: '2026-06-12T13:00:00Z' as never });
    expect((await discard(bench, sent)).status).toBe('Success');
    bench.store.change(row, { state: 'UNKNOWN', nextAttemptAt: '2026-06-12T13:00:00Z' as never });
    bench.national.spoil('dispensesByActorId', 'NCP_NATIONAL_UNAVAILABLE');
    expect((await discard(bench, sent)).errors).toEqual([PENDING]);
  });

  it('4.5 of a refused report withdraws it: its conflict is closed, and it never comes back', async () => {
    const bench = new GatewayBench();
    bench.national.rows = [prescription({ status: 'stopped' })];
    const sent = report(bench);
    await dispense(bench, sent);
    expect((await discard(bench, sent)).status).toBe('Success');
    expect([bench.store.only().state, bench.store.conflicts[0]?.closed]).toEqual(['DISCARDED', 'withdrawn by discard']);
    expect((await dispense(bench, sent)).shown).toEqual(['NCP_DISPENSE_DISCARDED']);
    expect((await discard(bench, sent)).status).toBe('Success');
  });

  it('two discards at once both succeed, and reverse once', async () => {
    const [bench, sent] = await recorded();
    const answers = await Promise.all([discard(bench, sent), discard(bench, sent)]);
    expect(answers.map(({ errors }) => errors)).toContainEqual([]);
    expect(answers.every(({ errors }) => errors.length === 0 || errors[0] === PENDING)).toBe(true);
    expect((await discard(bench, sent)).status).toBe('Success');
    expect(bench.national.uttag.map(({ versionId }) => versionId)).toEqual(['2']);
  });

  it('two withdrawals at once both succeed', async () => {
    const bench = new GatewayBench();
    bench.national.rows = [prescription({ status: 'stopped' })];
    const sent = report(bench);
    await dispense(bench, sent);
    bench.alarms.length = 0;
    const answers = await Promise.all([discard(bench, sent), discard(bench, sent)]);
    expect(answers.map(({ status }) => status)).toEqual(['Success', 'Success']);
    expect(bench.alarms).toEqual([]);
  });
});

describe('what the reversal comes to (UC-A5 6)', () => {
  it('6.1 after 412 is read again and sent once more', async () => {
    const [bench, sent] = await recorded();
    bench.national.spoil('reverseDispense', 'NCP_NATIONAL_VERSION_CONFLICT');
    expect((await discard(bench, sent)).status).toBe('Success');
  });

  it.each(['NCP_NATIONAL_REFUSED', 'NCP_NATIONAL_NOT_FOUND'] as const)('6.2 %s is refused, and the dispensation stands', async (code) => {
    const [bench, sent] = await recorded();
    bench.national.spoil('reverseDispense', code);
    expect(await discard(bench, sent)).toMatchObject({ errors: ['ERROR_ED_DISCARD_FAILED Error'], shown: ['NCP_DISCARD_REFUSED'] });
    expect([bench.store.only().state, bench.alarmed()]).toEqual(['CONFIRMED', ['NCP_DISCARD_REFUSED']]);
  });

  it.each(['NCP_NATIONAL_UNAVAILABLE', 'NCP_NATIONAL_LOCKED', 'NCP_NATIONAL_FORBIDDEN'] as const)('6.4 %s may be repeated', async (code) => {
    const [bench, sent] = await recorded();
    bench.national.spoil('reverseDispense', code);
    expect((await discard(bench, sent)).errors).toEqual(['ERROR_ED_DISCARD_SERVICE_NOT_AVAILABLE Error']);
    expect(bench.store.only().state).toBe('CONFIRMED');
    expect((await discard(bench, sent)).status).toBe('Success');
  });

  it('6.3 DISP-33 a lost answer is pending, and has its reminder', async () => {
    const [bench, sent] = await recorded();
    bench.national.spoil('reverseDispense', 'lost');
    expect((await discard(bench, sent)).errors).toEqual([PENDING]);
    expect(bench.store.only().state).toBe('DISCARD_UNKNOWN');
    expect(bench.store.entries.at(-1)?.outbox).toMatchObject([{ kind: 'reconcile-dispensation' }]);
    bench.wait(5_000);
    expect((await discard(bench, sent)).status).toBe('Success');
  });

  it('names another request for each version that it reverses', async () => {
    const ids: string[] = [];
    const [bench, sent] = await recorded();
    const { reverseDispense } = bench.national;
    bench.national.reverseDispense = (command, call) => { ids.push(command.requestId); return reverseDispense.call(bench.national, command, call); };
    await discard(bench, sent);
    expect(ids).toEqual([expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)]);
  });
});

describe('the audit of a discard', () => {
  it('is that of a discard also when it is refused, with document and submission set', async () => {
    const bench = new GatewayBench();
    const sent = report(bench);
    await discard(bench, sent);
    const { event, leaf } = bench.store.entries.at(-1) ?? {};
    const text = new TextDecoder().decode(event?.xml);
    expect([event?.type, leaf?.outcome]).toEqual(['EHDSI-42', 4]);
    expect(text).toContain(`ParticipantObjectID="${sent.id.root}^${sent.id.extension ?? ''}"`);
    expect(text).toContain('submission set classificationNode');
    expect(text).toContain(ALMA.personalNumber);
  });
});
