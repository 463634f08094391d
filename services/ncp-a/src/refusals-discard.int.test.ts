import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import type { Fault } from '@ncp/simulator';
import { DORIS, KARIN, KEPT, masked, startReportBench, type Fetched, type Prepared } from '../fixtures/report-bench.js';

const world = await startReportBench();
const { bench, fresh, offeredTo, handOver, report, send, told, refused, conflict, openConflicts, effectsOf } = world;
afterEach(() => { world.calm(); });
afterAll(async () => world.stop());

describe('UC-A5 discard', () => {
  const dispensed = async (): Promise<readonly [Fetched, Prepared]> => {
    const of = await fresh();
    const prepared = handOver(of);
    expect(await told(report(of, prepared))).toBe('Success');
    return [of, prepared];
  };
  const withdraw = { kind: 'discard' } as const;
  const failing = (fault: Fault): void => { bench.world.nll.control.addFault({ method: 'PUT', resource: 'MedicationDispense', ...fault }); };

  it('4.1 unknown, and by another country: 4105 in the same bytes, nothing happens', async () => {
    const [of, prepared] = await dispensed();
    const unknown = handOver(of);
    const expected = { shown: 'NCP_DISPENSE_NO_MATCH', wire: '4105', outcome: 4, event: 'EHDSI-42' } as const;
    expect(await refused('NCP_DISPENSE_UNKNOWN', () => report(of, unknown, withdraw), { expected })).toEqual([]);
    expect(await refused('NCP_DISPENSE_UNKNOWN', () => report(of, prepared, withdraw, 'DK'), { from: 'DK', expected })).toEqual([]);
    const answers = [await send(report(of, unknown, withdraw)), await send(report(of, prepared, withdraw, 'DK'), 'DK')].map(masked);
    expect(new Set(answers).size).toBe(1);
    expect(effectsOf(of)).toEqual(['completed']);
  });

  it('4.1 another patient’s, under her document id: 4105', async () => {
    const [of, prepared] = await dispensed();
    const hers = await offeredTo(KARIN, 'Levaxin');
    const borrowed = { ...bench.world.peer('FI').prepareDispensation(hers.bytes, { packages: 1, documentId: prepared.id }) };
    expect(await refused('NCP_DISPENSE_OTHER_PATIENT', () => report(hers, borrowed, withdraw), {
      nationalCalls: true, alarm: 'NCP_DISPENSE_OTHER_PATIENT', confidential: [KARIN.extension, DORIS.extension], expected: { shown: 'NCP_DISPENSE_NO_MATCH', wire: '4105', outcome: 4, event: 'EHDSI-42' },
    })).toEqual([]);
    expect(effectsOf(of)).toEqual(['completed']);
  });

  it('4.2 after the window: ERROR_ED_DISCARD_FAILED, a case for people', async () => {
    const [of, prepared] = await dispensed();
    await bench.records.sql(`update dispense set confirmed_at = confirmed_at - interval '24 hours 1 minute' where prescription_id = $1`, [of.prescriptionId]);
    expect(await refused('NCP_DISCARD_WINDOW', () => report(of, prepared, withdraw), {
      alarm: 'NCP_DISCARD_WINDOW', expected: { wire: 'ERROR_ED_DISCARD_FAILED', outcome: 4, event: 'EHDSI-42' },
    })).toEqual([]);
    expect(effectsOf(of)).toEqual(['completed']);
  });

  it('4.3 twice: Success again; D80 the discarded document sent again: refused', async () => {
    const [of, prepared] = await dispensed();
    for (let n = 0; n < 2; n += 1) expect(await told(report(of, prepared, withdraw))).toBe('Success');
    expect(await refused('NCP_DISPENSE_DISCARDED', () => report(of, prepared), { expected: { wire: 'ERROR_ED_GENERIC', outcome: 4 } })).toEqual([]);
    expect(effectsOf(of)).toEqual(['entered-in-error']);
  });

  it('4.5 of a hand-over that was refused: the conflict record is closed as withdrawn, Success', async () => {
    const of = await fresh();
    const prepared = handOver(of);
    bench.world.nll.control.prescription(of.prescriptionId, 'block');
    expect(await conflict('NCP_DISPENSE_NOT_DISPENSABLE', of, prepared)).toEqual([]);
    expect(await told(report(of, prepared, withdraw))).toBe('Success');
    expect(await openConflicts(of)).toEqual([]);
  });

  it('6.1 changed once: read again; 6.2 refused by the list; 6.4 out of reach: the dispensation stands', async () => {
    const [of, prepared] = await dispensed();
    const discarded = { nationalCalls: true, changes: KEPT, leaves: 2 } as const;
    failing({ kind: 'refused' });
    expect(await refused('NCP_DISCARD_REFUSED', () => report(of, prepared, withdraw), {
      ...discarded, alarm: 'NCP_DISCARD_REFUSED', expected: { wire: 'ERROR_ED_DISCARD_FAILED', outcome: 4, event: 'EHDSI-42' },
    })).toEqual([]);
    failing({ kind: 'forbidden' });
    expect(await refused('NCP_DISCARD_UNAVAILABLE', () => report(of, prepared, withdraw), {
      ...discarded, expected: { wire: 'ERROR_ED_DISCARD_SERVICE_NOT_AVAILABLE', outcome: 8, event: 'EHDSI-42' },
    })).toEqual([]);
    expect(effectsOf(of)).toEqual(['completed']);
    failing({ kind: 'stale' });
    expect(await told(report(of, prepared, withdraw))).toBe('Success');
    expect(effectsOf(of)).toEqual(['entered-in-error']);
  });
});
