import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PatientId } from '@ncp/simulator';
import { alarmsOf, openRecords, startGatewayWorld, type GatewayWorld, type Records } from '@ncp/testkit';
import { startAuditSink } from '../fixtures/audit-sink.js';

const ALMA: PatientId = { root: '1.2.752.129.2.1.3.1', extension: '199008202385' };

/** The repository of the configuration does not listen; the clock of the database rows is put back instead of waiting. */
describe('AUD-14 the audit repository has been away for longer than the grace', () => {
  let world: GatewayWorld;
  let records: Records;
  beforeAll(async () => {
    world = await startGatewayWorld({ gateway: 'inline', configure: (config) => {
      config['auditRepository'] = { host: '127.0.0.1', port: 1, ca: (config['seal'] as { readonly cert: string }).cert };
    } });
    records = await openRecords(world);
  }, 120_000);
  afterAll(async () => {
    await records.close();
    await world.stop();
  });

  const finland = (): ReturnType<GatewayWorld['peer']> => world.peer('FI');
  const identified = async (): Promise<number> => (await finland().identify(ALMA, '1990-08-20')).answer.candidates.length;
  const health = (): { readonly healthPort: number } => ({ healthPort: world.config.ncpA.healthPort });
  const ready = async (): Promise<number> => (await fetch(`http://127.0.0.1:${String(health().healthPort)}/readyz`)).status;
  /** Longer than a look at the backlog is remembered. */
  const aMomentLater = async (): Promise<void> => { await new Promise((resolve) => { setTimeout(resolve, 1_100); }); };

  it('AUD-14 stops releasing, and stays ready for what happened: a dispensation is recorded all the same; all goes on when the backlog is gone, without any message', async () => {
    expect([await identified(), await ready()]).toEqual([1, 200]);
    const [first] = (await finland().list(ALMA)).answer.entries;
    const [document] = (await finland().retrieve(ALMA, [first?.uniqueId ?? ''])).answer.documents;
    const prepared = finland().prepareDispensation(document?.bytes ?? new Uint8Array(), { packages: 1, packSize: '84' });

    await records.sql(`update outbox set created_at = created_at - interval '5 hours' where kind = 'forward-audit'`);
    await aMomentLater();
    expect([await identified(), (await finland().list(ALMA)).answer, await ready()]).toMatchObject([0, { status: 'Failure', entries: [] }, 200]);
    expect((await alarmsOf(health())).get('NCP_AUDIT_UNAVAILABLE')).toBe(1);
    expect((await finland().dispense(ALMA, prepared)).answer.status).toBe('Success');

    const sink = await startAuditSink(world);
    try {
      const before = (await records.snapshot()).head;
      expect((await sink.settled()).length).toBeGreaterThan(4);
      await aMomentLater();
      expect((await records.snapshot()).head).toEqual(before);
    } finally {
      await sink.close();
    }
    expect(await identified()).toBe(1);
  }, 60_000);
});
