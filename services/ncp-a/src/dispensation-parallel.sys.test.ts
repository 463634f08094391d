import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  counterAbroad, endpointsAt, openRecords, startGatewayBeside, startGatewayWorld,
  type CounterAbroad, type GatewayBeside, type GatewayWorld, type PeerCode, type Prepared, type Records,
} from '@ncp/testkit';

const ALMA = { root: '1.2.752.129.2.1.3.1', extension: '199008202385' };
const COPIES = 50;
const ROUNDS = 4;
const RECORDED = { kind: 'recorded', codes: [] };

describe('two gateway processes over one database', () => {
  let world: GatewayWorld;
  let beside: GatewayBeside;
  let records: Records;
  const counters = new Map<string, CounterAbroad>();

  beforeAll(async () => {
    world = await startGatewayWorld({ gateway: 'process' });
    [beside, records] = await Promise.all([startGatewayBeside(world), openRecords(world)]);
  }, 180_000);
  afterAll(async () => {
    await records.close();
    await beside.kill();
    await world.stop();
  });

  /** A counter of that country that speaks to the first or the second process. */
  function counterOf(country: PeerCode, process: 'first' | 'second'): CounterAbroad {
    const name = `${country} ${process}`;
    const made = counters.get(name) ?? counterAbroad(
      process === 'first' ? world.peer(country) : world.peer(country, { endpoints: endpointsAt(beside.url) }),
      { patient: ALMA, settle: () => pause(300) },
    );
    counters.set(name, made);
    return made;
  }

  let minute = 0;
  const prepareAt = async (counter: CounterAbroad): Promise<Prepared> =>
    counter.handOver(await counter.prescription(), { packSize: '84', at: new Date(Date.now() - minute * 60_000) });
  const begin = (): void => {
    world.nll.control.reset();
    minute += 1;
  };
  const uttag = () => world.nll.control.effects().filter((effect) => effect.patientId === 'pat-s01');
  const openConflicts = () => records.sql<{ country: string; code: string }>('select country, code from conflict_record where closed_at is null');

  it(`DISP-21 the same document ${String(COPIES)} times at once: one effect, and every sender hears the same`, async () => {
    begin();
    const both = [counterOf('FI', 'first'), counterOf('FI', 'second')] as const;
    const prepared = await prepareAt(both[0]);
    const at = (copy: number): CounterAbroad => both[copy % 2 === 0 ? 0 : 1];
    const first = await Promise.all(Array.from({ length: COPIES }, (_, copy) => at(copy).send(prepared)));
    expect(first.filter(({ kind }) => kind !== 'recorded' && kind !== 'pending')).toEqual([]);
    expect(uttag()).toHaveLength(1);
    const last = await Promise.all(Array.from({ length: COPIES }, (_, copy) => at(copy).sendUntilFinal(prepared)));
    expect(last).toEqual(Array.from({ length: COPIES }, () => RECORDED));
    expect(uttag()).toMatchObject([{ status: 'completed', versionId: '1', deducted: '84' }]);
    expect(world.nll.control.counters().requests).toMatchObject({ 'POST MedicationDispense 201': 1 });
    expect(await openConflicts()).toEqual([]);
  }, 120_000);

  it('DISP-21 the same discard many times at once: taken back once', async () => {
    begin();
    const both = [counterOf('FI', 'first'), counterOf('FI', 'second')] as const;
    const prepared = await prepareAt(both[0]);
    expect(await both[0].send(prepared)).toEqual(RECORDED);
    const told = await Promise.all(Array.from({ length: 20 }, (_, copy) => both[copy % 2 === 0 ? 0 : 1].discardUntilFinal(prepared)));
    expect(told).toEqual(Array.from({ length: 20 }, () => RECORDED));
    expect(uttag()).toMatchObject([{ status: 'entered-in-error', versionId: '2', deducted: '0' }]);
  }, 60_000);

  it.each(Array.from({ length: ROUNDS }, (_, round) => round))('DISP-27 handed over in two countries at the same second (%i): one is recorded, the other is told and kept for people', async (round) => {
    begin();
    const finland = counterOf('FI', round % 2 === 0 ? 'first' : 'second');
    const denmark = counterOf('DK', round % 2 === 0 ? 'second' : 'first');
    const both = [{ code: 'FI', counter: finland, prepared: await prepareAt(finland) }, { code: 'DK', counter: denmark, prepared: await prepareAt(denmark) }];
    const told = await Promise.all(both.map(async (one) => ({ ...one, told: await one.counter.sendUntilFinal(one.prepared) })));
    const winner = told.find((one) => one.told.kind === 'recorded');
    const loser = told.find((one) => one.told.kind === 'refused');
    expect(uttag()).toMatchObject([{ status: 'completed', country: winner?.code }]);
    expect(loser?.told).toEqual({ kind: 'refused', codes: ['4106 NCP_DISPENSE_ALREADY'] });
    expect(await openConflicts()).toEqual([{ country: loser?.code, code: 'NCP_DISPENSE_ALREADY' }]);
    // The medicine came back: the loser withdraws its report, and the winner's stands.
    expect(await loser?.counter.discard(loser.prepared)).toEqual(RECORDED);
    expect(await openConflicts()).toEqual([]);
    expect(uttag()).toMatchObject([{ status: 'completed' }]);
  }, 60_000);
});
