import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { countryCode, instantFromEpoch } from '@ncp/domain';
import type { DispenseRecord } from '@ncp/exchange';
import { encodeReversal } from '@ncp/fhir';
import type { Store } from '@ncp/store';
import {
  alarmsOf, counterAbroad, openRecords, rowOf, startDispatcherBeside, startGatewayWorld, startMiddlebox, until,
  type CounterAbroad, type DispatcherOptions, type GatewayWorld, type Middlebox, type Prepared, type ProcessBeside, type Records,
} from '@ncp/testkit';

const ALMA = { root: '1.2.752.129.2.1.3.1', extension: '199008202385' };
const FI = countryCode('FI');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
type Fault = Parameters<GatewayWorld['nll']['control']['addFault']>[0];
const RECORDED = { kind: 'recorded', codes: [] };
const PENDING = { kind: 'pending', codes: ['2201 NCP_DISPENSE_PENDING'] };

describe('a dispensation whose outcome nobody saw', () => {
  let world: GatewayWorld;
  let middlebox: Middlebox;
  let store: Store;
  let records: Records;
  let counter: CounterAbroad;
  const dispatchers: ProcessBeside[] = [];

  beforeAll(async () => {
    middlebox = await startMiddlebox();
    world = await startGatewayWorld({
      gateway: 'process',
      configure: (config) => {
        const national = config['national'] as { baseUrl: string };
        middlebox.leadTo(national.baseUrl);
        national.baseUrl = `${middlebox.url}${new URL(national.baseUrl).pathname}`;
      },
    });
    [store, records] = await Promise.all([world.store(), openRecords(world)]);
    counter = counterAbroad(world.peer('FI'), { patient: ALMA, settle: () => Promise.resolve() });
  }, 180_000);
  afterAll(async () => {
    await records.close();
    await world.stop();
    await middlebox.close();
  });

  let prescription: Uint8Array;
  let present: Prepared;
  let minute = 0;
  beforeEach(async () => {
    world.nll.control.reset();
    counter.ncp.signInAgain();
    minute += 1;
    prescription = await counter.prescription();
    present = handOver();
  });
  const start = Date.now();
  /** The same hand-over in every document of a test; each has an id of its own. */
  const handOver = (): Prepared => counter.handOver(prescription, { packSize: '84', at: new Date(start - minute * MINUTE_MS) });
  afterEach(async () => { await stopDispatchers(); });

  const startDispatcher = async (options: DispatcherOptions = {}): Promise<ProcessBeside> => {
    const started = await startDispatcherBeside(world, options);
    dispatchers.push(started);
    return started;
  };
  const stopDispatchers = async (): Promise<void> => { await Promise.all(dispatchers.splice(0).map((one) => one.kill())); };

  const row = (): Promise<DispenseRecord | undefined> => rowOf(store, FI, present.id);
  const comesTo = (state: DispenseRecord['state']): Promise<void> => until(`the row is ${state}`, async () => (await row())?.state === state);
  /** The dispatcher has had its look, and nothing is settled. */
  const looksInVain = async (options: DispatcherOptions): Promise<ProcessBeside> => {
    const planned = (await row())?.nextAttemptAt;
    const dispatcher = await startDispatcher(options);
    await until('the next look is planned', async () => {
      const now = await row();
      return now?.state === 'UNKNOWN' && now.nextAttemptAt !== planned;
    });
    return dispatcher;
  };
  const alarmedBy = (process: { readonly healthPort: number }, code: string, times = 1): Promise<void> =>
    until(`${code} is alarmed`, async () => ((await alarmsOf(process)).get(code) ?? 0) >= times);
  const uttag = () => world.nll.control.effects().filter((effect) => effect.patientId === 'pat-s01');
  const standing = () => uttag().filter(({ status }) => status === 'completed');
  const disturb = (kind: Fault['kind'], method: 'GET' | 'POST' | 'PUT', times = 1): void => {
    world.nll.control.addFault({ kind, method, resource: 'MedicationDispense', times });
  };
  const postsSent = (): number => world.nll.control.requests().filter((one) => one.method === 'POST' && one.resource === 'MedicationDispense').length;

  it('DISP-03 is settled by the dispatcher within its schedule, and the sender hears it', async () => {
    const dispatcher = await startDispatcher();
    disturb('lost-answer', 'POST');
    // The gateway's own look at once, with its repetitions, finds nobody.
    disturb('error', 'GET', 3);
    expect(await counter.send(present)).toEqual(PENDING);
    expect(await row()).toMatchObject({ state: 'UNKNOWN' });
    const since = performance.now();
    await comesTo('CONFIRMED');
    // First look after 5 s (decisions G18); the rest is patience with a busy machine.
    expect(performance.now() - since).toBeLessThan(20_000);
    expect(await counter.send(present)).toEqual(RECORDED);
    expect(standing()).toHaveLength(1);
    expect(postsSent()).toBe(1);
    expect(dispatcher.process.child.exitCode).toBeNull();
  });

  it.each([
    ['was not begun', 'reset-before-commit'], ['lost its answer', 'lost-answer'],
    ['failed after it was done', 'error-after-commit'], ['was answered by half', 'cut-answer'],
  ] as const)('DISP-33 a reversal that %s is settled by the dispatcher: taken back once', async (_, fault) => {
    expect(await counter.send(present)).toEqual(RECORDED);
    disturb(fault, 'PUT');
    expect(await counter.discard(present)).toEqual(PENDING);
    expect(await row()).toMatchObject({ state: 'DISCARD_UNKNOWN' });
    // Nobody is told "recorded" of what may be gone already.
    expect((await counter.send(present)).kind).toBe('pending');
    await startDispatcher({ aheadMs: 10 * MINUTE_MS });
    await comesTo('DISCARDED');
    expect(await counter.discard(present)).toEqual(RECORDED);
    expect(uttag()).toMatchObject([{ status: 'entered-in-error', versionId: '2', deducted: '0' }]);
  });

  it('DISP-34 the list says done and holds nothing: alarm, pending, and recorded once it is there', async () => {
    disturb('no-effect', 'POST');
    expect(await counter.send(present)).toEqual(PENDING);
    expect(standing()).toHaveLength(0);
    await alarmedBy(world.config.ncpA, 'NCP_NATIONAL_EFFECTS');
    // It repeats what it said, for it knows the request: that is no effect either.
    await alarmedBy(await looksInVain({ aheadMs: 10 * MINUTE_MS }), 'NCP_NATIONAL_EFFECTS');
    expect((await counter.send(present)).kind).toBe('pending');
    await stopDispatchers();
    disturb('forget-request-id', 'POST');
    await startDispatcher({ aheadMs: HOUR_MS });
    await comesTo('CONFIRMED');
    expect(await counter.send(present)).toEqual(RECORDED);
    expect(standing()).toHaveLength(1);
  });

  it.each([
    ['DISP-34 the list records it twice and says done', () => { disturb('two-effects', 'POST'); }],
    ['DISP-34 the list records it twice and the answer is lost', () => { disturb('two-effects', 'POST'); disturb('lost-answer', 'POST'); }],
    ['DISP-35 the request is repeated on its way and the list forgot its id', () => { disturb('forget-request-id', 'POST'); middlebox.behave('repeating'); }],
  ] as const)('%s: alarm, pending, and recorded once people have mended it', async (_, happen) => {
    const before = (await alarmsOf(world.config.ncpA)).get('NCP_NATIONAL_EFFECTS') ?? 0;
    happen();
    const told = await counter.send(present);
    middlebox.behave('honest');
    expect(told).toEqual(PENDING);
    expect(standing()).toHaveLength(2);
    await alarmedBy(world.config.ncpA, 'NCP_NATIONAL_EFFECTS', before + 1);
    await alarmedBy(await looksInVain({ aheadMs: 10 * MINUTE_MS }), 'NCP_NATIONAL_EFFECTS');
    expect((await row())?.flags).toContain('DOUBLE_EFFECT');
    expect((await counter.send(present)).kind).toBe('pending');
    await stopDispatchers();
    takeBackInTheList(standing()[1]?.id ?? '');
    await startDispatcher({ aheadMs: HOUR_MS });
    await comesTo('CONFIRMED');
    expect(await counter.send(present)).toEqual(RECORDED);
    expect(standing()).toHaveLength(1);
    expect(await counter.discard(present)).toEqual(RECORDED);
    expect(standing()).toHaveLength(0);
  });

  /** What a person at the list does about a double. */
  function takeBackInTheList(id: string): void {
    const { store: resources, change } = world.nll.world;
    const current = resources.current('MedicationDispense', id);
    if (current === undefined) throw new Error(id);
    change(encodeReversal(current, { how: 'backa', reason: 'Dubbelregistrerat', at: instantFromEpoch(Date.now()) }), { provenance: undefined, ifVersion: '1' });
  }

  it('DISP-36 the list is away for three days: pending, alarmed after an hour and a day, and never called again before it answers', async () => {
    middlebox.behave('vanishing');
    expect(await counter.send(present)).toEqual(PENDING);
    const levels: (string | undefined)[] = [];
    for (const aheadMs of [20 * MINUTE_MS, HOUR_MS + MINUTE_MS, DAY_MS + MINUTE_MS, 3 * DAY_MS]) {
      const dispatcher = await looksInVain({ aheadMs });
      await stopDispatchers();
      levels.push(/"NCP_DISPENSE_PENDING".*"level":(\d)/.exec(dispatcher.log())?.[1]);
    }
    expect(levels).toEqual([undefined, '1', '2', '2']);
    // The sender may ask as often as it likes.
    expect((await counter.send(present)).kind).toBe('pending');
    middlebox.behave('honest');
    // Its breaker is open, rightly; nobody needs to wait for that.
    await world.restart();
    expect(postsSent()).toBe(0);
    expect(uttag()).toHaveLength(0);
    await startDispatcher({ aheadMs: 3 * DAY_MS + HOUR_MS });
    await comesTo('CONFIRMED');
    expect(await counter.send(present)).toEqual(RECORDED);
    expect(standing()).toHaveLength(1);
    expect(postsSent()).toBe(1);
  });

  describe('follow-ups', () => {
    const FAIL = ['delivered_at on dispense', 'state on replay_message', 'relayed_at, settled_at on outbox'] as const;
    beforeAll(async () => {
      await records.sql(`create function never() returns trigger language plpgsql as $$ begin raise exception 'never'; end $$`);
    });
    beforeEach(async () => {
      for (const [index, columns] of FAIL.entries()) {
        await records.sql(`create trigger never_${String(index)} before update of ${columns} for each row execute function never()`);
      }
    });
    afterEach(async () => {
      for (const [index, columns] of FAIL.entries()) await records.sql(`drop trigger if exists never_${String(index)} on ${columns.split(' on ')[1] ?? ''}`);
    });

    it('DISP-07 that fail for ever never turn a recorded dispensation into a failure, and are seen', async () => {
      const { pki, config } = world;
      const dispatcher = await startDispatcher({ auditRepository: { host: '127.0.0.1', port: 1, ca: pki.countries['SE']?.ca.certificate ?? '' } });
      const before = (await alarmsOf(config.ncpA)).get('NCP_STORE_UNAVAILABLE') ?? 0;
      expect(await counter.send(present)).toEqual(RECORDED);
      // The note that the answer has arrived.
      await alarmedBy(config.ncpA, 'NCP_STORE_UNAVAILABLE', before + 1);
      expect(await row()).toMatchObject({ state: 'CONFIRMED' });
      expect((await row())?.deliveredAt).toBeUndefined();
      // Relay and forwarding of the audit.
      await alarmedBy(dispatcher, 'NCP_STORE_UNAVAILABLE');
      await alarmedBy(dispatcher, 'NCP_AUDIT_UNAVAILABLE');
      expect((await store.outbox.backlog('forward-audit')).rows).toBeGreaterThan(0);
      // Said again: the same. Under another id: the same hand-over, for nobody knows that the first answer arrived (D51).
      expect(await counter.send(present)).toEqual(RECORDED);
      expect(await counter.send(handOver())).toEqual(RECORDED);
      expect(standing()).toHaveLength(1);
      expect(await counter.discard(present)).toEqual(RECORDED);
      expect(standing()).toHaveLength(0);
      expect(dispatcher.process.child.exitCode).toBeNull();
    });
  });
});
