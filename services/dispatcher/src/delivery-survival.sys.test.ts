import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ProbePoint } from '@ncp/exchange';
import {
  chanceOf, confirmedVisit, startMortals, startTestPostgres, startTreatmentWorld,
  type AbroadCode, type ApiClient, type Chance, type CounterVisit, type Mortals, type TestPostgres, type TreatmentWorld, type TypedPatient,
} from '@ncp/testkit';
import { openSql } from '../../../packages/store/fixtures/run-sql.js';

/** A kill costs seconds: two hundred by default are tried within one process (`delivery-survival.int.test.ts`), here when asked for. */
const RUNS = Number(process.env['NCP_SURVIVAL_RUNS'] ?? '12');
const FIRST_SEED = Number(process.env['NCP_SURVIVAL_SEED'] ?? '1');
/** Dispensations that are under way while the same processes die. */
const AT_ONCE = 20;
const PATIENCE_MS = 90_000 + RUNS * 3_000;

const CONFIRM_POINTS: readonly ProbePoint[] = ['confirm.checked', 'confirm.committed'];
const DELIVER_POINTS: readonly ProbePoint[] = ['deliver.sending-committed', 'deliver.called', 'deliver.answered', 'deliver.outcome-committed'];
const MOODS = [
  [{ kind: 'loses-answer', times: 5 }], [{ kind: 'flapping', good: 2, bad: 1 }], [{ kind: 'busy', times: 4 }], [{ kind: 'html', times: 3 }], [{ kind: 'fault', times: 3 }],
  [{ kind: 'loses-answer', times: 3 }, { kind: 'slow', ms: 150 }], [{ kind: 'truncated', times: 3 }], [{ kind: 'other-request', times: 2 }], [],
] as const;

interface Plan extends TypedPatient {
  readonly country: AbroadCode;
  readonly person: string;
  /** Whose prescription it is like, and the Swedish pack for it. */
  readonly like: readonly (readonly [person: string, article: string])[];
}
const PLANS: readonly Plan[] = [
  { country: 'FI', traits: { nationalId: '101080-921V' }, person: 'FI1', like: [['FI1', '086625']] },
  // One is refused there for good.
  { country: 'DK', traits: { nationalId: '0504753456' }, person: 'DK1', like: [['DK1', '399235'], ['F4', '440652']] },
  // One is answered with 2201 first.
  { country: 'PT', traits: { nationalId: '999990025' }, person: 'F7', like: [['F7', '027649'], ['F5', '097633']] },
];
const ACKNOWLEDGED = [
  'offer-unknown', 'amount-over', 'substance-related', 'substance-unknown', 'form-differs', 'form-unknown', 'strength-differs', 'strength-unknown',
  'unacknowledged-dispensation', 'dispensed-here', 'discard-under-way', 'not-yet-valid', 'status',
];

/** How a dispensation stands in the other country's books, for each way it may end here. */
const THERE: Readonly<Record<string, RegExp>> = {
  RECORDED: /^recorded$/, REFUSED: /^refused$/,
  // Withdrawn before anything was sent, or refused before it could be taken back.
  DISCARDED: /^(discarded|unheard of)$/,
  // "Already dispensed" after an attempt that nobody saw the end of: people are to find out that it was refused.
  OPERATOR: /^refused$/,
};

/** One dispensation at the counter. */
interface Case {
  readonly key: string;
  readonly country: AbroadCode;
  readonly visit: string;
  readonly prescription: string;
  readonly article: string;
  readonly discards: boolean;
  readonly copies: number;
}

interface Known {
  readonly id: string;
  readonly state: string;
  readonly handOver: string;
  readonly counter: string;
  readonly settled: boolean;
  readonly documentId: { readonly root: string; readonly extension?: string | undefined };
}

describe('a dispensation abroad survives', () => {
  let postgres: TestPostgres;
  let world: TreatmentWorld;
  let mortals: Mortals;
  let api: ApiClient;
  let database: Awaited<ReturnType<typeof openSql>>;
  const story: string[] = [];

  beforeAll(async () => {
    postgres = await startTestPostgres();
    world = await startTreatmentWorld({ postgres });
    mortals = await startMortals(world);
    api = await mortals.as();
    database = await openSql(world.database.ownerUrl);
  }, 180_000);
  afterAll(async () => {
    await database.close();
    await mortals.stop();
    await world.stop();
    await postgres.stop();
  });

  /** What is planned for later is due now: no schedule and no lease is waited for. */
  async function hasten(): Promise<void> {
    const hurry = `update delivery set next_attempt_at = now() - interval '1 minute' where id in
      (select id from delivery where next_attempt_at > now() order by id for update skip locked)`;
    // A journal that was in the middle of the same rows may have won; the next time does.
    await database.rows(hurry).catch((error: unknown) => { if (!String(error).includes('deadlock')) throw error; });
  }

  /** What the country did under this document id. */
  const done = ({ country }: Case, { documentId }: Known) =>
    world.country(country).counters().dispensations.find((one) => one.documentId === `${documentId.root}^${String(documentId.extension)}`);

  function checkTruth(one: Case, known: Known): void {
    const there = done(one, known);
    expect(there?.effects ?? 0).toBeLessThan(2);
    if (known.handOver === 'yes') expect(there).toMatchObject({ effects: 1 });
    if (known.settled && known.counter === 'not-recorded') expect(there?.effects ?? 0).toBe(0);
    if (known.settled && known.counter === 'taken-back') expect(there === undefined || there.state === 'discarded' || there.effects === 0).toBe(true);
  }

  /** Asks until there is an answer, as a pharmacy system does: with the same key, whatever happens to the connection. */
  async function until<T>(what: string, ask: () => Promise<T | undefined>, limitMs = 60_000): Promise<T> {
    const end = performance.now() + limitMs;
    for (;;) {
      const answer = await ask().catch((error: unknown) => {
        // The process is dead or dying: nothing was said.
        if (/ECONN|socket hang up|EPIPE/.test(String(error))) return undefined;
        throw error;
      });
      if (answer !== undefined) return answer;
      if (performance.now() > end) throw new Error(`no answer: ${what}`);
      await pause(100);
    }
  }

  /** Worth asking again: it is busy, or what was read must be read again by the process that took over. */
  const passes = (status: number, code: string): boolean => status >= 500 || status === 429 || code === 'NCP_API_STATE' || code === 'NCP_STORE_CONFLICT';

  async function dispense(one: Case): Promise<Known> {
    const body = { prescription: one.prescription, article: one.article, packages: 1, acknowledged: ACKNOWLEDGED };
    return until(`dispense ${one.key}`, async () => {
      const answer = await api.ask('dispense', { params: { visit: one.visit }, key: one.key, body });
      if (answer.status === 202) return answer.body;
      if (passes(answer.status, answer.problem.code)) return undefined;
      throw new Error(`${one.key}: ${String(answer.status)} ${JSON.stringify(answer.json)}`);
    });
  }

  const look = (known: Known): Promise<Known> => until(`look ${known.id}`, async () => {
    const answer = await api.ask('readDispensation', { params: { dispensation: known.id } });
    return answer.status === 200 ? answer.body : undefined;
  });

  const discard = (known: Known): Promise<boolean> => until(`discard ${known.id}`, async () => {
    const answer = await api.ask('discard', { params: { dispensation: known.id }, body: { reason: 'Fel läkemedel' } });
    if (answer.status === 202) return true;
    // Refused there meanwhile: there is nothing to take back.
    return answer.status === 409 && answer.problem.code === 'NCP_API_STATE' ? false : undefined;
  });

  /** Everything that goes wrong while the cases are under way: at least one kill of each process. */
  async function havoc(chance: Chance, over: () => boolean): Promise<void> {
    let left = 2;
    while (!over() || left > 0) {
      for (const code of ['FI', 'DK', 'PT'] as const) {
        const mood = chance.among(MOODS);
        await world.country(code).setPersonality(...mood.map((one) => ({ ...one, only: ['ITI-41' as const] })));
      }
      // Two rounds of death for both; after that the pharmacies get on with it, and the dispatcher dies now and then.
      const [b, d] = [left > 0 ? chance.among(CONFIRM_POINTS) : undefined, left > 0 || chance.happens(0.3) ? chance.among(DELIVER_POINTS) : undefined];
      story.push(`ncp-b dies at ${String(b)}, the dispatcher at ${String(d)}`);
      mortals.ncpB.ambush(b);
      mortals.dispatcher.ambush(d);
      await Promise.all([hasten(), pause(300)]);
      await Promise.all([revived(mortals.ncpB, b !== undefined, over), revived(mortals.dispatcher, d !== undefined, over)]);
      left -= 1;
    }
  }
  /** Dead of its ambush within a second, or killed wherever it is. */
  async function revived(one: Mortals['ncpB'], mortal: boolean, over: () => boolean): Promise<void> {
    if (!mortal) return;
    for (let waited = 0; waited < 1_000 && !one.isDead() && !over(); waited += 50) await pause(50);
    story.push(one.isDead() ? '  died' : '  killed');
    await one.revive();
  }

  async function casesOf(seed: number, chance: Chance, count: number): Promise<readonly Case[]> {
    const visits = new Map<AbroadCode, CounterVisit>();
    const cases: Case[] = [];
    const wanted = Array.from({ length: count }, (_, index) => {
      const plan = chance.among(PLANS);
      const [like, article] = chance.among(plan.like);
      return { plan, article, level3: world.country(plan.country).prescribe(plan.person, like).level3, index };
    });
    for (const plan of PLANS) visits.set(plan.country, await confirmedVisit(api, plan));
    for (const [country, visit] of visits) {
      for (const one of await visit.list()) {
        // Dispensed in an earlier batch.
        if (one.dispensable.answer === 'no') continue;
        const { json } = await api.ask('retrievePrescription', { params: { visit: visit.id, document: one.key } });
        const found = wanted.find(({ plan, level3 }) => plan.country === country && JSON.stringify(json).includes(level3.split('^').at(-1) ?? level3));
        if (found === undefined) continue;
        cases.push({ key: `survival-${String(seed)}-${String(found.index)}`, country, visit: visit.id, prescription: one.key, article: found.article, discards: chance.happens(0.25), copies: chance.among([1, 1, 2, 3]) });
      }
    }
    expect(cases).toHaveLength(count);
    return cases;
  }

  async function settle(cases: readonly (readonly [Case, Known])[]): Promise<readonly (readonly [Case, Known])[]> {
    const end = performance.now() + 60_000;
    for (;;) {
      await hasten();
      await pause(400);
      const now = await Promise.all(cases.map(async ([one, known]) => [one, await look(known)] as const));
      for (const [one, known] of now) checkTruth(one, known);
      if (now.every(([, { settled }]) => settled)) return now;
      if (performance.now() > end) throw new Error(`waits for ever: ${now.filter(([, { settled }]) => !settled).map(([{ key }, { state }]) => `${key} ${state}`).join(', ')}`);
    }
  }

  async function batch(seed: number, count: number): Promise<readonly (readonly [Case, Known])[]> {
    const chance = chanceOf(seed);
    const cases = await casesOf(seed, chance, count);
    let over = false;
    const trouble = havoc(chance, () => over);
    const confirmed = await Promise.all(cases.map(async (one): Promise<readonly [Case, Known]> => {
      const copies = await Promise.all(Array.from({ length: one.copies }, () => dispense(one)));
      // One key is one dispensation, however often and through however many deaths it was asked for.
      expect(new Set(copies.map(({ id }) => id)).size).toBe(1);
      const [known] = copies;
      if (known === undefined) throw new Error('no copy');
      if (one.discards) await discard(known);
      return [one, known];
    })).finally(async () => {
      over = true;
      await trouble;
    });
    for (const code of ['FI', 'DK', 'PT'] as const) await world.country(code).setPersonality();
    // The breaker of a dispatcher that saw all this stays open for half a minute; a new one has none.
    await mortals.dispatcher.revive();
    if (mortals.ncpB.isDead()) await mortals.ncpB.revive();
    return settle(confirmed);
  }

  it(`DISP-15, DISP-60 in ${String(RUNS)} seeded dispensations, kill -9 of NCP-B and the dispatcher, lost answers, 2201 and flapping countries: recorded once, or truly not`, async () => {
    const failures: string[] = [];
    const ends = new Map<string, number>();
    const ours = new Set<string>();
    for (let seed = FIRST_SEED, left = RUNS; left > 0; seed += 1, left -= AT_ONCE) {
      story.length = 0;
      try {
        const settled = await batch(seed, Math.min(AT_ONCE, left));
        for (const [one, known] of settled) {
          ends.set(known.state, (ends.get(known.state) ?? 0) + 1);
          expect([known.state, done(one, known)?.state ?? 'unheard of']).toEqual([known.state, expect.stringMatching(THERE[known.state] ?? /never/)]);
        }
        // Nothing happened abroad that we know nothing of.
        for (const [, { documentId }] of settled) ours.add(`${documentId.root}^${String(documentId.extension)}`);
        const abroad = (['FI', 'DK', 'PT'] as const).flatMap((code) => world.country(code).counters().dispensations);
        expect(abroad.filter(({ documentId, effects }) => effects > 1 || !ours.has(documentId))).toEqual([]);
      } catch (error) {
        failures.push(`seed ${String(seed)}: ${error instanceof Error ? error.message.slice(0, 600) : String(error)}\n${story.join('\n')}`);
        await Promise.all([mortals.ncpB.revive(), mortals.dispatcher.revive()]);
        for (const code of ['FI', 'DK', 'PT'] as const) await world.country(code).setPersonality();
      }
    }
    expect(failures).toEqual([]);
    expect(await database.rows('select count(*)::int as n, count(distinct idempotency_key)::int as keys from delivery')).toEqual([{ n: RUNS, keys: RUNS }]);
    if (RUNS >= 60) expect([...ends.keys()]).toEqual(expect.arrayContaining(['RECORDED', 'REFUSED', 'DISCARDED']));
  }, PATIENCE_MS);
});
