import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ERROR_REGISTRY } from '@ncp/domain';
import { confirmedVisit, startTreatmentWorld, type ApiClient, type ApiWish, type TreatmentWorld } from '@ncp/testkit';
import { OPERATIONS, type OperationId, type Problem } from './index.js';

const NOBODY = '00000000-0000-4000-8000-000000000000';
const CHOICE = { prescription: 'none', article: '20110000000101', packages: 1, lotNumber: 'LOT-1', acknowledged: ['strength-differs'] };

/** A body as it should be, for each operation that takes one; what they name is not there, so that no damage has an effect. */
const BODIES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  openVisit: { country: 'FI', purpose: 'TREATMENT' },
  identify: { traits: { nationalId: 'none' } },
  confirm: { candidate: 99, idDocumentShown: true, patientInformed: true, difference: 'none' },
  listPrescriptions: { documentFields: { none: 'none' } },
  listSummaries: { documentFields: { none: 'none' } },
  prepareDispensation: CHOICE,
  dispense: CHOICE,
  discard: { reason: 'none' },
  recordLate: { ...CHOICE, visit: NOBODY, handedOverAt: '2026-06-12T12:00:00+02:00', reason: 'none' },
};

/** What may stand where something else should. */
const ODD: readonly unknown[] = [
  null, true, 0, -1, 1e308, 0.1, '', ' ', '\u0000', '\ud800', '\u202e', 'x'.repeat(5_000), '__proto__', 'constructor', "' or 1=1 --", '2026-02-30T25:61:00Z',
  [], [[]], Array.from({ length: 100 }, () => null), {}, { toString: 1 }, { constructor: { prototype: {} } },
];

const damagedBodies = (good: Readonly<Record<string, unknown>>): readonly (object | string)[] => [
  ...Object.keys(good).flatMap((member) => ODD.map((odd) => ({ ...good, [member]: odd }))),
  ...Object.keys(good).map((member) => Object.fromEntries(Object.entries(good).filter(([name]) => name !== member))),
  ...ODD.map((odd) => JSON.stringify(odd)),
  { ...good, another: 1 }, `{"__proto__":${JSON.stringify(good)}}`, JSON.stringify(good).slice(0, -1), `${JSON.stringify(good)}${JSON.stringify(good)}`,
  `${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}`,
];

describe('FUZZ-07 damaged bodies', () => {
  let world: TreatmentWorld;
  let anna: ApiClient;
  let visit: string;
  beforeAll(async () => {
    world = await startTreatmentWorld({ timeoutMs: 10_000 });
    anna = await world.as();
    ({ id: visit } = await confirmedVisit(anna, { country: 'FI', traits: { nationalId: '150385-9035', birthDate: '1985-03-15' } }));
  });
  afterAll(async () => { await world.stop(); });

  /** More than a pharmacy may ask in a second is asked again: it is the body that is to be judged. */
  const answered = async (id: OperationId, wish: ApiWish): Promise<{ readonly status: number; readonly problem: Problem }> => {
    for (;;) {
      const { status, problem } = await anna.ask(id, wish);
      if (status !== 429) return { status, problem };
      await pause(500);
    }
  };

  it('FUZZ-07 there is a body here for every operation that takes one', () => {
    expect(Object.keys(BODIES).toSorted()).toEqual(OPERATIONS.filter((one) => 'body' in one).map(({ id }) => id).toSorted());
  });

  it.each(Object.keys(BODIES) as OperationId[])('FUZZ-07 %s: taken, or refused with a code of the registry and the fields named, and never a fault of ours', async (id) => {
    const params = { visit, dispensation: NOBODY, document: 'none' };
    let refused = 0;
    for (const [number, body] of damagedBodies(BODIES[id] ?? {}).entries()) {
      const { status, problem } = await answered(id, { params, body, key: `damaged-${id}-${String(number)}` });
      const what = [id, JSON.stringify(body).slice(0, 80), status];
      expect([...what, status < 500]).toEqual([...what, true]);
      if (status < 400) continue;
      refused += 1;
      expect([...what, Object.hasOwn(ERROR_REGISTRY, problem.code), problem.code]).toEqual([...what, true, expect.not.stringContaining('NCP_INTERNAL')]);
      if (problem.code === 'NCP_API_INPUT' && status === 422) expect([...what, (problem.fields ?? []).length > 0]).toEqual([...what, true]);
    }
    expect(refused).toBeGreaterThan(20);
  }, 120_000);
});
