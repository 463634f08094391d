import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { countryCode } from '@ncp/domain';
import type { DispenseRecord } from '@ncp/exchange';
import type { Store } from '@ncp/store';
import {
  alarmsOf, counterAbroad, endpointsAt, openRecords, reconcilerAhead, rowOf, startGatewayBeside, startGatewayWorld, until,
  type CounterAbroad, type CounterTold, type GatewayBeside, type GatewayWorld, type PeerCode, type Prepared, type Reconciler, type Records,
} from '@ncp/testkit';

const ALMA = { root: '1.2.752.129.2.1.3.1', extension: '199008202385' };
const KARIN = { root: '1.2.752.129.2.1.3.1', extension: '195411222267' };
const FI = countryCode('FI');
const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const RECORDED: CounterTold = { kind: 'recorded', codes: [] };
const PENDING: CounterTold = { kind: 'pending', codes: ['2201 NCP_DISPENSE_PENDING'] };
const refused = (...codes: string[]): CounterTold => ({ kind: 'refused', codes });
const DISCARDED = refused('ERROR_ED_GENERIC NCP_DISPENSE_DISCARDED');
const UNKNOWN = refused('4105 NCP_DISPENSE_NO_MATCH');

describe('a document that comes again', () => {
  let world: GatewayWorld;
  let tomorrow: GatewayBeside;
  let store: Store;
  let records: Records;
  let reconciler: Reconciler;
  let counter: CounterAbroad;
  /** The same counter a day and an hour later, at a gateway whose day it is too. */
  let counterTomorrow: CounterAbroad;

  const AHEAD_MS = 25 * HOUR_MS;
  const settle = (): Promise<void> => reconciler.settleAll();
  const counterIn = (country: PeerCode, patient = ALMA): CounterAbroad => counterAbroad(world.peer(country), { patient, settle });

  beforeAll(async () => {
    world = await startGatewayWorld({ gateway: 'inline' });
    [store, records, tomorrow] = await Promise.all([world.store(), openRecords(world), startGatewayBeside(world, { aheadMs: AHEAD_MS })]);
    reconciler = reconcilerAhead(world, store);
    counter = counterIn('FI');
    counterTomorrow = counterAbroad(
      world.peer('FI', { endpoints: endpointsAt(tomorrow.url), now: () => new Date(Date.now() + AHEAD_MS) }), { patient: ALMA, settle },
    );
  }, 180_000);
  afterAll(async () => {
    reconciler.close();
    await records.close();
    await tomorrow.kill();
    await world.stop();
  });

  let prescription: Uint8Array;
  let present: Prepared;
  let minute = 0;
  const start = Date.now();
  const handOver = (how: Parameters<CounterAbroad['handOver']>[1] = {}): Prepared =>
    counter.handOver(prescription, { packSize: '84', at: new Date(start - minute * MINUTE_MS), ...how });

  beforeEach(async () => {
    world.nll.control.reset();
    minute += 1;
    prescription = await counter.prescription();
    present = handOver();
  });

  const rowFor = (prepared: Prepared): Promise<DispenseRecord | undefined> => rowOf(store, FI, prepared.id);
  const uttag = () => world.nll.control.effects().filter((effect) => effect.patientId === 'pat-s01');
  const standing = () => uttag().filter(({ status }) => status === 'completed');
  const openConflicts = () => records.sql<{ code: string }>('select code from conflict_record where closed_at is null');
  const alarms = async (code: string, process: { readonly healthPort: number } = world.config.ncpA): Promise<number> => (await alarmsOf(process)).get(code) ?? 0;
  /** As if everything about the present document had happened that much earlier. */
  const age = async (interval: string): Promise<void> => {
    const columns = ['received_at', 'handed_over_at', 'confirmed_at', 'delivered_at', 'changed_at'].map((column) => `${column} = ${column} - $1::interval`);
    await records.sql(`update dispense set ${columns.join(', ')} where document_extension = $2`, [interval, present.id.extension]);
  };
  const delivered = (): Promise<void> => until('delivered', async () => (await rowFor(present))?.deliveredAt !== undefined);
  const disturb = (fault: Parameters<GatewayWorld['nll']['control']['addFault']>[0]): void => {
    world.nll.control.addFault({ resource: 'MedicationDispense', ...fault });
  };

  it('DISP-20 is answered with its recorded outcome: at once, after a second, after a day, after a year', async () => {
    expect(await counter.send(present)).toEqual(RECORDED);
    expect(await counter.send(present)).toEqual(RECORDED);
    await age('1 second');
    expect(await counter.send(present)).toEqual(RECORDED);
    expect(await counterTomorrow.send(present)).toEqual(RECORDED);
    await age('1 year');
    expect(await counter.send(present)).toEqual(RECORDED);
    expect(uttag()).toMatchObject([{ status: 'completed', versionId: '1' }]);
    expect(world.nll.control.counters().requests).toMatchObject({ 'POST MedicationDispense 201': 1 });
  });

  it('DISP-22 with another content under the same id is refused and changes nothing', async () => {
    expect(await counter.send(present)).toEqual(RECORDED);
    expect(await counter.send(handOver({ packSize: '90', documentId: present.id }))).toEqual(refused('ERROR_ED_GENERIC NCP_DISPENSE_CONFLICT'));
    expect(uttag()).toMatchObject([{ status: 'completed', versionId: '1', deducted: '84' }]);
    expect(await counter.send(present)).toEqual(RECORDED);
    expect(await openConflicts()).toEqual([]);
  });

  it('DISP-23 under another id minutes after a success that arrived: told, alarmed, kept for people', async () => {
    expect(await counter.send(present)).toEqual(RECORDED);
    await delivered();
    const before = await alarms('NCP_DISPENSE_DUPLICATE');
    const again = handOver();
    expect(await counter.send(again)).toEqual(refused('4106 NCP_DISPENSE_DUPLICATE'));
    expect(await counter.send(again)).toEqual(refused('4106 NCP_DISPENSE_DUPLICATE'));
    expect(await rowFor(again)).toMatchObject({ state: 'REJECTED', flags: ['POSSIBLE_DOUBLE'] });
    expect(await alarms('NCP_DISPENSE_DUPLICATE')).toBe(before + 1);
    expect(await openConflicts()).toEqual([{ code: 'NCP_DISPENSE_DUPLICATE' }]);
    expect(standing()).toHaveLength(1);
    // Withdrawn: only the second report goes.
    expect(await counter.discard(again)).toEqual(RECORDED);
    expect(await openConflicts()).toEqual([]);
    expect(standing()).toHaveLength(1);
  });

  it('DISP-23 under another id when nobody knows that the first answer arrived: the same hand-over, by either name', async () => {
    expect(await counter.send(present)).toEqual(RECORDED);
    await delivered();
    await records.sql('update dispense set delivered_at = null where document_extension = $1', [present.id.extension]);
    const again = handOver();
    expect(await Promise.all([counter.send(again), counter.send(again), counter.send(again)])).toEqual([RECORDED, RECORDED, RECORDED]);
    expect(standing()).toHaveLength(1);
    expect(await counter.discard(again)).toEqual(RECORDED);
    expect(standing()).toHaveLength(0);
    expect(await counter.discard(present)).toEqual(RECORDED);
    expect(await counter.send(present)).toEqual(DISCARDED);
  });

  it('DISP-23 under another id long after: another hand-over, by the ordinary rules', async () => {
    expect(await counter.send(present)).toEqual(RECORDED);
    await delivered();
    await age('11 minutes');
    const again = handOver();
    expect(await counter.send(again)).toEqual(refused('4106 NCP_DISPENSE_ALREADY'));
    expect(await openConflicts()).toEqual([{ code: 'NCP_DISPENSE_ALREADY' }]);
    expect(await counter.discard(again)).toEqual(RECORDED);
    expect(standing()).toHaveLength(1);
  });

  it('DISP-31 a discard within its time takes back once, however often it is sent', async () => {
    expect(await counter.send(present)).toEqual(RECORDED);
    expect(await counter.discard(present)).toEqual(RECORDED);
    expect(await counter.discard(present)).toEqual(RECORDED);
    expect(uttag()).toMatchObject([{ status: 'entered-in-error', versionId: '2', deducted: '0' }]);
    expect(await counter.send(present)).toEqual(DISCARDED);
    // What was taken back can be handed over again, under an id of its own.
    const again = handOver();
    expect(await counter.send(again)).toEqual(RECORDED);
    expect(standing()).toHaveLength(1);
  });

  it('DISP-31 a discard after 24 hours is refused, for people to decide', async () => {
    expect(await counter.send(present)).toEqual(RECORDED);
    expect(await counterTomorrow.discard(present)).toEqual(refused('ERROR_ED_DISCARD_FAILED NCP_DISCARD_WINDOW'));
    expect(await alarms('NCP_DISCARD_WINDOW', tomorrow)).toBe(1);
    expect(standing()).toHaveLength(1);
    expect(await counter.discard(present)).toEqual(RECORDED);
  });

  it('DISP-31 a discard of what nobody reported, by another country, and of another patient, are told with the same words', async () => {
    expect(await counter.send(present)).toEqual(RECORDED);
    expect(await counter.discard(handOver())).toEqual(UNKNOWN);
    expect(await counterIn('DK').discard(present)).toEqual(UNKNOWN);
    const karin = new TextDecoder().decode(present.document).replaceAll(ALMA.extension, KARIN.extension);
    expect(await counterIn('FI', KARIN).discard({ ...present, document: new TextEncoder().encode(karin) })).toEqual(UNKNOWN);
    expect(standing()).toHaveLength(1);
  });

  it('DISP-31 a discard of a dispensation whose outcome is open waits for it', async () => {
    disturb({ kind: 'latency', method: 'POST', ms: 600 });
    disturb({ kind: 'lost-answer', method: 'POST' });
    const told = counter.send(present);
    await until('the call is made', async () => (await rowFor(present))?.state === 'SENT');
    disturb({ kind: 'error', method: 'GET', times: 3 });
    expect(await told).toEqual(PENDING);
    // One good read, so that nobody takes the list for lost.
    await counter.offers();
    disturb({ kind: 'error', method: 'GET', times: 3 });
    expect(await counter.discard(present)).toEqual(PENDING);
    expect(standing()).toHaveLength(1);
    world.nll.control.clearFaults();
    expect(await counter.discardUntilFinal(present)).toEqual(RECORDED);
    expect(uttag()).toMatchObject([{ status: 'entered-in-error', versionId: '2' }]);
  });

  it.each(Array.from({ length: 4 }, (_, round) => round))('DISP-32 a discard and a repetition in a race (%i) end in one explainable state', async () => {
    expect(await counter.send(present)).toEqual(RECORDED);
    const again = handOver({ packSize: '90' });
    const told = await Promise.all([counter.discard(present), counter.send(present), counter.send(again), counter.discard(present)]);
    // The repetition was recorded or is discarded or open; the new hand-over waits or comes before or after the discard.
    expect(told[1]?.codes.join()).toMatch(/^$|2201|NCP_DISPENSE_DISCARDED/);
    expect(told[2]?.codes.join()).toMatch(/^$|2201|NCP_DISPENSE_ALREADY/);
    expect(await counter.discardUntilFinal(present)).toEqual(RECORDED);
    expect(await counter.send(present)).toEqual(DISCARDED);
    const last = await counter.sendUntilFinal(again);
    expect(standing()).toHaveLength(last.kind === 'recorded' ? 1 : 0);
    expect(uttag().filter(({ status }) => status === 'entered-in-error')).toMatchObject([{ versionId: '2' }]);
    expect(await counter.discardUntilFinal(again)).toEqual(RECORDED);
    expect(await openConflicts()).toEqual([]);
  });
});
