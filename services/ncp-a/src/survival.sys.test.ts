import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countryCode } from '@ncp/domain';
import type { ProbePoint } from '@ncp/exchange';
import { pairEntries, type RegistryAnswer } from '@ncp/ihe';
import type { ForeignNcp } from '@ncp/simulator';
import type { Store } from '@ncp/store';
import { reconcilerAhead, rowOf, startGatewayWorld, type GatewayWorld, type Reconciler } from '@ncp/testkit';

const ALMA = { root: '1.2.752.129.2.1.3.1', extension: '199008202385' };
const FI = countryCode('FI');
const RUNS = Number(process.env['NCP_SURVIVAL_RUNS'] ?? '200');
const FIRST_SEED = Number(process.env['NCP_SURVIVAL_SEED'] ?? '1');

const POINTS: readonly ProbePoint[] = [
  'dispense.verified', 'dispense.intent-committed', 'dispense.called', 'dispense.answered', 'dispense.outcome-committed', 'answer.half-written',
];
const NATIONAL_FAULTS = ['lost-answer', 'error-after-commit', 'reset-before-commit', 'cut-answer', 'error', 'stale'] as const;

/** What the sender was told: the truth of each is checked against the national list. */
type Told = 'recorded' | 'refused' | 'pending' | 'nothing';

const toldBy = (answer: RegistryAnswer): Told => {
  if (answer.errors.some((error) => error.code === '2201')) return 'pending';
  return answer.status === 'Success' ? 'recorded' : 'refused';
};

/** mulberry32: small, seeded, the same everywhere. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describe('a dispensation survives', () => {
  let world: GatewayWorld;
  let store: Store;
  let reconciler: Reconciler;
  let finland: ForeignNcp;

  beforeAll(async () => {
    world = await startGatewayWorld({ gateway: 'process' });
    store = await world.store();
    reconciler = reconcilerAhead(world, store);
    finland = world.peer('FI');
  }, 180_000);
  afterAll(async () => {
    reconciler.close();
    await world.stop();
  });

  let minute = 0;

  type Prepared = ReturnType<ForeignNcp['prepareDispensation']>;

  /** A fresh prescription of S01, offered and retrieved, and the hand-over that will be reported. */
  async function prepare(): Promise<Prepared> {
    world.nll.control.reset();
    const listed = await finland.list(ALMA);
    const [pair] = pairEntries(listed.answer);
    if (pair?.coded?.uniqueId === undefined) throw new Error(`nothing offered: ${JSON.stringify(listed.answer.errors)}`);
    const { answer } = await finland.retrieve(ALMA, [pair.coded.uniqueId]);
    const [document] = answer.documents;
    if (document === undefined) throw new Error(`nothing retrieved: ${JSON.stringify(answer.errors)}`);
    // Each hand-over at a minute of its own: two that look the same within minutes are a possible double (decisions D51).
    minute += 1;
    return finland.prepareDispensation(document.bytes, { packages: 1, packSize: '84', at: new Date(Date.now() - minute * 60_000) });
  }

  const send = async (prepared: Prepared): Promise<Told> => {
    try {
      return toldBy((await finland.dispense(ALMA, prepared)).answer);
    } catch {
      // The connection died under it: the sender knows nothing.
      return 'nothing';
    }
  };

  /** Standing effects on the national list for the one key of this document. */
  async function effects(prepared: Prepared): Promise<number> {
    const row = await rowOf(store, FI, prepared.id);
    const all = world.nll.control.effects().filter((effect) => effect.patientId === 'pat-s01' && effect.status === 'completed');
    if (row !== undefined) expect(all.every((effect) => effect.actorDispatchId === row.actorDispatchId)).toBe(true);
    return all.length;
  }

  /** A recorded answer implies exactly one effect, a refusal none. Pending and silence claim nothing. */
  async function checkTruth(told: Told, prepared: Prepared): Promise<void> {
    if (told === 'recorded') expect(await effects(prepared)).toBe(1);
    if (told === 'refused') expect(await effects(prepared)).toBe(0);
  }

  /** The sender repeats the same bytes until it is told something final, as RS 4.1 wants. */
  async function repeatUntilFinal(prepared: Prepared): Promise<Told> {
    for (let attempt = 0; attempt < 6; attempt += 1) {
      const told = await send(prepared);
      await checkTruth(told, prepared);
      if (told === 'recorded' || told === 'refused') return told;
      await reconciler.settleAll();
    }
    throw new Error('never settled');
  }

  const NAMED: readonly (readonly [id: string, point: ProbePoint])[] = [
    ['DISP-01 killed after verification, before the intent is committed', 'dispense.verified'],
    ['DISP-02 killed after the intent is committed, before the national call', 'dispense.intent-committed'],
    ['DISP-03 killed with the request on its way', 'dispense.called'],
    ['DISP-04 killed with the answer read and the outcome not committed', 'dispense.answered'],
    ['DISP-05 killed with the outcome committed and the answer not sent', 'dispense.outcome-committed'],
    ['DISP-06 killed with half of the answer sent', 'answer.half-written'],
  ];
  it.each(NAMED)('%s: recorded exactly once', async (_, point) => {
    const prepared = await prepare();
    await world.restart(point);
    expect(await send(prepared)).toBe('nothing');
    await world.died();
    await world.restart();
    await reconciler.settleAll();
    expect(await repeatUntilFinal(prepared)).toBe('recorded');
    expect(await effects(prepared)).toBe(1);
  });

  it(`keeps every promise in ${String(RUNS)} seeded runs of kills, lost answers and repetitions`, async () => {
    const failures: string[] = [];
    let killed = 0;
    for (let seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed += 1) {
      const next = random(seed);
      const choose = <T>(from: readonly T[]): T | undefined => from[Math.floor(next() * from.length)];
      try {
        // One pair of assertions accompanies 200 messages at most.
        finland.signInAgain();
        const prepared = await prepare();
        const killAt = next() < 0.4 ? choose(POINTS) : undefined;
        if (killAt !== undefined) {
          killed += 1;
          await world.restart(killAt);
        }
        const fault = next() < 0.5 ? choose(NATIONAL_FAULTS) : undefined;
        if (fault !== undefined) world.nll.control.addFault({ kind: fault, method: 'POST', resource: 'MedicationDispense' });
        const copies = 1 + Math.floor(next() * 3);
        const told = await Promise.all(Array.from({ length: copies }, () => send(prepared)));
        if (killAt !== undefined) {
          // A point that this schedule never reached leaves the process alive: end it all the same.
          await world.restart();
        }
        world.nll.control.clearFaults();
        for (const one of told) await checkTruth(one, prepared);
        if (next() < 0.5) await reconciler.settleAll();
        const final = await repeatUntilFinal(prepared);
        expect(await effects(prepared)).toBe(final === 'recorded' ? 1 : 0);
        // A refusal that left a conflict record holds the prescription until the sender withdraws it (UC-A5 4.5).
        if (final === 'refused') expect(toldBy((await finland.discard(ALMA, prepared)).answer)).toBe('recorded');
        if (final === 'recorded' && next() < 0.4) {
          const discarded = toldBy((await finland.discard(ALMA, prepared)).answer);
          expect(discarded).toBe('recorded');
          expect(await effects(prepared)).toBe(0);
        }
      } catch (error) {
        failures.push(`seed ${String(seed)}: ${error instanceof Error ? error.message.slice(0, 400) : String(error)}`);
        world.nll.control.clearFaults();
        await world.restart();
        await reconciler.settleAll();
      }
    }
    expect(failures).toEqual([]);
    expect(killed).toBeGreaterThan(RUNS / 5);
  }, 900_000);
});
