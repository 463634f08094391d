import { describe, expect, it } from '@jest/globals';
import { addMs, type DispenseState } from '@ncp/domain';
import type { Trouble } from '../../fixtures/fake-national-list.js';
import { GatewayBench } from '../../fixtures/gateway-bench.js';
import { discard, dispense, report, type Report } from '../../fixtures/reports.js';
import { EP_ROOT, RX, tablets } from '../../fixtures/sample.js';
import { reconcileDispensation, type DispenseRecord } from '../index.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

interface Left {
  readonly bench: GatewayBench;
  readonly sent: Report;
  readonly row: () => DispenseRecord;
  readonly settle: () => Promise<void>;
}

/** What a process left behind that died in this state; its lease has passed. */
async function leftIn(state: DispenseState, effect: 'effect' | 'no effect', packages = 1): Promise<Left> {
  const bench = new GatewayBench();
  await bench.retrieve([`${EP_ROOT}^${RX}.1.L3`]);
  const sent = report(bench, { packages });
  if (effect === 'effect') bench.national.spoil('registerDispense', 'lost');
  else bench.national.spoil('registerDispense', 'NCP_NATIONAL_LOCKED');
  bench.national.spoil('dispensesByActorId', ...(effect === 'effect' ? ['NCP_NATIONAL_UNAVAILABLE' as const] : []));
  await dispense(bench, sent);
  bench.store.change(bench.store.only(), { state });
  bench.wait(MINUTE);
  bench.alarms.length = 0;
  bench.national.calls = [];
  return { bench, sent, row: () => bench.store.only(), settle: async () => { await reconcileDispensation(bench.store.only().key, bench.gateway); } };
}

const OPEN = ['INTENT', 'SENT', 'UNKNOWN'] as const;

describe('a dispensation that a process left open (decisions D53, G18)', () => {
  it.each(OPEN)('DISP-03 in %s with its effect on the list is confirmed, and never called again', async (state) => {
    const { bench, row, settle, sent } = await leftIn(state, 'effect');
    await settle();
    expect(row()).toMatchObject({ state: 'CONFIRMED', nationalDispenseId: 'md-1', confirmedAt: bench.now });
    expect(bench.national.asked()).toEqual(['dispensesByActorId']);
    expect((await dispense(bench, sent)).status).toBe('Success');
  });

  it.each(OPEN)('DISP-02 in %s without effect is called with the same key, and confirmed', async (state) => {
    const { bench, row, settle } = await leftIn(state, 'no effect');
    const { requestId, actorDispatchId } = row();
    await settle();
    expect(row().state).toBe('CONFIRMED');
    expect(bench.national.registered).toMatchObject([{ requestId, actorDispatchId }]);
    expect(bench.national.asked()).toEqual(['dispensesByActorId', 'registerDispense', 'dispensesByActorId']);
  });

  it.each(OPEN)('DISP-36 in %s stays open while the list cannot be asked, and no call is made', async (state) => {
    const { bench, row, settle } = await leftIn(state, 'no effect');
    bench.national.spoil('dispensesByActorId', 'NCP_NATIONAL_UNAVAILABLE');
    await settle();
    expect(row()).toMatchObject({ state: 'UNKNOWN', nextAttemptAt: addMs(bench.now, 5_000) });
    expect(bench.national.registered).toEqual([]);
  });

  it('keeps its warning and tells people what was odd when it is confirmed late', async () => {
    const { bench, sent, settle } = await leftIn('UNKNOWN', 'effect', 3);
    await settle();
    expect(bench.alarmed()).toEqual(['NCP_DISPENSE_REVIEW', 'NCP_DISPENSE_REVIEW']);
    expect((await dispense(bench, sent)).errors).toEqual(['WARNING_ED_GENERIC Warning']);
  });

  it.each<[string, Trouble, DispenseState, readonly string[]]>([
    ['a refusal is kept with what was reported', { code: 'NCP_NATIONAL_REFUSED', details: { reason: 'left' } }, 'REJECTED', ['NCP_DISPENSE_ALREADY']],
    ['a lock is waited for', 'NCP_NATIONAL_LOCKED', 'UNKNOWN', []],
    ['an outage is waited for', 'NCP_NATIONAL_UNAVAILABLE', 'UNKNOWN', []],
    ['an answer that is lost, with its effect, is found', 'lost', 'CONFIRMED', []],
    ['"done" twice is an alarm and no success', 'twice', 'UNKNOWN', ['NCP_NATIONAL_EFFECTS']],
    ['"done" without effect is an alarm and no success', 'not-at-all', 'UNKNOWN', ['NCP_NATIONAL_EFFECTS']],
  ])('of the repeated call %s', async (_what, trouble, state, alarms) => {
    const { bench, row, settle } = await leftIn('UNKNOWN', 'no effect');
    bench.national.spoil('registerDispense', trouble);
    await settle();
    expect([row().state, bench.alarmed()]).toEqual([state, alarms]);
    if (state !== 'REJECTED') return;
    const [conflict] = bench.store.conflicts;
    expect(JSON.parse(new TextDecoder().decode(conflict?.document))).toMatchObject({ dispensation: { pharmacy: { name: 'Testiapteekki' } }, packages: 1 });
  });

  it('8.2 a lock that lasts becomes a case for people after a quarter of an hour', async () => {
    const { bench, row, settle } = await leftIn('UNKNOWN', 'no effect');
    bench.wait(15 * MINUTE);
    bench.national.spoil('registerDispense', 'NCP_NATIONAL_LOCKED');
    await settle();
    expect(row()).toMatchObject({ state: 'REJECTED', outcome: { errors: [{ code: 'NCP_DISPENSE_ALREADY' }] } });
    expect(bench.store.conflicts).toHaveLength(1);
  });

  it('8.1 a changed prescription is called for as it is now, and whether it ends is decided anew', async () => {
    const { bench, row, settle } = await leftIn('UNKNOWN', 'no effect');
    bench.national.change(RX, { dispensesAllowed: 3, remainingDispenses: 2, remainingQuantity: tablets('200') });
    await settle();
    expect(row().state).toBe('CONFIRMED');
    expect(bench.national.registered).toMatchObject([{ complete: false, prescription: { versionId: '2' } }]);
  });

  it.each<[string, Parameters<GatewayBench['national']['change']>[1], string]>([
    ['dispensed elsewhere', { status: 'completed', remainingDispenses: 0 }, 'NCP_DISPENSE_ALREADY'],
    ['stopped', { status: 'stopped' }, 'NCP_DISPENSE_NOT_DISPENSABLE'],
  ])('8.1 a prescription %s meanwhile is refused and kept', async (_what, change, code) => {
    const { bench, row, settle } = await leftIn('UNKNOWN', 'no effect');
    bench.national.change(RX, change);
    await settle();
    expect(row().state).toBe('REJECTED');
    expect(bench.store.conflicts).toMatchObject([{ code }]);
  });

  it('DISP-35 two effects are an alarm at every look, and nobody picks one; earlier flags stay', async () => {
    const { bench, row, settle } = await leftIn('UNKNOWN', 'effect', 3);
    const [one] = bench.national.uttag;
    if (one !== undefined) bench.national.uttag.push({ ...one, id: 'md-2' });
    await settle();
    bench.wait(HOUR / 2);
    await settle();
    expect(row()).toMatchObject({ state: 'UNKNOWN', flags: ['OVER_QUANTITY', 'EXCEEDS_REMAINING', 'DOUBLE_EFFECT'] });
    expect(bench.alarmed()).toEqual(['NCP_NATIONAL_EFFECTS', 'NCP_NATIONAL_EFFECTS']);
  });

  it('DISP-35 a double that people mended in the list is settled', async () => {
    const { bench, row, settle } = await leftIn('UNKNOWN', 'effect');
    const [one] = bench.national.uttag;
    if (one !== undefined) bench.national.uttag.unshift({ ...one, id: 'md-2', status: 'reversed' });
    await settle();
    expect(row()).toMatchObject({ state: 'CONFIRMED', nationalDispenseId: one?.id });
  });

  it('an uttag that somebody took back in the list is not told as recorded', async () => {
    const { bench, row, settle } = await leftIn('UNKNOWN', 'effect');
    bench.national.uttag = bench.national.uttag.map((one) => ({ ...one, status: 'reversed' }));
    await settle();
    expect(row()).toMatchObject({ state: 'REJECTED', outcome: { errors: [{ code: 'NCP_DISPENSE_DISCARDED' }] } });
    expect(bench.store.conflicts).toHaveLength(1);
  });

  it.each([undefined, '{', '{"x":1}'])('a row whose call is %j waits for people', async (command) => {
    const { bench, row, settle } = await leftIn('UNKNOWN', 'no effect');
    const { command: _gone, ...rest } = row();
    bench.store.rows.clear();
    bench.store.rows.set(JSON.stringify([rest.key.country, rest.key.documentRoot, rest.key.documentExtension, rest.key.itemId]), { ...rest, ...(command === undefined ? {} : { command }) });
    await settle();
    expect(row()).toMatchObject({ state: 'UNKNOWN', flags: ['NO_COMMAND'] });
    expect(bench.national.registered).toEqual([]);
  });

  it.each(OPEN)('in %s it is left alone while its lease lasts', async (state) => {
    const { bench, row, settle } = await leftIn(state, 'no effect');
    bench.store.change(row(), { nextAttemptAt: addMs(bench.now, 1) });
    await settle();
    expect([row().state, bench.national.calls]).toEqual([state, []]);
  });

  it('DISP-36 an old one is alarmed after an hour, and louder after a day', async () => {
    const { bench, settle } = await leftIn('UNKNOWN', 'no effect');
    for (const later of [58 * MINUTE, 2 * MINUTE, 23 * HOUR]) {
      bench.wait(later);
      bench.national.spoil('dispensesByActorId', 'NCP_NATIONAL_UNAVAILABLE');
      await settle();
    }
    expect(bench.alarms.map(({ code, details }) => [code, details['level']])).toEqual([['NCP_DISPENSE_PENDING', 1], ['NCP_DISPENSE_PENDING', 2]]);
  });

  it('run twice at once it calls once', async () => {
    const { bench, row, settle } = await leftIn('UNKNOWN', 'no effect');
    await Promise.all([settle(), settle(), settle()]);
    expect([row().state, bench.national.registered.length]).toEqual(['CONFIRMED', 1]);
  });

  it('tells nobody about other people\'s data, and alarms', async () => {
    const { bench, row, settle } = await leftIn('UNKNOWN', 'no effect');
    bench.national.spoil('dispensesByActorId', 'NCP_NATIONAL_WRONG_PATIENT');
    await settle();
    expect([row().state, bench.alarmed(), bench.national.registered]).toEqual(['UNKNOWN', ['NCP_NATIONAL_WRONG_PATIENT'], []]);
  });

  it.each(['CONFIRMED', 'REJECTED', 'RETRYABLE', 'DISCARDED'] as const)('in %s there is nothing to do', async (state) => {
    const { bench, row, settle } = await leftIn(state, 'no effect');
    await settle();
    expect([row().state, bench.national.calls]).toEqual([state, []]);
  });

  it('of an unknown key there is nothing to do', async () => {
    const bench = new GatewayBench();
    expect(await reconcileDispensation({ country: 'FI' as never, documentRoot: '1', documentExtension: '2', itemId: '3' }, bench.gateway)).toBeUndefined();
  });
});

describe('a discard that a process left open (DISP-33)', () => {
  const leftOpen = async (state: 'DISCARD_INTENT' | 'DISCARD_UNKNOWN', how: 'reversed' | 'standing'): Promise<Left> => {
    const left = await leftIn('UNKNOWN', 'effect');
    await left.settle();
    if (how === 'reversed') left.bench.national.uttag = left.bench.national.uttag.map((one) => ({ ...one, status: 'reversed', versionId: '2' }));
    left.bench.store.change(left.row(), { state, nextAttemptAt: left.bench.now });
    left.bench.national.calls = [];
    return left;
  };
  const STATES = ['DISCARD_INTENT', 'DISCARD_UNKNOWN'] as const;

  it.each(STATES)('in %s, reversed, is discarded without another call', async (state) => {
    const { bench, row, settle, sent } = await leftOpen(state, 'reversed');
    await settle();
    expect([row().state, bench.national.asked()]).toEqual(['DISCARDED', ['dispensesByActorId']]);
    expect((await discard(bench, sent)).status).toBe('Success');
  });

  it.each(STATES)('in %s, not reversed, is reversed', async (state) => {
    const { bench, row, settle } = await leftOpen(state, 'standing');
    await settle();
    expect([row().state, bench.national.standing()]).toEqual(['DISCARDED', []]);
  });

  it.each(STATES)('in %s, refused, leaves the dispensation standing, its flags and an alarm', async (state) => {
    const { bench, row, settle } = await leftOpen(state, 'standing');
    bench.store.change(row(), { flags: ['LATE'] });
    bench.national.spoil('reverseDispense', 'NCP_NATIONAL_REFUSED');
    await settle();
    expect(row()).toMatchObject({ state: 'CONFIRMED', flags: ['LATE', 'DISCARD_REFUSED'] });
    expect(bench.alarmed()).toEqual(['NCP_DISCARD_REFUSED']);
  });

  it.each(STATES)('in %s, unreachable or unknown, stays open', async (state) => {
    const { bench, row, settle } = await leftOpen(state, 'standing');
    bench.national.spoil('dispensesByActorId', 'NCP_NATIONAL_UNAVAILABLE');
    await settle();
    expect(row()).toMatchObject({ state: 'DISCARD_UNKNOWN', nextAttemptAt: addMs(bench.now, 5_000) });
    bench.wait(5_000);
    bench.national.spoil('reverseDispense', 'lost');
    await settle();
    expect(row().state).toBe('DISCARD_UNKNOWN');
    bench.wait(5_000);
    await settle();
    expect(row().state).toBe('DISCARDED');
  });
});
