import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countryCode, isUnsettled } from '@ncp/domain';
import type { ProbePoint } from '@ncp/exchange';
import type { Store } from '@ncp/store';
import {
  counterAbroad, rowOf, startDispatcherBeside, startGatewayWorld, startLocalRedis, startTestPostgres, until,
  type CounterAbroad, type CounterTold, type GatewayWorld, type Outage, type Prepared, type ProcessBeside,
} from '@ncp/testkit';

const ALMA = { root: '1.2.752.129.2.1.3.1', extension: '199008202385' };
const FI = countryCode('FI');
const POINTS: readonly ProbePoint[] = [
  'dispense.verified', 'dispense.intent-committed', 'dispense.called', 'dispense.answered', 'dispense.outcome-committed', 'answer.half-written',
];
const DISCARD_POINTS: readonly ProbePoint[] = ['discard.intent-committed', 'discard.answered', 'answer.half-written'];
/** Ahead of every lease: what a dead gateway left behind is due at once. */
const AHEAD_MS = 30_000;

const postgres = await startTestPostgres();
const redis = await startLocalRedis();
const database = postgres.outage;
const queue = redis?.outage;

describe('a dispensation survives the loss of', () => {
  let world: GatewayWorld;
  let store: Store;
  let counter: CounterAbroad;
  let dispatcher: ProcessBeside;
  /** What is reported now; nobody but the dispatcher settles it. */
  let present: Prepared;

  beforeAll(async () => {
    world = await startGatewayWorld({ gateway: 'process', postgres });
    store = await world.store();
    counter = counterAbroad(world.peer('FI'), { patient: ALMA, settle: settled });
  }, 180_000);
  afterAll(async () => {
    await world.stop();
    await redis?.stop();
    await postgres.stop();
  });

  let minute = 0;
  async function prepare(): Promise<void> {
    world.nll.control.reset();
    counter.ncp.signInAgain();
    minute += 1;
    present = counter.handOver(await counter.prescription(), { packSize: '84', at: new Date(Date.now() - minute * 60_000) });
  }

  const settled = (): Promise<void> => until('settled by the dispatcher', async () => {
    const row = await rowOf(store, FI, present.id);
    return row === undefined || !isUnsettled(row.state);
  });

  const uttag = () => world.nll.control.effects().filter((effect) => effect.patientId === 'pat-s01');
  const standing = (): number => uttag().filter(({ status }) => status === 'completed').length;

  interface Loss {
    readonly of: Outage;
    /** The gateway itself lives on. */
    readonly spared?: boolean;
    /** Settled before what was lost is back. */
    readonly settledWithout?: boolean;
  }

  /** The message is sent, and at that point of its way things end; then everything comes back and the dispatcher settles. */
  async function lose(at: ProbePoint, loss: Loss, message: () => Promise<CounterTold>): Promise<CounterTold> {
    world.ambush({ at, victims: [loss.of.victim()], spared: loss.spared === true });
    const told = await message();
    if (loss.settledWithout === true) await settled();
    await loss.of.end();
    if (loss.spared !== true) await world.restart();
    await settled();
    expect(dispatcher.process.child.exitCode).toBeNull();
    return told;
  }

  async function dispenseThrough(at: ProbePoint, loss: Loss): Promise<void> {
    await prepare();
    const told = await lose(at, loss, () => counter.send(present));
    // Both sides agree without another word: whoever was told "not recorded" may leave it at that.
    if (told.kind === 'recorded') expect(standing()).toBe(1);
    if (told.kind === 'refused') expect({ told, standing: standing() }).toEqual({ told, standing: 0 });
    expect(await counter.sendUntilFinal(present)).toEqual({ kind: 'recorded', codes: [] });
    expect(standing()).toBe(1);
    expect(await rowOf(store, FI, present.id)).toMatchObject({ state: 'CONFIRMED' });
  }

  async function discardThrough(at: ProbePoint, loss: Loss): Promise<void> {
    await prepare();
    expect(await counter.send(present)).toEqual({ kind: 'recorded', codes: [] });
    const told = await lose(at, loss, () => counter.discard(present));
    if (told.kind === 'recorded') expect(standing()).toBe(0);
    if (told.kind === 'refused') expect({ told, standing: standing() }).toEqual({ told, standing: 1 });
    expect((await counter.discardUntilFinal(present)).kind).toBe('recorded');
    expect(uttag()).toMatchObject([{ status: 'entered-in-error', versionId: '2' }]);
  }

  describe('time, while the dispatcher goes on', () => {
    beforeAll(async () => { dispatcher = await startDispatcherBeside(world, { aheadMs: AHEAD_MS }); }, 60_000);
    afterAll(async () => { await dispatcher.kill(); });
    /** Long enough for the dispatcher to take the gateway for dead and to do its work. */
    const FROZEN_MS = 3_000;
    const frozenAt = (at: ProbePoint): void => { world.ambush({ at, frozenMs: FROZEN_MS, spared: true }); };

    it.each(POINTS.slice(0, 5))('DISP-60 a gateway that stands still at %s until its lease has passed: one effect', async (at) => {
      await prepare();
      frozenAt(at);
      expect(['recorded', 'pending']).toContain((await counter.send(present)).kind);
      await settled();
      expect(await counter.sendUntilFinal(present)).toEqual({ kind: 'recorded', codes: [] });
      expect(uttag()).toMatchObject([{ status: 'completed', versionId: '1' }]);
    });

    it.each(DISCARD_POINTS.slice(0, 2))('DISP-60 a gateway that stands still at %s until its lease has passed: taken back once', async (at) => {
      await prepare();
      expect(await counter.send(present)).toEqual({ kind: 'recorded', codes: [] });
      frozenAt(at);
      expect(['recorded', 'pending']).toContain((await counter.discard(present)).kind);
      await settled();
      expect((await counter.discardUntilFinal(present)).kind).toBe('recorded');
      expect(uttag()).toMatchObject([{ status: 'entered-in-error', versionId: '2' }]);
    });
  });

  describe('the gateway and then the dispatcher, in the middle of its own call', () => {
    /** The first dispatcher dies while the list still works on what it asked for; another one finds it. */
    async function loseTwice(method: 'POST' | 'PUT'): Promise<void> {
      await world.restart();
      world.nll.control.addFault({ kind: 'latency', method, resource: 'MedicationDispense', ms: 1_500 });
      const first = await startDispatcherBeside(world, { aheadMs: AHEAD_MS });
      await until('the dispatcher has called', () => !world.nll.world.faults.pending().some(({ kind }) => kind === 'latency'));
      await first.kill();
      dispatcher = await startDispatcherBeside(world, { aheadMs: 10 * 60_000 });
      await settled();
      await dispatcher.kill();
    }

    it('DISP-03 of a dispensation: one effect', async () => {
      await prepare();
      world.ambush('dispense.intent-committed');
      expect((await counter.send(present)).kind).toBe('nothing');
      await loseTwice('POST');
      expect(await counter.sendUntilFinal(present)).toEqual({ kind: 'recorded', codes: [] });
      expect(uttag()).toMatchObject([{ status: 'completed', versionId: '1' }]);
    });

    it('DISP-33 of a discard: taken back once', async () => {
      await prepare();
      expect(await counter.send(present)).toEqual({ kind: 'recorded', codes: [] });
      world.ambush('discard.intent-committed');
      expect((await counter.discard(present)).kind).toBe('nothing');
      await loseTwice('PUT');
      expect((await counter.discardUntilFinal(present)).kind).toBe('recorded');
      expect(uttag()).toMatchObject([{ status: 'entered-in-error', versionId: '2' }]);
    });
  });

  if (database === undefined) describe.skip(`PostgreSQL (${postgres.kind} is not ours to stop)`, () => { it('DISP-14, DISP-15', () => undefined); });
  else describe('PostgreSQL, which is the queue too, while the dispatcher runs', () => {
    beforeAll(async () => { dispatcher = await startDispatcherBeside(world, { aheadMs: AHEAD_MS }); }, 60_000);
    afterAll(async () => { await dispatcher.kill(); });

    it.each(POINTS)('DISP-14 at %s: one effect, and both sides agree', (at) => dispenseThrough(at, { of: database, spared: true }));
    it.each(DISCARD_POINTS)('DISP-14 at %s of a discard: taken back once, and both sides agree', (at) => discardThrough(at, { of: database, spared: true }));
    it.each(POINTS)('DISP-15 together with the gateway, at %s: one effect', (at) => dispenseThrough(at, { of: database }));
    it('DISP-15 together with the gateway, in the middle of a discard: taken back once', () => discardThrough('discard.answered', { of: database }));

    it('DISP-14 a repetition that comes while it is away is never told that nothing was recorded', async () => {
      await prepare();
      world.ambush('dispense.outcome-committed');
      expect((await counter.send(present)).kind).toBe('nothing');
      await world.restart();
      database.begin();
      const told = [await counter.send(present), await counter.discard(present)];
      await database.end();
      expect(told).toEqual([{ kind: 'pending', codes: ['2201 NCP_STORE_UNAVAILABLE'] }, { kind: 'pending', codes: ['2201 NCP_STORE_UNAVAILABLE'] }]);
      expect(standing()).toBe(1);
      expect((await counter.sendUntilFinal(present)).kind).toBe('recorded');
      expect(standing()).toBe(1);
    });
  });

  if (redis === undefined || queue === undefined) describe.skip('Redis (no redis-server here)', () => { it('DISP-15', () => undefined); });
  else describe('Redis and the gateway, while the dispatcher runs', () => {
    beforeAll(async () => { dispatcher = await startDispatcherBeside(world, { aheadMs: AHEAD_MS, queueUrl: redis.url }); }, 60_000);
    afterAll(async () => { await dispatcher.kill(); });

    it.each(POINTS)('DISP-15 at %s: one effect', (at) => dispenseThrough(at, { of: queue }));
    it('DISP-15 in the middle of a discard: taken back once', () => discardThrough('discard.answered', { of: queue }));
    it('DISP-15, P8 and Redis stays away until it is settled: one effect', () => dispenseThrough('dispense.called', { of: queue, settledWithout: true }));
  });
});
