import { describe, expect, it } from '@jest/globals';
import { addMs, isNcpError, isOpenDelivery, viewDelivery, type Delivery } from '@ncp/domain';
import { chanceOf, type Chance } from '@ncp/testkit';
import { DeliveryBench, type CountryManner } from '../../../fixtures/delivery-bench.js';
import { START } from '../../../fixtures/sample.js';
import { ANNA } from '../../../fixtures/treatment-bench.js';
import { discardDelivery, releaseDelivery, type ProbePoint } from '../../index.js';

const RUNS = Number(process.env['NCP_SURVIVAL_RUNS'] ?? '200');
const FIRST_SEED = Number(process.env['NCP_SURVIVAL_SEED'] ?? '1');
const MINUTE_MS = 60_000;

const POINTS: readonly ProbePoint[] = ['deliver.sending-committed', 'deliver.called', 'deliver.answered', 'deliver.outcome-committed'];
const CONFIRM_POINTS: readonly ProbePoint[] = ['confirm.checked', 'confirm.committed'];
const MANNERS: readonly CountryManner[] = ['not-sent', 'lost-before', 'lost-after', 'pending', 'pending-after', 'nonsense-after', 'refuse', 'prompt'];

/** One dispensation on a bad day, by the choices of one seed. */
class BadDay {
  readonly bench = new DeliveryBench();
  readonly story: string[] = [];
  readonly #chance: Chance;

  constructor(seed: number) {
    this.#chance = chanceOf(seed);
  }
  happens(probability: number): boolean {
    return this.#chance.happens(probability);
  }
  among<T>(from: readonly T[]): T {
    return this.#chance.among(from);
  }

  row(): Delivery {
    return this.bench.store.deliveries.only();
  }
  standing(): number {
    return [...this.bench.abroad.effects.values()].filter(({ standing }) => standing).length;
  }

  /** What the counter may say at this very moment. */
  checkTruth(): void {
    const { effects } = this.bench.abroad;
    expect(effects.size).toBeLessThan(2);
    const row = this.row();
    for (const id of effects.keys()) expect(id).toBe(`${row.documentId.root}^${String(row.documentId.extension)}`);
    const { handOver, counter } = viewDelivery(row);
    if (handOver === 'yes') expect(this.standing()).toBe(1);
    if (counter === 'not-recorded' || counter === 'taken-back') expect(this.standing()).toBe(0);
  }

  /** The process may die at a point of its work; the next one starts at once. */
  async #mortal(points: readonly ProbePoint[], work: () => Promise<unknown>): Promise<void> {
    const at = this.happens(0.3) ? this.among(points) : undefined;
    if (at !== undefined) this.bench.killAt(at);
    const unwell = at === undefined && this.happens(0.1);
    if (unwell) this.bench.store.trouble = () => this.among(['refused', 'lost', undefined] as const);
    await work().then(() => undefined, (error: unknown) => {
      this.story.push(`  failed: ${isNcpError(error) ? error.code : String(error)}`);
      if (at === undefined && !unwell) throw error;
    });
    if (at !== undefined) this.story.push(`  killed at ${at}`);
    this.bench.revive();
  }

  /** The pharmacist presses the button, some times more than once, until she has an answer. */
  async confirm(): Promise<void> {
    await this.#mortal(CONFIRM_POINTS, () => Promise.all(Array.from({ length: this.among([1, 2, 3]) }, () => this.bench.confirm('once'))));
    const given = await this.bench.confirm('once');
    this.story.push(`confirmed, ${given.state}`);
    expect(this.row().id).toBe(given.id);
  }

  async look(manner: CountryManner): Promise<void> {
    this.bench.abroad.manners = [manner];
    const before = this.row().state;
    await this.#mortal(POINTS, () => this.bench.after(this.among([0, 10_000, 75_000, 10 * MINUTE_MS])));
    this.story.push(`${before}: ${manner} -> ${this.row().state}`);
    this.checkTruth();
  }

  async discard(): Promise<void> {
    await discardDelivery(this.bench.gateway, { ...ANNA, until: addMs(this.bench.now, 60 * MINUTE_MS) }, { id: this.row().id, reason: 'fel' })
      .then(({ state }) => { this.story.push(`discard asked: ${state}`); }, (error: unknown) => {
        if (!isNcpError(error) || error.code !== 'NCP_API_STATE') throw error;
      });
    this.checkTruth();
  }

  /** Faults have stopped: it settles by itself, with a release where an assertion has ended. */
  async settle(): Promise<void> {
    for (let looks = 0; looks < 40 && isOpenDelivery(this.row().state); looks += 1) {
      if (this.row().state.endsWith('AWAITING_PROFESSIONAL')) {
        await releaseDelivery(this.bench.gateway, { ...ANNA, subject: 'rolf', until: addMs(this.bench.now, 60 * MINUTE_MS) }, this.row().id);
      }
      this.bench.abroad.manners = [];
      const { nextAttemptAt = this.bench.now } = this.row();
      await this.bench.after(Math.max(0, Date.parse(nextAttemptAt) - Date.parse(this.bench.now)));
      this.story.push(`settling -> ${this.row().state}`);
      this.checkTruth();
    }
  }
}

async function run(day: BadDay): Promise<Delivery> {
  if (day.happens(0.5)) day.bench.abroad.refusal = day.among(['4106', '4105', 'ERROR_ED_GENERIC']);
  await day.confirm();
  const discardAt = day.happens(0.4) ? day.among([0, 1, 2, 3, 4]) : -1;
  const looks = day.among([1, 2, 4, 6]);
  for (let index = 0; index < looks; index += 1) {
    if (index === discardAt) await day.discard();
    await day.look(day.among(MANNERS));
  }
  // Some come back after hours.
  if (day.happens(0.2)) day.bench.now = addMs(day.bench.now, 3 * 60 * MINUTE_MS);
  await day.settle();
  const repeated = await day.bench.confirm('once');
  expect(repeated.id).toBe(day.row().id);
  return repeated;
}

describe('a dispensation abroad survives', () => {
  it(`DISP-60 in ${String(RUNS)} seeded runs of kills, lost answers, refusals, repetitions and discards: recorded once, or truly not`, async () => {
    const failures: string[] = [];
    const ends = new Map<string, number>();
    for (let seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed += 1) {
      const day = new BadDay(seed);
      try {
        const { state, answer, everSent, discard } = await run(day);
        ends.set(state, (ends.get(state) ?? 0) + 1);
        expect(isOpenDelivery(state)).toBe(false);
        expect(day.standing()).toBe(state === 'RECORDED' || state === 'DISCARD_REFUSED' ? 1 : 0);
        // Handed to people only where an answer may have been about an attempt that nobody saw the end of.
        if (state === 'OPERATOR') expect([everSent, answer?.errors[0]?.code]).toEqual([true, '4106']);
        if (state === 'DISCARDED') expect(discard).toBeDefined();
        expect(epochOf(day)).toBeLessThan(epochOf(day, START) + 24 * 60 * MINUTE_MS);
      } catch (error) {
        failures.push(`seed ${String(seed)}: ${error instanceof Error ? error.message.slice(0, 300) : String(error)}\n${day.story.join('\n')}`);
      }
    }
    expect(failures).toEqual([]);
    if (RUNS >= 100) for (const state of ['RECORDED', 'REFUSED', 'DISCARDED', 'DISCARD_REFUSED', 'OPERATOR']) expect([state, ends.get(state) ?? 0]).not.toEqual([state, 0]);
  }, 60_000 + RUNS * 1_000);
});

const epochOf = ({ bench }: BadDay, at = bench.now): number => Date.parse(at);
