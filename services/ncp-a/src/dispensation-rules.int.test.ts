import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { countryCode } from '@ncp/domain';
import type { DispenseRecord } from '@ncp/exchange';
import { decodePrescription } from '@ncp/fhir';
import type { Store } from '@ncp/store';
import {
  alarmsOf, counterAbroad, openRecords, reconcilerAhead, rowOf, startGatewayWorld, until,
  type CounterAbroad, type CounterTold, type GatewayWorld, type HandOver, type Prepared, type Reconciler, type Records,
} from '@ncp/testkit';

const ROOT = '1.2.752.129.2.1.3.1';
const PERSONS = { S01: '199008202385', S03: '195411222267', S04: '196011282834', S12: '200101132389' } as const;
type Person = keyof typeof PERSONS;
const FI = countryCode('FI');
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const RECORDED: CounterTold = { kind: 'recorded', codes: [] };
const OVER: CounterTold = { kind: 'recorded', codes: ['WARNING_ED_GENERIC NCP_DISPENSE_OVER_QUANTITY'] };
const refused = (...codes: string[]): CounterTold => ({ kind: 'refused', codes });
const ALREADY = refused('4106 NCP_DISPENSE_ALREADY');
const NOT_DISPENSABLE = refused('ERROR_ED_NOT_DISPENSABLE_EPRESCRIPTION NCP_DISPENSE_NOT_DISPENSABLE');
const SUBSTITUTION = refused('ERROR_ED_SUBSTITUTION_INFORMATION_NOT_ALLOWED NCP_DISPENSE_SUBSTITUTION');
const SIMVASTATIN_PACK = '20070509101281';

const text = (prepared: Prepared): string => new TextDecoder().decode(prepared.document);
/** The same report with other words in it, as no careful sender would write it. */
const rewritten = (prepared: Prepared, from: string, to: string): Prepared => {
  expect(text(prepared)).toContain(from);
  return { ...prepared, document: new TextEncoder().encode(text(prepared).replaceAll(from, to)) };
};

describe('what becomes of a reported hand-over', () => {
  let world: GatewayWorld;
  let store: Store;
  let records: Records;
  let reconciler: Reconciler;
  const counters = new Map<Person, CounterAbroad>();

  beforeAll(async () => {
    world = await startGatewayWorld({ gateway: 'inline' });
    [store, records] = await Promise.all([world.store(), openRecords(world)]);
    reconciler = reconcilerAhead(world, store);
  }, 180_000);
  afterAll(async () => {
    reconciler.close();
    await records.close();
    await world.stop();
  });
  beforeEach(() => { world.nll.control.reset(); });

  const counterFor = (person: Person): CounterAbroad => {
    const made = counters.get(person) ?? counterAbroad(world.peer('FI'), { patient: { root: ROOT, extension: PERSONS[person] }, settle: () => reconciler.settleAll() });
    counters.set(person, made);
    return made;
  };

  let minute = 0;
  /** A hand-over of what is offered to that person, each at a minute of its own (decisions D51). */
  const handOver = async (person: Person, how: Partial<HandOver> = {}, place = 0): Promise<Prepared> => {
    minute += 1;
    const counter = counterFor(person);
    return counter.handOver(await counter.prescription(place), { at: new Date(Date.now() - minute * MINUTE_MS), ...how });
  };
  const daysAgo = (days: number): { readonly at: Date } => ({ at: new Date(Date.now() - days * DAY_MS - minute * MINUTE_MS) });

  const row = (prepared: Prepared): Promise<DispenseRecord | undefined> => rowOf(store, FI, prepared.id);
  const standing = (person: Person) =>
    world.nll.control.effects().filter((effect) => effect.patientId === `pat-${person.toLowerCase()}` && effect.status === 'completed' && effect.country === 'FI');
  const prescriptionId = (person: Person, place = 0): string => String(world.nll.control.prescriptionsOf(person)[place]?.['id']);
  const remaining = (person: Person): string | undefined => {
    const [first] = world.nll.control.prescriptionsOf(person);
    return first === undefined ? undefined : decodePrescription(first).prescription.remainingQuantity?.value;
  };
  const openConflicts = () => records.sql<{ code: string; kept: boolean }>('select code, sealed_document is not null as kept from conflict_record where closed_at is null');
  const alarms = async (code: string): Promise<number> => (await alarmsOf(world.config.ncpA)).get(code) ?? 0;

  /** Refused, and kept for people with its document; said again, the same; withdrawn, the record is closed. */
  async function keptForPeople(person: Person, prepared: Prepared, expected: CounterTold): Promise<void> {
    const code = expected.codes[0]?.split(' ')[1] ?? '';
    const before = await alarms(code);
    const effects = standing(person).length;
    expect(await counterFor(person).send(prepared)).toEqual(expected);
    expect(await openConflicts()).toEqual([{ code, kept: true }]);
    expect(await alarms(code)).toBe(before + 1);
    expect(await counterFor(person).send(prepared)).toEqual(expected);
    expect(await counterFor(person).discard(prepared)).toEqual(RECORDED);
    expect(await openConflicts()).toEqual([]);
    expect(standing(person)).toHaveLength(effects);
  }

  /** Refused, and nothing kept: no hand-over that anybody could mend. */
  async function refusedAlone(person: Person, prepared: Prepared, expected: CounterTold): Promise<void> {
    expect(await counterFor(person).send(prepared)).toEqual(expected);
    expect(await row(prepared)).toBeUndefined();
    expect(await openConflicts()).toEqual([]);
    expect(standing(person)).toEqual([]);
  }

  it('DISP-25 a prescription nobody knows and one of another patient are told with the same words, after the same questions', async () => {
    const mine = await handOver('S01');
    const own = prescriptionId('S01');
    const asked = async (prepared: Prepared): Promise<readonly string[]> => {
      const from = world.nll.control.requests().length;
      await refusedAlone('S01', prepared, refused('4105 NCP_DISPENSE_NO_MATCH'));
      return world.nll.control.requests().slice(from).map(({ method, resource }) => `${method} ${resource}`).toSorted();
    };
    const unknown = await asked(rewritten(mine, own, own.replace(/.$/, (last) => (last === '0' ? '9' : '0'))));
    const another = await asked(rewritten(await handOver('S01'), own, prescriptionId('S03')));
    expect(another).toEqual(unknown);
  });

  it('DISP-26 dispensed in Sweden before the report came', async () => {
    const prepared = await handOver('S01');
    world.nll.control.dispenseInSweden({ prescriptionId: prescriptionId('S01') });
    await keptForPeople('S01', prepared, ALREADY);
  });

  it('DISP-26 dispensed in Sweden while the report is on its way to the list', async () => {
    const prepared = await handOver('S01');
    world.nll.control.addFault({ kind: 'latency', method: 'POST', resource: 'MedicationDispense', ms: 1_500 });
    const told = counterFor('S01').send(prepared);
    await until('the call is made', async () => (await row(prepared))?.state === 'SENT');
    world.nll.control.dispenseInSweden({ prescriptionId: prescriptionId('S01') });
    expect(await told).toEqual(ALREADY);
    expect(await openConflicts()).toEqual([{ code: 'NCP_DISPENSE_ALREADY', kept: true }]);
    expect(await counterFor('S01').discard(prepared)).toEqual(RECORDED);
  });

  it('DISP-28 another pack size is recorded as it was handed over, and the remainder is exact', async () => {
    expect(remaining('S04')).toBe('272');
    const prepared = await handOver('S04', { packSize: '30' });
    expect(await counterFor('S04').send(prepared)).toEqual(RECORDED);
    expect(standing('S04')).toMatchObject([{ deducted: '30' }]);
    expect(remaining('S04')).toBe('242');
    expect((await row(prepared))?.flags).toEqual([]);
  });

  it.each([
    ['a fifth more than was offered: silently', { packSize: '120' }, '120', RECORDED, []],
    ['more than that', { packages: 2 }, '200', OVER, ['OVER_QUANTITY']],
    ['more than all that remains', { packages: 3 }, '300', OVER, ['OVER_QUANTITY', 'EXCEEDS_REMAINING']],
  ] as const)('DISP-28 %s is recorded in full', async (_, how, deducted, told, flags) => {
    const before = await alarms('NCP_DISPENSE_REVIEW');
    const prepared = await handOver('S04', how);
    expect(await counterFor('S04').send(prepared)).toEqual(told);
    expect(standing('S04')).toMatchObject([{ deducted }]);
    expect((await row(prepared))?.flags).toEqual(flags);
    expect(await alarms('NCP_DISPENSE_REVIEW')).toBe(before + flags.length);
    expect(remaining('S04')).toBe(String(Math.max(0, 272 - Number(deducted))));
    // The warning belongs to the answer, whenever it is given.
    expect(await counterFor('S04').send(prepared)).toEqual(told);
    expect(await counterFor('S04').discard(prepared)).toEqual(RECORDED);
    expect(remaining('S04')).toBe('272');
  });

  it('DISP-28b another product where the prescriber forbade it, said or not said', async () => {
    const counter = counterFor('S03');
    const offers = await counter.offers();
    const prescriptions = await Promise.all(offers.map((_, place) => counter.prescription(place)));
    const place = prescriptions.findIndex((document) => new TextDecoder().decode(document).includes(SIMVASTATIN_PACK));
    await keptForPeople('S03', await handOver('S03', { substituted: true }, place), SUBSTITUTION);
    const silent = rewritten(rewritten(await handOver('S03', {}, place), '20070316000067', '20041208000038'), SIMVASTATIN_PACK, '20050722100032');
    await keptForPeople('S03', silent, SUBSTITUTION);
    expect(await counter.send(await handOver('S03', {}, place))).toEqual(RECORDED);
  });

  it.each(['block', 'park', 'void'] as const)('DISP-29, DISP-24 not dispensable any more (%s): the refusal stands, also when the prescription recovers', async (action) => {
    const prepared = await handOver('S01');
    world.nll.control.prescription(prescriptionId('S01'), action);
    expect(await counterFor('S01').send(prepared)).toEqual(NOT_DISPENSABLE);
    world.nll.control.reset();
    await counterFor('S01').offers();
    expect(await counterFor('S01').send(prepared)).toEqual(NOT_DISPENSABLE);
    expect(await openConflicts()).toEqual([{ code: 'NCP_DISPENSE_NOT_DISPENSABLE', kept: true }]);
    expect(standing('S01')).toEqual([]);
    // Held while people have not closed the case: not offered, not dispensed (rule E18).
    expect(await counterFor('S01').offers()).toEqual([]);
    expect(await counterFor('S01').discard(prepared)).toEqual(RECORDED);
    expect(await counterFor('S01').send(await handOver('S01'))).toEqual(RECORDED);
  });

  it('DISP-30 a hand-over in the future, and one before the prescription, never happened', async () => {
    await refusedAlone('S01', await handOver('S01', { at: new Date(Date.now() + 10 * MINUTE_MS) }), refused('ERROR_ED_GENERIC NCP_CDA_DATE'));
    await refusedAlone('S01', await handOver('S01', daysAgo(110)), refused('ERROR_ED_GENERIC NCP_CDA_DATE'));
  });

  it('DISP-30 a late report is recorded and marked, one too late is kept for people', async () => {
    const late = await handOver('S01', daysAgo(3));
    expect(await counterFor('S01').send(late)).toEqual(RECORDED);
    expect((await row(late))?.flags).toEqual(['LATE']);
    world.nll.control.reset();
    await keptForPeople('S01', await handOver('S01', daysAgo(8)), refused('ERROR_ED_GENERIC NCP_DISPENSE_TOO_LATE'));
  });

  it('UC-A4 6.1 consent was withdrawn before the report came', async () => {
    const prepared = await handOver('S12');
    world.nll.control.withdrawConsents('S12');
    await keptForPeople('S12', prepared, refused('4701 NCP_CONSENT'));
  });

  it('UC-A4 8.2 a Swedish pharmacy holds the prescription: pending, and recorded when it lets go', async () => {
    const prepared = await handOver('S01');
    world.nll.control.prescription(prescriptionId('S01'), 'lock');
    expect(await counterFor('S01').send(prepared)).toEqual({ kind: 'pending', codes: ['2201 NCP_DISPENSE_BUSY'] });
    world.nll.control.prescription(prescriptionId('S01'), 'unlock');
    expect(await counterFor('S01').sendUntilFinal(prepared)).toEqual(RECORDED);
    expect(standing('S01')).toHaveLength(1);
  });

  it('UC-A4 8.2 and never lets go: after a quarter of an hour it is a case for people', async () => {
    const prepared = await handOver('S01');
    world.nll.control.prescription(prescriptionId('S01'), 'lock');
    expect((await counterFor('S01').send(prepared)).kind).toBe('pending');
    expect(await counterFor('S01').sendUntilFinal(prepared)).toEqual(ALREADY);
    expect(await openConflicts()).toEqual([{ code: 'NCP_DISPENSE_ALREADY', kept: true }]);
    expect(await counterFor('S01').discard(prepared)).toEqual(RECORDED);
  });

  it('UC-A4 8.5 nothing was sent: refused for now, and the same document is taken anew', async () => {
    const prepared = await handOver('S01');
    world.nll.control.addFault({ kind: 'throttled', method: 'POST', resource: 'MedicationDispense' });
    expect(await counterFor('S01').send(prepared)).toEqual(refused('ERROR_ED_GENERIC NCP_NATIONAL_UNAVAILABLE'));
    expect(await row(prepared)).toMatchObject({ state: 'RETRYABLE' });
    expect(standing('S01')).toEqual([]);
    expect(await counterFor('S01').send(prepared)).toEqual(RECORDED);
    expect(standing('S01')).toHaveLength(1);
  });
});
